import type { Tx } from '../../platform/database.ts'
import { appendAct, enqueueMails, type Mail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { forumOf } from '../asking/commands.ts'
import type { WritePollMail } from '../asking/model.ts'
import { actOf, lockPoll, type ToPoll } from '../polls/commands.ts'
import { writeCalendar } from '../calendar/model.ts'
import { listCalendarMeetings } from '../calendar/queries.ts'
import { openSlots, type Poll, type Slot } from '../polls/model.ts'
import { listAsked } from '../polls/queries.ts'
import { findMeetingSlug } from '../queries.ts'
import { listVoterMails } from '../votes/queries.ts'

/** The most slots that one meeting is held in: a meeting may have two sittings. */
export const MOST_SITTINGS = 2

/**
 * Takes a poll for its end: nobody votes any more, and no second meeting can come of it. Of two at the same time the later one is refused
 * `finalised-already`, with the meeting that came of it. Refuses also `changed-meanwhile`, and `no-such-slot` where none, more than two,
 * or one that is not on is chosen.
 */
export async function takeForFinalising(
  tx: Tx,
  input: ToPoll & { slots: readonly Id[] },
  now: Instant,
): Promise<{ poll: Poll; chosen: readonly Slot[] } | Refusal<'changed-meanwhile' | 'no-such-slot'> | (Refusal<'finalised-already'> & { readonly meeting: string | undefined })> {
  const poll = await lockPoll(tx, input.pollId)
  if (poll === undefined) return { refusal: 'changed-meanwhile' }
  if (poll.finalisedAt !== null) return { refusal: 'finalised-already', meeting: poll.meetingId === null ? undefined : await findMeetingSlug(tx, poll.meetingId) }
  if (poll.revision !== input.revision) return { refusal: 'changed-meanwhile' }
  const chosen = openSlots(poll).filter(({ id }) => input.slots.includes(id))
  if (chosen.length === 0 || chosen.length > MOST_SITTINGS || chosen.length < new Set(input.slots).size) return { refusal: 'no-such-slot' }
  await tx
    .updateTable('meetings_poll')
    .set({ finalised_at: now, closed_at: poll.closedAt ?? now, revision: poll.revision + 1 })
    .where('id', '=', poll.id)
    .where('finalised_at', 'is', null)
    .execute()
  return { poll, chosen }
}

/** Says which meeting came of a poll, and tells all who voted with an address and all who were asked, each once, with the entry for their calendar. */
export async function tellFinalised(
  tx: Tx,
  actor: Actor,
  input: { poll: Poll; chosen: readonly Slot[]; meeting: { readonly id: Id<'meeting'>; readonly slug: string; readonly title: string }; publicUrl: string; write: WritePollMail },
  now: Instant,
): Promise<{ mails: number }> {
  const { poll, chosen, meeting } = input
  await tx.updateTable('meetings_poll').set({ meeting_id: meeting.id }).where('id', '=', poll.id).execute()
  const forum = await forumOf(tx, poll)
  const text = writeCalendar({ title: null, method: 'PUBLISH', meetings: await listCalendarMeetings(tx, { forum, publicUrl: input.publicUrl }, { meetingIds: [meeting.id] }) })
  const calendar = { method: 'PUBLISH', text } as const
  const told = { forum, poll, occasion: 'finalised', meeting: { slug: meeting.slug, title: meeting.title, slots: chosen.map(({ id }) => id) } } as const
  const mails = new Map<string, Mail>()
  const cause = `poll-finalised:${poll.id}`
  for (const { id, mail, language } of await listVoterMails(tx, poll.id)) {
    mails.set(mail.toLowerCase(), { forumId: poll.forumId, recipient: mail, language, ...input.write({ ...told, to: { kind: 'voter', id, language } }), occasion: 'poll-finalised', about: { kind: 'poll-voter', id }, cause, calendar })
  }
  for (const { id, mail } of await listAsked(tx, poll.id)) {
    if (!mails.has(mail.toLowerCase())) mails.set(mail.toLowerCase(), { forumId: poll.forumId, recipient: mail, ...input.write({ ...told, to: { kind: 'asked', id } }), occasion: 'poll-finalised', about: { kind: 'poll-asked', id }, cause, calendar })
  }
  await enqueueMails(tx, [...mails.values()].map((mail) => ({ mail, now })))
  const detail = { poll: poll.number, meeting: meeting.slug, sittings: chosen.length, mails: mails.size }
  await appendAct(tx, actor, { ...actOf(poll, 'poll-finalised'), detail, texts: { title: { text: poll.title, isPublic: true } } }, now)
  return { mails: mails.size }
}
