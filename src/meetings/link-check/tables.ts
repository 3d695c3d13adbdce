import type { Generated } from 'kysely'
import type { Instant } from '../../shared/time.ts'

export interface AddressRow {
  url: string
  state: string
  failures: Generated<number>
  status: number | null
  failing_since: Instant | null
  checked_at: Instant | null
  next_at: Instant
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_address: AddressRow
  }
}
