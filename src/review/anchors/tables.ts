import type { ColumnType, Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { AnchorState, CarryMethod } from './model.ts'

export interface RangeRow {
  comment_id: Id
  position: number
  range_start: number
  range_end: number
  quote: string
  prefix: string
  suffix: string
}

export interface CarryRow {
  comment_id: Id
  position: number
  version_id: Id
  state: AnchorState
  method: CarryMethod
  places: ColumnType<unknown, string, string>
  candidates: ColumnType<unknown, string, string>
  carried_at: Instant
  revision: Generated<number>
}

declare module '../../platform/database.ts' {
  interface Database {
    review_range: RangeRow
    review_carry: CarryRow
  }
}
