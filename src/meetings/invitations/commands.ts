import { sql } from 'kysely'
import { findForumById } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMails, type Mail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { CalendarReply } from '../calendar-replies/model.ts'
import { eachSitting, writeCalendar, type Attendee, type CalendarMeeting } from '../calendar/model.ts'
import { listCalendarMeetings } from '../calendar/queries.ts'
import { findMeetingSlug } from '../queries.ts'
import type { Inviting } from './model.ts'
import { digestOf } from './queries.ts'

export interface SendInput {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'> | null
  readonly slug: string
  readonly meeting: CalendarMeeting
  readonly organizer: Inviting['organizer']
  /** The letter around an entry, in somebody's language. */
  readonly write: Inviting['write']
}

/**
 * Asks people to a meeting by mail, each sitting by a mail of its own with an entry for their calendar. Who was asked already is asked again only where the meeting
 * has changed since or the invitation was taken back. Refuses `nobody`, and `cancelled` for a meeting that is not to be.
 */
export async function inviteToMeeting(tx: Tx, actor: Actor, input: SendInput & { people: readonly (Attendee & { language: string })[] }, now: Instant): Promise<{ sent: number } | Refusal<'nobody' | 'cancelled'>> {
  if (input.people.length === 0) return { refusal: 'nobody' }
  if (input.meeting.isCancelled) return { refusal: 'cancelled' }
  const { meeting } = input
  const digest = digestOf(meeting)
  const sent: Told[] = []
  for (const { mail, name, language } of input.people) {
    const row = await tx
      .insertInto('meetings_invitation')
      .values({ id: newId(), meeting_id: meeting.id, mail, name, language, invited_at: now, sent_revision: meeting.revision, sent_sittings: meeting.sittings.length, sent_digest: digest, answered_at: null, withdrawn_at: null })
      .onConflict((conflict) =>
        conflict
          .expression(sql`meeting_id, lower(mail)`)
          .doUpdateSet({ sent_revision: meeting.revision, sent_sittings: meeting.sittings.length, sent_digest: digest, withdrawn_at: null })
          .where((where) => where.or([where('meetings_invitation.sent_digest', '!=', digest), where('meetings_invitation.withdrawn_at', 'is not', null)])),
      )
      .returning(['id', 'mail', 'name', 'language'])
      .executeTakeFirst()
    if (row !== undefined) sent.push({ ...row, sittings: meeting.sittings.length })
  }
  return tell(tx, actor, input, 'REQUEST', sent, now)
}

/** Tells all who were asked what has changed since they were told last: another hour, or that it is cancelled. Answers how many mails left. */
export async function updateInvitations(tx: Tx, actor: Actor, input: SendInput, now: Instant): Promise<{ sent: number }> {
  const { meeting } = input
  const digest = digestOf(meeting)
  const before = await tx.selectFrom('meetings_invitation').select(['id', 'sent_sittings']).where('meeting_id', '=', meeting.id).where('withdrawn_at', 'is', null).where('sent_digest', '!=', digest).forUpdate().execute()
  if (before.length === 0) return { sent: 0 }
  const rows = await tx
    .updateTable('meetings_invitation')
    .set({ sent_revision: meeting.revision, sent_sittings: meeting.sittings.length, sent_digest: digest, ...(meeting.isCancelled ? { withdrawn_at: now } : {}) })
    .where('id', 'in', before.map(({ id }) => id))
    .returning(['id', 'mail', 'name', 'language'])
    .execute()
  const told = rows.map((row) => ({ ...row, sittings: before.find(({ id }) => id === row.id)?.sent_sittings ?? 0 }))
  return tell(tx, actor, input, meeting.isCancelled ? 'CANCEL' : 'REQUEST', told, now)
}

/** Tells all who were asked to a meeting what has just changed of it, as part of the command that changed it. Nothing where nobody was. */
export async function tellInvited(tx: Tx, actor: Actor, input: { forumId: Id<'forum'>; meetingId: Id; inviting: Inviting }, now: Instant): Promise<{ sent: number }> {
  const { forumId, meetingId, inviting } = input
  const asked = await tx.selectFrom('meetings_invitation').select('id').where('meeting_id', '=', meetingId).where('withdrawn_at', 'is', null).limit(1).executeTakeFirst()
  const [forum, slug] = asked === undefined ? [] : [await findForumById(tx, forumId), await findMeetingSlug(tx, meetingId)]
  const [meeting] = forum === undefined ? [] : await listCalendarMeetings(tx, { forum, publicUrl: inviting.publicUrl }, { meetingIds: [meetingId] })
  if (slug === undefined || meeting === undefined) return { sent: 0 }
  const cycle = await tx.selectFrom('meetings_cycle').select('cycle_id').where('meeting_id', '=', meetingId).orderBy('position').executeTakeFirst()
  return updateInvitations(tx, actor, { forumId, cycleId: (cycle?.cycle_id ?? null) as Id<'cycle'> | null, slug, meeting, organizer: inviting.organizer, write: inviting.write }, now)
}

/** Notes that people have an entry for a meeting in their calendars, so that they are told when it changes. Who was asked before stays as they were. */
export async function noteInvited(tx: Tx, meeting: CalendarMeeting, people: readonly (Attendee & { readonly id: Id; readonly language: string })[], now: Instant): Promise<void> {
  const digest = digestOf(meeting)
  const rows = people.map(({ id, mail, name, language }) => ({ id, meeting_id: meeting.id, mail, name, language, invited_at: now, sent_revision: meeting.revision, sent_sittings: meeting.sittings.length, sent_digest: digest, answered_at: null, withdrawn_at: null }))
  for (const part of inParts(rows)) await tx.insertInto('meetings_invitation').values(part).onConflict((conflict) => conflict.doNothing()).execute()
}

/** The entry by which one person is asked to a meeting: they alone stand in it. */
export function requestFor(meeting: CalendarMeeting, organizer: ReturnType<Inviting['organizer']>, attendee: Attendee): NonNullable<Mail['calendar']> {
  return { method: 'REQUEST', text: writeCalendar({ title: null, method: 'REQUEST', meetings: [meeting], organizer, attendees: [attendee] }) }
}

interface Told {
  readonly id: Id
  readonly mail: string
  readonly name: string | null
  readonly language: string
  /** How many sittings their calendar had of it. */
  readonly sittings: number
}

async function tell(tx: Tx, actor: Actor, input: SendInput, method: 'REQUEST' | 'CANCEL', people: readonly Told[], now: Instant): Promise<{ sent: number }> {
  if (people.length === 0) return { sent: 0 }
  const { meeting } = input
  const mails = people.flatMap(({ id, mail, name, language, sittings }): { mail: Mail; now: Instant }[] => {
    const cause = `invitation:${id}:${meeting.revision}`
    const one = (of: CalendarMeeting, how: 'REQUEST' | 'CANCEL'): { mail: Mail; now: Instant } => {
      const calendar = { method: how, text: writeCalendar({ title: null, method: how, meetings: [of], organizer: input.organizer(id), attendees: [{ mail, name }] }) }
      return { mail: { forumId: input.forumId, recipient: mail, language, ...input.write(of, language, how), occasion: 'invitation', about: { kind: 'invitation', id }, cause: `${cause}:${how}:${of.firstPlace ?? 0}`, calendar }, now }
    }
    // A sitting that is gone is taken out of their calendar too.
    const gone = method === 'REQUEST' ? dropped(meeting, sittings) : undefined
    return [...eachSitting(meeting).map((of) => one(of, method)), ...(gone === undefined ? [] : eachSitting(gone).map((of) => one(of, 'CANCEL')))]
  })
  await enqueueMails(tx, mails)
  const act = { forumId: input.forumId, cycleId: input.cycleId, act: 'meeting-invitations-sent', subject: { kind: 'meeting', id: meeting.id }, detail: { meeting: input.slug, people: people.length, kind: method }, texts: { title: { text: meeting.title, isPublic: true } } } as const
  await appendAct(tx, actor, act, now)
  return { sent: people.length }
}

/** The sittings that a calendar has and the meeting has no more; undefined where there are none. Their places count on after those that stay. */
function dropped(meeting: CalendarMeeting, sittings: number): CalendarMeeting | undefined {
  const [last] = meeting.sittings.slice(-1)
  const more = sittings - meeting.sittings.length
  return last === undefined || more <= 0 ? undefined : { ...meeting, sittings: Array.from({ length: more }, () => last), firstPlace: meeting.sittings.length, isCancelled: true }
}

/** Takes what somebody's calendar answered. Of two answers the later one counts, by their own clock. Refuses `not-invited`, `older-answer`. */
export async function takeReply(tx: Tx, actor: Actor, input: { forumId: Id<'forum'>; reply: CalendarReply }, now: Instant): Promise<{ meeting: string } | Refusal<'not-invited' | 'older-answer'>> {
  const { mail, answer, meetingId } = input.reply
  const at = input.reply.at ?? now
  const row = await tx
    .selectFrom('meetings_invitation')
    .innerJoin('meetings_meeting', 'meetings_meeting.id', 'meeting_id')
    .select(['meetings_invitation.id', 'slug', 'answered_at'])
    .where('forum_id', '=', input.forumId)
    .where('meeting_id', '=', meetingId)
    .where(sql`lower(mail)`, '=', mail.toLowerCase())
    .forUpdate('meetings_invitation')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'not-invited' }
  if (row.answered_at !== null && row.answered_at > at) return { refusal: 'older-answer' }
  await tx.updateTable('meetings_invitation').set({ answer, answered_at: at }).where('id', '=', row.id).execute()
  const act = { forumId: input.forumId, cycleId: null, act: 'meeting-invitation-answered', subject: { kind: 'meeting', id: meetingId }, detail: { meeting: row.slug, answer } } as const
  await appendAct(tx, actor, act, now)
  return { meeting: row.slug }
}
