import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { SuggestionVerdict } from './model.ts'

export interface SuggestionRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  finding_id: Id
  statement: string
  proposal: string | null
  comment: string | null
  author: string | null
  mail: string | null
  language: string | null
  received_at: Instant
  withdrawn_at: Instant | null
  verdict: SuggestionVerdict | null
  reason: string | null
  answered_at: Instant | null
  form_key: Id | null
}

declare module '../../platform/database.ts' {
  interface Database {
    synthesis_suggestion: SuggestionRow
  }
}
