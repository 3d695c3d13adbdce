import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'

export const ACTION_STATES = ['open', 'done', 'dropped'] as const
export type ActionState = (typeof ACTION_STATES)[number]

/** What somebody took on at a meeting. Its number counts within the forum and is never used again: `/{forum}/actions/A-12`. */
export interface Action {
  readonly id: Id<'action'>
  readonly forumId: Id<'forum'>
  readonly meetingId: Id<'meeting'>
  /** The item of the agenda under which it was taken on, where there is one. */
  readonly itemId: Id<'meeting-item'> | null
  readonly number: number
  readonly text: string
  readonly owner: string | null
  readonly due: PlainDate | null
  readonly state: ActionState
  /** What came of it, in a word; needed to drop it. */
  readonly outcome: string | null
  readonly settledAt: Instant | null
  readonly revision: number
}
