import type { Selectable } from 'kysely'
import type { Reader } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import type { Reference } from './model.ts'
import type { ReferenceRow } from './tables.ts'

/** References of a cycle by number, `limit` at most, after a number. */
export async function listReferences(db: Reader, cycleId: Id, options: { after?: number; limit?: number } = {}): Promise<Reference[]> {
  let query = db.selectFrom('library_reference').selectAll().where('cycle_id', '=', cycleId).where('number', '>', options.after ?? 0).orderBy('number')
  if (options.limit !== undefined) query = query.limit(options.limit)
  return (await query.execute()).map(toReference)
}

/** References by id, in no order. */
export async function findReferences(db: Reader, ids: readonly Id[]): Promise<Reference[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('library_reference').selectAll().where('id', 'in', [...new Set(ids)]).execute()
  return rows.map(toReference)
}

/** References of a cycle by number; numbers that name none are left out. */
export async function findReferencesByNumber(db: Reader, cycleId: Id, numbers: readonly number[]): Promise<Reference[]> {
  if (numbers.length === 0) return []
  const rows = await db.selectFrom('library_reference').selectAll().where('cycle_id', '=', cycleId).where('number', 'in', [...numbers]).execute()
  return rows.map(toReference)
}

/** The reference with this title and this address (without one, for null); undefined where none is listed so. */
export async function findReferenceAs(db: Reader, cycleId: Id, title: string, url: string | null): Promise<Reference | undefined> {
  const row = await db.selectFrom('library_reference').selectAll().where('cycle_id', '=', cycleId).where('title', '=', title).where('url', url === null ? 'is' : '=', url).orderBy('number').executeTakeFirst()
  return row === undefined ? undefined : toReference(row)
}

/** True when a cycle lists any reference. */
export async function hasReferences(db: Reader, cycleId: Id): Promise<boolean> {
  return (await db.selectFrom('library_reference').select('id').where('cycle_id', '=', cycleId).limit(1).executeTakeFirst()) !== undefined
}

function toReference(row: Selectable<ReferenceRow>): Reference {
  return {
    id: row.id as Id<'reference'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    number: row.number,
    title: row.title,
    author: row.author,
    publisher: row.publisher,
    published: row.published,
    url: row.url,
    note: row.note,
  }
}
