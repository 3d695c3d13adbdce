import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface InvitationRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  call_id: Id
  number: number
  note: string
  organisation: string | null
  made_at: Instant
  stopped_at: Instant | null
}

declare module '../../platform/database.ts' {
  interface Database {
    contributions_invitation: InvitationRow
  }
}
