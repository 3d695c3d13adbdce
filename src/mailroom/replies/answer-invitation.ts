import { readReply as readCalendarReply } from '../../meetings/calendar-replies/model.ts'
import { takeReply as takeAnswer } from '../../meetings/invitations/commands.ts'
import { findInvitation } from '../../meetings/invitations/queries.ts'
import type { Answer } from '../../meetings/invitations/model.ts'
import { PUBLIC } from '../../record/model.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { MailServices } from '../context.ts'
import type { ReadMail } from '../../platform/mail-reading.ts'
import { takeReply, unclear, type Handled, type Reply } from './reply.ts'
import { readIntent } from './words.ts'

const BY_WORD = { yes: 'accepted', accept: 'accepted', comes: 'accepted', no: 'declined', contest: 'declined', 'stays-away': 'declined' } as const satisfies Record<string, Answer>

/** What a calendar answers for its owner (METHOD:REPLY), or their own words: it counts for whom the invitation went to, whatever name it has. */
export async function answerInvitation(services: MailServices, reply: Reply): Promise<Handled> {
  const invitation = await findInvitation(services.db, reply.about.id)
  if (invitation === undefined || reply.sent.forumId === null) return unclear(reply, 'mailroom.missing.unknown')
  const answer = readAnswer(reply)
  if (answer === undefined) return unclear(reply, 'mailroom.missing.invitation')
  const forumId = reply.sent.forumId
  const sorted = await takeReply<Refusal<'not-invited' | 'older-answer'>>(services, reply, async (tx, now) => {
    const outcome = await takeAnswer(tx, PUBLIC, { forumId, reply: { meetingId: invitation.meetingId, mail: invitation.mail, answer: answer.answer, at: answer.at } }, now)
    if (isRefusal(outcome)) return outcome
    // A calendar says by itself what it has answered; only words are answered.
    const letter = answer.at === null ? { subject: reply.say('mailroom.calendar.subject'), about: { kind: 'invitation', id: reply.about.id } as const, parts: [reply.say('mailroom.calendar.body', { answer: answer.answer }), reply.say('mailroom.undo.answer-again')] } : undefined
    return { became: { kind: 'invitation', id: invitation.id }, letter }
  })
  if (!isRefusal(sorted)) return sorted
  return unclear(reply, sorted.refusal === 'older-answer' ? 'mailroom.missing.already' : 'mailroom.missing.not-invited')
}

function readAnswer(reply: Reply): { readonly answer: Answer; readonly at: Instant | null } | undefined {
  for (const text of calendarsOf(reply.arrival.mail)) {
    const read = readCalendarReply(text)
    if (!('problem' in read) && read.answer !== 'none') return { answer: read.answer, at: read.at ?? reply.arrival.receivedAt }
  }
  const said = readIntent(reply.own, ['comes', 'stays-away', 'yes', 'no', 'accept', 'contest'])
  return said === undefined ? undefined : { answer: BY_WORD[said.intent], at: null }
}

/** Entries of calendars, as a part of the mail or as a file of it. */
export function calendarsOf(mail: Pick<ReadMail, 'attachments' | 'text'>): string[] {
  const parts = mail.attachments.filter(({ type, name }) => type === 'text/calendar' || type === 'application/ics' || name?.toLowerCase().endsWith('.ics') === true)
  const texts = parts.slice(0, 5).map(({ content }) => new TextDecoder().decode(content.subarray(0, 1_000_000)))
  return mail.text?.trimStart().startsWith('BEGIN:VCALENDAR') === true ? [mail.text, ...texts] : texts
}
