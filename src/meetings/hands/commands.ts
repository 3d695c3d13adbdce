import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { moveRoom } from '../moving/commands.ts'
import { lockRoom } from '../room/queries.ts'

/** Hands that may be up at once: what is more is not a queue. */
export const HANDS_LIMIT = 200

export interface HandToRaise {
  readonly meetingId: Id
  readonly name: string
  readonly organisation: string | null
  readonly stakeholderGroup: string | null
  readonly isRemote: boolean
}

/**
 * Raises a hand. Whose hand is up already keeps the place. Of the moment: no act, and nothing of it is kept when the room closes.
 * Refuses `no-such-meeting`, `not-open`, `too-many-hands`.
 */
export async function raiseHand(tx: Tx, input: HandToRaise, now: Instant): Promise<{ handId: Id<'hand'> } | Refusal<'no-such-meeting' | 'not-open' | 'too-many-hands'>> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  if (!room.isOpen) return { refusal: 'not-open' }
  const up = await tx.selectFrom('meetings_hand').select(['id', 'name']).where('meeting_id', '=', room.meetingId).where('called_at', 'is', null).execute()
  if (up.length >= HANDS_LIMIT) return { refusal: 'too-many-hands' }
  const row = await tx
    .insertInto('meetings_hand')
    .values({ id: newId(), meeting_id: room.meetingId, name: input.name, organisation: input.organisation, stakeholder_group: input.stakeholderGroup, is_remote: input.isRemote, raised_at: now, called_at: null })
    .onConflict((conflict) => conflict.expression(sql`meeting_id, lower(name)`).where('called_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  const handId = (row ?? (await tx.selectFrom('meetings_hand').select('id').where('meeting_id', '=', room.meetingId).where('called_at', 'is', null).where(sql<boolean>`lower(name) = lower(${input.name})`).executeTakeFirstOrThrow())).id
  if (row !== undefined) await moveRoom(tx, room.meetingId)
  return { handId: handId as Id<'hand'> }
}

/** Takes a hand down, whoever does so: the one who raised it, or the desk. Refuses `not-up` where it is down or was called. */
export async function lowerHand(tx: Tx, input: { readonly meetingId: Id; readonly handId: Id }): Promise<{ lowered: true } | Refusal<'not-up'>> {
  const row = await tx.deleteFrom('meetings_hand').where('id', '=', input.handId).where('meeting_id', '=', input.meetingId).where('called_at', 'is', null).returning('id').executeTakeFirst()
  if (row === undefined) return { refusal: 'not-up' }
  await moveRoom(tx, input.meetingId)
  return { lowered: true }
}

/** Gives somebody the word; who had it has spoken. Refuses `not-up`. */
export async function callHand(tx: Tx, input: { readonly meetingId: Id; readonly handId: Id }, now: Instant): Promise<{ called: true } | Refusal<'not-up'>> {
  const row = await tx
    .updateTable('meetings_hand')
    .set({ called_at: now })
    .where('id', '=', input.handId)
    .where('meeting_id', '=', input.meetingId)
    .where('called_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'not-up' }
  await moveRoom(tx, input.meetingId)
  return { called: true }
}
