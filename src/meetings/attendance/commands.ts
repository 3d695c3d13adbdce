import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actOf, touch, type ToMeeting } from '../commands.ts'
import type { Attendee, Shown } from './model.ts'

/** Says to whom names are shown, and whether people can check in by themselves. Refuses `changed-meanwhile`. */
export async function setAttendance(tx: Tx, actor: Actor, input: ToMeeting & { readonly shown: Shown; readonly isCheckInOpen: boolean }, now: Instant): Promise<{ set: true } | Refusal<'changed-meanwhile'>> {
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  const { shown, isCheckInOpen } = input
  await tx.updateTable('meetings_meeting').set({ attendance_shown: shown, check_in_open: isCheckInOpen }).where('id', '=', input.meetingId).execute()
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'attendance-set', detail: { meeting: meeting.slug, shown, isCheckInOpen }, texts: { title: { text: meeting.title, isPublic: true } } }, now)
  return { set: true }
}

export interface CheckIn {
  readonly forumId: Id<'forum'>
  readonly meetingId: Id<'meeting'>
  /** Made when the form was opened: sent twice, it counts once. */
  readonly formKey: string
  /** Empty only for somebody who wishes to be counted and no more. */
  readonly name: string
  readonly organisation: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly country: string | null
  readonly shown: Shown
}

/** Somebody says that they are there. Refuses `check-in-closed`. The meeting's revision stays: the desk may be writing meanwhile. */
export async function checkIn(tx: Tx, actor: Actor, input: CheckIn, now: Instant): Promise<{ attendeeId: Attendee['id'] } | Refusal<'check-in-closed'>> {
  const meeting = await tx.selectFrom('meetings_meeting').select(['slug', 'title']).where('id', '=', input.meetingId).where('forum_id', '=', input.forumId).where('check_in_open', '=', true).forUpdate().executeTakeFirst()
  if (meeting === undefined) return { refusal: 'check-in-closed' }
  const known = await tx.selectFrom('meetings_participant').select('id').where('meeting_id', '=', input.meetingId).where('form_key', '=', input.formKey).executeTakeFirst()
  if (known !== undefined) return { attendeeId: known.id as Attendee['id'] }
  const attendee = { ...input, part: 'participant', minutes: null, mail: null }
  const [id] = await insert(tx, input.meetingId, 'check-in', [attendee], input.formKey)
  const cycle = await tx.selectFrom('meetings_cycle').select('cycle_id').where('meeting_id', '=', input.meetingId).orderBy('position').executeTakeFirst()
  const inHand = { ...meeting, cycleId: (cycle?.cycle_id ?? null) as Id<'cycle'> | null }
  await appendAct(tx, actor, { ...actOf({ ...input, revision: 0 }, inHand), act: 'checked-in', detail: { meeting: meeting.slug }, texts: { title: { text: meeting.title, isPublic: true } } }, now)
  return { attendeeId: id as Attendee['id'] }
}

export type NewAttendee = Omit<Attendee, 'id' | 'channel'>

/** Takes those whom a list of a video service names, after somebody looked at it. Refuses `changed-meanwhile`: sent twice, it is taken once. */
export async function takeAttendance(tx: Tx, actor: Actor, input: ToMeeting & { readonly attendees: readonly NewAttendee[] }, now: Instant): Promise<{ taken: number } | Refusal<'changed-meanwhile'>> {
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  await insert(tx, input.meetingId, 'import', input.attendees, null)
  const detail = { meeting: meeting.slug, participants: input.attendees.length }
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'attendance-taken', detail, texts: { title: { text: meeting.title, isPublic: true } } }, now)
  return { taken: input.attendees.length }
}

/** Takes somebody off the list: a machine that recorded, somebody who checked in at the wrong meeting. Refuses `changed-meanwhile`, `no-such-attendee`. */
export async function removeAttendee(tx: Tx, actor: Actor, input: ToMeeting & { readonly attendeeId: Id }, now: Instant): Promise<{ removed: true } | Refusal<'changed-meanwhile' | 'no-such-attendee'>> {
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  const gone = await tx.deleteFrom('meetings_participant').where('id', '=', input.attendeeId).where('meeting_id', '=', input.meetingId).returning('id').executeTakeFirst()
  if (gone === undefined) return { refusal: 'no-such-attendee' }
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'attendee-removed', detail: { meeting: meeting.slug }, texts: { title: { text: meeting.title, isPublic: true } } }, now)
  return { removed: true }
}

async function insert(tx: Tx, meetingId: Id, channel: Attendee['channel'], attendees: readonly NewAttendee[], formKey: string | null): Promise<Id[]> {
  if (attendees.length === 0) return []
  const last = await tx.selectFrom('meetings_participant').select((eb) => eb.fn.max('position').as('position')).where('meeting_id', '=', meetingId).executeTakeFirst()
  const rows = attendees.map((attendee, at) => ({
    id: newId(),
    meeting_id: meetingId,
    position: Number(last?.position ?? 0) + at + 1,
    name: attendee.name,
    organisation: attendee.organisation,
    part: attendee.part,
    stakeholder_group: attendee.stakeholderGroup,
    regional_group: attendee.regionalGroup,
    country: attendee.country,
    shown: attendee.shown,
    channel,
    minutes: attendee.minutes,
    mail: attendee.mail,
    form_key: formKey,
  }))
  await tx.insertInto('meetings_participant').values(rows).execute()
  return rows.map(({ id }) => id)
}
