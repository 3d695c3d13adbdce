import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { FolderComment } from '../folder/schema.ts'

/** Takes where comments came from, as their folder has it. */
export async function insertOrigins(tx: Tx, comments: readonly Pick<FolderComment, 'id' | 'reviewId' | 'item'>[]): Promise<void> {
  const rows = comments.flatMap(({ id, reviewId, item: { origin } }: { id: Id; reviewId: Id; item: FolderComment['item'] }) =>
    origin === undefined ? [] : [{ comment_id: id, review_id: reviewId, file: origin.file, kind: origin.kind, mark: origin.mark, dated: origin.dated ?? null, is_resolved: origin.resolved }],
  )
  for (const part of inParts(rows)) await tx.insertInto('review_origin').values(part).execute()
}
