import type { FailureKind } from '../bounces/model.ts'
import type { Id } from '../../shared/ids.ts'

/** Tries of one mail that its server takes later: the last comes some two days after the first. */
export const ATTEMPTS = 12
const FIRST_PAUSE = 60_000
const LONGEST_PAUSE = 6 * 3_600_000

/** Milliseconds until a mail is tried again that has been tried so often. */
export function pauseAfter(attempts: number): number {
  return Math.min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
}

const FIRST_PAUSE_OF_DESTINATION = 15_000
const LONGEST_PAUSE_OF_DESTINATION = 1_800_000

/** Milliseconds until a whole destination is tried again that has failed so often in a row. */
export function pauseOfDestination(failures: number): number {
  return Math.min(FIRST_PAUSE_OF_DESTINATION * 2 ** (failures - 1), LONGEST_PAUSE_OF_DESTINATION)
}

/** A mail whose destination takes nothing at all for so long is given up (RFC 5321 4.5.4.1: four to five days). */
export const GIVEN_UP_AFTER = 5 * 24 * 3_600_000

/** How long whoever has taken mails has for handing them over. */
export const LEASE = 10 * 60_000
/** Mails that have waited for their turn for so long are given back rather than begun. */
export const LATEST_START = 5 * 60_000

/** A mail that a server has declined for good while it was handed over. */
export interface RefusedMail {
  readonly id: Id<'outbox'>
  readonly forumId: Id<'forum'> | null
  readonly recipient: string
  readonly mailingId: Id<'mailing'> | null
  /** Of the answer (550), and its status (5.1.1), where there was one. */
  readonly code: number | undefined
  readonly status: string | undefined
  readonly text: string
}

/** The place in URGENCIES of what somebody waits for before a screen. */
export const URGENT = 0

/**
 * What a final answer says of the address: `policy` where the mail was not wanted for what it is or where it came from (5.7.x, RFC 3463),
 * `soft` where the mailbox is full or the mail too large, else `hard`, which is what an answer without a status most often means.
 */
export function failureKind(answer: { readonly code: number | undefined; readonly status: string | undefined }, text: string): FailureKind {
  const status = answer.status ?? ''
  if (status.startsWith('5.7.') || status.startsWith('5.6.')) return 'policy'
  if (/^5\.(?:2\.[234]|3\.|4\.)/u.test(status) || answer.code === 552) return 'soft'
  if (status === '' && /\b(?:spam|block|blacklist|reputation|policy|dmarc|spf|dkim|prohibited|denied)/iu.test(text)) return 'policy'
  return answer.code === 554 && status === '' ? 'policy' : 'hard'
}
