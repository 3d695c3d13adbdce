import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface DroppedLinkRow {
  id: Id
  meeting_id: Id
  item_id: Id | null
  position: number
  url: string
  title: string | null
  is_shown: boolean
  dropped_at: Instant
  reference_id: Id | null
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_dropped_link: DroppedLinkRow
  }
}
