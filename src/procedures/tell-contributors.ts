import { lockCycleForPublishing } from '../forums/queries.ts'
import type { Cycle, Forum } from '../forums/model.ts'
import type { Tx } from '../platform/database.ts'
import { tellSenders } from '../publication/told/commands.ts'
import type { WriteTold } from '../publication/told/model.ts'
import { loadTelling } from '../publication/told/queries.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'

/**
 * Tells everybody who can be told, and was not yet, what became of what they sent to the cycle of an edition. Once, however often it is
 * done and by how many at once: the cycle is held meanwhile. Refuses `nobody-to-tell`.
 */
export async function tellContributors(
  tx: Tx,
  actor: Actor,
  input: { readonly forum: Forum; readonly cycle: Cycle; readonly edition: { readonly id: Id; readonly number: number }; readonly write: WriteTold },
  now: Instant,
): Promise<{ people: number } | Refusal<'nobody-to-tell'>> {
  const { forum, cycle, edition, write } = input
  await lockCycleForPublishing(tx, cycle.id)
  const { recipients } = await loadTelling(tx, { forum, cycle }, edition.id)
  return tellSenders(tx, actor, { forumId: forum.id, cycleId: cycle.id, editionId: edition.id, edition: edition.number, recipients, write }, now)
}
