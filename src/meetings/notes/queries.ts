import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Note } from './model.ts'

/** The notes of a meeting, in the order in which they stand. */
export async function listNotes(db: Reader, meetingId: Id): Promise<Note[]> {
  const rows = await db.selectFrom('meetings_note').selectAll().where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id as Id<'note'>,
    meetingId: row.meeting_id as Id<'meeting'>,
    itemId: row.item_id,
    position: row.position,
    text: row.text,
    writtenAt: row.written_at,
    writtenBy: row.written_by as Id<'person'> | null,
    revision: row.revision,
  }))
}
