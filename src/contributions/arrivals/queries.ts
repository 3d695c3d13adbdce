import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import type { ArrivedOn } from './model.ts'

/** What came to a cycle, or to one of its calls, by the end of a day, day by day; what was withdrawn or declined is not counted from the day (UTC) of that on. They sum to the overview's total. */
export async function listArrivals(db: Reader, cycleId: Id, asOf: PlainDate, callId?: Id): Promise<ArrivedOn[]> {
  const { rows } = await sql<ArrivedOn>`
    select received_by as day, sum(count)::integer as count, coalesce(sum(count) filter (where is_bound), 0)::integer as bounds
    from contributions_tally
    where cycle_id = ${cycleId} ${callId === undefined ? sql`` : sql`and call_id = ${callId}`} and received_by <= ${asOf}::date and (withdrawn_on is null or withdrawn_on > ${asOf}::date)
      and (declined_on is null or declined_on > ${asOf}::date)
    group by received_by having sum(count) > 0 order by received_by`.execute(db)
  return rows
}
