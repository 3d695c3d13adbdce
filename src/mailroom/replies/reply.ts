import { derivedId } from '../../platform/derived-id.ts'
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
import { answerArrival, speak, type AnsweredOn, type Letter, type LetterKey, type Arguments, type Say } from '../letters.ts'
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
  /** By which way it came, and when: an answer by mail when it arrived, a post of a list when that did. */
  readonly channel: 'mail' | 'list'
  readonly cameAt: Instant
  /** The key of the form that it stands for, of each place that it speaks of: what comes twice, over another way, is then one. */
  readonly keyOf: (place: number) => Id
  /** Left out: an answer by mail. */
  readonly ofPost?: OfPost | undefined
}

/** A post of a list that its author takes, as far as it differs from an answer. */
export interface OfPost {
  /** What its author said it is meant for; empty: what it says itself. */
  readonly questions: readonly number[]
  readonly paragraphs: readonly number[]
  /** Said in the receipt: of which post. */
  readonly heading: string
  /** Holds the post until the transaction ends; refuses where it was taken for the same meanwhile, or out of the archive. */
  readonly guard: (tx: Tx) => Promise<Refusal<'form-used'> | undefined>
  /** Notes what it became. */
  readonly note: (tx: Tx, taken: TakenItems, now: Instant) => Promise<void>
}

/** What was taken of one answer or post, with its references; one that is looked at first has none yet. */
export interface TakenItems {
  readonly cycleId: Id<'cycle'>
  readonly isNamed: boolean
  readonly items: readonly { readonly id: Id; readonly ref: string | undefined }[]
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
    channel: 'mail',
    cameAt: arrival.receivedAt,
    keyOf: (place) => formKeyOf(sent.id, arrival.mail.messageId ?? arrival.id, place),
  }
}

/** The same mail that comes again, over another way, makes the same. */
export function formKeyOf(sentId: Id, messageId: string, place: number): Id {
  return derivedId(`mail:${sentId}:${messageId}:${place}`)
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
  /** Of what a post may be taken as. */
  readonly taken?: TakenItems | undefined
  /** Left out: `reply-taken`. */
  readonly occasion?: AnsweredOn | undefined
}

/**
 * Runs a command, answers its sender and ends the sorting, in one transaction: killed anywhere, a mail is taken once and answered once.
 * A refusal rolls all of it back and is answered.
 */
export async function takeReply<R extends Refusal>(services: MailServices, reply: Reply, work: (tx: Tx, now: Instant) => Promise<Done | R>): Promise<Sorted | R> {
  return transact<Sorted | R>(services.db, async (tx) => {
    const now = services.clock()
    const guarded = await reply.ofPost?.guard(tx)
    if (guarded !== undefined) return guarded as R
    const done = await work(tx, now)
    if (isRefusal(done)) return done
    const { letter, taken } = done as Done
    if (taken !== undefined) await reply.ofPost?.note(tx, taken, now)
    const { forumId } = reply.sent
    if (letter !== undefined) await answerArrival(tx, { forumId, recipient: reply.from.address, language: reply.language, arrivalId: reply.arrival.id }, (done as Done).occasion ?? 'reply-taken', { ...letter, parts: [...letter.parts, foreignNote(reply)] }, now)
    const sorted: Sorted = { state: 'done', became: (done as Done).became, forumId }
    await reply.arrival.settle(tx, sorted, reply.earlierId)
    return sorted
  })
}
