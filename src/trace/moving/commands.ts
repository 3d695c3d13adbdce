import type { Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** Moves the links and fates of a cycle into another. Part of `procedures/take-review-into.ts`, which records it. */
export async function moveLinks(tx: Tx, input: { from: Id; into: { forumId: Id<'forum'>; cycleId: Id<'cycle'> } }): Promise<void> {
  const place = { forum_id: input.into.forumId, cycle_id: input.into.cycleId }
  await tx.updateTable('trace_link').set(place).where('cycle_id', '=', input.from).execute()
  await tx.updateTable('trace_fate').set(place).where('cycle_id', '=', input.from).execute()
}
