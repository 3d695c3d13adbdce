import type { ColumnType } from 'kysely'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'

export interface EditionRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  version_id: Id
  title: string
  summary: string
  published_at: Instant
  accounted: number
  units: number
  /** Null: those that every edition had before they could be chosen. */
  annexes: ColumnType<string[] | null, string[] | null | undefined, string[] | null>
  credits: ColumnType<string, string | undefined, string>
}

export interface ResidueRow {
  edition_id: Id
  position: number
  unit_kind: string
  unit_id: Id
  ref: string
}

declare module '../platform/database.ts' {
  interface Database {
    publication_edition: EditionRow
    publication_residue: ResidueRow
  }
}
