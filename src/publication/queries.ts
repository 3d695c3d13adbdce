import type { Selectable } from 'kysely'
import type { Reader } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import { USUAL_ANNEXES, type Edition, type Residue } from './model.ts'
import { ANNEX_KINDS } from './text/model.ts'
import type { EditionRow } from './tables.ts'

/** Editions of a cycle, the latest first. */
export async function listEditions(db: Reader, cycleId: Id): Promise<Edition[]> {
  const rows = await db.selectFrom('publication_edition').selectAll().where('cycle_id', '=', cycleId).orderBy('number', 'desc').execute()
  return rows.map(toEdition)
}

export async function findEdition(db: Reader, cycleId: Id, number: number): Promise<Edition | undefined> {
  const row = await db.selectFrom('publication_edition').selectAll().where('cycle_id', '=', cycleId).where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : toEdition(row)
}

export async function findEditionById(db: Reader, id: Id): Promise<Edition | undefined> {
  const row = await db.selectFrom('publication_edition').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toEdition(row)
}

/** The annex of an edition: what had no outcome when it was published, in order. */
export async function listResidue(db: Reader, editionId: Id): Promise<Residue[]> {
  const rows = await db.selectFrom('publication_residue').selectAll().where('edition_id', '=', editionId).orderBy('position').execute()
  return rows.map((row) => ({ position: row.position, kind: row.unit_kind, unitId: row.unit_id, ref: row.ref }))
}

function toEdition(row: Selectable<EditionRow>): Edition {
  return {
    id: row.id as Id<'edition'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    number: row.number,
    versionId: row.version_id as Id<'version'>,
    title: row.title,
    summary: row.summary,
    publishedAt: row.published_at,
    units: row.units,
    accounted: row.accounted,
    annexes: row.annexes === null ? USUAL_ANNEXES : ANNEX_KINDS.filter((kind) => row.annexes?.includes(kind)),
    credits: row.credits,
  }
}
