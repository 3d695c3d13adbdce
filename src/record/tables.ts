import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
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
  /** The mailing of which this is one person's copy; its own subject and body are then empty. */
  mailing_id: ColumnType<Id | null, Id | null | undefined, Id | null>
  leave_by: ColumnType<string | null, string | null | undefined, string | null>
  /** Who hands it over, until `not_before`. */
  leased_by: ColumnType<Id | null, Id | null | undefined, Id | null>
  /** Given up: turned back for good, tried too often, or dropped by the operator. */
  gone_at: ColumnType<Instant | null, Instant | null | undefined, Instant | null>
  /** What the mail server answered last: its code (550), and its status (5.1.1) where it gave one. */
  reply_code: ColumnType<number | null, number | null | undefined, number | null>
  reply_status: ColumnType<string | null, string | null | undefined, string | null>
  domain: GeneratedAlways<string>
}

/** Where mail does not arrive just now: a domain of recipients, or `*`, the relay that takes all. */
export interface DestinationRow {
  domain: string
  failures: number
  failed_at: Instant
  not_before: Instant
  failure: string
}

declare module '../platform/database.ts' {
  interface Database {
    record_chain: ChainRow
    record_entry: EntryRow
    record_text: TextRow
    record_outbox: OutboxRow
    record_destination: DestinationRow
  }
}
