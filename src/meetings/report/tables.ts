import type { JSONColumnType } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'

export interface ReportRow {
  meeting_id: Id
  state: string
  correct_until: PlainDate | null
  final_at: Instant | null
}

export interface ReportRevisionRow {
  meeting_id: Id
  number: number
  made_at: Instant
  reason: string | null
  body: JSONColumnType<object>
}

export interface CorrectionRow {
  id: Id
  meeting_id: Id
  number: number
  paragraph: number | null
  text: string
  name: string
  mail: string | null
  language: string
  received_at: Instant
  form_key: string | null
  response: string | null
  reason: string | null
  answered_at: Instant | null
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_report: ReportRow
    meetings_report_revision: ReportRevisionRow
    meetings_correction: CorrectionRow
  }
}
