import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface FollowerRow {
  id: Id
  forum_id: Id
  mail: string
  language: string
  asked_at: Instant
  confirmed_at: Instant | null
  left_at: Instant | null
}

export interface ToldRow {
  meeting_id: Id
  mail: string
  language: string
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_follower: FollowerRow
    meetings_told: ToldRow
  }
}
