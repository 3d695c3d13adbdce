import type { Generated, GeneratedAlways } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import type { RuleKind, ScopeDimension } from './model.ts'

export interface WordingRow {
  contribution_id: Id
  number: number
  cycle_id: Id
  contribution_number: number
  question_id: Id | null
  language: string
  stakeholder_group: string | null
  regional_group: string | null
  received_by: PlainDate
  words: number
  keys: string[]
  forms: string[]
  counts: number[]
  phrase_keys: string[]
  phrase_forms: string[]
  phrase_counts: number[]
}

export interface TermScopeRow {
  id: Generated<number>
  cycle_id: Id
  language: string
  dimension: ScopeDimension
  group_key: string
}

export interface TermRow {
  scope_id: number
  count: number
  contributions: number
  answers: number
  magnitude: GeneratedAlways<number>
  is_phrase: boolean
  key: string
}

export interface TermFormRow {
  scope_id: number
  key: string
  form: string
  count: number
}

export interface TermRuleRow {
  id: Id
  forum_id: Id
  language: string
  kind: RuleKind
  form: string
  target: string | null
}

declare module '../../platform/database.ts' {
  interface Database {
    contributions_wording: WordingRow
    contributions_term_scope: TermScopeRow
    contributions_term: TermRow
    contributions_term_form: TermFormRow
    contributions_term_rule: TermRuleRow
    contributions_term_progress: { forum_id: Id; sequence: number }
    contributions_term_due: { contribution_id: Id; forum_id: Id }
  }
}
