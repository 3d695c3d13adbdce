import type { ColumnType, Generated } from 'kysely'
import type { Id } from '../shared/ids.ts'
import type { PlainDate } from '../shared/time.ts'

export interface MeetingRow {
  id: Id
  forum_id: Id
  slug: string
  title: string
  kind: string
  ordinal: number | null
  report_date: PlainDate | null
  note: string | null
  source: string | null
  revision: Generated<number>
  attendance_shown: Generated<string>
  check_in_open: Generated<boolean>
}

export interface CycleRow {
  meeting_id: Id
  cycle_id: Id
  position: number
}

export interface SittingRow {
  id: Id
  meeting_id: Id
  position: number
  date: PlainDate
  starts: string | null
  ends: string | null
  zone: string | null
  place: string | null
  is_later_reading: Generated<boolean>
}

export interface ChangeRow {
  meeting_id: Id
  sequence: number
  what: string
  earlier: string
  reason: string
}

export interface ParticipantRow {
  id: Id
  meeting_id: Id
  position: number
  name: string
  organisation: string | null
  part: string
  stakeholder_group: Generated<string | null>
  regional_group: Generated<string | null>
  country: Generated<string | null>
  shown: Generated<string>
  channel: Generated<string>
  minutes: Generated<number | null>
  mail: Generated<string | null>
  form_key: Generated<string | null>
}

export interface LinkRow {
  id: Id
  meeting_id: Id
  position: number
  kind: string
  title: string | null
  url: string
  passcode: string | null
  visibility: Generated<string>
  passcode_visibility: Generated<string>
  language: string | null
}

export interface ParagraphRow {
  id: Id
  meeting_id: Id
  position: number
  number: number | null
  heading: string | null
  text: string
}

export interface FootnoteRow {
  id: Id
  meeting_id: Id
  position: number
  mark: string
  text: string
}

export interface AnnexRow {
  id: Id
  meeting_id: Id
  position: number
  title: string
  as_of: PlainDate | null
  text: string
  block: Generated<string>
  frozen: ColumnType<object | null, string | null | undefined, string | null>
}

declare module '../platform/database.ts' {
  interface Database {
    meetings_meeting: MeetingRow
    meetings_cycle: CycleRow
    meetings_sitting: SittingRow
    meetings_change: ChangeRow
    meetings_participant: ParticipantRow
    meetings_link: LinkRow
    meetings_paragraph: ParagraphRow
    meetings_footnote: FootnoteRow
    meetings_annex: AnnexRow
  }
}
