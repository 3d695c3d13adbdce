import type { Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** Which of these comments can be replied to: they are in this review and were not withdrawn. They are held, so that they stay so until the replies are in. */
export async function lockParents(tx: Tx, reviewId: Id, commentIds: readonly Id[]): Promise<Set<Id>> {
  if (commentIds.length === 0) return new Set()
  const rows = await tx.selectFrom('review_comment').select('id').where('id', 'in', [...new Set(commentIds)]).where('review_id', '=', reviewId).where('withdrawn_at', 'is', null).orderBy('id').forShare().execute()
  return new Set(rows.map(({ id }) => id))
}
