import type { Reader, Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Room } from './model.ts'

/** Where a meeting's live page stands. */
export async function findRoom(db: Reader, meetingId: Id): Promise<Room> {
  const row = await db.selectFrom('meetings_room').selectAll().where('meeting_id', '=', meetingId).executeTakeFirst()
  if (row === undefined) return { state: 'not-open', itemId: null, openedAt: null, closedAt: null, version: 0 }
  return { state: row.closed_at === null ? 'open' : 'closed', itemId: row.item_id, openedAt: row.opened_at, closedAt: row.closed_at, version: Number(row.version) }
}

/** A meeting whose room is written in. */
export interface RoomInHand {
  readonly meetingId: Id<'meeting'>
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'> | null
  readonly slug: string
  readonly title: string
  readonly isOpen: boolean
  /** The item that is on now. */
  readonly itemId: Id | null
}

/** Takes a meeting in hand until the transaction ends: who writes in one room writes one after the other. Undefined: there is none. */
export async function lockRoom(tx: Tx, meetingId: Id): Promise<RoomInHand | undefined> {
  const meeting = await tx.selectFrom('meetings_meeting').select(['id', 'forum_id', 'slug', 'title']).where('id', '=', meetingId).forNoKeyUpdate().executeTakeFirst()
  if (meeting === undefined) return undefined
  const room = await tx.selectFrom('meetings_room').select(['item_id', 'closed_at']).where('meeting_id', '=', meetingId).executeTakeFirst()
  const cycle = await tx.selectFrom('meetings_cycle').select('cycle_id').where('meeting_id', '=', meetingId).orderBy('position').executeTakeFirst()
  return {
    meetingId: meeting.id as Id<'meeting'>,
    forumId: meeting.forum_id as Id<'forum'>,
    cycleId: (cycle?.cycle_id ?? null) as Id<'cycle'> | null,
    slug: meeting.slug,
    title: meeting.title,
    isOpen: room !== undefined && room.closed_at === null,
    itemId: room?.item_id ?? null,
  }
}

/** True where an item belongs to a meeting's agenda; null, no item, always does. */
export async function isItemOf(db: Reader, meetingId: Id, itemId: Id | null): Promise<boolean> {
  if (itemId === null) return true
  return (await db.selectFrom('meetings_item').select('id').where('id', '=', itemId).where('meeting_id', '=', meetingId).executeTakeFirst()) !== undefined
}
