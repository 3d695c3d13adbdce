import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { findCycleById, findForumById, lockCycleForInput } from '../../forums/queries.ts'
import { appendAct, enqueueMail } from '../../record/commands.ts'
import type { Act, Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { ContributionState } from '../sending/model.ts'
import type { ContributionRow } from '../tables.ts'
import { moveInTally } from '../tally/commands.ts'

interface Which {
  readonly contributionId: Id<'contribution'>
  readonly cycleId: Id<'cycle'>
}

type Waiting = Pick<ContributionRow, 'forum_id' | 'number' | 'mail'> & Parameters<typeof moveInTally>[1] & { readonly state: ContributionState }
const WAITING = ['forum_id', 'cycle_id', 'call_id', 'number', 'mail', 'received_at', 'received_by', 'withdrawn_at', 'declined_at', 'stakeholder_group', 'regional_group', 'capacity', 'state'] as const

/**
 * Releases one that waited for clearance: from now on it counts, by the day on which it was sent. Where its forum asks for
 * confirmation and has none yet, it waits for that. Refuses `not-waiting`: released before, or withdrawn.
 */
export async function releaseContribution(
  tx: Tx,
  actor: Actor,
  input: Which & { readonly by: 'sender' | 'clearer' },
  now: Instant,
): Promise<{ state: ContributionState } | Refusal<'not-waiting'>> {
  await lockCycleForInput(tx, input.cycleId)
  const cycle = await findCycleById(tx, input.cycleId)
  const confirmation = cycle === undefined ? 'none' : ((await findForumById(tx, cycle.forumId))?.confirmation ?? 'none')
  const next = confirmation === 'none' ? sql<ContributionState>`'received'` : sql<ContributionState>`case when confirmed_at is null then 'pending-confirmation' else 'received' end`
  const released = await tx
    .updateTable('contributions_contribution')
    .set({ state: next, released_at: now })
    .where('id', '=', input.contributionId)
    .where('cycle_id', '=', input.cycleId)
    .where('state', '=', 'pending-clearance')
    .where('withdrawn_at', 'is', null)
    .returning(WAITING)
    .executeTakeFirst()
  if (released === undefined) return { refusal: 'not-waiting' }
  await moveInTally(tx, { ...released, state: 'pending-clearance' }, released)
  const detail = { ref: refOf(cycle?.slug, released), by: input.by, waitsFor: released.state === 'received' ? ('nothing' as const) : ('confirmation' as const) }
  await appendAct(tx, actor, { ...about(input, released), act: 'contribution-cleared', detail }, now)
  return { state: released.state }
}

/**
 * Confirms one: by the link mailed to its sender, or by the desk. One that waits for its clearance stays so, and need not be confirmed
 * later. Refuses `already-confirmed`, and to its sender what the desk has decided (`not-waiting`).
 */
export async function confirmContribution(
  tx: Tx,
  actor: Actor,
  input: Which & { readonly by: 'sender' | 'desk' },
  now: Instant,
): Promise<{ state: ContributionState } | Refusal<'already-confirmed' | 'not-waiting'>> {
  await lockCycleForInput(tx, input.cycleId)
  const before = await tx.selectFrom('contributions_contribution').select(['state', 'confirmed_at', 'withdrawn_at']).where('id', '=', input.contributionId).where('cycle_id', '=', input.cycleId).forUpdate().executeTakeFirst()
  if (before === undefined || before.withdrawn_at !== null) return { refusal: 'not-waiting' }
  if (before.confirmed_at !== null || before.state === 'received') return { refusal: 'already-confirmed' }
  if (input.by === 'sender' && before.state === 'unconfirmed') return { refusal: 'not-waiting' }
  const state: ContributionState = before.state === 'pending-clearance' ? 'pending-clearance' : 'received'
  const confirmed = await tx
    .updateTable('contributions_contribution')
    .set({ state, confirmed_at: now, state_reason: null })
    .where('id', '=', input.contributionId)
    .where('state', '=', before.state)
    .where('confirmed_at', 'is', null)
    .returning(WAITING)
    .executeTakeFirst()
  if (confirmed === undefined) return { refusal: 'already-confirmed' }
  await moveInTally(tx, { ...confirmed, state: before.state }, confirmed)
  const cycle = await findCycleById(tx, input.cycleId)
  await appendAct(tx, actor, { ...about(input, confirmed), act: 'contribution-confirmed', detail: { ref: refOf(cycle?.slug, confirmed), by: input.by } }, now)
  return { state }
}

/**
 * Says of one that waited that it could not be confirmed, with the reason, of which its sender is told by mail. It is kept, neither
 * counted nor public, and can still be confirmed by the desk. Refuses `not-waiting`.
 */
export async function leaveUnconfirmed(
  tx: Tx,
  actor: Actor,
  input: Which & { readonly reason: string; readonly writeMail: (ref: string) => { readonly subject: string; readonly body: string; readonly language?: string | undefined } },
  now: Instant,
): Promise<{ state: ContributionState } | Refusal<'not-waiting'>> {
  const left = await tx
    .updateTable('contributions_contribution')
    .set({ state: 'unconfirmed', state_reason: input.reason })
    .where('id', '=', input.contributionId)
    .where('cycle_id', '=', input.cycleId)
    .where('state', '=', 'pending-confirmation')
    .where('withdrawn_at', 'is', null)
    .returning(WAITING)
    .executeTakeFirst()
  if (left === undefined) return { refusal: 'not-waiting' }
  const ref = refOf((await findCycleById(tx, input.cycleId))?.slug, left)
  if (left.mail !== null) await enqueueMail(tx, { forumId: left.forum_id as Id<'forum'>, recipient: left.mail, ...input.writeMail(ref), occasion: 'contribution-unconfirmed', about: { kind: 'contribution', id: input.contributionId }, cause: `unconfirmed:${input.contributionId}` }, now)
  const texts = { reason: { text: input.reason, isPublic: false } }
  await appendAct(tx, actor, { ...about(input, left), act: 'contribution-unconfirmed', detail: { ref }, texts }, now)
  return { state: 'unconfirmed' }
}

function refOf(cycle: string | undefined, { number }: Pick<Waiting, 'number'>): string {
  return formatRef(cycle ?? '', 'C', number)
}

function about({ contributionId, cycleId }: Which, { forum_id: forumId }: Pick<Waiting, 'forum_id'>): Pick<Act, 'forumId' | 'cycleId' | 'subject'> {
  return { forumId: forumId as Id<'forum'>, cycleId, subject: { kind: 'contribution', id: contributionId } }
}
