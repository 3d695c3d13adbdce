import type { Sitting, Status } from '../model.ts'
import type { Instant } from '../../shared/time.ts'

/** One line of a meeting's log. Nothing in it is ever changed. */
export interface StatusEntry {
  readonly status: Status
  /** Null where it is known that it was said, and not when. */
  readonly saidAt: Instant | null
  /** Of a move: which sitting, from 1, and where it stood and stands; a sitting that was added has no earlier time, one that was dropped no later one. */
  readonly sitting: number | null
  readonly earlier: Sitting | null
  readonly later: Sitting | null
  readonly reason: string | null
}

export type Move = Pick<StatusEntry, 'sitting' | 'earlier' | 'later'>

/** What differs between the sittings as they stood and as they stand, each by its place in the list. */
export function movesBetween(before: readonly Sitting[], after: readonly Sitting[]): Move[] {
  const count = Math.max(before.length, after.length)
  return Array.from({ length: count }, (_, at) => ({ sitting: at + 1, earlier: before[at] ?? null, later: after[at] ?? null })).filter(({ earlier, later }) => keyOf(earlier) !== keyOf(later))
}

function keyOf(sitting: Sitting | null): string {
  return sitting === null ? '' : JSON.stringify([sitting.date, sitting.starts, sitting.ends, sitting.zone, sitting.place, sitting.isLaterReading === true])
}

/** What may be said next of a meeting that stands so. One that was held is over; one that was cancelled may be announced anew. */
export function maySay(standing: Status | null, next: Exclude<Status, 'moved'>): boolean {
  if (next === 'announced') return standing !== 'announced' && standing !== 'held'
  if (next === 'cancelled') return standing === 'announced'
  return standing !== 'cancelled' && standing !== 'held'
}
