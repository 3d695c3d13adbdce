import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface AgendaRow {
  id: Id
  comment_id: Id
  meeting_id: Id
  why: string | null
  put_by: Id | null
  put_at: Instant
  said: string | null
  said_by: Id | null
  said_at: Instant | null
  taken_off_by: Id | null
  taken_off_at: Instant | null
  revision: Generated<number>
}

declare module '../../platform/database.ts' {
  interface Database {
    review_agenda: AgendaRow
  }
}
