import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** A question to those in the room. It feels out where the room stands and decides nothing. */
export interface StrawPoll {
  readonly id: Id<'straw-poll'>
  readonly meetingId: Id<'meeting'>
  readonly itemId: Id | null
  /** Its number in its meeting. */
  readonly number: number
  readonly question: string
  readonly openedAt: Instant
  readonly closedAt: Instant | null
  readonly options: readonly { readonly id: Id; readonly text: string; readonly votes: number }[]
}
