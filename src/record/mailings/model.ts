import type { Id } from '../../shared/ids.ts'
import type { HeaderField } from '../../shared/mail-fields.ts'
import type { Occasion, Urgency } from '../occasions/model.ts'

/**
 * One letter to many. What is the same for all is kept once; each copy gets its own recipient, the way its reader leaves, the address
 * to which it bounces and its signature when it is sent. `From`, `Sender`, `Reply-To`, `Subject`, `Message-ID`, `To`, `List-Unsubscribe`
 * and `List-Unsubscribe-Post` are written from the members of this and of the copy, never from `headers`.
 */
export interface Mailing {
  readonly id: Id<'mailing'>
  readonly forumId: Id<'forum'> | null
  readonly occasion: Occasion
  /** When another than the occasion's own. */
  readonly urgency?: Urgency | undefined
  /** Without angle brackets; the same in every copy. */
  readonly messageId: string
  readonly from: { readonly name: string; readonly address: string }
  readonly replyTo?: string | undefined
  readonly sender?: string | undefined
  readonly subject: string
  /** Fixed for all copies: `Date`, `To` (else each copy is addressed to its recipient), `In-Reply-To`, `List-Id`, `Archived-At` and the like. */
  readonly headers: readonly HeaderField[]
  readonly content: {
    /** `Content-Type`, `Content-Transfer-Encoding`; MIME-Version is written by itself. */
    readonly headers: readonly HeaderField[]
    /** The encoded body, its lines ended by CRLF, of at most 998 octets each. */
    readonly body: Uint8Array
  }
}

export interface MailingCopy {
  readonly recipient: string
  /** Where its reader leaves by one click (RFC 8058); https outside of a test. */
  readonly leaveAt?: string | undefined
  /** The mail address by which its reader leaves, with or without `?subject=…`. */
  readonly leaveBy?: string | undefined
}

/** Copies that one statement takes: a list of any length is written in parts of this many. */
export const COPIES_AT_ONCE = 1_000

/** The cause under which the copies of a mailing stand in the outbox. */
export function causeOfMailing(id: Id<'mailing'>): string {
  return `mailing:${id}`
}
