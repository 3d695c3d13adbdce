import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'

export interface StatusRow {
  meeting_id: Id
  sequence: number
  status: string
  said_at: Instant | null
  sitting: number | null
  earlier_date: PlainDate | null
  earlier_starts: string | null
  earlier_ends: string | null
  earlier_zone: string | null
  earlier_place: string | null
  later_date: PlainDate | null
  later_starts: string | null
  later_ends: string | null
  later_zone: string | null
  later_place: string | null
  reason: string | null
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_status: StatusRow
  }
}
