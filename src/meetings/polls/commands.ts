import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { toMilliseconds, type Instant } from '../../shared/time.ts'
import type { PollAct } from './acts.ts'
import { deadlineAt, MOST_SLOTS, openSlots, slotTimeOf, spanOf, type Deadline, type Names, type Poll, type SlotTime } from './model.ts'
import { findPollById } from './queries.ts'

export interface PollInput {
  readonly title: string
  readonly words: string | null
  readonly zone: string
  /** How long a sitting is. */
  readonly minutes: number
  readonly names: Names
}

/**
 * Opens a poll with its slots, which the door has read (`readSlots`). Sent twice (a double click), the first one is answered again. Refuses `no-slots`, `too-many-slots`, and `deadline-past`. Who is
 * asked by mail is asked by another command, `askPeople`.
 */
export async function openPoll(
  tx: Tx,
  actor: Actor,
  input: PollInput & { forumId: Id<'forum'>; cycleId: Id<'cycle'> | null; slots: readonly SlotTime[]; deadline: Deadline | null; isSoft: boolean; formKey: Id | null },
  now: Instant,
): Promise<{ pollId: Id<'poll'>; number: number; isAgain: boolean } | Refusal<'no-slots' | 'too-many-slots' | 'deadline-past'>> {
  const { forumId, cycleId, title, words, zone, minutes, names, slots, deadline, isSoft, formKey } = input
  if (slots.length === 0) return { refusal: 'no-slots' }
  if (slots.length > MOST_SLOTS) return { refusal: 'too-many-slots' }
  if (deadline !== null && isPast(deadline, now)) return { refusal: 'deadline-past' }
  await sql`select pg_advisory_xact_lock(hashtext(${`polls ${forumId}`}))`.execute(tx)
  const sent = formKey === null ? undefined : await tx.selectFrom('meetings_poll').select(['id', 'number']).where('form_key', '=', formKey).where('forum_id', '=', forumId).executeTakeFirst()
  if (sent !== undefined) return { pollId: sent.id as Id<'poll'>, number: sent.number, isAgain: true }
  const last = await tx.selectFrom('meetings_poll').select((select) => select.fn.max('number').as('number')).where('forum_id', '=', forumId).executeTakeFirst()
  const [pollId, number] = [newId<'poll'>(), Number(last?.number ?? 0) + 1]
  const open = { closed_at: null, reminded_at: null, finalised_at: null, meeting_id: null }
  await tx
    .insertInto('meetings_poll')
    .values({ id: pollId, forum_id: forumId, cycle_id: cycleId, number, title, words, zone, minutes, names, ...deadlineColumns(deadline), is_soft: isSoft, opened_at: now, ...open, form_key: formKey })
    .execute()
  await insertSlots(tx, pollId, slots, 1)
  const detail = { poll: number, slots: slots.length }
  await appendAct(tx, actor, { ...actOf({ id: pollId, forumId, cycleId }, 'poll-opened'), detail, texts: { title: { text: title, isPublic: true } } }, now)
  return { pollId, number, isAgain: false }
}

/** What a guarded change of a poll names: which, and as of which revision it was read. */
export interface ToPoll {
  readonly pollId: Id<'poll'>
  readonly revision: number
}

/**
 * Changes what a poll says. Where its zone becomes another, the instants of its slots stay and their wall clocks are written anew: no
 * vote is lost. Refuses `changed-meanwhile` and `finalised-already`.
 */
export async function revisePoll(tx: Tx, actor: Actor, input: ToPoll & PollInput, now: Instant): Promise<{ revised: true } | Refusal<'changed-meanwhile' | 'finalised-already'>> {
  const before = await lockPoll(tx, input.pollId)
  if (before === undefined || before.revision !== input.revision) return { refusal: 'changed-meanwhile' }
  if (before.finalisedAt !== null) return { refusal: 'finalised-already' }
  const { title, words, zone, minutes, names } = input
  await tx.updateTable('meetings_poll').set({ title, words, zone, minutes, names, revision: input.revision + 1 }).where('id', '=', before.id).execute()
  if (zone !== before.zone) {
    const moved = before.slots.map((slot) => ({ id: slot.id, ...slotTimeOf(spanOf(before, slot).starts, zone) }))
    // In one statement, for on the way two slots may stand at the same time.
    await sql`update meetings_slot set date = moved.date, time = moved.time, is_later = moved."isLater"
      from json_to_recordset(${JSON.stringify(moved)}::json) as moved(id uuid, date date, time text, "isLater" boolean) where meetings_slot.id = moved.id`.execute(tx)
  }
  await appendAct(tx, actor, { ...actOf(before, 'poll-revised'), detail: { poll: before.number, zone }, texts: { title: { text: title, isPublic: true } } }, now)
  return { revised: true }
}

/**
 * Adds slots and takes others off. One that is taken off keeps its votes, and has them again where it is put back. Refuses
 * `changed-meanwhile`, `finalised-already`, `no-slots` (none would be left), `too-many-slots`, and `nothing-changed`.
 */
export async function changeSlots(
  tx: Tx,
  actor: Actor,
  input: ToPoll & { added: readonly SlotTime[]; removed: readonly Id[] },
  now: Instant,
): Promise<{ added: number; removed: number } | Refusal<'changed-meanwhile' | 'finalised-already' | 'no-slots' | 'too-many-slots' | 'nothing-changed'>> {
  const poll = await lockPoll(tx, input.pollId)
  if (poll === undefined || poll.revision !== input.revision) return { refusal: 'changed-meanwhile' }
  if (poll.finalisedAt !== null) return { refusal: 'finalised-already' }
  const open = openSlots(poll)
  const removed = open.filter(({ id }) => input.removed.includes(id)).map(({ id }) => id)
  const same = (slot: SlotTime) => poll.slots.find((each) => each.date === slot.date && each.time === slot.time && each.isLater === slot.isLater)
  const back = input.added.flatMap((slot) => same(slot) ?? []).filter(({ removedAt }) => removedAt !== null).map(({ id }) => id)
  const fresh = input.added.filter((slot) => same(slot) === undefined)
  const left = open.length - removed.length + back.length + fresh.length
  if (left === 0) return { refusal: 'no-slots' }
  if (left > MOST_SLOTS || poll.slots.length + fresh.length > MOST_SLOTS * 5) return { refusal: 'too-many-slots' }
  if (removed.length + back.length + fresh.length === 0) return { refusal: 'nothing-changed' }
  await tx.updateTable('meetings_poll').set({ revision: input.revision + 1 }).where('id', '=', poll.id).execute()
  if (removed.length > 0) await tx.updateTable('meetings_slot').set({ removed_at: now }).where('id', 'in', removed).execute()
  if (back.length > 0) await tx.updateTable('meetings_slot').set({ removed_at: null }).where('id', 'in', back).execute()
  await insertSlots(tx, poll.id, fresh, Math.max(0, ...poll.slots.map(({ number }) => number)) + 1)
  const detail = { poll: poll.number, added: fresh.length + back.length, removed: removed.length }
  await appendAct(tx, actor, { ...actOf(poll, 'poll-slots-changed'), detail, texts: { title: { text: poll.title, isPublic: true } } }, now)
  return { added: detail.added, removed: detail.removed }
}

/** Ends the voting. Refuses `closed-already`. */
export async function closePoll(tx: Tx, actor: Actor, input: { pollId: Id<'poll'> }, now: Instant): Promise<{ closed: true } | Refusal<'closed-already'>> {
  return (await turn(tx, actor, { ...input, act: 'poll-closed', from: null, to: now }, now)) ? { closed: true } : { refusal: 'closed-already' }
}

/** Lets people vote again, as long as there is no meeting. Past a firm deadline that asks for another one. Refuses `not-closed`. */
export async function reopenPoll(tx: Tx, actor: Actor, input: { pollId: Id<'poll'> }, now: Instant): Promise<{ reopened: true } | Refusal<'not-closed'>> {
  return (await turn(tx, actor, { ...input, act: 'poll-reopened', from: 'closed', to: null }, now)) ? { reopened: true } : { refusal: 'not-closed' }
}

async function turn(tx: Tx, actor: Actor, input: { pollId: Id<'poll'>; act: 'poll-closed' | 'poll-reopened'; from: 'closed' | null; to: Instant | null }, now: Instant): Promise<boolean> {
  const row = await tx
    .updateTable('meetings_poll')
    .set((set) => ({ closed_at: input.to, revision: set('revision', '+', 1) }))
    .where('id', '=', input.pollId)
    .where('finalised_at', 'is', null)
    .where('closed_at', input.from === null ? 'is' : 'is not', null)
    .returning(['forum_id', 'cycle_id', 'number', 'title'])
    .executeTakeFirst()
  if (row === undefined) return false
  const place = { id: input.pollId, forumId: row.forum_id as Id<'forum'>, cycleId: row.cycle_id as Id<'cycle'> | null }
  await appendAct(tx, actor, { ...actOf(place, input.act), detail: { poll: row.number }, texts: { title: { text: row.title, isPublic: true } } }, now)
  return true
}

/**
 * Sets another deadline, with the reason; the earlier one stays to be seen, and those asked are reminded before the new one. Refuses
 * `changed-meanwhile`, `finalised-already`, `deadline-past`, and `nothing-changed`.
 */
export async function extendPoll(
  tx: Tx,
  actor: Actor,
  input: ToPoll & { deadline: Deadline; isSoft: boolean; reason: string },
  now: Instant,
): Promise<{ extended: true } | Refusal<'changed-meanwhile' | 'finalised-already' | 'deadline-past' | 'nothing-changed'>> {
  const poll = await lockPoll(tx, input.pollId)
  if (poll === undefined || poll.revision !== input.revision) return { refusal: 'changed-meanwhile' }
  if (poll.finalisedAt !== null) return { refusal: 'finalised-already' }
  const { deadline, isSoft, reason } = input
  const isSame = poll.deadline !== null && poll.deadline.date === deadline.date && poll.deadline.time === deadline.time && poll.deadline.zone === deadline.zone
  if (isSame && isSoft === poll.isSoft) return { refusal: 'nothing-changed' }
  if (isPast(deadline, now)) return { refusal: 'deadline-past' }
  await tx.updateTable('meetings_poll').set({ ...deadlineColumns(deadline), is_soft: isSoft, reminded_at: null, revision: input.revision + 1 }).where('id', '=', poll.id).execute()
  if (poll.deadline !== null && !isSame) {
    const { date, time, zone } = poll.deadline
    const extension = { poll_id: poll.id, sequence: poll.extensions.length + 1, earlier_date: date, earlier_time: time, earlier_zone: zone, reason, extended_at: now }
    await tx.insertInto('meetings_poll_extension').values(extension).execute()
  }
  const texts = { title: { text: poll.title, isPublic: true }, reason: { text: reason, isPublic: true } }
  await appendAct(tx, actor, { ...actOf(poll, 'poll-extended'), detail: { poll: poll.number, until: `${deadline.date} ${deadline.time}`, zone: deadline.zone }, texts }, now)
  return { extended: true }
}

/** A poll, its row held until the transaction ends, so that nothing is changed or counted beside it. */
export async function lockPoll(tx: Tx, pollId: Id): Promise<Poll | undefined> {
  await tx.selectFrom('meetings_poll').select('id').where('id', '=', pollId).forUpdate().execute()
  return findPollById(tx, pollId)
}

function isPast(deadline: Deadline, now: Instant): boolean {
  return toMilliseconds(deadlineAt(deadline)) < toMilliseconds(now)
}

function deadlineColumns(deadline: Deadline | null) {
  return { deadline_date: deadline?.date ?? null, deadline_time: deadline?.time ?? null, deadline_zone: deadline?.zone ?? null }
}

async function insertSlots(tx: Tx, pollId: Id, slots: readonly SlotTime[], from: number): Promise<void> {
  const inOrder = slots.toSorted((a, b) => (`${a.date} ${a.time} ${Number(a.isLater)}` < `${b.date} ${b.time} ${Number(b.isLater)}` ? -1 : 1))
  const rows = inOrder.map(({ date, time, isLater }, place) => ({ id: newId(), poll_id: pollId, number: from + place, date, time, is_later: isLater, removed_at: null }))
  if (rows.length > 0) await tx.insertInto('meetings_slot').values(rows).execute()
}

/** What the acts of a poll have in common. */
export function actOf<Name extends PollAct>(poll: Pick<Poll, 'id' | 'forumId' | 'cycleId'>, act: Name) {
  return { forumId: poll.forumId, cycleId: poll.cycleId, act, subject: { kind: 'poll', id: poll.id } } as const
}
