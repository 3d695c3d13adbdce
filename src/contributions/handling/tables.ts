import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface NoteRow {
  id: Id
  contribution_id: Id
  author_id: Id
  text: string
  written_at: Instant
  struck_at: Instant | null
}

export interface ReaderRow {
  contribution_id: Id
  person_id: Id
  assigned_at: Instant
}

/** One answer, or one contribution without any, that somebody has read. */
export interface ReadingRow {
  contribution_id: Id
  unit_id: Id
  person_id: Id
  read_at: Instant
}

declare module '../../platform/database.ts' {
  interface Database {
    contributions_note: NoteRow
    contributions_reader: ReaderRow
    contributions_reading: ReadingRow
  }
}
