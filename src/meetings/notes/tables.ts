import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface NoteRow {
  id: Id
  meeting_id: Id
  item_id: Id | null
  position: number
  text: string
  written_at: Instant
  written_by: Id | null
  revision: Generated<number>
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_note: NoteRow
  }
}
