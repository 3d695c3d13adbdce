import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'

export interface PointRow {
  id: Id
  forum_id: Id
  meeting_id: Id | null
  item_id: Id | null
  number: number
  text: string
  strength: string
  put_at: Instant
  put_by: Id | null
  confirm_until: PlainDate | null
  confirmed_at: Instant | null
  revision: Generated<number>
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_point: PointRow
  }
}
