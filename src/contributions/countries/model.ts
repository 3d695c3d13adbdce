import { COUNTRY_CLASSES, countryClasses, type CountryClass } from '../../shared/country-classes.ts'
import { COUNTRY_CODES } from '../../shared/countries.ts'
import type { PlainDate } from '../../shared/time.ts'
import { NOT_RECORDED } from '../../shared/vocabularies.ts'
import type { CrossTable } from '../overview/model.ts'

/** How many came from a country; with the day of arrival where the classes of the country changed in the course of time. */
export interface FromCountry {
  readonly country: string | null
  readonly day: PlainDate | null
  readonly count: number
}

const YEARS = Array.from({ length: 61 }, (_, place) => `${1980 + place}-12-31` as PlainDate)

/** Countries that joined or left a class: of these the day of arrival decides. */
export const CHANGING_COUNTRIES: readonly string[] = COUNTRY_CODES.filter((code) => new Set(YEARS.map((day) => countryClasses(code, day).join())).size > 1)

export interface ClassTally {
  /** Contributions in each class; one may be in several. */
  readonly byClass: Readonly<Record<CountryClass, number>>
  /** Contributions of a recorded country that is in none of them. */
  readonly none: number
  readonly recorded: number
  readonly notRecorded: number
  /** By country, the most first, then by code. */
  readonly byCountry: readonly { readonly country: string; readonly count: number }[]
}

/** Tallies countries by the classes to which each belonged on the day on which the contribution came. */
export function tallyCountries(rows: readonly FromCountry[], asOf: PlainDate): ClassTally {
  const byClass: Record<CountryClass, number> = { developing: 0, 'least-developed': 0, 'small-island': 0 }
  const byCountry = new Map<string, number>()
  let [none, recorded, notRecorded] = [0, 0, 0]
  for (const { country, day, count } of rows) {
    if (country === null) {
      notRecorded += count
      continue
    }
    recorded += count
    byCountry.set(country, (byCountry.get(country) ?? 0) + count)
    const classes = countryClasses(country, day ?? asOf)
    if (classes.length === 0) none += count
    for (const each of classes) byClass[each] += count
  }
  const sorted = [...byCountry].map(([country, count]) => ({ country, count })).sort((a, b) => b.count - a.count || (a.country < b.country ? -1 : 1))
  return { byClass, none, recorded, notRecorded, byCountry: sorted }
}

/** True for a class of countries that an address names. */
export function isCountryClass(text: string): text is CountryClass {
  return COUNTRY_CLASSES.some((each) => each === text)
}

/** How many contributions came from a country, by one of the groupings of an overview. */
export interface FromCountryBy extends FromCountry {
  readonly key: string | null
}

/**
 * A grouping crossed with the classes of countries: rows are the grouping's keys as its tally has them. A contribution is counted in
 * each class of its country, so that cells can add up to more than the total of their row; the totals count each once.
 */
export function crossClasses(rows: readonly FromCountryBy[], byKey: Readonly<Record<string, number>>, asOf: PlainDate): CrossTable {
  const keys = Object.keys(byKey)
  const counts = new Map<string, number>()
  let isAnyMissing = false
  for (const { country, day, count, key } of rows) {
    const classes = country === null ? [] : countryClasses(country, day ?? asOf)
    if (country === null) isAnyMissing = true
    for (const each of country === null ? [NOT_RECORDED] : classes.length === 0 ? ['none'] : classes) {
      for (const cell of [each, JSON.stringify([key ?? NOT_RECORDED, each])]) counts.set(cell, (counts.get(cell) ?? 0) + count)
    }
  }
  const columns = [...COUNTRY_CLASSES, 'none', ...(isAnyMissing ? [NOT_RECORDED] : [])]
  return {
    rows: keys,
    columns,
    counts: keys.map((key) => columns.map((column) => counts.get(JSON.stringify([key, column])) ?? 0)),
    rowTotals: keys.map((key) => byKey[key] ?? 0),
    columnTotals: columns.map((column) => counts.get(column) ?? 0),
    total: rows.reduce((sum, { count }) => sum + count, 0),
  }
}

/** A crossed table with its rows for its columns. */
export function turnTable({ rows, columns, counts, rowTotals, columnTotals, total }: CrossTable): CrossTable {
  return { rows: columns, columns: rows, counts: columns.map((_, column) => counts.map((row) => row[column] ?? 0)), rowTotals: columnTotals, columnTotals: rowTotals, total }
}
