import { lockCycleForInput } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { discardFinding as discard } from '../synthesis/findings/commands.ts'
import { lockFinding } from '../synthesis/queries.ts'
import { setLinks } from '../trace/commands.ts'
import { listLinksTo } from '../trace/queries.ts'

/** Discards a finding and lets go of the passages it rested on. Refuses `cited` while a paragraph, of any version, rests on it, and what the command refuses. */
export async function discardFinding(
  tx: Tx,
  actor: Actor,
  input: { readonly forumId: Id<'forum'>; readonly cycleId: Id<'cycle'>; readonly findingId: Id<'finding'>; readonly reason: string },
  now: Instant,
): Promise<{ number: number } | Refusal<'cited' | 'finding-not-found' | 'no-reason' | 'synthesis-published'>> {
  const { forumId, cycleId, findingId } = input
  await lockCycleForInput(tx, cycleId)
  await lockFinding(tx, cycleId, findingId)
  if ((await listLinksTo(tx, [findingId])).length > 0) return { refusal: 'cited' }
  const discarded = await discard(tx, actor, input, now)
  if (isRefusal(discarded)) return discarded
  await setLinks(tx, actor, { forumId, cycleId, relation: 'rests-on', from: { kind: 'finding', id: findingId }, fromRef: `F-${discarded.number}`, to: [] }, now)
  return discarded
}
