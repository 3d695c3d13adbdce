import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface AmendmentRow {
  id: Id
  contribution_id: Id
  number: number
  amended_at: Instant
  is_late: boolean
  note: string | null
}

export interface EarlierAnswerRow {
  amendment_id: Id
  answer_id: Id
  text: string | null
}

declare module '../../platform/database.ts' {
  interface Database {
    contributions_amendment: AmendmentRow
    contributions_earlier_answer: EarlierAnswerRow
  }
}
