import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { ImportState, ImportStep } from './model.ts'

export interface ImportRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  call_id: Id
  started_by: Id
  name: string
  sha256: string
  documents_name: string | null
  documents_sha256: string | null
  state: ImportState
  map: string
  takes_good_rows: boolean
  revision: number
  step: ImportStep | null
  progress: number
  rows_read: number
  rows_taken: number
  rows_known: number
  rows_refused: number
  notes: string
  promised_first: number | null
  promised_count: number | null
  tries: number
  created_at: Instant
  changed_at: Instant
}

export interface RefusalRow {
  import_id: Id
  position: number
  row_number: number
  field: string | null
  reason: string
}

declare module '../../platform/database.ts' {
  interface Database {
    contributions_import: ImportRow
    contributions_import_refusal: RefusalRow
  }
}
