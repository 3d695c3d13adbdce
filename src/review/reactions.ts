import { startBackground, type Background } from '../platform/background.ts'
import type { Clock } from '../platform/clock.ts'
import { transact, type Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { SYSTEM } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { closeReview } from './commands.ts'
import { isAfterDeadline } from './model.ts'

const INTERVAL = 60_000

/**
 * Closes the reviews that close by themselves and whose last day is over in their zone, each in a transaction guarded in its write, so
 * that several processes close it once. Answers how many were closed.
 */
export async function closeDueReviews(db: Db, now: Instant): Promise<number> {
  const rows = await db.selectFrom('review_review').select(['id', 'closes_on', 'zone']).where('closes_by_itself', '=', true).where('closed_at', 'is', null).where('closes_on', 'is not', null).execute()
  let closed = 0
  for (const { id, closes_on: closesOn, zone } of rows) {
    if (!isAfterDeadline({ closesOn, zone }, now)) continue
    const done = await transact(db, (tx) => closeReview(tx, SYSTEM, { reviewId: id as Id<'review'> }, now))
    if (!('refusal' in done)) closed++
  }
  return closed
}

/** Looks after the periods of reviews, once a minute, until it is stopped. */
export function startReviewClock(db: Db, clock: Clock, log: Log): Background {
  const turn = async (): Promise<boolean> => {
    await closeDueReviews(db, clock())
    return false
  }
  return startBackground({ what: 'reviews', every: INTERVAL, turn, log })
}
