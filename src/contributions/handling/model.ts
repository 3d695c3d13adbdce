import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Contribution } from '../model.ts'

/**
 * Why a contribution stands in the inbox: nobody has read it; the desk holds it; its contributor or organisation may be known under
 * another name; an answer is word for word another contribution's; it came as a file without a word of text; its sender has not
 * confirmed what was entered; its sender proposes a correction.
 */
export const INBOX_REASONS = ['unread', 'held', 'name', 'same-text', 'file-only', 'unconfirmed', 'correction'] as const
export type InboxReason = (typeof INBOX_REASONS)[number]

/** How far somebody has come: of `total` answers (or the one contribution without any) `read`. */
export interface Progress {
  readonly personId: Id<'person'>
  readonly isAssigned: boolean
  readonly read: number
  readonly total: number
}

export interface InInbox {
  readonly contribution: Contribution
  readonly reasons: readonly InboxReason[]
  readonly progress: readonly Progress[]
  /** Questions that it answers, in words or by a choice. */
  readonly answers: number
}

export interface Note {
  readonly id: Id<'note'>
  readonly authorId: Id<'person'>
  readonly text: string
  readonly writtenAt: Instant
  readonly isStruck: boolean
}

/** Names of which somebody has still to say whether they stand for one. */
export interface OpenNames {
  readonly people: readonly string[]
  readonly organisations: readonly string[]
}

/** What the inbox is narrowed to. */
export interface InboxChoice {
  readonly reason?: InboxReason | undefined
  readonly callId?: Id | undefined
  /** Assigned to this person. */
  readonly readerId?: Id | undefined
  /** Also those that nothing waits in. */
  readonly all?: boolean | undefined
}
