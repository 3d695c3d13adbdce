import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface MappingRow {
  id: Id
  forum_id: Id
  signature: string
  header: string
  map: string
  used_at: Instant
}

declare module '../../platform/database.ts' {
  interface Database {
    contributions_mapping: MappingRow
  }
}
