import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail } from '../../record/commands.ts'
import { PUBLIC, type Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { forumOf } from '../asking/commands.ts'
import type { WritePollMail } from '../asking/model.ts'
import { pollState, takesVotes, type Poll } from '../polls/model.ts'
import { findPollById } from '../polls/queries.ts'
import type { Answer, Answers } from './model.ts'

export interface VoteInput {
  readonly name: string
  readonly mail: string | null
  readonly regionalGroup: string | null
  /** The zone in which they read the slots. */
  readonly zone: string
  readonly language: string
  /** By slot; nothing said of a slot is no entry. Slots of other polls are none. */
  readonly answers: Answers
}

type Closed = Refusal<'poll-closed' | 'deadline-over' | 'no-such-poll'>

/**
 * Takes a vote by the public form. Sent twice (a double click), the first one is answered again. By the link that was mailed to somebody
 * asked (`askedId`) it is theirs, once: `voted-already` names it. With an address, a receipt with the secret link is mailed. Refuses also
 * `poll-closed`, `deadline-over` (firm deadlines only).
 */
export async function castVote(
  tx: Tx,
  actor: Actor,
  input: VoteInput & { pollId: Id<'poll'>; askedId: Id<'asked'> | null; formKey: Id; write: WritePollMail },
  now: Instant,
): Promise<{ voterId: Id<'voter'> } | Closed | (Refusal<'voted-already'> & { readonly voterId: Id<'voter'> })> {
  const sent = await tx.selectFrom('meetings_voter').select(['id', 'poll_id']).where('form_key', '=', input.formKey).executeTakeFirst()
  if (sent?.poll_id === input.pollId) return { voterId: sent.id as Id<'voter'> }
  const poll = await holdOpen(tx, input.pollId, now)
  if ('refusal' in poll) return poll
  const id = newId<'voter'>()
  const { name, mail, zone, language } = input
  const row = { id, poll_id: poll.id, asked_id: input.askedId, name, mail, regional_group: input.regionalGroup, zone, language, channel: 'web', voted_at: now, changed_at: null, form_key: input.formKey }
  const made = await tx.insertInto('meetings_voter').values(row).onConflict((conflict) => conflict.doNothing()).returning('id').executeTakeFirst()
  // The other click was taken just now, or the mailed link was used in another window.
  if (made === undefined) return findTaken(tx, input)
  await writeAnswers(tx, poll, id, input.answers)
  if (mail !== null) await enqueueMail(tx, { forumId: poll.forumId, recipient: mail, language, ...input.write({ forum: await forumOf(tx, poll), poll, occasion: 'voted', to: { kind: 'voter', id, language } }), occasion: 'poll-voted', about: { kind: 'poll-voter', id }, cause: `poll-voted:${id}` }, now)
  await recordVote(tx, actor, { poll, voterId: id, act: 'vote-cast', answers: input.answers.size, channel: 'web' }, now)
  return { voterId: id }
}

async function findTaken(tx: Tx, input: { formKey: Id; askedId: Id<'asked'> | null }) {
  const row = await tx
    .selectFrom('meetings_voter')
    .select(['id', 'form_key'])
    .where((where) => where.or([where('form_key', '=', input.formKey), ...(input.askedId === null ? [] : [where('asked_id', '=', input.askedId)])]))
    .executeTakeFirstOrThrow()
  const voterId = row.id as Id<'voter'>
  return row.form_key === input.formKey ? { voterId } : ({ refusal: 'voted-already', voterId } as const)
}

/**
 * Changes a vote, by its secret link: all of it is as it is sent now, but for what was said of slots that have been taken off. With an
 * address that was not there before, the receipt is mailed. Refuses `poll-closed`, `deadline-over`, and `changed-meanwhile`.
 */
export async function changeVote(
  tx: Tx,
  actor: Actor,
  input: VoteInput & { pollId: Id<'poll'>; voterId: Id<'voter'>; revision: number; write: WritePollMail },
  now: Instant,
): Promise<{ changed: true } | Closed | Refusal<'changed-meanwhile'>> {
  const poll = await holdOpen(tx, input.pollId, now)
  if ('refusal' in poll) return poll
  const { name, mail, regionalGroup, zone, language } = input
  const before = await tx.selectFrom('meetings_voter').select('mail').where('id', '=', input.voterId).where('poll_id', '=', poll.id).executeTakeFirst()
  const row = await tx
    .updateTable('meetings_voter')
    .set({ name, mail, regional_group: regionalGroup, zone, language, changed_at: now, revision: input.revision + 1 })
    .where('id', '=', input.voterId)
    .where('poll_id', '=', poll.id)
    .where('revision', '=', input.revision)
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'changed-meanwhile' }
  await writeAnswers(tx, poll, input.voterId, input.answers)
  const told = { forum: await forumOf(tx, poll), poll, occasion: 'voted', to: { kind: 'voter', id: input.voterId, language } } as const
  if (mail !== null && mail !== before?.mail) await enqueueMail(tx, { forumId: poll.forumId, recipient: mail, ...input.write(told), occasion: 'poll-voted', about: { kind: 'poll-voter', id: input.voterId }, cause: `poll-voted:${input.voterId}` }, now)
  await recordVote(tx, actor, { poll, voterId: input.voterId, act: 'vote-changed', answers: input.answers.size, channel: 'web' }, now)
  return { changed: true }
}

/**
 * Takes what was answered by mail: by whom says the secret link that the answer quotes, which the mailroom has checked. Only the slots
 * that the answer names are touched. Somebody asked who had not voted becomes a voter. Refuses `poll-closed`, `deadline-over`,
 * `nobody-known`, and `nothing-said`.
 */
export async function voteByMail(
  tx: Tx,
  input: { pollId: Id<'poll'>; by: { readonly kind: 'asked'; readonly id: Id<'asked'> } | { readonly kind: 'voter'; readonly id: Id<'voter'> }; answers: Answers; language: string },
  now: Instant,
): Promise<{ voterId: Id<'voter'>; answers: number } | Closed | Refusal<'nobody-known' | 'nothing-said'>> {
  const poll = await holdOpen(tx, input.pollId, now)
  if ('refusal' in poll) return poll
  const known = new Set<string>(poll.slots.map(({ id }) => id))
  const said = new Map([...input.answers].filter(([slot]) => known.has(slot)))
  if (said.size === 0) return { refusal: 'nothing-said' }
  const { by } = input
  const asked = by.kind === 'asked' ? await tx.selectFrom('meetings_asked').selectAll().where('id', '=', by.id).where('poll_id', '=', poll.id).executeTakeFirst() : undefined
  if (asked !== undefined) {
    const row = { poll_id: poll.id, asked_id: asked.id, name: asked.name ?? asked.mail, mail: asked.mail, regional_group: null, zone: poll.zone, language: input.language, channel: 'mail', voted_at: now, changed_at: null, form_key: null }
    const made = await tx.insertInto('meetings_voter').values({ id: newId(), ...row }).onConflict((conflict) => conflict.column('asked_id').doNothing()).returning('id').executeTakeFirst()
    if (made !== undefined) return finishMailed(tx, { poll, voterId: made.id as Id<'voter'>, said, act: 'vote-cast' }, now)
  }
  const row = await tx
    .updateTable('meetings_voter')
    .set((set) => ({ changed_at: now, revision: set('revision', '+', 1) }))
    .where('poll_id', '=', poll.id)
    .where(by.kind === 'asked' ? 'asked_id' : 'id', '=', by.id)
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'nobody-known' }
  return finishMailed(tx, { poll, voterId: row.id as Id<'voter'>, said, act: 'vote-changed' }, now)
}

async function finishMailed(tx: Tx, voted: { poll: Poll; voterId: Id<'voter'>; said: Answers; act: 'vote-cast' | 'vote-changed' }, now: Instant) {
  const { poll, voterId, said, act } = voted
  await upsert(tx, voterId, said)
  await recordVote(tx, PUBLIC, { poll, voterId, act, answers: said.size, channel: 'mail' }, now)
  return { voterId, answers: said.size }
}

/** The poll, held open until the vote is taken: closing waits for it. */
async function holdOpen(tx: Tx, pollId: Id, now: Instant): Promise<Poll | Closed> {
  await tx.selectFrom('meetings_poll').select('id').where('id', '=', pollId).forShare().execute()
  const poll = await findPollById(tx, pollId)
  if (poll === undefined) return { refusal: 'no-such-poll' }
  const state = pollState(poll, now)
  return takesVotes(state) ? poll : { refusal: state === 'over' ? 'deadline-over' : 'poll-closed' }
}

/** In place of what was said before; what was said of slots that have been taken off stays. */
async function writeAnswers(tx: Tx, poll: Poll, voterId: Id, answers: Answers): Promise<void> {
  const said = new Map([...answers].filter(([slot]) => poll.slots.some(({ id }) => id === slot)))
  const silent = poll.slots.filter(({ id, removedAt }) => removedAt === null && !said.has(id)).map(({ id }) => id)
  if (silent.length > 0) await tx.deleteFrom('meetings_vote').where('voter_id', '=', voterId).where('slot_id', 'in', silent).execute()
  await upsert(tx, voterId, said)
}

async function upsert(tx: Tx, voterId: Id, said: ReadonlyMap<Id<'slot'>, Answer>): Promise<void> {
  const rows = [...said].map(([slot, answer]) => ({ voter_id: voterId, slot_id: slot, answer }))
  if (rows.length === 0) return
  await tx
    .insertInto('meetings_vote')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['voter_id', 'slot_id']).doUpdateSet((set) => ({ answer: set.ref('excluded.answer') })))
    .execute()
}

async function recordVote(tx: Tx, actor: Actor, vote: { poll: Poll; voterId: Id<'voter'>; act: 'vote-cast' | 'vote-changed'; answers: number; channel: string }, now: Instant): Promise<void> {
  const { poll, voterId, answers, channel } = vote
  const about = { forumId: poll.forumId, cycleId: poll.cycleId, act: vote.act, subject: { kind: 'voter', id: voterId }, detail: { poll: poll.number, answers, channel } } as const
  await appendAct(tx, actor, { ...about, texts: { title: { text: poll.title, isPublic: true } } }, now)
}
