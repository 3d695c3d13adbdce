import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** `waiting` to be sorted; `done`: it became something; `answered`: told what was missing, and nothing is left to do; `kept` for a person; `refused`: of no use to anyone (spam, a loop, what repeats itself). */
export const INBOX_STATES = ['waiting', 'done', 'answered', 'kept', 'refused'] as const
export type InboxState = (typeof INBOX_STATES)[number]

/** Who handed a mail over. */
export interface MailClient {
  /** Of the connection. Null where it came by a pipe. */
  readonly address: string | null
  readonly helo: string | null
}

/** What is known of one mail from outside of it. */
export interface Envelope {
  /** '' for the null sender, which reports and automatic answers have. */
  readonly from: string
  /** In small letters, without angle brackets. */
  readonly recipients: readonly string[]
  readonly client: MailClient
}

export const CHECK_RESULTS = ['pass', 'fail', 'softfail', 'neutral', 'none', 'temperror', 'permerror', 'unknown'] as const
export type CheckResult = (typeof CHECK_RESULTS)[number]

/** How the sender's claims were found. Nothing is allowed by these alone, and nothing is thrown away by them. */
export interface SenderChecks {
  readonly spf: { readonly result: CheckResult; readonly domain: string | null }
  readonly dkim: readonly { readonly result: CheckResult; readonly domain: string | null }[]
  readonly dmarc: { readonly result: CheckResult; readonly domain: string | null; readonly policy: 'none' | 'quarantine' | 'reject' | null }
  readonly arc: { readonly result: CheckResult; readonly instances: number }
}

/** One mail for one recipient. */
export interface InboxMail {
  readonly id: Id<'inbox-mail'>
  readonly receivedAt: Instant
  readonly envelopeFrom: string
  readonly recipient: string
  readonly sha256: string
  /** Bytes. */
  readonly size: number
  readonly client: MailClient
  readonly checks: SenderChecks | null
  readonly state: InboxState
  readonly became: { readonly kind: string; readonly id: Id } | null
  readonly forumId: Id<'forum'> | null
  readonly reason: string | null
  readonly fromAddress: string | null
  readonly fromName: string | null
  readonly subject: string | null
  /** How often it was begun to be sorted. */
  readonly tries: number
  readonly decision: { readonly decision: 'taken' | 'dismissed'; readonly reason: string | null; readonly by: Id<'person'>; readonly at: Instant } | null
}

/** How the sorting of a mail ended. */
export interface Sorted {
  readonly state: Exclude<InboxState, 'waiting'>
  readonly became?: { readonly kind: string; readonly id: Id } | undefined
  readonly forumId?: Id<'forum'> | null | undefined
  /** A code, for whoever looks at it. */
  readonly reason?: string | undefined
}

/** Times that a mail is begun to be sorted; after the last it is kept for a person. */
export const SORTING_TRIES = 5
/** While a mail is being sorted nobody else begins it; a process that dies leaves it to the next after this. Milliseconds. */
export const SORTING_LEASE = 120_000
/** At most one answer that says "not understood" to an address in this time. Milliseconds. */
export const ANSWER_PAUSE = 3_600_000
