import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** A line of what is noted in a meeting, under an item of its agenda or under none. */
export interface Note {
  readonly id: Id<'note'>
  readonly meetingId: Id<'meeting'>
  readonly itemId: Id | null
  readonly position: number
  readonly text: string
  readonly writtenAt: Instant
  /** Who wrote it last; null where it came with a file. */
  readonly writtenBy: Id<'person'> | null
  readonly revision: number
}
