import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

interface DismissedLikenessRow {
  theme_id: Id
  answer_id: Id
  range_start: number
  range_end: number
  cycle_id: Id
  dismissed_by: Id | null
  dismissed_at: Instant
}

declare module '../../platform/database.ts' {
  interface Database {
    synthesis_dismissed_likeness: DismissedLikenessRow
  }
}
