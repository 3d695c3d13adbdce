import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { FolderAgendaItem } from './schema.ts'

/** Takes what is, and was, on the agendas of meetings as the folder has it. `here`: whom the ids of people stand for. */
export async function insertAgenda(tx: Tx, items: readonly FolderAgendaItem[], here: (id: string) => Id): Promise<void> {
  const person = (id: string | undefined) => (id === undefined ? null : here(id))
  const rows = items.map((item) => ({
    id: item.id, comment_id: item.commentId, meeting_id: item.meetingId, why: item.why ?? null, put_by: person(item.by), put_at: item.putAt, said: item.said ?? null, said_by: person(item.saidBy),
    said_at: item.saidAt ?? null, taken_off_by: person(item.takenOffBy), taken_off_at: item.takenOffAt ?? null, revision: item.revision ?? 1,
  }))
  for (const part of inParts(rows)) await tx.insertInto('review_agenda').values(part).execute()
}
