import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'

export interface EventRow {
  id: Id
  forum_id: Id
  slug: string
  title: string
  place: string | null
  zone: string | null
  first_day: PlainDate
  last_day: PlainDate
  days_before: Generated<number>
  note: string | null
  source: string | null
  revision: Generated<number>
}

export interface SessionRow {
  meeting_id: Id
  event_id: Id | null
  form: string | null
  organiser: string | null
  description: string | null
}

export interface PanellistRow {
  id: Id
  meeting_id: Id
  position: number
  name: string
  organisation: string | null
  part: string
  state: string
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_event: EventRow
    meetings_session: SessionRow
    meetings_panellist: PanellistRow
  }
}
