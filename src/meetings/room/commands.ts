import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actIn, moveRoom } from '../moving/commands.ts'
import { closePollsOf } from '../straw-polls/commands.ts'
import { isItemOf, lockRoom } from './queries.ts'

/** Opens a meeting's room, for the first time or again. Refuses `no-such-meeting`, `open-already`. */
export async function openRoom(tx: Tx, actor: Actor, input: { readonly meetingId: Id }, now: Instant): Promise<{ opened: true } | Refusal<'no-such-meeting' | 'open-already'>> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  const opened = await tx
    .insertInto('meetings_room')
    .values({ meeting_id: room.meetingId, item_id: null, opened_at: now, closed_at: null })
    .onConflict((conflict) => conflict.column('meeting_id').doUpdateSet({ closed_at: null }).where('meetings_room.closed_at', 'is not', null))
    .returning('meeting_id')
    .executeTakeFirst()
  if (opened === undefined) return { refusal: 'open-already' }
  await moveRoom(tx, room.meetingId)
  await appendAct(tx, actor, { ...actIn(room), act: 'room-opened', detail: { meeting: room.slug }, texts: { title: { text: room.title, isPublic: true } } }, now)
  return { opened: true }
}

/**
 * Closes a room: polls that are open close with their counts, hands go, and what was noted stands in the record as it is now; from here
 * on each change to it is an act of its own. Refuses `no-such-meeting`, `not-open`.
 */
export async function closeRoom(tx: Tx, actor: Actor, input: { readonly meetingId: Id }, now: Instant): Promise<{ closed: true } | Refusal<'no-such-meeting' | 'not-open'>> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  // In the order in which a vote and a hand take their locks: the room's own row last.
  await closePollsOf(tx, room.meetingId, now)
  await tx.deleteFrom('meetings_hand').where('meeting_id', '=', room.meetingId).execute()
  const closed = await tx.updateTable('meetings_room').set({ closed_at: now, item_id: null }).where('meeting_id', '=', room.meetingId).where('closed_at', 'is', null).returning('meeting_id').executeTakeFirst()
  if (closed === undefined) return { refusal: 'not-open' }
  await moveRoom(tx, room.meetingId)
  const notes = await tx.selectFrom('meetings_note').select('text').where('meeting_id', '=', room.meetingId).orderBy('position').orderBy('id').execute()
  const count = async (table: 'meetings_remark' | 'meetings_point'): Promise<number> =>
    Number((await tx.selectFrom(table).select((select) => select.fn.countAll<string>().as('count')).where('meeting_id', '=', room.meetingId).executeTakeFirstOrThrow()).count)
  const detail = { meeting: room.slug, notes: notes.length, remarks: await count('meetings_remark'), points: await count('meetings_point') }
  const texts = { title: { text: room.title, isPublic: true }, notes: { text: notes.map(({ text }) => text).join('\n'), isPublic: true } }
  await appendAct(tx, actor, { ...actIn(room), act: 'room-closed', detail, texts }, now)
  return { closed: true }
}

/** Says which item of the agenda is on now, or none. Of the moment: no act. Refuses `no-such-meeting`, `not-open`, `no-such-item`. */
export async function putOn(tx: Tx, input: { readonly meetingId: Id; readonly itemId: Id | null }): Promise<{ on: true } | Refusal<'no-such-meeting' | 'not-open' | 'no-such-item'>> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  if (!room.isOpen) return { refusal: 'not-open' }
  if (!(await isItemOf(tx, room.meetingId, input.itemId))) return { refusal: 'no-such-item' }
  await tx.updateTable('meetings_room').set({ item_id: input.itemId }).where('meeting_id', '=', room.meetingId).execute()
  await moveRoom(tx, room.meetingId)
  return { on: true }
}
