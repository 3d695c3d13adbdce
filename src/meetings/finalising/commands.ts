import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMails, type Mail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { forumOf } from '../asking/commands.ts'
import type { WritePollMail } from '../asking/model.ts'
import { actOf, lockPoll, type ToPoll } from '../polls/commands.ts'
import { listCalendarMeetings } from '../calendar/queries.ts'
import { eachSitting } from '../calendar/model.ts'
import { noteInvited, requestFor } from '../invitations/commands.ts'
import type { Inviting } from '../invitations/model.ts'
import { openSlots, type Poll, type Slot } from '../polls/model.ts'
import { listAsked } from '../polls/queries.ts'
import { findMeetingSlug } from '../queries.ts'
import { recountVotes } from '../votes-counted/commands.ts'
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
  await recountVotes(tx, poll.id)
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
  input: { poll: Poll; chosen: readonly Slot[]; meeting: { readonly id: Id<'meeting'>; readonly slug: string; readonly title: string }; write: WritePollMail; inviting: Inviting },
  now: Instant,
): Promise<{ mails: number }> {
  const { poll, chosen, meeting } = input
  await tx.updateTable('meetings_poll').set({ meeting_id: meeting.id }).where('id', '=', poll.id).execute()
  const forum = await forumOf(tx, poll)
  const { organizer, publicUrl } = input.inviting
  const [entry] = await listCalendarMeetings(tx, { forum, publicUrl }, { meetingIds: [meeting.id] })
  if (entry === undefined) throw new Error('The meeting that was just made is not there')
  const told = { forum, poll, occasion: 'finalised', meeting: { slug: meeting.slug, title: meeting.title, slots: chosen.map(({ id }) => id) } } as const
  const mails = new Map<string, Mail>()
  const later: Mail[] = []
  const [first = entry, ...rest] = eachSitting(entry)
  const people: { id: Id; mail: string; name: string | null; language: string }[] = []
  // Each is asked by an entry of their own: programs that show one ask whoever stands in it, and nobody reads who else was asked.
  const add = (mail: string, name: string | null, language: string, letter: Omit<Mail, 'forumId' | 'recipient' | 'cause' | 'calendar'>): void => {
    const id = newId()
    people.push({ id, mail, name, language })
    mails.set(mail.toLowerCase(), { forumId: poll.forumId, recipient: mail, language, cause, calendar: requestFor(first, organizer(id), { mail, name }), ...letter })
    for (const of of rest) later.push({ forumId: poll.forumId, recipient: mail, language, ...letter, ...input.inviting.write(of, language, 'REQUEST'), cause: `${cause}:${of.firstPlace ?? 0}`, calendar: requestFor(of, organizer(id), { mail, name }) })
  }
  const cause = `poll-finalised:${poll.id}`
  for (const { id, mail, language } of await listVoterMails(tx, poll.id)) {
    if (!mails.has(mail.toLowerCase())) add(mail, null, language, { ...input.write({ ...told, to: { kind: 'voter', id, language } }), occasion: 'poll-finalised', about: { kind: 'poll-voter', id } })
  }
  for (const { id, mail, name } of await listAsked(tx, poll.id)) {
    if (!mails.has(mail.toLowerCase())) add(mail, name, forum.language, { ...input.write({ ...told, to: { kind: 'asked', id } }), occasion: 'poll-finalised', about: { kind: 'poll-asked', id } })
  }
  await noteInvited(tx, entry, people, now)
  await enqueueMails(tx, [...mails.values(), ...later].map((mail) => ({ mail, now })))
  const detail = { poll: poll.number, meeting: meeting.slug, sittings: chosen.length, mails: mails.size }
  await appendAct(tx, actor, { ...actOf(poll, 'poll-finalised'), detail, texts: { title: { text: poll.title, isPublic: true } } }, now)
  return { mails: mails.size }
}
