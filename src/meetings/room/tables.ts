import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface RoomRow {
  meeting_id: Id
  item_id: Id | null
  opened_at: Instant
  closed_at: Instant | null
  version: Generated<string>
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_room: RoomRow
  }
}
