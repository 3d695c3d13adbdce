import { addMilliseconds, type Instant } from '../../shared/time.ts'
import type { Probed } from '../../shared/web-addresses.ts'

/** One failure may be anybody's: a link is said not to be reached after so many that follow each other. */
export const FAILURES_SAID = 2

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** After a failure it is asked again soon, then more and more rarely. */
const AFTER_FAILURES = [6 * HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY]
const AFTER_SUCCESS = 7 * DAY
const LATER = DAY
/** What is not asked is looked at again in case its name leads elsewhere by then. */
const AFTER_NOTHING = 30 * DAY

export interface Address {
  readonly url: string
  readonly failures: number
  readonly failingSince: Instant | null
}

/** What is known of an address after it was asked. */
export function judgeProbe(before: Pick<Address, 'failures' | 'failingSince'>, probed: Probed, now: Instant) {
  switch (probed.outcome) {
    case 'reached':
      return { state: 'reached', failures: 0, status: probed.status, failing_since: null, checked_at: now, next_at: addMilliseconds(now, AFTER_SUCCESS) } as const
    case 'unreached': {
      const wait = AFTER_FAILURES[Math.min(before.failures, AFTER_FAILURES.length - 1)] ?? LATER
      return { state: 'unreached', failures: before.failures + 1, status: probed.status, failing_since: before.failingSince ?? now, checked_at: now, next_at: addMilliseconds(now, wait) } as const
    }
    case 'later':
      return { next_at: addMilliseconds(now, LATER) } as const
    case 'unchecked':
      return { state: 'unchecked', failures: 0, status: null, failing_since: null, checked_at: now, next_at: addMilliseconds(now, AFTER_NOTHING) } as const
  }
}

/** Where a link stands: one of a meeting's links, or within the words of its report. */
export interface UnreachedLink {
  readonly url: string
  readonly since: Instant
  readonly meeting: { readonly slug: string; readonly title: string }
  readonly place: 'link' | 'report'
}
