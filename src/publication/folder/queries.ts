import type { Reader } from '../../platform/database.ts'
import { type FolderNames, shortRef, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeShortcoming } from '../gate-folder/schema.ts'
import { listShortcomings } from '../gate/queries.ts'

/** The editions of a cycle as their file has them. */
export async function listEditionsForFolder(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames) {
  const editions = await db.selectFrom('publication_edition').selectAll().where('cycle_id', '=', cycle.id).orderBy('number').execute()
  if (editions.length === 0) return []
  const residue = await db.selectFrom('publication_residue').selectAll().where('edition_id', 'in', editions.map(({ id }) => id)).orderBy('position').execute()
  const shortcomings = new Map<Id, Awaited<ReturnType<typeof listShortcomings>>>()
  for (const { id } of editions) shortcomings.set(id, await listShortcomings(db, id))
  const left = Map.groupBy(residue, (row) => row.edition_id)
  return editions.map((row) => {
    const [document, version] = names.of(row.version_id).split('/')
    return {
      id: row.id,
      number: row.number,
      document,
      version: Number(version),
      title: row.title,
      summary: row.summary,
      publishedAt: row.published_at,
      accounted: row.accounted,
      units: row.units,
      residue: (left.get(row.id) ?? []).map(({ unit_id: unitId }) => shortRef(names.of(unitId), cycle.slug)),
      shortcomings: (shortcomings.get(row.id) ?? []).map((each) => tidy(writeShortcoming(each))),
    }
  })
}
