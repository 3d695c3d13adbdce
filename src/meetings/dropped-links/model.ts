import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** A link that was dropped in the room. */
export interface DroppedLink {
  readonly id: Id<'dropped-link'>
  readonly meetingId: Id<'meeting'>
  readonly itemId: Id | null
  readonly number: number
  readonly url: string
  readonly title: string | null
  /** False for what came from outside and was not shown by the desk. */
  readonly isShown: boolean
  readonly droppedAt: Instant
  /** The work of the library that it became. */
  readonly referenceId: Id<'reference'> | null
}
