import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { inParts } from '../../shared/folder.ts'
import type { CountingRule } from './model.ts'
import type { FolderCampaigns } from './schema.ts'
import { dissolveEmpty, lockCampaigns, nextCampaignNumber } from '../placing/commands.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

export interface MembersToMove extends InCycle {
  readonly campaignId: Id<'campaign'>
  readonly contributionIds: readonly Id[]
}

type MoveRefusal = Refusal<'nothing-chosen' | 'changed-meanwhile' | 'campaign-not-found'>

/**
 * Takes contributions out of a campaign: each stands apart from now on, and no machine puts it back. Undone by `joinCampaign`.
 * Refuses `nothing-chosen`, `campaign-not-found`, and `changed-meanwhile` when one of them is no longer of this campaign; then none leaves.
 */
export async function leaveCampaign(tx: Tx, actor: Actor, input: MembersToMove, now: Instant): Promise<{ moved: number } | MoveRefusal> {
  const from = await openCampaign(tx, input)
  if ('refusal' in from) return from
  const moved = await move(tx, input, null, now)
  if (moved === undefined) return { refusal: 'changed-meanwhile' }
  await dissolveEmpty(tx, input.cycleId, now)
  await recordMove(tx, actor, input, { act: 'campaign-left', detail: { campaign: `K-${from.number}`, contributions: moved } }, now)
  return { moved }
}

/** Makes a campaign of its own out of some contributions of another. Refuses as `leaveCampaign` does, and `too-few` for fewer than two. */
export async function splitCampaign(tx: Tx, actor: Actor, input: MembersToMove, now: Instant): Promise<{ number: number } | MoveRefusal | Refusal<'too-few'>> {
  const from = await openCampaign(tx, input)
  if ('refusal' in from) return from
  if (new Set(input.contributionIds).size < 2) return { refusal: 'too-few' }
  const [id, number] = [newId<'campaign'>(), await nextCampaignNumber(tx, input.cycleId)]
  await tx.insertInto('synthesis_campaign').values({ id, forum_id: input.forumId, cycle_id: input.cycleId, number }).execute()
  const moved = await move(tx, input, id, now)
  if (moved === undefined) return { refusal: 'changed-meanwhile' }
  await dissolveEmpty(tx, input.cycleId, now)
  await recordMove(tx, actor, { ...input, campaignId: id }, { act: 'campaign-split', detail: { campaign: `K-${number}`, from: `K-${from.number}`, contributions: moved } }, now)
  return { number }
}

/**
 * Puts contributions into a campaign by a person's hand, from wherever they stand: apart, in another campaign, or in none. Refuses
 * `nothing-chosen` and `campaign-not-found`.
 */
export async function joinCampaign(tx: Tx, actor: Actor, input: MembersToMove, now: Instant): Promise<{ moved: number } | MoveRefusal> {
  const into = await openCampaign(tx, input)
  if ('refusal' in into) return into
  const rows = [...new Set(input.contributionIds)].map((id) => ({ contribution_id: id, cycle_id: input.cycleId, campaign_id: input.campaignId, placed_by: 'person' as const, similarity: null, placed_at: now }))
  await tx
    .insertInto('synthesis_campaign_member')
    .values(rows)
    .onConflict((conflict) => conflict.column('contribution_id').doUpdateSet({ campaign_id: input.campaignId, placed_by: 'person', similarity: null, placed_at: now }))
    .execute()
  await dissolveEmpty(tx, input.cycleId, now)
  await recordMove(tx, actor, input, { act: 'campaign-joined', detail: { campaign: `K-${into.number}`, contributions: rows.length } }, now)
  return { moved: rows.length }
}

/** Unites a campaign with another, into which all its contributions go. Undone by splitting. Refuses `campaign-not-found` and `same-campaign`. */
export async function uniteCampaigns(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly campaignId: Id<'campaign'>; readonly fromId: Id<'campaign'> },
  now: Instant,
): Promise<{ moved: number } | Refusal<'campaign-not-found' | 'same-campaign'>> {
  if (input.campaignId === input.fromId) return { refusal: 'same-campaign' }
  await lockCampaigns(tx, input.cycleId)
  const into = await findOpen(tx, input.cycleId, input.campaignId)
  const from = await findOpen(tx, input.cycleId, input.fromId)
  if (into === undefined || from === undefined) return { refusal: 'campaign-not-found' }
  const moved = await tx.updateTable('synthesis_campaign_member').set({ campaign_id: input.campaignId, placed_by: 'person', placed_at: now }).where('campaign_id', '=', input.fromId).returning('contribution_id').execute()
  await tx.updateTable('synthesis_campaign').set({ dissolved_at: now, into_id: input.campaignId }).where('id', '=', input.fromId).execute()
  const detail = { campaign: `K-${into.number}`, from: `K-${from.number}`, contributions: moved.length }
  await appendAct(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, act: 'campaigns-united', subject: { kind: 'campaign', id: input.campaignId }, detail }, now)
  return { moved: moved.length }
}

/** Chooses how form letters are counted; the rule is published. Refuses `changed-meanwhile`. */
export async function setCountingRule(tx: Tx, actor: Actor, input: InCycle & { readonly rule: CountingRule; readonly revision: number }, now: Instant): Promise<{ set: true } | Refusal<'changed-meanwhile'>> {
  const { forumId, cycleId, rule, revision } = input
  const row = { cycle_id: cycleId, forum_id: forumId, rule, revision: 1 }
  const written =
    revision === 0
      ? await tx.insertInto('synthesis_counting').values(row).onConflict((conflict) => conflict.doNothing()).returning('revision').executeTakeFirst()
      : await tx.updateTable('synthesis_counting').set({ rule, revision: revision + 1 }).where('cycle_id', '=', cycleId).where('revision', '=', revision).returning('revision').executeTakeFirst()
  if (written === undefined) return { refusal: 'changed-meanwhile' }
  await appendAct(tx, actor, { forumId, cycleId, act: 'counting-rule-set', subject: { kind: 'cycle', id: cycleId }, detail: { rule } }, now)
  return { set: true }
}

async function openCampaign(tx: Tx, input: MembersToMove): Promise<{ number: number } | Refusal<'nothing-chosen' | 'campaign-not-found'>> {
  if (input.contributionIds.length === 0) return { refusal: 'nothing-chosen' }
  await lockCampaigns(tx, input.cycleId)
  return (await findOpen(tx, input.cycleId, input.campaignId)) ?? { refusal: 'campaign-not-found' }
}

async function findOpen(tx: Tx, cycleId: Id, id: Id): Promise<{ number: number } | undefined> {
  return tx.selectFrom('synthesis_campaign').select('number').where('id', '=', id).where('cycle_id', '=', cycleId).where('dissolved_at', 'is', null).executeTakeFirst()
}

/** Undefined when one of them was no longer there; the caller's refusal then takes the others back too. */
async function move(tx: Tx, input: MembersToMove, to: Id | null, now: Instant): Promise<number | undefined> {
  const ids = [...new Set(input.contributionIds)]
  const moved = await tx
    .updateTable('synthesis_campaign_member')
    .set({ campaign_id: to, placed_by: 'person', similarity: null, placed_at: now })
    .where('campaign_id', '=', input.campaignId)
    .where('contribution_id', 'in', ids)
    .returning('contribution_id')
    .execute()
  // What stands apart is compared with nothing any more, so that nothing is placed through it.
  if (to === null) await tx.deleteFrom('synthesis_fingerprint').where('contribution_id', 'in', ids).execute()
  return moved.length === ids.length ? moved.length : undefined
}

type Move =
  | { readonly act: 'campaign-left' | 'campaign-joined'; readonly detail: { readonly campaign: string; readonly contributions: number } }
  | { readonly act: 'campaign-split'; readonly detail: { readonly campaign: string; readonly from: string; readonly contributions: number } }

async function recordMove(tx: Tx, actor: Actor, { forumId, cycleId, campaignId }: MembersToMove, move: Move, now: Instant): Promise<void> {
  const subject = { kind: 'campaign', id: campaignId }
  if (move.act === 'campaign-split') await appendAct(tx, actor, { forumId, cycleId, act: move.act, subject, detail: move.detail }, now)
  else await appendAct(tx, actor, { forumId, cycleId, act: move.act, subject, detail: move.detail }, now)
}

/** Takes the campaigns of a cycle as its folder has them. */
export async function insertCampaigns(tx: Tx, forumId: Id, cycleId: Id, folder: FolderCampaigns, now: Instant): Promise<void> {
  const owner = { forum_id: forumId, cycle_id: cycleId }
  if (folder.rule !== undefined) await tx.insertInto('synthesis_counting').values({ ...owner, rule: folder.rule, revision: folder.revision }).execute()
  for (const part of inParts(folder.campaigns)) await tx.insertInto('synthesis_campaign').values(part.map((item) => ({ ...owner, id: item.id, number: item.number, dissolved_at: item.dissolvedAt ?? null }))).execute()
  for (const { id, intoId } of folder.campaigns) if (intoId !== null) await tx.updateTable('synthesis_campaign').set({ into_id: intoId }).where('id', '=', id).execute()
  const members = folder.members.map((item) => ({ contribution_id: item.contributionId, cycle_id: cycleId, campaign_id: item.campaignId, placed_by: item.placedBy, similarity: item.similarity ?? null, placed_at: item.placedAt ?? now }))
  for (const part of inParts(members)) await tx.insertInto('synthesis_campaign_member').values(part).execute()
}
