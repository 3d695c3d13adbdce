import type { Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { marksOf } from '../exchange/queries.ts'
import { keptFile } from '../exchange/schema.ts'

/**
 * Takes the remark that a comment came of out of what was read of its files: the words of a comment that was withdrawn stand nowhere
 * any more. That it came is still known, so that a later copy of the file does not bring it again.
 */
export async function forgetRemark(tx: Tx, commentId: Id): Promise<void> {
  const origin = await tx.selectFrom('review_origin').select(['review_id', 'file', 'mark']).where('comment_id', '=', commentId).executeTakeFirst()
  if (origin === undefined) return
  // Several copies of a file may have come, and one that was not taken holds the same words.
  const files = await tx.selectFrom('review_file').select(['id', 'read']).where('review_id', '=', origin.review_id).orderBy('id').forUpdate().execute()
  for (const { id, read } of files) {
    const file = keptFile.parse(read)
    const marks = marksOf(file)
    const remarks = file.remarks.filter((_, place) => marks[place] !== origin.mark)
    if (remarks.length < file.remarks.length) await tx.updateTable('review_file').set({ read: JSON.stringify({ ...file, remarks }) }).where('id', '=', id).execute()
  }
}
