import type { ColumnType } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { RemarkKind } from '../../shared/file-remarks.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'

export interface FileRow {
  id: Id
  review_id: Id
  name: string
  arrived_on: PlainDate
  read: ColumnType<unknown, string, string>
  person_id: Id
  arrived_at: Instant
  taken_at: Instant | null
}

export interface OriginRow {
  comment_id: Id
  review_id: Id
  file: string
  kind: RemarkKind
  mark: string
  dated: string | null
  is_resolved: boolean
}

declare module '../../platform/database.ts' {
  interface Database {
    review_file: FileRow
    review_origin: OriginRow
  }
}
