import type { Id } from '../../shared/ids.ts'
import { OCCASIONS, type Occasion } from '../occasions/model.ts'

/** How somebody has mails of a kind: each when it is written, all of a day in one, or not at all. */
export const MAIL_CHOICES = ['at-once', 'daily', 'never'] as const
export type MailChoice = (typeof MAIL_CHOICES)[number]

/** What of a mail decides whether and when it leaves. */
export interface Addressed {
  readonly forumId: Id | null
  readonly recipient: string
  readonly occasion: Occasion
  /** With an entry for the calendar: it is worth nothing a day later in a row of others. */
  readonly calendar?: unknown
}

/** An address as choices are kept for it: mailboxes are written to in several spellings. */
export function choiceAddress(address: string): string {
  return address.normalize('NFC').toLowerCase()
}

/** True where its reader has a choice: what somebody asked for this moment is always sent, at once. */
export function isChosen(occasion: Occasion): boolean {
  return OCCASIONS[occasion].choice === 'reader'
}

/** What was chosen for an address: of one kind in a forum, or of all kinds (occasion undefined). */
export interface Chosen {
  readonly address: string
  readonly forumId: Id
  readonly occasion: string | undefined
  readonly choice: MailChoice
}

/** The choice that holds for a mail: that of its kind before that of the whole forum; nothing chosen: at once. */
export function choiceOf(mail: Addressed, chosen: readonly Chosen[]): MailChoice {
  if (mail.forumId === null || !isChosen(mail.occasion)) return 'at-once'
  const address = choiceAddress(mail.recipient)
  const here = chosen.filter((each) => each.forumId === mail.forumId && each.address === address)
  return (here.find(({ occasion }) => occasion === mail.occasion) ?? here.find(({ occasion }) => occasion === undefined))?.choice ?? 'at-once'
}

/** What the foot of a mail needs to know of it: `id` is its row in the outbox, to which the links in its foot are bound. */
export interface FootOf {
  readonly id: Id
  readonly forumId: Id | null
  /** Null for what was written before occasions were kept. */
  readonly occasion: string | null
  readonly language: string | null
}

/**
 * The foot of a mail, added when it is composed: why its reader gets it and how to change that. `leaveAt` ends mails of this kind by one
 * click (RFC 8058), for a mail that has no such address of its own; `leaveBy` (a mailto address with its subject) does by an empty mail.
 */
export interface Foot {
  readonly text: string
  readonly leaveAt?: string | undefined
  readonly leaveBy?: string | undefined
}
export type WriteFoot = (mail: FootOf) => Foot
