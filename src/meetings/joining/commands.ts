import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actOf, touch, type ToMeeting } from '../commands.ts'
import type { Way } from './model.ts'

/** Adds a way into a meeting. What it is stays out of the record, which is public. Refuses `changed-meanwhile`. */
export async function addWay(tx: Tx, actor: Actor, input: ToMeeting & Omit<Way, 'id'>, now: Instant): Promise<{ wayId: Way['id'] } | Refusal<'changed-meanwhile'>> {
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  const last = await tx.selectFrom('meetings_joining').select((eb) => eb.fn.max('position').as('position')).where('meeting_id', '=', input.meetingId).executeTakeFirst()
  const wayId = newId<'joining'>()
  const { sitting, kind, label, value, visibility, expiresAt } = input
  await tx.insertInto('meetings_joining').values({ id: wayId, meeting_id: input.meetingId, position: Number(last?.position ?? 0) + 1, sitting, kind, label, value, visibility, expires_at: expiresAt }).execute()
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'joining-added', detail: { meeting: meeting.slug, kind, visibility }, texts: { title: { text: meeting.title, isPublic: true } } }, now)
  return { wayId }
}

/** Takes a way into a meeting away. Refuses `changed-meanwhile`, `no-such-way`. */
export async function removeWay(tx: Tx, actor: Actor, input: ToMeeting & { readonly wayId: Id }, now: Instant): Promise<{ removed: true } | Refusal<'changed-meanwhile' | 'no-such-way'>> {
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  const gone = await tx.deleteFrom('meetings_joining').where('id', '=', input.wayId).where('meeting_id', '=', input.meetingId).returning('kind').executeTakeFirst()
  if (gone === undefined) return { refusal: 'no-such-way' }
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'joining-removed', detail: { meeting: meeting.slug, kind: gone.kind }, texts: { title: { text: meeting.title, isPublic: true } } }, now)
  return { removed: true }
}
