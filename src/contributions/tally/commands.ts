import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { dateInZone, type Instant, type PlainDate } from '../../shared/time.ts'
import type { ContributionState } from '../sending/model.ts'

/** What the overview counts a contribution by. */
export interface Counted {
  readonly cycle_id: Id
  readonly call_id: Id
  readonly received_at: Instant | null
  readonly received_by: PlainDate
  readonly withdrawn_at: Instant | null
  readonly declined_at: Instant | null
  readonly stakeholder_group: string | null
  readonly regional_group: string | null
  readonly capacity: string | null
  /** Given: only what is received is counted, and a row in another state is in no tally. */
  readonly state?: ContributionState | undefined
}

/** Contributions alike in all of that. */
interface Cell {
  readonly cycle_id: Id
  readonly call_id: Id
  readonly received_by: PlainDate
  readonly is_bound: boolean
  readonly withdrawn_on: PlainDate | null
  readonly declined_on: PlainDate | null
  readonly stakeholder_group: string | null
  readonly regional_group: string | null
  readonly capacity: string | null
}

/** Gathers what an import will count at its end: as many entries as there are cells, however many rows. */
export type Counts = Map<string, { readonly cell: Cell; count: number }>

export function gatherCount(counts: Counts, row: Counted): void {
  if (!isCounted(row)) return
  const cell = cellOf(row)
  const key = JSON.stringify(Object.values(cell))
  const known = counts.get(key)
  if (known === undefined) counts.set(key, { cell, count: 1 })
  else known.count++
}

/**
 * Adds new rows to the tallies, in the rows' own transaction. What it touches stays locked until the transaction ends, and whoever
 * sends one alike waits: so it comes last, before the record. Always in one order, so that no two writers wait for each other.
 */
export async function addToTally(tx: Tx, counts: Counts): Promise<void> {
  const cells = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { cell, count }]) => ({ ...cell, count }))
  if (cells.length === 0) return
  await sql`
    with days as (
      insert into contributions_tally as known select * from json_populate_recordset(null::contributions_tally, ${JSON.stringify(cells)}::json)
      on conflict on constraint contributions_tally_once do update set count = known.count + excluded.count
    )
    insert into contributions_tally_month as known (cycle_id, call_id, month, is_bound, ended_month, stakeholder_group, regional_group, capacity, count)
    select cycle_id, call_id, ${MONTH}, is_bound, ${ENDED_MONTH}, stakeholder_group, regional_group, capacity, sum(count)
    from json_populate_recordset(null::contributions_tally, ${JSON.stringify(cells)}::json) group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4, 5, 6, 7, 8
    on conflict on constraint contributions_tally_month_once do update set count = known.count + excluded.count`.execute(tx)
}

const MONTH = sql`date_trunc('month', received_by)::date`
const ENDED_MONTH = sql`date_trunc('month', least(withdrawn_on, declined_on))::date`

export async function addOneToTally(tx: Tx, row: Counted): Promise<void> {
  const counts: Counts = new Map()
  gatherCount(counts, row)
  await addToTally(tx, counts)
}

/** Moves one contribution to where its row now belongs: it was withdrawn, declined, taken back, released, or is said to be of another group. */
export async function moveInTally(tx: Tx, before: Counted, after: Counted): Promise<void> {
  const { cycle_id, call_id, received_by, is_bound, withdrawn_on, declined_on, stakeholder_group, regional_group, capacity } = cellOf(before)
  if (isCounted(before)) await sql`
    with left_day as (update contributions_tally set count = count - 1
    where cycle_id = ${cycle_id} and call_id = ${call_id} and received_by = ${received_by} and is_bound = ${is_bound}
      and withdrawn_on is not distinct from ${withdrawn_on} and declined_on is not distinct from ${declined_on}
      and stakeholder_group is not distinct from ${stakeholder_group} and regional_group is not distinct from ${regional_group} and capacity is not distinct from ${capacity}
    returning *, ${MONTH} as month, ${ENDED_MONTH} as ended_month)
    update contributions_tally_month known set count = known.count - 1 from left_day
    where known.cycle_id = left_day.cycle_id and known.call_id = left_day.call_id and known.month = left_day.month and known.is_bound = left_day.is_bound
      and known.ended_month is not distinct from left_day.ended_month and known.stakeholder_group is not distinct from left_day.stakeholder_group
      and known.regional_group is not distinct from left_day.regional_group and known.capacity is not distinct from left_day.capacity`.execute(tx)
  await addOneToTally(tx, after)
}

function isCounted({ state }: Counted): boolean {
  return state === undefined || state === 'received'
}

function cellOf(row: Counted): Cell {
  return {
    cycle_id: row.cycle_id,
    call_id: row.call_id,
    received_by: row.received_by,
    is_bound: row.received_at === null,
    withdrawn_on: row.withdrawn_at === null ? null : dateInZone(row.withdrawn_at, 'UTC'),
    declined_on: row.declined_at === null ? null : dateInZone(row.declined_at, 'UTC'),
    stakeholder_group: row.stakeholder_group,
    regional_group: row.regional_group,
    capacity: row.capacity,
  }
}
