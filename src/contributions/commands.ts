import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { isLateOn } from '../calls/model.ts'
import { findCycleById, lockCycleForInput } from '../forums/queries.ts'
import { appendAct } from '../record/commands.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { formatRef } from '../shared/refs.ts'
import type { Refusal } from '../shared/result.ts'
import { dateInZone, type Instant, type PlainDate } from '../shared/time.ts'
import type { Channel } from '../shared/vocabularies.ts'
import { closed, findByFormKeys, isSame, lockNextNumber, lockPlace, refuseWords, sendContributions, write, type Declined, type Received, type SendRefusal, type SentByForm } from './sending/commands.ts'
import type { Sent } from './sending/model.ts'
import { moveInTally } from './tally/commands.ts'

export interface Entered extends Sent {
  readonly channel: Exclude<Channel, 'web' | 'import'>
  /** The day by which it had come. */
  readonly receivedBy: PlainDate
  readonly label?: string | undefined
}

/**
 * Takes a contribution sent by the public form. Sent twice (a double click), the first one is answered again; the same form sent
 * again with other words is `form-used`, so that nothing typed is taken for received. Refuses also `call-closed`, `not-open-yet`,
 * `deadline-over` (firm deadlines only), `call-changed` (the questions are no longer those that were answered), `nothing-said`.
 */
export async function sendContribution(tx: Tx, actor: Actor, input: SentByForm, now: Instant): Promise<Received | SendRefusal> {
  const [outcome] = await sendContributions(tx, actor, [{ input, now }])
  if (outcome === undefined) throw new Error('A contribution was neither taken nor refused')
  return outcome
}

/**
 * Enters, at the desk, one that came by mail, letter, list or at a meeting. Refuses `received-in-future`, and `call-closed` when it
 * came after the day on which the call was closed; what came earlier may be entered later.
 */
export async function enterContribution(tx: Tx, actor: Actor, input: Entered, now: Instant): Promise<Received | Declined | Refusal<'received-in-future'>> {
  const place = await lockPlace(tx, input)
  const { call } = place
  const number = await lockNextNumber(tx, call.cycleId)
  const before = (await findByFormKeys(tx, place, [input.formKey])).get(input.formKey)
  if (before !== undefined) return isSame(before, input) ? before.received : { refusal: 'form-used' }
  // Today is already tomorrow in the east: a day is in the future when it has begun nowhere.
  if (input.receivedBy > dateInZone(now, '+14:00')) return { refusal: 'received-in-future' }
  if (call.closedAt !== null && !call.isOpen && input.receivedBy > dateInZone(call.closedAt, '+14:00')) return closed(call)
  const refused = refuseWords(call, input)
  if (refused !== undefined) return refused
  const arrival = { channel: input.channel, received_at: null, received_by: input.receivedBy, is_late: isLateOn(call, input.receivedBy), label: input.label ?? null, state: 'received' as const }
  const received: Received = { contributionId: newId(), number, ref: formatRef(place.cycle, 'C', number), state: 'received' }
  await write(tx, actor, place, [{ input, now, arrival, received }])
  return received
}

/** Withdraws a contribution: the row and its number stay, its words leave the public pages. Refuses `already-withdrawn`. */
export async function withdrawContribution(
  tx: Tx,
  actor: Actor,
  input: { contributionId: Id<'contribution'>; cycleId: Id<'cycle'>; reason?: string | undefined },
  now: Instant,
): Promise<{ withdrawnAt: Instant } | Refusal<'already-withdrawn'>> {
  await lockCycleForInput(tx, input.cycleId)
  const withdrawn = await tx
    .updateTable('contributions_contribution')
    .set({ withdrawn_at: now, withdrawn_reason: input.reason ?? null })
    .where('id', '=', input.contributionId)
    .where('cycle_id', '=', input.cycleId)
    .where('withdrawn_at', 'is', null)
    .returning(['forum_id', 'cycle_id', 'call_id', 'number', 'consent', 'received_at', 'received_by', 'withdrawn_at', 'declined_at', 'state', 'stakeholder_group', 'regional_group', 'capacity'])
    .executeTakeFirst()
  if (withdrawn === undefined) return { refusal: 'already-withdrawn' }
  await moveInTally(tx, { ...withdrawn, withdrawn_at: null }, withdrawn)
  const cycle = await findCycleById(tx, input.cycleId)
  await appendAct(
    tx,
    actor,
    {
      forumId: withdrawn.forum_id as Id<'forum'>,
      cycleId: input.cycleId,
      act: 'contribution-withdrawn',
      subject: { kind: 'contribution', id: input.contributionId },
      detail: { ref: formatRef(cycle?.slug ?? '', 'C', withdrawn.number) },
      texts: input.reason === undefined ? {} : { reason: { text: input.reason, isPublic: withdrawn.consent !== 'not-at-all' } },
    },
    now,
  )
  return { withdrawnAt: now }
}
