import type { ColumnType, Generated } from 'kysely'
import type { Id } from '../shared/ids.ts'
import type { DocumentKind } from '../shared/vocabularies.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import type { SuggestionKind, SuggestionOutcome } from './suggestions/model.ts'

export interface DocumentRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  slug: string
  kind: DocumentKind
  title: string
  language: string
  created_at: Instant
  revision: Generated<number>
  rolling_since: Instant | null
  chosen_at: Instant | null
  chosen_for: string | null
  chosen_into: Id | null
  agreed_in: Id | null
}

export interface SectionRow {
  id: Id
  document_id: Id
  position: number
  title: string
  level: Generated<number>
  is_annex: Generated<boolean>
  removed_at: Instant | null
}

export interface ParagraphRow {
  id: Id
  document_id: Id
  section_id: Id
  position: number
  text: string
  body: ColumnType<unknown, string | null | undefined, string | null>
  own_voice: boolean
  revision: Generated<number>
  removed_at: Instant | null
}

export interface LineageRow {
  id: Id
  document_id: Id
  from_paragraph: Id
  to_paragraph: Id
  kind: 'split' | 'merge'
  at: Instant
}

export interface VersionRow {
  id: Id
  document_id: Id
  number: number
  title: string
  note: string
  cut_off: PlainDate | null
  frozen_at: Instant
  comments_cut_off: PlainDate | null
  circulated_at: Instant | null
  release_on: PlainDate | null
  released_at: Instant | null
}

export interface FollowerRow {
  id: Id
  document_id: Id
  mail: string
  language: string
  asked_at: Instant
  confirmed_at: Instant | null
  left_at: Instant | null
}

export interface VersionSectionRow {
  version_id: Id
  section_id: Id
  position: number
  title: string
  level: Generated<number>
  is_annex: Generated<boolean>
}

export interface VersionParagraphRow {
  version_id: Id
  paragraph_id: Id
  section_id: Id
  number: number
  text: string
  body: ColumnType<unknown, string | null | undefined, string | null>
  own_voice: boolean
}

export interface SuggestionRow {
  id: Id
  document_id: Id
  number: number
  kind: SuggestionKind
  paragraph_id: Id | null
  before: string | null
  text: string | null
  reason: string
  author_id: Id | null
  suggested_at: Instant
  outcome: SuggestionOutcome | null
  outcome_reason: string | null
  taken: string | null
  became: Id | null
  decided_by: Id | null
  decided_at: Instant | null
  form_key: Id | null
}

export interface ReturnRow {
  id: Id
  document_id: Id
  version_id: Id | null
  name: string
  sections: ColumnType<unknown, string, string>
  pictures: Generated<number>
  person_id: Id
  arrived_at: Instant
  taken_at: Instant | null
}

declare module '../platform/database.ts' {
  interface Database {
    drafts_document: DocumentRow
    drafts_section: SectionRow
    drafts_paragraph: ParagraphRow
    drafts_lineage: LineageRow
    drafts_version: VersionRow
    drafts_follower: FollowerRow
    drafts_return: ReturnRow
    drafts_version_section: VersionSectionRow
    drafts_version_paragraph: VersionParagraphRow
    drafts_suggestion: SuggestionRow
  }
}
