import { addReference } from '../library/commands.ts'
import { findReferencesByNumber } from '../library/queries.ts'
import { markLinkTaken } from '../meetings/dropped-links/commands.ts'
import { listAllDroppedLinks } from '../meetings/dropped-links/queries.ts'
import { lockRoom } from '../meetings/room/queries.ts'
import { lockCycleForInput } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'

/**
 * Takes a link that was dropped in a room into the library of the meeting's first cycle, or finds it there already. Refuses
 * `no-such-meeting`, `no-such-link`, `no-cycle` for a meeting that belongs to none.
 */
export async function takeRoomLink(
  tx: Tx,
  actor: Actor,
  input: { readonly meetingId: Id; readonly number: number },
  now: Instant,
): Promise<{ reference: number } | Refusal<'no-such-meeting' | 'no-such-link' | 'no-cycle'>> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  const link = (await listAllDroppedLinks(tx, room.meetingId)).find(({ number }) => number === input.number)
  if (link === undefined) return { refusal: 'no-such-link' }
  if (room.cycleId === null) return { refusal: 'no-cycle' }
  await lockCycleForInput(tx, room.cycleId)
  const { forumId, cycleId } = room
  const added = await addReference(tx, actor, { forumId, cycleId, title: link.title ?? link.url, url: link.url }, now)
  const [known] = 'refusal' in added ? await findReferencesByNumber(tx, cycleId, [added.number]) : []
  const referenceId = 'refusal' in added ? known?.id : added.referenceId
  if (referenceId === undefined) return { refusal: 'no-such-link' }
  const marked = await markLinkTaken(tx, actor, { meetingId: room.meetingId, number: link.number, referenceId, reference: added.number }, now)
  return 'refusal' in marked ? marked : { reference: added.number }
}
