import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { daysBetween, type Instant } from '../../shared/time.ts'
import { actOf, touch, type ToMeeting } from '../commands.ts'
import type { Event, Session } from './model.ts'

export type EventInput = Omit<Event, 'id' | 'forumId' | 'slug' | 'revision'>

/** The longest that an event goes on, in days. */
export const EVENT_DAYS = 60

/** Enters an annual meeting. Refuses `slug-taken`, `ends-before-it-starts`, and `too-long` for one of more than sixty days. */
export async function enterEvent(
  tx: Tx,
  actor: Actor,
  input: EventInput & { readonly forumId: Id<'forum'>; readonly slug: string },
  now: Instant,
): Promise<{ eventId: Event['id'] } | Refusal<'slug-taken' | 'ends-before-it-starts' | 'too-long'>> {
  const problem = problemOf(input)
  if (problem !== undefined) return problem
  const id = newId<'event'>()
  const made = await tx
    .insertInto('meetings_event')
    .values({ id, forum_id: input.forumId, slug: input.slug, ...rowOf(input) })
    .onConflict((conflict) => conflict.columns(['forum_id', 'slug']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made === undefined) return { refusal: 'slug-taken' }
  await append(tx, actor, { id, ...input }, 'event-entered', now)
  return { eventId: id }
}

/** Changes an annual meeting. Refuses `changed-meanwhile`, `ends-before-it-starts`, `too-long`. */
export async function reviseEvent(
  tx: Tx,
  actor: Actor,
  input: EventInput & { readonly forumId: Id<'forum'>; readonly eventId: Id; readonly revision: number },
  now: Instant,
): Promise<{ revised: true } | Refusal<'changed-meanwhile' | 'ends-before-it-starts' | 'too-long'>> {
  const problem = problemOf(input)
  if (problem !== undefined) return problem
  const row = await tx
    .updateTable('meetings_event')
    .set({ ...rowOf(input), revision: input.revision + 1 })
    .where('id', '=', input.eventId)
    .where('forum_id', '=', input.forumId)
    .where('revision', '=', input.revision)
    .returning('slug')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'changed-meanwhile' }
  await append(tx, actor, { id: input.eventId, slug: row.slug, ...input }, 'event-revised', now)
  return { revised: true }
}

/** Says what a session is, of which event, and who is to speak. Refuses `changed-meanwhile`, and `no-such-event` of this forum. */
export async function planSession(tx: Tx, actor: Actor, input: ToMeeting & Session, now: Instant): Promise<{ planned: true } | Refusal<'changed-meanwhile' | 'no-such-event'>> {
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  const { meetingId, eventId, form, organiser, description, panellists } = input
  if (eventId !== null) {
    const event = await tx.selectFrom('meetings_event').select('id').where('id', '=', eventId).where('forum_id', '=', input.forumId).executeTakeFirst()
    if (event === undefined) return { refusal: 'no-such-event' }
  }
  const values = { event_id: eventId, form, organiser, description }
  await tx.insertInto('meetings_session').values({ meeting_id: meetingId, ...values }).onConflict((conflict) => conflict.column('meeting_id').doUpdateSet(values)).execute()
  await tx.deleteFrom('meetings_panellist').where('meeting_id', '=', meetingId).execute()
  const rows = panellists.map((panellist, at) => ({ id: newId(), meeting_id: meetingId, position: at + 1, ...panellist }))
  if (rows.length > 0) await tx.insertInto('meetings_panellist').values(rows).execute()
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'session-planned', detail: { meeting: meeting.slug, panellists: rows.length }, texts: { title: { text: meeting.title, isPublic: true } } }, now)
  return { planned: true }
}

function problemOf({ firstDay, lastDay }: EventInput): Refusal<'ends-before-it-starts' | 'too-long'> | undefined {
  if (lastDay < firstDay) return { refusal: 'ends-before-it-starts' }
  return daysBetween(firstDay, lastDay) >= EVENT_DAYS ? { refusal: 'too-long' } : undefined
}

function rowOf({ title, place, zone, firstDay, lastDay, daysBefore, note, source }: EventInput) {
  return { title, place, zone, first_day: firstDay, last_day: lastDay, days_before: daysBefore, note, source }
}

async function append(tx: Tx, actor: Actor, event: EventInput & { readonly id: Id; readonly forumId: Id<'forum'>; readonly slug: string }, act: 'event-entered' | 'event-revised', now: Instant): Promise<void> {
  const { slug, firstDay, lastDay, forumId, id, title } = event
  await appendAct(tx, actor, { forumId, cycleId: null, act, subject: { kind: 'event', id }, detail: { event: slug, firstDay, lastDay }, texts: { title: { text: title, isPublic: true } } }, now)
}
