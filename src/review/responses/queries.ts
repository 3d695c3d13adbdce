import type { Reader } from '../../platform/database.ts'
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
