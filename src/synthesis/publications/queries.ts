import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Publication } from './model.ts'

/** Each time that a cycle's synthesis was published, the earliest first; the last one stands unless it was reopened. */
export async function listPublications(db: Reader, cycleId: Id): Promise<Publication[]> {
  const rows = await db.selectFrom('synthesis_publication').selectAll().where('cycle_id', '=', cycleId).orderBy('number').execute()
  return rows.map((row) => ({ number: row.number, publishedAt: row.published_at, reopenedAt: row.reopened_at, reopenedFor: row.reopened_for }))
}

/**
 * True while a cycle's synthesis stands published: its findings are not changed then. Commands ask while they hold the cycle for input,
 * so that none is changed while it is being published.
 */
export async function isPublished(db: Reader, cycleId: Id): Promise<boolean> {
  return (await db.selectFrom('synthesis_publication').select('id').where('cycle_id', '=', cycleId).where('reopened_at', 'is', null).executeTakeFirst()) !== undefined
}
