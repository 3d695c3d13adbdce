import type { JSONColumnType } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import type { Grouping } from '../overview/model.ts'
import type { PinnedCell, PinFilter } from './model.ts'

export interface PinnedFigureRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  title: string
  as_of: PlainDate
  cut_off: string | null
  row_dimension: Grouping | null
  column_dimension: Grouping | null
  filter: JSONColumnType<PinFilter>
  cells: JSONColumnType<PinnedCell[]>
  total: number
  pinned_at: Instant
  sequence: number
}

declare module '../../platform/database.ts' {
  interface Database {
    contributions_pinned_figure: PinnedFigureRow
  }
}
