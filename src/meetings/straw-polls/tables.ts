import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface StrawPollRow {
  id: Id
  meeting_id: Id
  item_id: Id | null
  position: number
  question: string
  opened_at: Instant
  closed_at: Instant | null
}

export interface StrawOptionRow {
  id: Id
  poll_id: Id
  position: number
  text: string
  votes: number | null
}

/** Of the moment: votes go when the poll closes, and never travel in a forum's folder. */
export interface StrawVoteRow {
  poll_id: Id
  /** A digest of what one browser carries. */
  voter: string
  option_id: Id
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_straw_poll: StrawPollRow
    meetings_straw_option: StrawOptionRow
    meetings_straw_vote: StrawVoteRow
  }
}
