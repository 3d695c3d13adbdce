import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** Where a meeting's live page stands: before it was opened, live, or standing still as what was noted. */
export type RoomState = 'not-open' | 'open' | 'closed'

export interface Room {
  readonly state: RoomState
  /** The item of the agenda that is on now. */
  readonly itemId: Id | null
  readonly openedAt: Instant | null
  readonly closedAt: Instant | null
  /** Counts what is seen to change; 0 before it was opened. */
  readonly version: number
}

/** The name under which the database tells every process that something changed in a room: the meeting's id. */
export const ROOM_MOVED = 'convoke_room'
