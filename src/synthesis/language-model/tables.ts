import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Reason, RequestKind, RequestState } from './model.ts'

interface ModelSwitchRow {
  cycle_id: Id
  forum_id: Id
  is_on: boolean
  switched_by: Id | null
  switched_at: Instant
}

export interface ModelRequestRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  kind: RequestKind
  asked_by: Id | null
  asked_at: Instant
  state: RequestState
  reason: Reason | null
  model: string | null
  replied_at: Instant | null
  reply: string | null
  tries: Generated<number>
  taken_until: Instant | null
}

interface ModelPassageRow {
  request_id: Id
  passage_id: Id
  position: number
  is_sent: boolean | null
}

export interface ModelSuggestionRow {
  id: Id
  request_id: Id
  position: number
  text: string
  decision: 'taken' | 'dismissed' | null
  decided_by: Id | null
  decided_at: Instant | null
  theme_id: Id | null
}

interface ModelGroundRow {
  suggestion_id: Id
  passage_id: Id
  position: number
}

declare module '../../platform/database.ts' {
  interface Database {
    synthesis_model_switch: ModelSwitchRow
    synthesis_model_request: ModelRequestRow
    synthesis_model_passage: ModelPassageRow
    synthesis_model_suggestion: ModelSuggestionRow
    synthesis_model_ground: ModelGroundRow
  }
}
