import type { Id } from '../shared/ids.ts'
import type { PlainDate } from '../shared/time.ts'

export interface ReferenceRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  title: string
  author: string | null
  publisher: string | null
  published: PlainDate | null
  url: string | null
  note: string | null
}

declare module '../platform/database.ts' {
  interface Database {
    library_reference: ReferenceRow
  }
}
