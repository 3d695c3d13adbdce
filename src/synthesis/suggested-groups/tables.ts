import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Decision } from './model.ts'

export interface SuggestedGroupRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  question_id: Id
  language: string
  terms: string[]
  machine: string
  made_by: Id | null
  made_at: Instant
  decision: Decision | null
  decided_by: Id | null
  decided_at: Instant | null
  theme_id: Id | null
}

interface SuggestedAnswerRow {
  group_id: Id
  answer_id: Id
  position: number
}

declare module '../../platform/database.ts' {
  interface Database {
    synthesis_suggested_group: SuggestedGroupRow
    synthesis_suggested_answer: SuggestedAnswerRow
  }
}
