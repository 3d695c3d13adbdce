import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { RedactionReason } from './model.ts'

export interface RedactionRow {
  id: Id
  contribution_id: Id
  /** Of an answer, or of an attached document: one of the two. */
  answer_id: Id | null
  attachment_id: Id | null
  range_start: number
  range_end: number
  reason: RedactionReason
  note: string | null
  redacted_at: Instant
  lifted_at: Instant | null
  lifted_reason: string | null
}

declare module '../../platform/database.ts' {
  interface Database {
    contributions_redaction: RedactionRow
  }
}
