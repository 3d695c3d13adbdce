import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { storeShortcomings } from '../gate/commands.ts'
import type { FolderEdition } from './schema.ts'

/** Takes the editions of a cycle as its folder has them, each with the annex of what had no fate. */
export async function insertEditions(tx: Tx, forumId: Id, cycleId: Id, editions: readonly FolderEdition[]): Promise<void> {
  const rows = editions.map(({ id, versionId, item }) => ({
    id,
    forum_id: forumId,
    cycle_id: cycleId,
    number: item.number,
    version_id: versionId,
    title: item.title,
    summary: item.summary ?? '',
    published_at: item.publishedAt,
    accounted: item.accounted,
    units: item.units,
  }))
  for (const part of inParts(rows)) await tx.insertInto('publication_edition').values(part).execute()
  const residue = editions.flatMap((edition) => edition.residue.map(({ kind, id, ref }, position) => ({ edition_id: edition.id, position, unit_kind: kind, unit_id: id, ref })))
  for (const part of inParts(residue)) await tx.insertInto('publication_residue').values(part).execute()
  for (const { id, shortcomings } of editions) await storeShortcomings(tx, id, shortcomings)
}
