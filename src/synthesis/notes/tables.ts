import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface NoteRow {
  answer_id: Id
  forum_id: Id
  cycle_id: Id
  text: string
  noted_by: Id | null
  noted_at: Instant
}

declare module '../../platform/database.ts' {
  interface Database {
    synthesis_note: NoteRow
  }
}
