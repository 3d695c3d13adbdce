import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { InboxState, MailClient, SenderChecks } from './model.ts'

type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>

export interface InboxRow {
  id: Id
  received_at: Instant
  envelope_from: string
  recipient: string
  sha256: string
  size: number
  client: JSONColumnType<{ address: MailClient['address']; helo: MailClient['helo'] }>
  checks: ColumnType<SenderChecks | null, string | null | undefined, string | null>
  state: InboxState
  became_kind: Optional<string>
  became_id: Optional<Id>
  forum_id: Optional<Id>
  reason: Optional<string>
  from_address: Optional<string>
  from_name: Optional<string>
  subject: Optional<string>
  tries: Generated<number>
  not_before: Instant
  settled_at: Optional<Instant>
  answered_to: Optional<string>
  answered_at: Optional<Instant>
  decided_by: Optional<Id>
  decided_at: Optional<Instant>
  decision: Optional<'taken' | 'dismissed'>
  decision_reason: Optional<string>
}

declare module '../../platform/database.ts' {
  interface Database {
    record_inbox: InboxRow
  }
}
