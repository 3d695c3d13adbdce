import type { Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { listDocuments } from '../queries.ts'

/**
 * Moves the documents of a cycle into another, with their versions and all that is theirs; one whose slug is taken there gets a
 * figure behind it. Answers the slugs before and after. Part of `procedures/take-review-into.ts`, which records it.
 */
export async function moveDocuments(tx: Tx, input: { from: Id; into: { forumId: Id<'forum'>; cycleId: Id<'cycle'> } }): Promise<{ before: string; after: string }[]> {
  const taken = new Set((await listDocuments(tx, input.into.cycleId)).map(({ slug }) => slug))
  const moved: { before: string; after: string }[] = []
  for (const { id, slug } of await listDocuments(tx, input.from)) {
    let after = slug
    for (let place = 2; taken.has(after); place++) after = `${slug.slice(0, 55)}-${place}`
    taken.add(after)
    await tx.updateTable('drafts_document').set({ forum_id: input.into.forumId, cycle_id: input.into.cycleId, slug: after }).where('id', '=', id).execute()
    moved.push({ before: slug, after })
  }
  return moved
}
