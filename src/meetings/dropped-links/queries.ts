import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { DroppedLink } from './model.ts'

/** The links dropped in a meeting that anyone may see. */
export async function listDroppedLinks(db: Reader, meetingId: Id): Promise<DroppedLink[]> {
  return (await listAllDroppedLinks(db, meetingId)).filter(({ isShown }) => isShown)
}

/** The same with those that wait to be shown: for the desk alone. */
export async function listAllDroppedLinks(db: Reader, meetingId: Id): Promise<DroppedLink[]> {
  const rows = await db.selectFrom('meetings_dropped_link').selectAll().where('meeting_id', '=', meetingId).orderBy('position').execute()
  return rows.map((row) => ({
    id: row.id as Id<'dropped-link'>,
    meetingId: row.meeting_id as Id<'meeting'>,
    itemId: row.item_id,
    number: row.position,
    url: row.url,
    title: row.title,
    isShown: row.is_shown,
    droppedAt: row.dropped_at,
    referenceId: row.reference_id as Id<'reference'> | null,
  }))
}
