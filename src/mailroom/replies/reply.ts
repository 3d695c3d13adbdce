import { transact, type Tx } from '../../platform/database.ts'
import { htmlMailText } from '../../platform/html-mail-text.ts'
import type { Sorted } from '../../record/inbox/model.ts'
import type { MailSent } from '../../record/inbox/queries.ts'
import type { About } from '../../record/occasions/model.ts'
import type { Id } from '../../shared/ids.ts'
import { readReplyBlocks, type ReplyBlock } from '../../shared/reply-text.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { Arrival, MailServices } from '../context.ts'
import { answerArrival, speak, type Letter, type LetterKey, type Arguments, type Say } from '../letters.ts'
import type { ReadAttachment, ReadMail } from '../../platform/mail-reading.ts'

/** What came in answer to one mail of ours, by whoever has that mail. */
export interface Reply {
  readonly arrival: Arrival
  readonly sent: MailSent & { readonly about: NonNullable<MailSent['about']> }
  readonly about: About
  readonly blocks: readonly ReplyBlock[]
  /** What was written, without what was quoted and signed; '' for nothing. */
  readonly own: string
  readonly attachments: readonly ReadAttachment[]
  /** A mail before this one that could not be understood by itself, and that this one completes. */
  readonly earlierId: Id | null
  /** In whose name it counts: of the address that our mail went to. */
  readonly from: { readonly name: string | undefined; readonly address: string; readonly isForeign: boolean }
  readonly language: string
  readonly say: Say
}

/** What is missing, as sentences; the mail is then kept, and its sender told. */
export interface Unclear {
  readonly missing: readonly string[]
  /** Nothing is missing: a person is to read it, and its sender is told that one does. */
  readonly isForDesk?: boolean | undefined
}

export type Handled = Sorted | Unclear
export type Handler = (services: MailServices, reply: Reply) => Promise<Handled>

export function isUnclear(handled: Handled): handled is Unclear {
  return 'missing' in handled
}

export function unclear(reply: Reply, key: LetterKey, args: Arguments = {}): Unclear {
  return { missing: [reply.say(key, args)] }
}

/** What says something to people, where the mail that it answers has nothing that a program could take. */
export function forDesk(): Unclear {
  return { missing: [], isForDesk: true }
}

/** The plain words of a mail, whichever way it has them. */
export function textOf(mail: Pick<ReadMail, 'text' | 'html'>): string {
  if (mail.text !== null && mail.text.trim() !== '') return mail.text
  return mail.html === null ? '' : htmlMailText(mail.html)
}

export function readReply(arrival: Arrival, sent: Reply['sent'], earlier: { readonly id: Id; readonly mail: ReadMail } | undefined): Reply {
  const mails = [...(earlier === undefined ? [] : [earlier.mail]), arrival.mail]
  const blocks = mails.flatMap((mail) => readReplyBlocks(textOf(mail), sent.body))
  const { from } = arrival.mail
  const language = sent.language ?? 'en'
  return {
    arrival,
    sent,
    about: sent.about as About,
    blocks,
    own: blocks.filter(({ kind }) => kind === 'own').map(({ text }) => text.trim()).join('\n\n').trim(),
    attachments: mails.flatMap((mail) => mail.attachments),
    earlierId: earlier?.id ?? null,
    from: { name: from === null || from.name.trim() === '' || from.name.includes('@') ? undefined : from.name.trim(), address: sent.recipient, isForeign: from?.address.toLowerCase() !== sent.recipient.toLowerCase() },
    language,
    say: speak(language),
  }
}

/** The words that this mail itself brought, where one before it is only completed. */
export function ownOfLast(reply: Reply): string {
  if (reply.earlierId === null) return reply.own
  return readReplyBlocks(textOf(reply.arrival.mail), reply.sent.body).filter(({ kind }) => kind === 'own').map(({ text }) => text.trim()).join('\n\n').trim()
}

/** Said where a mail came from another address than the one that our mail had gone to: who has the mail can answer it. */
export function foreignNote(reply: Reply): string | undefined {
  const { from } = reply.arrival.mail
  return reply.from.isForeign ? reply.say('mailroom.foreign', { from: from?.address === undefined || from.address === '' ? '?' : from.address }) : undefined
}

export interface Done {
  readonly became: { readonly kind: string; readonly id: Id }
  /** Undefined where the command itself has put a receipt into the outbox. */
  readonly letter?: Letter | undefined
}

/**
 * Runs a command, answers its sender and ends the sorting, in one transaction: killed anywhere, a mail is taken once and answered once.
 * A refusal rolls all of it back and is answered.
 */
export async function takeReply<R extends Refusal>(services: MailServices, reply: Reply, work: (tx: Tx, now: Instant) => Promise<Done | R>): Promise<Sorted | R> {
  return transact<Sorted | R>(services.db, async (tx) => {
    const now = services.clock()
    const done = await work(tx, now)
    if (isRefusal(done)) return done
    const { letter } = done as Done
    const { forumId } = reply.sent
    if (letter !== undefined) await answerArrival(tx, { forumId, recipient: reply.from.address, language: reply.language, arrivalId: reply.arrival.id }, 'reply-taken', { ...letter, parts: [...letter.parts, foreignNote(reply)] }, now)
    const sorted: Sorted = { state: 'done', became: (done as Done).became, forumId }
    await reply.arrival.settle(tx, sorted, reply.earlierId)
    return sorted
  })
}
