import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface JoiningRow {
  id: Id
  meeting_id: Id
  sitting: number | null
  position: number
  kind: string
  label: string | null
  value: string
  visibility: string
  expires_at: Instant | null
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_joining: JoiningRow
  }
}
