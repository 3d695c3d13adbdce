import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface PublicationRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  published_at: Instant
  reopened_at: Instant | null
  reopened_for: string | null
}

declare module '../../platform/database.ts' {
  interface Database {
    synthesis_publication: PublicationRow
  }
}
