import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { SourceKind } from './model.ts'

export interface ToldRow {
  edition_id: Id
  source_kind: SourceKind
  source_id: Id
  told_at: Instant
}

export interface StopRow {
  source_id: Id
  source_kind: SourceKind
  forum_id: Id
  cycle_id: Id
  stopped_at: Instant
}

declare module '../../platform/database.ts' {
  interface Database {
    publication_told: ToldRow
    publication_stop: StopRow
  }
}
