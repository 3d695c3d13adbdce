import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { FolderTold } from './schema.ts'

/** Takes who was told and who stopped, as the folder of their cycle has them; editions are those taken with it. */
export async function insertTold(tx: Tx, forumId: Id, cycleId: Id, editions: ReadonlyMap<number, Id>, { told, stopped }: FolderTold): Promise<void> {
  const rows = told.flatMap(({ edition, kind, id, at }) => {
    const editionId = editions.get(edition)
    return editionId === undefined ? [] : [{ edition_id: editionId, source_kind: kind, source_id: id, told_at: at }]
  })
  for (const part of inParts(rows)) await tx.insertInto('publication_told').values(part).execute()
  for (const part of inParts(stopped)) await tx.insertInto('publication_stop').values(part.map(({ kind, id, at }) => ({ source_id: id, source_kind: kind, forum_id: forumId, cycle_id: cycleId, stopped_at: at }))).execute()
}
