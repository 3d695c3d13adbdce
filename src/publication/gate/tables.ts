import type { ColumnType } from 'kysely'
import type { Id } from '../../shared/ids.ts'

export interface ShortcomingRow {
  edition_id: Id
  position: number
  kind: 'contest' | 'check'
  paragraph: number | null
  subject: string | null
  source: string | null
  words: string | null
  detail: ColumnType<unknown, string | null, string | null>
}

declare module '../../platform/database.ts' {
  interface Database {
    publication_shortcoming: ShortcomingRow
  }
}
