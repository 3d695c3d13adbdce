import type { PreparedLetter } from '../../platform/mail-composer.ts'
import type { OutgoingMail } from '../../platform/mail-transport.ts'
import { UNANSWERED } from '../occasions/model.ts'
import type { WriteFoot } from '../preferences/model.ts'
import type { WaitingMail } from './commands.ts'
import { URGENT } from './model.ts'

/** A row of the outbox as it is handed to the transport. A copy has its letter's words, which have their own foot. */
export function toOutgoing(mail: WaitingMail, letter: PreparedLetter | undefined, writeFoot: WriteFoot | undefined): OutgoingMail {
  const foot = letter === undefined ? writeFoot?.({ id: mail.id, forumId: mail.forum_id, occasion: mail.occasion, language: mail.language }) : undefined
  return {
    id: mail.id,
    to: mail.recipient,
    subject: mail.subject,
    text: mail.body,
    writtenAt: mail.created_at,
    isUrgent: mail.urgency <= URGENT,
    isAnswered: mail.about_kind !== null && !UNANSWERED.has(mail.occasion ?? ''),
    language: mail.language ?? undefined,
    foot: foot?.text,
    leaveAt: mail.leave_at ?? foot?.leaveAt,
    leaveBy: mail.leave_by ?? foot?.leaveBy,
    calendar: mail.calendar === null || mail.calendar_method === null ? undefined : { method: mail.calendar_method, text: mail.calendar },
    letter,
  }
}
