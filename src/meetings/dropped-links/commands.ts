import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actIn, moveRoom } from '../moving/commands.ts'
import { isItemOf, lockRoom, type RoomInHand } from '../room/queries.ts'
import type { DroppedLinksAct } from './acts.ts'

/** Links that one meeting has room for. */
const LINKS_LIMIT = 500

export interface LinkToDrop {
  readonly meetingId: Id
  readonly itemId: Id | null
  readonly url: string
  readonly title: string | null
  /** False for what comes from outside: it waits until the desk shows it. */
  readonly isShown: boolean
}

/**
 * Drops a link in the room; the same address twice is there once. What comes from outside is taken only while the room is open.
 * Refuses `no-such-meeting`, `not-open`, `no-such-item`, `too-many-links`.
 */
export async function dropLink(tx: Tx, actor: Actor, input: LinkToDrop, now: Instant): Promise<{ number: number } | Refusal<'no-such-meeting' | 'not-open' | 'no-such-item' | 'too-many-links'>> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  if (!room.isOpen && !input.isShown) return { refusal: 'not-open' }
  if (!(await isItemOf(tx, room.meetingId, input.itemId))) return { refusal: 'no-such-item' }
  const all = await tx.selectFrom('meetings_dropped_link').select(['position', 'url']).where('meeting_id', '=', room.meetingId).execute()
  const same = all.find(({ url }) => url === input.url)
  if (same !== undefined) return { number: same.position }
  if (all.length >= LINKS_LIMIT) return { refusal: 'too-many-links' }
  const number = Math.max(0, ...all.map(({ position }) => position)) + 1
  const { url, title, itemId, isShown } = input
  await tx.insertInto('meetings_dropped_link').values({ id: newId(), meeting_id: room.meetingId, item_id: itemId, position: number, url, title, is_shown: isShown, dropped_at: now, reference_id: null }).execute()
  await moveRoom(tx, room.meetingId)
  // What waits to be shown is not public; that something waits is.
  await recordLink(tx, actor, room, 'room-link-dropped', number, isShown ? url : undefined, now)
  return { number }
}

/** Shows a link that came from outside, or takes one away that is in no library yet. Refuses `no-such-meeting`, `no-such-link`. */
export async function settleLink(
  tx: Tx,
  actor: Actor,
  input: { readonly meetingId: Id; readonly number: number; readonly shall: 'show' | 'remove' },
  now: Instant,
): Promise<{ number: number } | Refusal<'no-such-meeting' | 'no-such-link'>> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  const { number } = input
  const row =
    input.shall === 'show'
      ? await tx.updateTable('meetings_dropped_link').set({ is_shown: true }).where('meeting_id', '=', room.meetingId).where('position', '=', number).where('is_shown', '=', false).returning('url').executeTakeFirst()
      : await tx.deleteFrom('meetings_dropped_link').where('meeting_id', '=', room.meetingId).where('position', '=', number).where('reference_id', 'is', null).returning('url').executeTakeFirst()
  if (row === undefined) return { refusal: 'no-such-link' }
  await moveRoom(tx, room.meetingId)
  await recordLink(tx, actor, room, input.shall === 'show' ? 'room-link-shown' : 'room-link-removed', number, input.shall === 'show' ? row.url : undefined, now)
  return { number }
}

/** Says which work of the library a link became, once. Refuses `no-such-meeting`, `no-such-link`. */
export async function markLinkTaken(
  tx: Tx,
  actor: Actor,
  input: { readonly meetingId: Id; readonly number: number; readonly referenceId: Id; readonly reference: number },
  now: Instant,
): Promise<{ number: number } | Refusal<'no-such-meeting' | 'no-such-link'>> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  const row = await tx
    .updateTable('meetings_dropped_link')
    .set({ reference_id: input.referenceId, is_shown: true })
    .where('meeting_id', '=', room.meetingId)
    .where('position', '=', input.number)
    .where('reference_id', 'is', null)
    .returning('url')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'no-such-link' }
  await moveRoom(tx, room.meetingId)
  const texts = { title: { text: room.title, isPublic: true }, url: { text: row.url, isPublic: true } }
  await appendAct(tx, actor, { ...actIn(room), act: 'room-link-taken', detail: { meeting: room.slug, link: input.number, reference: input.reference }, texts }, now)
  return { number: input.number }
}

async function recordLink(tx: Tx, actor: Actor, room: RoomInHand, act: Exclude<DroppedLinksAct, 'room-link-taken'>, link: number, url: string | undefined, now: Instant): Promise<void> {
  const texts = { title: { text: room.title, isPublic: true }, ...(url === undefined ? {} : { url: { text: url, isPublic: true } }) }
  await appendAct(tx, actor, { ...actIn(room), act, detail: { meeting: room.slug, link }, texts }, now)
}
