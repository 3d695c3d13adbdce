import { amendContribution as amend, type Amended, type Amending, type AmendRefusal } from '../contributions/amendments/commands.ts'
import { findContributions } from '../contributions/queries.ts'
import { findCycleById } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { isRefusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { anchorPassages } from '../synthesis/anchoring/commands.ts'

/**
 * Amends a contribution, and finds the passages marked in its answers again: what stands there word for word and once follows, what
 * does not waits for a person. What had become of an answer stays with it. Refuses as `amendContribution` of the contributions.
 */
export async function amendContribution(tx: Tx, actor: Actor, input: Amending, now: Instant): Promise<(Amended & { readonly detached: number }) | AmendRefusal> {
  const amended = await amend(tx, actor, input, now)
  if (isRefusal(amended)) return amended
  const [contribution] = await findContributions(tx, [input.contributionId])
  const cycle = await findCycleById(tx, input.cycleId)
  let detached = 0
  for (const { answerId, number, after } of amended.changes) {
    if (contribution === undefined || cycle === undefined) continue
    const place = { forumId: cycle.forumId, cycleId: input.cycleId }
    detached += (await anchorPassages(tx, actor, { ...place, sourceId: answerId, sourceRef: `C-${contribution.number}/${number}`, text: after }, now)).detached
  }
  return { ...amended, detached }
}
