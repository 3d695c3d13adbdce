import { sql, type RawBuilder } from 'kysely'
import { COUNTRY_CODES } from '../../shared/countries.ts'
import { countryClasses, type CountryClass } from '../../shared/country-classes.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import { CHANGING_COUNTRIES } from '../countries/model.ts'

/** Which contributions: of a country, of a class, of a recorded country in no class, or of none recorded. */
export type FromWhere = { readonly country: string } | { readonly ofClass: CountryClass } | 'none' | 'not-recorded'

/** What a list is narrowed to that says something of its senders or their choices: where they come from, what they chose (an option, or any). */
export interface Narrowing {
  readonly from?: FromWhere | undefined
  readonly chose?: { readonly questionId: Id; readonly option?: number | undefined } | undefined
}

/** That anyone may know of a contribution where it came from and what was chosen in it: others are counted, and not listed. */
export const IS_LISTED = sql<boolean>`consent <> 'not-at-all' and withdrawn_at is null and declined_at is null and held_at is null`

/** In the columns of a contribution: what it is narrowed to. */
export function isWithin({ from, chose }: Narrowing, asOf: PlainDate): RawBuilder<boolean> {
  const parts = [from === undefined ? undefined : placeOf(from, asOf), chose === undefined ? undefined : choseThat(chose)].filter((part) => part !== undefined)
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(parts, sql` and `)}`
}

function choseThat({ questionId, option }: NonNullable<Narrowing['chose']>): RawBuilder<unknown> {
  const one = option === undefined ? sql`` : sql` and x.option_number = ${option}`
  return sql`exists (select from contributions_choice x where x.contribution_id = contributions_contribution.id and x.question_id = ${questionId}${one})`
}

/** In the columns of a contribution: that it came from there, by the classes of the day on which it came. */
export function placeOf(where: FromWhere, asOf: PlainDate) {
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
