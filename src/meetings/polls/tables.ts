import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'

export interface PollRow {
  id: Id
  forum_id: Id
  cycle_id: Id | null
  number: number
  title: string
  words: string | null
  zone: string
  minutes: number
  names: string
  deadline_date: PlainDate | null
  deadline_time: string | null
  deadline_zone: string | null
  is_soft: Generated<boolean>
  opened_at: Instant
  closed_at: Instant | null
  reminded_at: Instant | null
  finalised_at: Instant | null
  meeting_id: Id | null
  revision: Generated<number>
  form_key: Id | null
}

export interface SlotRow {
  id: Id
  poll_id: Id
  number: number
  date: PlainDate
  time: string
  is_later: Generated<boolean>
  removed_at: Instant | null
  /** Counted by each vote. */
  said_yes: Generated<number>
  said_maybe: Generated<number>
  said_no: Generated<number>
}

export interface PollExtensionRow {
  poll_id: Id
  sequence: number
  earlier_date: PlainDate
  earlier_time: string
  earlier_zone: string
  reason: string
  extended_at: Instant
}

export interface AskedRow {
  id: Id
  poll_id: Id
  mail: string
  name: string | null
  asked_at: Instant
  reminded_at: Instant | null
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_poll: PollRow
    meetings_slot: SlotRow
    meetings_poll_extension: PollExtensionRow
    meetings_asked: AskedRow
  }
}
