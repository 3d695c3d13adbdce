import type { Generated, JSONColumnType } from 'kysely'
import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import type { QuestionKind } from './questions/model.ts'

export interface CallRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  slug: string
  title: string
  introduction: string
  audience: string | null
  opens_on: PlainDate | null
  deadline: PlainDate | null
  deadline_zone: Generated<string>
  is_soft: boolean
  rolling_until: string | null
  is_open: boolean
  closed_at: Instant | null
  closed_reason: string | null
  source: string | null
  revision: Generated<number>
  is_survey: Generated<boolean>
  closes_with: Id | null
  is_draft: Generated<boolean>
  remarks_until: PlainDate | null
  reminded_for: PlainDate | null
  opening_told_at: Instant | null
}

export interface ExtensionRow {
  call_id: Id
  sequence: number
  earlier: PlainDate
  changed_on: PlainDate | null
  reason: string
}

export interface QuestionRow {
  id: Id
  call_id: Id
  number: number
  text: string
  guidance: string | null
  kind: Generated<QuestionKind>
  is_required: Generated<boolean>
  length_limit: number | null
  has_words: Generated<boolean>
}

export interface OptionRow {
  question_id: Id
  number: number
  position: number
  text: string
}

export interface VariantRow {
  id: Id
  call_id: Id
  slug: string
  position: number
  title: string
  introduction: string | null
  questions: JSONColumnType<number[]>
}

export interface TranslationRow {
  call_id: Id
  language: string
  part: string
  text: string
  original: string
}

export interface CutOffRow {
  id: Id
  call_id: Id
  cycle_id: Id
  slug: string
  title: string
  on_date: PlainDate
  note: string | null
}

export interface RemarkRow {
  id: Id
  call_id: Id
  number: number
  question_number: number | null
  about: string
  text: string
  author: string | null
  language: string | null
  received_at: Instant
  form_key: Id | null
  answer: string | null
  is_changed: Generated<boolean>
  is_hidden: Generated<boolean>
  answered_at: Instant | null
}

export interface ScopingRow {
  cycle_id: Id
  introduction: string
  until: PlainDate | null
  is_open: boolean
  revision: Generated<number>
}

export interface ProposalRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  kind: string
  text: string
  reason: string | null
  author: string | null
  language: string | null
  received_at: Instant
  form_key: Id | null
  outcome: string | null
  outcome_reason: string | null
  became: string | null
  is_hidden: Generated<boolean>
  outcome_at: Instant | null
}

export interface NoticeRow {
  id: Id
  call_id: Id
  mail: string
  language: string
  is_before_opening: Generated<boolean>
  asked_at: Instant
  confirmed_at: Instant | null
  left_at: Instant | null
}

declare module '../platform/database.ts' {
  interface Database {
    calls_call: CallRow
    calls_extension: ExtensionRow
    calls_question: QuestionRow
    calls_option: OptionRow
    calls_variant: VariantRow
    calls_translation: TranslationRow
    calls_cut_off: CutOffRow
    calls_remark: RemarkRow
    calls_scoping: ScopingRow
    calls_proposal: ProposalRow
    calls_notice: NoticeRow
  }
}
