import type { Generated } from 'kysely'
import type { Id } from '../shared/ids.ts'
import type { FindingKind } from '../shared/vocabularies.ts'
import type { Instant } from '../shared/time.ts'
import type { ThemeColour } from './codebook/model.ts'

export interface ThemeRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  position: number
  parent_id: Id | null
  slug: string
  title: string
  description: string | null
  revision: Generated<number>
  colour: ThemeColour | null
  includes: string | null
  excludes: string | null
  proposed_by: Id | null
  proposed_at: Instant | null
  signed_by: Id | null
  signed_at: Instant | null
  split_from: Id | null
  merged_into: Id | null
  ended_at: Instant | null
}

export interface PassageRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  source_kind: string
  source_id: Id
  /** Of an answer: the number of its contribution, to be counted by. */
  contribution_number: number | null
  range_start: number
  range_end: number
  quote: string
  /** Of a document: the pages it stands on, as they are cited. */
  page: string | null
  marked_by: Id | null
  marked_at: Instant
  unmarked_at: Instant | null
  detached_at: Instant | null
}

export interface PassageThemeRow {
  passage_id: Id
  theme_id: Id
  assigned_by: Id | null
  /** The name of the program that assigned it. */
  machine: string | null
  signed_by: Id | null
  assigned_at: Instant | null
  /** The change of the codebook that gave it. */
  change_id: Id | null
}

export interface FindingRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  kind: FindingKind
  statement: string
  question_id: Id | null
  position: number
  revision: Generated<number>
  discarded_at: Instant | null
  is_deep_dive: Generated<boolean>
  against_id: Id | null
  discarded_for: string | null
}

declare module '../platform/database.ts' {
  interface Database {
    synthesis_theme: ThemeRow
    synthesis_passage: PassageRow
    synthesis_passage_theme: PassageThemeRow
    synthesis_finding: FindingRow
  }
}
