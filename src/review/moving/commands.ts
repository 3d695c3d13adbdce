import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { lockCommentNumbers } from '../comments/queries.ts'
import { lockReviewNumbers } from '../queries.ts'

export interface Renumbered {
  /** By how much the numbers of reviews and of comments grew. */
  readonly reviews: number
  readonly comments: number
  readonly ofReviews: readonly number[]
  readonly ofComments: readonly number[]
}

/**
 * Moves the reviews of a cycle into another, with every comment that was taken or waits: they get the next numbers there, in their
 * order, so that no reference of that cycle changes its meaning. Answers their numbers before, and by how much they grew. Part of
 * `procedures/take-review-into.ts`, which records it.
 */
export async function moveReviews(tx: Tx, input: { from: Id; into: { forumId: Id<'forum'>; cycleId: Id<'cycle'> } }): Promise<Renumbered> {
  const { forumId, cycleId } = input.into
  // Nothing is taken here meanwhile, and nothing numbered there.
  await lockCommentNumbers(tx, input.from, [])
  const [reviews, comments] = [await lockReviewNumbers(tx, cycleId), (await lockCommentNumbers(tx, cycleId, [])).last]
  const place = { forum_id: forumId, cycle_id: cycleId }
  const moved = await tx.updateTable('review_review').set({ ...place, number: sql<number>`number + ${reviews}` }).where('cycle_id', '=', input.from).returning('number').execute()
  const said = await tx.updateTable('review_comment').set({ ...place, number: sql<number>`number + ${comments}` }).where('cycle_id', '=', input.from).returning('number').execute()
  await tx.updateTable('review_waiting').set(place).where('cycle_id', '=', input.from).execute()
  return { reviews, comments, ofReviews: moved.map(({ number }) => number - reviews), ofComments: said.map(({ number }) => number - comments) }
}
