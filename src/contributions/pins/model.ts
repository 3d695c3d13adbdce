import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { NOT_RECORDED } from '../../shared/vocabularies.ts'
import { GROUPINGS, tally, tallyOf, type Cohort, type Grouping, type Lists } from '../overview/model.ts'

/** What a figure can be narrowed to: the groups of each grouping, and one call by its slug. */
export const PIN_FILTERS = [...GROUPINGS, 'call'] as const

/** What was counted of all: a key for each that is narrowed. */
export type PinFilter = Readonly<Partial<Record<(typeof PIN_FILTERS)[number], string>>>

/** One count: `column` is empty where nothing is crossed, `row` too where the total alone is pinned. */
export interface PinnedCell {
  readonly row: string
  readonly column: string
  readonly count: number
}

/** What a figure counts. */
export interface Counting {
  readonly asOf: PlainDate
  readonly rowsBy: Grouping | null
  readonly columnsBy: Grouping | null
  readonly filter: PinFilter
}

/** A figure as it was when it was pinned. */
export interface PinnedFigure extends Counting {
  readonly id: Id<'pinned-figure'>
  readonly number: number
  readonly title: string
  /** The label of a cut-off, where it was pinned by one. */
  readonly cutOff: string | null
  readonly cells: readonly PinnedCell[]
  readonly total: number
  readonly pinnedAt: Instant
  /** The last entry of the record by then. */
  readonly sequence: number
}

export interface Counted {
  readonly cells: readonly PinnedCell[]
  readonly total: number
}

/** Counts what a figure counts, from the cohorts of its own day at `place`: every key of the forum's lists, zeros too. */
export function countFigure(cohorts: readonly Cohort[], place: number, { rowsBy, columnsBy, filter }: Pick<Counting, 'rowsBy' | 'columnsBy' | 'filter'>, lists: Lists): Counted {
  const chosen = cohorts.filter((cohort) => GROUPINGS.every((grouping) => filter[grouping] === undefined || (cohort[grouping] ?? NOT_RECORDED) === filter[grouping]))
  const overview = tally(chosen, place, lists)
  if (rowsBy === null) return { cells: [], total: overview.total }
  const rows = Object.entries(tallyOf(overview, rowsBy))
  if (columnsBy === null) return { cells: rows.map(([row, count]) => ({ row, column: '', count })), total: overview.total }
  const columns = Object.keys(tallyOf(overview, columnsBy))
  const counts = new Map<string, number>()
  for (const cell of overview.cross) {
    const key = JSON.stringify([cell[rowsBy], cell[columnsBy]])
    counts.set(key, (counts.get(key) ?? 0) + cell.count)
  }
  return { cells: rows.flatMap(([row]) => columns.map((column) => ({ row, column, count: counts.get(JSON.stringify([row, column])) ?? 0 }))), total: overview.total }
}

/** A count as it was pinned beside the one that the rows give now for the same day. */
export interface ComparedCell {
  readonly row: string
  readonly column: string
  readonly pinned: number
  readonly now: number
}

/** Every cell of either, those pinned first and in their order. A cell that is not among them counts nothing. */
export function compareCells(pinned: readonly PinnedCell[], now: readonly PinnedCell[]): ComparedCell[] {
  const name = ({ row, column }: PinnedCell): string => JSON.stringify([row, column])
  const current = new Map(now.map((cell) => [name(cell), cell.count]))
  const known = new Set(pinned.map(name))
  return [
    ...pinned.map((cell) => ({ row: cell.row, column: cell.column, pinned: cell.count, now: current.get(name(cell)) ?? 0 })),
    ...now.filter((cell) => !known.has(name(cell)) && cell.count > 0).map((cell) => ({ row: cell.row, column: cell.column, pinned: 0, now: cell.count })),
  ]
}
