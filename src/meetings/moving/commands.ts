import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { ROOM_MOVED } from '../room/model.ts'
import type { RoomInHand } from '../room/queries.ts'

/** Says that something in a room changed, to every page that is open there; told when the transaction is through. */
export async function moveRoom(tx: Tx, meetingId: Id): Promise<void> {
  await sql`with moved as (update meetings_room set version = version + 1 where meeting_id = ${meetingId} returning meeting_id) select pg_notify(${ROOM_MOVED}, meeting_id::text) from moved`.execute(tx)
}

/** What the acts of a room have in common. */
export function actIn(room: RoomInHand) {
  return { forumId: room.forumId, cycleId: room.cycleId, subject: { kind: 'meeting', id: room.meetingId } } as const
}
