import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { BlockKind, Format, Reason } from '../../shared/extraction.ts'
import type { Outcome } from './model.ts'

export interface DocumentRow {
  attachment_id: Id
  contribution_id: Id
  outcome: Outcome
  reason: Reason | null
  format: Format | null
  pages: number | null
  language: string | null
  title: string | null
  author: string | null
  characters: Generated<number>
  warnings: Generated<string>
  read_at: Instant | null
  revision: Generated<number>
  attempts: Generated<number>
  not_before: Instant | null
}

export interface DocumentBlockRow {
  attachment_id: Id
  position: number
  kind: BlockKind
  level: number | null
  page: number | null
  label: string | null
  range_start: number
  range_end: number
  part: number
  text: string
}

declare module '../../platform/database.ts' {
  interface Database {
    contributions_document: DocumentRow
    contributions_document_block: DocumentBlockRow
  }
}
