import type { Reader, Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { EarlierResponse, Response } from '../model.ts'

/** The responses to these comments, by the comment's id; comments without one are left out. */
export async function listResponses(db: Reader, commentIds: readonly Id[]): Promise<Map<Id, Response>> {
  if (commentIds.length === 0) return new Map()
  const rows = await db.selectFrom('review_response').selectAll().where('comment_id', 'in', commentIds).execute()
  return new Map(
    rows.map((row) => [
      row.comment_id,
      { commentId: row.comment_id as Id<'comment'>, disposition: row.disposition, reason: row.reason, answeredAt: row.answered_at, revision: row.revision },
    ]),
  )
}

/** What was answered to a comment before the present response, oldest first. */
export async function listEarlierResponses(db: Reader, commentId: Id): Promise<EarlierResponse[]> {
  const rows = await db.selectFrom('review_response_change').selectAll().where('comment_id', '=', commentId).orderBy('sequence').execute()
  return rows.map((row) => ({
    commentId: row.comment_id as Id<'comment'>,
    sequence: row.sequence,
    disposition: row.disposition,
    reason: row.reason,
    answeredAt: row.answered_at,
  }))
}

export interface LockedComment {
  readonly id: Id<'comment'>
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly reviewId: Id<'review'>
  readonly number: number
  readonly isWithdrawn: boolean
}

/** Comments of a cycle, held until the transaction ends, always in the order of their references, so that nobody waits in a circle. */
export async function lockComments(tx: Tx, cycleId: Id, ids: readonly Id[]): Promise<LockedComment[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('review_comment')
    .select(['id', 'forum_id', 'cycle_id', 'review_id', 'number', 'withdrawn_at'])
    .where('cycle_id', '=', cycleId)
    .where('id', 'in', [...new Set(ids)])
    .orderBy('number')
    .forUpdate()
    .execute()
  return rows.map((row) => ({
    id: row.id as Id<'comment'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    reviewId: row.review_id as Id<'review'>,
    number: row.number,
    isWithdrawn: row.withdrawn_at !== null,
  }))
}
