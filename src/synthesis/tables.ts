import type { Generated } from 'kysely'
import type { Id } from '../shared/ids.ts'
import type { FindingKind } from '../shared/vocabularies.ts'
import type { Instant } from '../shared/time.ts'

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
}

export interface PassageRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  source_kind: string
  source_id: Id
  range_start: number
  range_end: number
  quote: string
  marked_by: Id | null
  marked_at: Instant
  unmarked_at: Instant | null
  detached_at: Instant | null
}

export interface PassageThemeRow {
  passage_id: Id
  theme_id: Id
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
}

declare module '../platform/database.ts' {
  interface Database {
    synthesis_theme: ThemeRow
    synthesis_passage: PassageRow
    synthesis_passage_theme: PassageThemeRow
    synthesis_finding: FindingRow
  }
}
