import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import type { Contribution } from '../model.ts'
import { IS_LISTED, placeOf, type FromWhere } from '../narrowing/queries.ts'
import { toContribution } from '../queries.ts'
import type { Grouping } from '../overview/model.ts'
import { CHANGING_COUNTRIES, type FromCountry, type FromCountryBy } from './model.ts'

/** Received by the end of a day, and neither withdrawn nor declined by then (UTC). */
function counted(cycleId: Id, asOf: PlainDate) {
  const end = `${asOf}T23:59:59.999Z`
  return sql<boolean>`cycle_id = ${cycleId} and state = 'received' and received_by <= ${asOf}::date
    and (withdrawn_at is null or withdrawn_at > ${end}::timestamptz) and (declined_at is null or declined_at > ${end}::timestamptz)`
}

/** How many contributions counted at the end of a day came from each country. */
export async function countByCountry(db: Reader, cycleId: Id, asOf: PlainDate): Promise<FromCountry[]> {
  const { rows } = await sql<FromCountry>`
    select country, case when country = any(${[...CHANGING_COUNTRIES]}) then received_by end as day, count(*)::integer as count
    from contributions_contribution where ${counted(cycleId, asOf)} group by 1, 2`.execute(db)
  return rows
}

const COLUMNS = { stakeholderGroup: 'stakeholder_group', regionalGroup: 'regional_group', capacity: 'capacity' } as const

/** The same by one of the groupings of the overview; of one call alone where it is named. */
export async function countByCountryAnd(db: Reader, cycleId: Id, asOf: PlainDate, by: Grouping, callId?: Id): Promise<FromCountryBy[]> {
  const { rows } = await sql<FromCountryBy>`
    select country, case when country = any(${[...CHANGING_COUNTRIES]}) then received_by end as day, ${sql.ref(COLUMNS[by])} as key, count(*)::integer as count
    from contributions_contribution where ${counted(cycleId, asOf)} and ${callId === undefined ? sql`true` : sql`call_id = ${callId}`} group by 1, 2, 3`.execute(db)
  return rows
}

/** Those of them whose country anyone may know, by number, with how many there are: without consent a country is counted and not shown. */
export async function listFromCountries(db: Reader, cycleId: Id, asOf: PlainDate, where: FromWhere, page: { offset: number; limit: number }): Promise<{ shown: number; contributions: Contribution[] }> {
  const all = sql<boolean>`${counted(cycleId, asOf)} and ${IS_LISTED} and ${placeOf(where, asOf)}`
  const size = await sql<{ count: number }>`select count(*)::integer as count from contributions_contribution where ${all}`.execute(db)
  const rows = await db.selectFrom('contributions_contribution').selectAll().where(all).orderBy('number').offset(page.offset).limit(page.limit).execute()
  return { shown: size.rows[0]?.count ?? 0, contributions: rows.map(toContribution) }
}
