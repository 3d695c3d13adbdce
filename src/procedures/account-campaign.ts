import { findContributions, listAnswersOf } from '../contributions/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { listMembers } from '../synthesis/campaigns/queries.ts'
import { additionsOf, commonText } from '../synthesis/letters/model.ts'
import { giveFate } from '../trace/fates/commands.ts'
import { listGivenFates } from '../trace/fates/queries.ts'

/** Letters of which the common text is made: enough for any campaign, and bounded for the largest. */
const SAMPLE = 200
const MOST = 100_000

export interface CampaignToAccount {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly cycle: string
  readonly campaignId: Id<'campaign'>
  /** The letter that stands for all: what is found in it holds for those merged with it. */
  readonly leadId: Id
  readonly reason: string
}

/**
 * Reads a campaign once: every answer of it that adds nothing to the common text, but those of the letter that stands for it, is
 * merged with one reason. Answers that add words of their own keep waiting for a fate of their own, and so does the letter that stands
 * for it. Refuses `nothing-to-merge` when there is none, `lead-not-found`.
 */
export async function accountCampaign(tx: Tx, actor: Actor, input: CampaignToAccount, now: Instant): Promise<{ merged: number; own: number } | Refusal<'nothing-to-merge' | 'lead-not-found' | 'has-a-fate' | 'unit-not-found'>> {
  const members = await listMembers(tx, input.campaignId, { offset: 0, limit: MOST })
  const ids = members.map(({ contributionId }) => contributionId as Id)
  if (!ids.includes(input.leadId)) return { refusal: 'lead-not-found' }
  const standing = new Set((await findContributions(tx, ids)).map(({ id }) => id as Id))
  const answers = (await listAnswersOf(tx, ids)).filter((answer) => standing.has(answer.contributionId) && !answer.withdrawn)
  const texts = [...Map.groupBy(answers, (answer) => answer.contributionId).values()].slice(0, SAMPLE).map((some) => some.map(({ text }) => text).join('\n\n'))
  const common = commonText(texts)
  const known = new Set((await listGivenFates(tx, input.cycleId)).map(({ unitId }) => unitId))
  const others = answers.filter((answer) => answer.contributionId !== input.leadId && !known.has(answer.id))
  // What nobody may read is not compared: it waits for a person.
  const same = others.filter((answer) => answer.text !== '' && additionsOf(answer.text, common).words.length === 0)
  if (same.length === 0) return { refusal: 'nothing-to-merge' }
  const done = await giveFate(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, cycle: input.cycle, unitIds: same.map(({ id }) => id), fate: 'merged', reason: input.reason }, now)
  if (isRefusal(done)) return { refusal: done.refusal === 'has-a-fate' ? 'has-a-fate' : 'unit-not-found' }
  return { merged: same.length, own: others.length - same.length }
}
