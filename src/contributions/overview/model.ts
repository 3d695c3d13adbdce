import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import { NO_REGIONAL_GROUP, NOT_RECORDED, type ListEntry } from '../../shared/vocabularies.ts'

/** What contributions are counted by; `total` counts them all, under the key `total`. */
export const DIMENSIONS = ['total', 'stakeholderGroup', 'regionalGroup', 'capacity'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** What contributions are grouped by; any two can be crossed. */
export const GROUPINGS = ['stakeholderGroup', 'regionalGroup', 'capacity'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** What can be crossed: the groupings, and classes of countries, of which one contribution can be in several. */
export const CROSSINGS = [...GROUPINGS, 'countryClass'] as const
export type Crossing = (typeof CROSSINGS)[number]

/** The lists of a forum that a figure's key is taken from. */
export interface Lists {
  readonly stakeholderGroups: readonly ListEntry[]
  readonly regionalGroups: readonly ListEntry[]
}

/** Contributions alike in all that they are grouped by, counted for several days at once: each list has a number for each day, in order. */
export interface Cohort {
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly capacity: string | null
  /** Received by the end of the day, and not withdrawn by then. */
  readonly counted: readonly number[]
  /** Received later as far as is known; but of these only a day is recorded by which they had arrived, so they may have been there. */
  readonly perhaps: readonly number[]
}

/** How many in each key of a dimension; each sums to the total. */
export type Tally = Readonly<Record<string, number>>

export interface Crossed {
  readonly stakeholderGroup: string
  readonly regionalGroup: string
  readonly capacity: string
  readonly count: number
}

export interface Overview {
  readonly total: number
  readonly byStakeholderGroup: Tally
  readonly byRegionalGroup: Tally
  readonly byCapacity: Tally
  /** Every combination that occurs. */
  readonly cross: readonly Crossed[]
  /** Contributions that came later as far as is known, though of some only a day by which they had arrived is recorded: those. */
  readonly perhapsEarlier: number
}

/** Two groupings crossed: a row of counts for each row key, a count for each column key; rows and columns sum to the total. */
export interface CrossTable {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly counts: readonly (readonly number[])[]
  readonly rowTotals: readonly number[]
  readonly columnTotals: readonly number[]
  readonly total: number
}

/** A number that a document stated. */
export interface PublishedFigure {
  readonly id: Id<'figure'>
  readonly asOf: PlainDate
  readonly dimension: Dimension
  readonly key: string
  readonly published: number
  readonly source: string
  readonly revision: number
}

/**
 * A published figure beside what the rows give for its own day. `computed` is null where no contribution of the cycle is recorded
 * here. Between `computed` and `atMost` are rows of which only a later bound of arrival is known.
 */
export interface ComparedFigure extends PublishedFigure {
  readonly computed: number | null
  readonly atMost: number | null
}

/** Whether the rows bear a published figure out, contradict it, or cannot tell. */
export function judge(figure: ComparedFigure): 'same' | 'differs' | 'cannot-tell' | 'no-rows' {
  if (figure.computed === null || figure.atMost === null) return 'no-rows'
  if (figure.published === figure.computed) return 'same'
  return figure.computed < figure.published && figure.published <= figure.atMost ? 'cannot-tell' : 'differs'
}

/** The days to count on, in order and each once. Cohorts name them by their place. */
export function daysToCount(asOf: PlainDate, figures: readonly PublishedFigure[]): PlainDate[] {
  return [...new Set([asOf, ...figures.map((figure) => figure.asOf)])].sort()
}

/** Counts cohorts as of the day at `place`. All keys of the forum's lists are there, zeros too; `not recorded` only when it occurs. */
export function tally(cohorts: readonly Cohort[], place: number, lists: Lists): Overview {
  const groups = cohorts.map((cohort): Group => ({ ...cohort, count: cohort.counted[place] ?? 0 })).filter((group) => group.count > 0)
  const by = (keys: readonly string[], keyOf: (group: Group) => string | null): Tally => countBy(groups, keys, keyOf)
  return {
    total: sum(groups),
    byStakeholderGroup: by(lists.stakeholderGroups.map((group) => group.key), (group) => group.stakeholderGroup),
    byRegionalGroup: by([...lists.regionalGroups.map((group) => group.key), NO_REGIONAL_GROUP], (group) => group.regionalGroup),
    byCapacity: by(['organisation', 'individual'], (group) => group.capacity),
    cross: crossOf(groups, lists),
    perhapsEarlier: sumAt(cohorts, place, 'perhaps'),
  }
}

/** Crosses two groupings of an overview; each key that its tallies have is there, zeros too. */
export function crossTwo(overview: Overview, rowsBy: Grouping, columnsBy: Grouping): CrossTable {
  const [byRow, byColumn] = [tallyOf(overview, rowsBy), tallyOf(overview, columnsBy)]
  const [rows, columns] = [Object.keys(byRow), Object.keys(byColumn)]
  const cells = new Map<string, number>()
  for (const cell of overview.cross) {
    const key = JSON.stringify([cell[rowsBy], cell[columnsBy]])
    cells.set(key, (cells.get(key) ?? 0) + cell.count)
  }
  return {
    rows,
    columns,
    counts: rows.map((row) => columns.map((column) => cells.get(JSON.stringify([row, column])) ?? 0)),
    rowTotals: rows.map((row) => byRow[row] ?? 0),
    columnTotals: columns.map((column) => byColumn[column] ?? 0),
    total: overview.total,
  }
}

/** Largest first; among equals by the alphabet of the keys, as the annex of 2017 has them; what belongs to no group or is not recorded last. */
export function sortTally(counts: Tally): [string, number][] {
  const isLast = (key: string): number => [NO_REGIONAL_GROUP, NOT_RECORDED].indexOf(key)
  return Object.entries(counts).sort(([a, more], [b, less]) => isLast(a) - isLast(b) || less - more || (a < b ? -1 : 1))
}

/** Sets each published figure beside the count of its own day. */
export function compareFigures(figures: readonly PublishedFigure[], cohorts: readonly Cohort[], days: readonly PlainDate[]): ComparedFigure[] {
  return figures.map((figure) => {
    if (cohorts.length === 0) return { ...figure, computed: null, atMost: null }
    const place = days.indexOf(figure.asOf)
    const under = cohorts.filter((cohort) => isUnder(cohort, figure))
    const computed = sumAt(under, place, 'counted')
    return { ...figure, computed, atMost: computed + sumAt(under, place, 'perhaps') }
  })
}

/** Figures that one document gave for one day and one dimension, added up. */
export interface PublishedSum {
  readonly asOf: PlainDate
  readonly dimension: Exclude<Dimension, 'total'>
  readonly source: string
  readonly published: number
  /** Rows under keys for which no figure was published, by key. */
  readonly unpublished: Tally
  /** All rows of that day. */
  readonly rows: number
}

/**
 * Published figures that do not come to the number of rows, not even with the rows under keys that were not published: proof of a
 * slip, without knowing in which figure. Rows that may have been there earlier can only add to what the rows give.
 */
export function wrongSums(figures: readonly ComparedFigure[], cohorts: readonly Cohort[], days: readonly PlainDate[], lists: Lists): PublishedSum[] {
  const groups = Map.groupBy(
    figures.filter((figure) => figure.dimension !== 'total' && figure.computed !== null),
    (figure) => `${figure.asOf} ${figure.dimension} ${figure.source}`,
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined || first.dimension === 'total') return []
    const overview = tally(cohorts, days.indexOf(first.asOf), lists)
    const given = new Set(group.map((figure) => figure.key))
    const unpublished = Object.fromEntries(Object.entries(tallyOf(overview, first.dimension)).filter(([key, count]) => !given.has(key) && count > 0))
    const published = group.reduce((total, figure) => total + figure.published, 0)
    const together = published + sumOf(unpublished)
    const isWrong = together < overview.total || together > overview.total + overview.perhapsEarlier
    return isWrong ? [{ asOf: first.asOf, dimension: first.dimension, source: first.source, published, unpublished, rows: overview.total }] : []
  })
}

export function tallyOf(overview: Overview, dimension: Exclude<Dimension, 'total'>): Tally {
  if (dimension === 'stakeholderGroup') return overview.byStakeholderGroup
  return dimension === 'regionalGroup' ? overview.byRegionalGroup : overview.byCapacity
}

export function sumOf(counts: Tally): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

type Group = Pick<Cohort, 'stakeholderGroup' | 'regionalGroup' | 'capacity'> & { readonly count: number }

function isUnder(cohort: Cohort, figure: PublishedFigure): boolean {
  if (figure.dimension === 'total') return true
  const key = figure.dimension === 'stakeholderGroup' ? cohort.stakeholderGroup : figure.dimension === 'regionalGroup' ? cohort.regionalGroup : cohort.capacity
  return (key ?? NOT_RECORDED) === figure.key
}

function sum(groups: readonly Group[]): number {
  return groups.reduce((total, group) => total + group.count, 0)
}

function sumAt(cohorts: readonly Cohort[], place: number, what: 'counted' | 'perhaps'): number {
  return cohorts.reduce((total, cohort) => total + (cohort[what][place] ?? 0), 0)
}

/** Keys given first and in their order; a key that occurs without being on the list is counted too, so that the block sums to the total. */
function countBy(groups: readonly Group[], keys: readonly string[], keyOf: (group: Group) => string | null): Tally {
  const counts = new Map(keys.map((key) => [key, 0]))
  for (const group of groups) {
    const key = keyOf(group)
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + group.count)
  }
  const unrecorded = sum(groups.filter((group) => keyOf(group) === null))
  if (unrecorded > 0) counts.set(NOT_RECORDED, unrecorded)
  return Object.fromEntries(counts)
}

function crossOf(groups: readonly Group[], lists: Lists): Crossed[] {
  const cells = new Map<string, Crossed>()
  for (const group of groups) {
    const cell = {
      stakeholderGroup: group.stakeholderGroup ?? NOT_RECORDED,
      regionalGroup: group.regionalGroup ?? NOT_RECORDED,
      capacity: group.capacity ?? NOT_RECORDED,
    }
    const key = JSON.stringify(Object.values(cell))
    cells.set(key, { ...cell, count: (cells.get(key)?.count ?? 0) + group.count })
  }
  const rank = new Map([...lists.stakeholderGroups, ...lists.regionalGroups, { key: NO_REGIONAL_GROUP }].map((entry, place) => [entry.key, place]))
  const placeOf = (key: string): number => rank.get(key) ?? rank.size
  return [...cells.values()].sort(
    (a, b) =>
      placeOf(a.stakeholderGroup) - placeOf(b.stakeholderGroup) ||
      placeOf(a.regionalGroup) - placeOf(b.regionalGroup) ||
      (a.capacity < b.capacity ? -1 : a.capacity > b.capacity ? 1 : 0),
  )
}
