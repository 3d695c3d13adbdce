import { findContributions } from '../contributions/queries.ts'
import { nameReference } from '../contributions/sending/commands.ts'
import { findCycleById } from '../forums/queries.ts'
import { addReference } from '../library/commands.ts'
import { findReferenceAs } from '../library/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { hasPublicName, publicName } from '../contributions/model.ts'

/**
 * Lists a position paper that was sent as a contribution in the cycle's library as well, once the contribution counts and its sender
 * has agreed to be named; a work that is listed already is named instead. Answers the reference's id; null where there is nothing to list.
 */
export async function listPositionPaper(tx: Tx, actor: Actor, input: { readonly contributionId: Id }, now: Instant): Promise<Id | null> {
  const [contribution] = await findContributions(tx, [input.contributionId])
  if (contribution === undefined || contribution.elsewhere === null || contribution.referenceId !== null || !hasPublicName(contribution)) return contribution?.referenceId ?? null
  const cycle = await findCycleById(tx, contribution.cycleId)
  if (cycle === undefined) return null
  const { title, publisher, published, url } = contribution.elsewhere
  const work = { title, author: publicName(contribution) ?? undefined, publisher: publisher ?? undefined, published: published ?? undefined, url: url ?? undefined }
  const added = await addReference(tx, actor, { forumId: cycle.forumId, cycleId: cycle.id, ...work }, now)
  const referenceId = 'refusal' in added ? (await findReferenceAs(tx, cycle.id, title, url))?.id : added.referenceId
  if (referenceId === undefined) return null
  await nameReference(tx, { contributionId: contribution.id, referenceId })
  return referenceId
}
