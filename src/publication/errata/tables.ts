import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'

export interface ErratumRow {
  id: Id
  edition_id: Id
  number: number
  paragraph_id: Id | null
  dated: PlainDate
  text: string
  noted_at: Instant
}

declare module '../../platform/database.ts' {
  interface Database {
    publication_erratum: ErratumRow
  }
}
