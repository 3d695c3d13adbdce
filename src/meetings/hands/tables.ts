import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** Of the moment: rows go when the room closes, and never travel in a forum's folder. */
export interface HandRow {
  id: Id
  meeting_id: Id
  name: string
  organisation: string | null
  stakeholder_group: string | null
  is_remote: Generated<boolean>
  raised_at: Instant
  called_at: Instant | null
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_hand: HandRow
  }
}
