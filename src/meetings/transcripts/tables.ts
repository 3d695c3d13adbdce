import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface TranscriptRow {
  id: Id
  meeting_id: Id
  number: number
  title: string | null
  language: string
  url: string | null
  added_at: Instant
}

export interface CueRow {
  id: Id
  transcript_id: Id
  number: number
  starts: number | null
  ends: number | null
  speaker: string | null
  text: string
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_transcript: TranscriptRow
    meetings_cue: CueRow
  }
}
