import type { Id } from '../../shared/ids.ts'
import type { TargetDimension, TargetUnit } from './model.ts'

export interface TargetRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  position: number
  dimension: TargetDimension
  key: string | null
  unit: TargetUnit
  least: number
}

declare module '../../platform/database.ts' {
  interface Database {
    contributions_target: TargetRow
  }
}
