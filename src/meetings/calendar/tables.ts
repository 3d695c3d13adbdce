import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface InvitationRow {
  id: Id
  meeting_id: Id
  mail: string
  name: string | null
  language: string
  invited_at: Instant
  sent_revision: number
  sent_sittings: number
  sent_digest: string
  answer: Generated<string>
  answered_at: Instant | null
  withdrawn_at: Instant | null
}

export interface CalendarEntryRow {
  forum_id: Id
  uid: string
  occurrence: string
  meeting_id: Id
  sequence: number
  digest: string
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_invitation: InvitationRow
    meetings_calendar_entry: CalendarEntryRow
  }
}
