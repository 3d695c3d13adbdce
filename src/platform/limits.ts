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
  const [full] = await countEachWithin(tx, [{ limits, now }])
  return full
}

interface Span {
  count: number
  began_at: Instant
  ends_at: Instant
}

/** The same for several who come together, in their order: what is full for one is not counted for it. */
export async function countEachWithin(tx: Tx, asked: readonly { readonly limits: readonly Limit[]; readonly now: Instant }[]): Promise<({ readonly until: Instant } | undefined)[]> {
  const spans = await lockSpans(tx, asked.flatMap(({ limits, now }) => limits.map(({ key }) => ({ key, now }))))
  if (spans.size === 0) return asked.map(() => undefined)
  const outcomes = asked.map(({ limits, now }) => {
    const own = limits.map(({ key, most, every }) => ({ most, every, span: spans.get(key) ?? { count: 0, began_at: now, ends_at: now } }))
    const full = own.find(({ most, span }) => span.ends_at > now && span.count >= most)
    if (full !== undefined) return { until: full.span.ends_at }
    for (const { every, span } of own) Object.assign(span, span.ends_at > now ? { count: span.count + 1 } : { count: 1, began_at: now, ends_at: addMilliseconds(now, every) })
    return undefined
  })
  const rows = JSON.stringify([...spans].map(([key, span]) => ({ key, ...span })))
  const first = asked[0]?.now ?? null
  await sql`
    with swept as (delete from platform_limit where key in (select key from platform_limit where ends_at <= ${first} and not key = any(${[...spans.keys()]}) order by ends_at limit ${SWEPT} for update skip locked))
    update platform_limit known set count = span.count, began_at = span.began_at, ends_at = span.ends_at
    from json_populate_recordset(null::platform_limit, ${rows}::json) span where span.key = known.key`.execute(tx)
  return outcomes
}

/** The spans of these keys, held until the transaction ends; one that is not there yet is begun as one that is over. */
async function lockSpans(tx: Tx, keys: readonly { readonly key: string; readonly now: Instant }[]): Promise<Map<string, Span>> {
  // In one order, so that two who share keys wait for each other and never both.
  const rows = [...new Map(keys.map(({ key, now }) => [key, now]))].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, now]) => ({ key, began_at: now, ends_at: now, count: 0 }))
  if (rows.length === 0) return new Map()
  const locked = await sql<Span & { key: string }>`
    insert into platform_limit as known (key, began_at, ends_at, count) select key, began_at, ends_at, count from json_populate_recordset(null::platform_limit, ${JSON.stringify(rows)}::json)
    on conflict (key) do update set count = known.count returning key, count, began_at, ends_at`.execute(tx)
  return new Map(locked.rows.map(({ key, ...span }) => [key, span]))
}
