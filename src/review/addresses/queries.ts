import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** Mail addresses of comments, for whoever may use them; comments without one are left out. */
export async function listCommentAddresses(db: Reader, ids: readonly Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('review_comment').select(['id', 'mail']).where('id', '=', (eb) => eb.fn.any(eb.val([...ids]))).where('mail', 'is not', null).execute()
  return new Map(rows.map((row) => [row.id, row.mail ?? '']))
}
