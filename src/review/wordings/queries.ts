import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { EarlierWording } from '../model.ts'

/** The earlier wordings of a comment, the oldest first. */
export async function listWordings(db: Reader, commentId: Id): Promise<EarlierWording[]> {
  const rows = await db.selectFrom('review_wording').selectAll().where('comment_id', '=', commentId).orderBy('sequence').execute()
  return rows.map(({ sequence, type, text, proposal, missing_where: missingWhere, replaced_at: replacedAt }) => ({ sequence, type, text, proposal, missingWhere, replacedAt }))
}

/** What the desk told the sender when it set a comment aside; null where it said nothing besides the kind of reason. */
export async function findSetAsideNote(db: Reader, commentId: Id): Promise<string | null> {
  const row = await db.selectFrom('review_comment').select('set_aside_note').where('id', '=', commentId).executeTakeFirst()
  return row?.set_aside_note ?? null
}
