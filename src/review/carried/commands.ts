import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { storePlaces } from '../anchors/schema.ts'
import type { FolderAnchors } from './schema.ts'

/** Takes the ranges of comments and where they were carried, as their folder has them. */
export async function insertAnchors(tx: Tx, comments: readonly { readonly id: Id; readonly anchors: FolderAnchors }[]): Promise<void> {
  const ranges = comments.flatMap(({ id, anchors }) =>
    anchors.ranges.map(({ anchor, start, end, quote, prefix, suffix }) => ({ comment_id: id, position: anchor - 1, range_start: start, range_end: end, quote, prefix, suffix })),
  )
  for (const part of inParts(ranges)) await tx.insertInto('review_range').values(part).execute()
  const carries = comments.flatMap(({ id, anchors }) =>
    anchors.carried.map(({ anchor, versionId, state, method, at, revision, places, candidates }) => ({
      comment_id: id,
      position: anchor - 1,
      version_id: versionId,
      state,
      method,
      places: JSON.stringify(storePlaces(places)),
      candidates: JSON.stringify(storePlaces(candidates)),
      carried_at: at,
      revision: revision ?? 1,
    })),
  )
  for (const part of inParts(carries)) await tx.insertInto('review_carry').values(part).execute()
}
