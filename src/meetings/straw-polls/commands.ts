import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actIn, moveRoom } from '../moving/commands.ts'
import { isItemOf, lockRoom } from '../room/queries.ts'

export interface StrawPollToOpen {
  readonly meetingId: Id
  readonly itemId: Id | null
  readonly question: string
  /** Two at least, all different. */
  readonly options: readonly string[]
}

/** Asks those in the room. Refuses `no-such-meeting`, `not-open`, `no-such-item`, `options-missing` under two different ones. */
export async function openStrawPoll(
  tx: Tx,
  actor: Actor,
  input: StrawPollToOpen,
  now: Instant,
): Promise<{ pollId: Id<'straw-poll'>; number: number } | Refusal<'no-such-meeting' | 'not-open' | 'no-such-item' | 'options-missing'>> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  if (!room.isOpen) return { refusal: 'not-open' }
  if (!(await isItemOf(tx, room.meetingId, input.itemId))) return { refusal: 'no-such-item' }
  const options = [...new Set(input.options)]
  if (options.length < 2) return { refusal: 'options-missing' }
  const last = await tx.selectFrom('meetings_straw_poll').select((select) => select.fn.max('position').as('position')).where('meeting_id', '=', room.meetingId).executeTakeFirst()
  const number = Number(last?.position ?? 0) + 1
  const pollId = newId<'straw-poll'>()
  await tx.insertInto('meetings_straw_poll').values({ id: pollId, meeting_id: room.meetingId, item_id: input.itemId, position: number, question: input.question, opened_at: now, closed_at: null }).execute()
  await tx.insertInto('meetings_straw_option').values(options.map((text, place) => ({ id: newId(), poll_id: pollId, position: place + 1, text, votes: null }))).execute()
  await moveRoom(tx, room.meetingId)
  const texts = { title: { text: room.title, isPublic: true }, question: { text: input.question, isPublic: true } }
  await appendAct(tx, actor, { ...actIn(room), act: 'straw-poll-opened', detail: { meeting: room.slug, poll: number, options: options.length }, texts }, now)
  return { pollId, number }
}

/**
 * Votes, or votes again: the last one counts. `voter` is what one browser is known by. No act, for who voted what is nobody's business.
 * Refuses `closed`, `no-such-option`.
 */
export async function castVote(tx: Tx, input: { readonly meetingId: Id; readonly number: number; readonly optionId: Id; readonly voter: string }): Promise<{ voted: true } | Refusal<'closed' | 'no-such-option'>> {
  // Held until the vote stands, so that closing counts it or refuses it.
  const poll = await tx
    .selectFrom('meetings_straw_poll')
    .select('id')
    .where('meeting_id', '=', input.meetingId)
    .where('position', '=', input.number)
    .where('closed_at', 'is', null)
    .forKeyShare()
    .executeTakeFirst()
  if (poll === undefined) return { refusal: 'closed' }
  const option = await tx.selectFrom('meetings_straw_option').select('id').where('id', '=', input.optionId).where('poll_id', '=', poll.id).executeTakeFirst()
  if (option === undefined) return { refusal: 'no-such-option' }
  await tx
    .insertInto('meetings_straw_vote')
    .values({ poll_id: poll.id, voter: input.voter, option_id: option.id })
    .onConflict((conflict) => conflict.columns(['poll_id', 'voter']).doUpdateSet({ option_id: option.id }))
    .execute()
  await moveRoom(tx, input.meetingId)
  return { voted: true }
}

/** Closes a poll: the counts stay, the votes go. Refuses `closed`. */
export async function closeStrawPoll(tx: Tx, actor: Actor, input: { readonly meetingId: Id; readonly number: number }, now: Instant): Promise<{ votes: number } | Refusal<'no-such-meeting' | 'closed'>> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  const [closed] = await closePollsOf(tx, room.meetingId, now, input.number)
  if (closed === undefined) return { refusal: 'closed' }
  await moveRoom(tx, room.meetingId)
  const texts = { title: { text: room.title, isPublic: true }, question: { text: closed.question, isPublic: true } }
  await appendAct(tx, actor, { ...actIn(room), act: 'straw-poll-closed', detail: { meeting: room.slug, poll: input.number, votes: closed.votes }, texts }, now)
  return { votes: closed.votes }
}

/** Closes what is open of a meeting's polls, or one of them; part of what closes a room, which records it. */
export async function closePollsOf(tx: Tx, meetingId: Id, now: Instant, number?: number): Promise<{ question: string; votes: number }[]> {
  // `for update` waits for votes that are being cast.
  let open = tx.selectFrom('meetings_straw_poll').select(['id', 'question']).where('meeting_id', '=', meetingId).where('closed_at', 'is', null).forUpdate()
  if (number !== undefined) open = open.where('position', '=', number)
  const closed = []
  for (const { id, question } of await open.execute()) {
    await tx.updateTable('meetings_straw_poll').set({ closed_at: now }).where('id', '=', id).execute()
    await sql`update meetings_straw_option o set votes = (select count(*) from meetings_straw_vote v where v.option_id = o.id) where o.poll_id = ${id}`.execute(tx)
    const gone = await tx.deleteFrom('meetings_straw_vote').where('poll_id', '=', id).executeTakeFirst()
    closed.push({ question, votes: Number(gone.numDeletedRows) })
  }
  return closed
}
