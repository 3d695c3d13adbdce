import { sql } from 'kysely'
import { addMilliseconds, type Instant } from '../shared/time.ts'
import type { Tx } from './database.ts'

declare module './database.ts' {
  interface Database {
    platform_limit: { key: string; began_at: Instant; ends_at: Instant; count: number }
  }
}

/** So much may come in so long, from the first one on. */
export interface Limit {
  /** What it is counted by: made so that nobody learns an address from it. */
  readonly key: string
  readonly most: number
  /** In milliseconds. */
  readonly every: number
}

/** Spans that are over, dropped with each one that is counted: so many at most. */
const SWEPT = 20

/**
 * Counts one more under each of these, or answers when the first of them that is full begins anew. Kept in the database, so that a
 * restart forgets nothing and several processes count together; a transaction that is rolled back was not counted.
 */
export async function countWithin(tx: Tx, limits: readonly Limit[], now: Instant): Promise<{ readonly until: Instant } | undefined> {
  if (limits.length === 0) return undefined
  // In one order, so that two who share keys wait for each other and never both.
  for (const { key, most, every } of [...limits].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const ends = addMilliseconds(now, every)
    const { rows } = await sql<{ count: number }>`
      insert into platform_limit as known (key, began_at, ends_at, count) values (${key}, ${now}, ${ends}, 1)
      on conflict (key) do update set
        count = case when known.ends_at <= ${now} then 1 else known.count + 1 end,
        began_at = case when known.ends_at <= ${now} then ${now} else known.began_at end,
        ends_at = case when known.ends_at <= ${now} then ${ends} else known.ends_at end
      where known.ends_at <= ${now} or known.count < ${most}
      returning count`.execute(tx)
    if (rows.length > 0) continue
    const full = await tx.selectFrom('platform_limit').select('ends_at').where('key', '=', key).executeTakeFirstOrThrow()
    return { until: full.ends_at }
  }
  await sql`delete from platform_limit where key in (select key from platform_limit where ends_at <= ${now} order by ends_at limit ${SWEPT} for update skip locked)`.execute(tx)
  return undefined
}
