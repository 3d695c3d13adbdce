import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import { COUNTRY_CODES } from '../../shared/countries.ts'
import { countryClasses, type CountryClass } from '../../shared/country-classes.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import type { Contribution } from '../model.ts'
import { toContribution } from '../queries.ts'
import { CHANGING_COUNTRIES, type FromCountry } from './model.ts'

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

/** Which contributions: of a country, of a class, of a recorded country in no class, or of none recorded. */
export type FromWhere = { readonly country: string } | { readonly ofClass: CountryClass } | 'none' | 'not-recorded'

/** Those of them whose country anyone may know, by number, with how many there are: without consent a country is counted and not shown. */
export async function listFromCountries(db: Reader, cycleId: Id, asOf: PlainDate, where: FromWhere, page: { offset: number; limit: number }): Promise<{ shown: number; contributions: Contribution[] }> {
  const all = sql<boolean>`${counted(cycleId, asOf)} and consent <> 'not-at-all' and withdrawn_at is null and declined_at is null and held_at is null and ${placeOf(where, asOf)}`
  const size = await sql<{ count: number }>`select count(*)::integer as count from contributions_contribution where ${all}`.execute(db)
  const rows = await db.selectFrom('contributions_contribution').selectAll().where(all).orderBy('number').offset(page.offset).limit(page.limit).execute()
  return { shown: size.rows[0]?.count ?? 0, contributions: rows.map(toContribution) }
}

function placeOf(where: FromWhere, asOf: PlainDate) {
  if (where === 'not-recorded') return sql`country is null`
  if (typeof where === 'object' && 'country' in where) return sql`country = ${where.country}`
  const belongs = (code: string, day: PlainDate): boolean => {
    const classes = countryClasses(code, day)
    return where === 'none' ? classes.length === 0 : classes.includes(where.ofClass)
  }
  const steady = COUNTRY_CODES.filter((code) => !CHANGING_COUNTRIES.includes(code) && belongs(code, asOf))
  const changing = CHANGING_COUNTRIES.flatMap((code) => spansOf(code, belongs).map(([from, until]) => sql`(country = ${code} and received_by >= ${from}::date and received_by < ${until}::date)`))
  return changing.length === 0 ? sql`country = any(${steady})` : sql`(country = any(${steady}) or ${sql.join(changing, sql` or `)})`
}

const FIRST_YEAR = 1980
const LAST_YEAR = 2041

/** The stretches of days, the second not included, in which a country belongs; found day by day only in years in which it changes. */
function spansOf(code: string, belongs: (code: string, day: PlainDate) => boolean): [string, string][] {
  const spans: [string, string][] = []
  let from: string | undefined
  for (const day of changeDays(code)) {
    const isIn = belongs(code, day as PlainDate)
    if (isIn && from === undefined) from = day
    if (!isIn && from !== undefined) {
      spans.push([from, day])
      from = undefined
    }
  }
  return from === undefined ? spans : [...spans, [from, '9999-12-31']]
}

const known = new Map<string, string[]>()

/** The first day of all, and each day on which a country's classes are others than on the day before. */
function changeDays(code: string): string[] {
  const found = known.get(code)
  if (found !== undefined) return found
  const classes = (day: string): string => countryClasses(code, day as PlainDate).join()
  const days = ['0001-01-01']
  for (let year = FIRST_YEAR; year < LAST_YEAR; year++) {
    if (classes(`${year}-01-01`) === classes(`${year + 1}-01-01`)) continue
    for (let month = 1; month <= 12; month++) {
      for (let day = 1; day <= 31; day++) {
        const on = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
        if (classes(on) !== classes(days.at(-1) ?? on)) days.push(on)
      }
    }
  }
  known.set(code, days)
  return days
}
