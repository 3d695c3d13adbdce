import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Id } from '../shared/ids.ts'
import type { Json } from '../shared/canonical-json.ts'
import type { Instant } from '../shared/time.ts'

export interface ChainRow {
  id: Id
  forum_id: Id | null
  length: Generated<number>
  head: string
}

export interface EntryRow {
  chain_id: Id
  sequence: number
  at: Instant
  act: string
  actor_kind: string
  actor_id: Id | null
  subject_kind: string
  subject_id: Id
  cycle_id: Id | null
  detail: JSONColumnType<Record<string, Json>>
  commitments: JSONColumnType<Record<string, string>>
  previous: string
  hash: string
}

export interface TextRow {
  chain_id: Id
  sequence: number
  name: string
  salt: string
  text: string
  is_public: boolean
}

export interface OutboxRow {
  id: Id
  forum_id: Id | null
  kind: string
  recipient: string
  subject: string
  body: string
  cause: string
  /** Null for what was written before occasions were kept. */
  occasion: ColumnType<string | null, string | null | undefined, string | null>
  /** The place in URGENCIES: less is sooner. */
  urgency: Generated<number>
  about_kind: ColumnType<string | null, string | null | undefined, string | null>
  about_id: ColumnType<Id | null, Id | null | undefined, Id | null>
  language: ColumnType<string | null, string | null | undefined, string | null>
  calendar_method: ColumnType<string | null, string | null | undefined, string | null>
  calendar: ColumnType<string | null, string | null | undefined, string | null>
  leave_at: ColumnType<string | null, string | null | undefined, string | null>
  created_at: Instant
  sent_at: Instant | null
  attempts: Generated<number>
  not_before: Instant
  failure: string | null
}

declare module '../platform/database.ts' {
  interface Database {
    record_chain: ChainRow
    record_entry: EntryRow
    record_text: TextRow
    record_outbox: OutboxRow
  }
}
