import type { JSONColumnType } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface MailingRow {
  id: Id
  forum_id: Id | null
  occasion: string
  message_id: string
  from_name: string
  from_address: string
  reply_to: string | null
  sender: string | null
  subject: string
  headers: JSONColumnType<readonly (readonly [string, string])[]>
  content_headers: JSONColumnType<readonly (readonly [string, string])[]>
  /** Dropped when the last copy has left or was given up. */
  body: Uint8Array | null
  created_at: Instant
}

declare module '../../platform/database.ts' {
  interface Database {
    record_mailing: MailingRow
  }
}
