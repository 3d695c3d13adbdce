import type { Selectable } from 'kysely'
import type { Reader } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import type { Link, LinkedKind, Relation } from './model.ts'
import type { LinkRow } from './tables.ts'

/** Links that start at these things, in order. For paragraphs: those of the working text, or of the frozen version named. */
export async function listLinksFrom(db: Reader, fromIds: readonly Id[], relation: Relation, versionId: Id | null = null): Promise<Link[]> {
  if (fromIds.length === 0) return []
  const rows = await db
    .selectFrom('trace_link')
    .selectAll()
    .where('from_id', 'in', fromIds)
    .where('relation', '=', relation)
    .where('version_id', versionId === null ? 'is' : '=', versionId)
    .orderBy('from_id')
    .orderBy('position')
    .execute()
  return rows.map(toLink)
}

/** Links that lead to these things, whatever they start from, in every version. */
export async function listLinksTo(db: Reader, toIds: readonly Id[]): Promise<Link[]> {
  if (toIds.length === 0) return []
  const rows = await db.selectFrom('trace_link').selectAll().where('to_id', 'in', toIds).orderBy('from_id').orderBy('position').execute()
  return rows.map(toLink)
}

/** Every link that starts at these things, of every relation, in every version. */
export async function listAllLinksFrom(db: Reader, fromIds: readonly Id[]): Promise<Link[]> {
  if (fromIds.length === 0) return []
  const rows = await db.selectFrom('trace_link').selectAll().where('from_id', 'in', fromIds).orderBy('from_id').orderBy('position').execute()
  return rows.map(toLink)
}

/** One link for each version in which anything was frozen for each of these findings: it tells that what they rest on now does not count there. */
export async function listFrozenIn(db: Reader, findingIds: readonly Id[]): Promise<Link[]> {
  if (findingIds.length === 0) return []
  const rows = await db
    .selectFrom('trace_link')
    .selectAll()
    .distinctOn(['from_id', 'version_id'])
    .where('from_id', 'in', findingIds)
    .where('relation', '=', 'rests-on')
    .where('version_id', 'is not', null)
    .orderBy('from_id')
    .orderBy('version_id')
    .execute()
  return rows.map(toLink)
}

/** Every link of a cycle. */
export async function listLinksOfCycle(db: Reader, cycleId: Id): Promise<Link[]> {
  const rows = await db.selectFrom('trace_link').selectAll().where('cycle_id', '=', cycleId).orderBy('from_id').orderBy('position').execute()
  return rows.map(toLink)
}

function toLink(row: Selectable<LinkRow>): Link {
  return {
    relation: row.relation as Relation,
    from: { kind: row.from_kind as LinkedKind, id: row.from_id },
    to: { kind: row.to_kind as LinkedKind, id: row.to_id },
    versionId: row.version_id as Id<'version'> | null,
    ...(row.stance === null ? {} : { stance: row.stance }),
  }
}
