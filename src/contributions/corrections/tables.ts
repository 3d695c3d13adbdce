import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface CorrectionRow {
  id: Id
  contribution_id: Id
  proposed_at: Instant
  remark: string | null
  decided_at: Instant | null
  is_taken: boolean | null
  reason: string | null
}

/** An answer as it was when its correction was proposed, and as its sender would have it. */
export interface CorrectedAnswerRow {
  correction_id: Id
  answer_id: Id
  earlier: string
  text: string
}

declare module '../../platform/database.ts' {
  interface Database {
    contributions_correction: CorrectionRow
    contributions_corrected_answer: CorrectedAnswerRow
  }
}
