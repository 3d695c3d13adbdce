import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface RemarkRow {
  id: Id
  meeting_id: Id
  item_id: Id | null
  position: number
  text: string
  language: string | null
  speaker: string | null
  organisation: string | null
  is_named: Generated<boolean>
  said_at: Instant | null
  revision: Generated<number>
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_remark: RemarkRow
  }
}
