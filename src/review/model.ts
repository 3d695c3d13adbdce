import type { Recipient, TextToSend } from '../drafts/following/model.ts'
import type { Document, Version } from '../drafts/model.ts'
import type { Id } from '../shared/ids.ts'
import { ANYWHERE_ON_EARTH, endOfDay, type Instant, type PlainDate } from '../shared/time.ts'
import type { ModerationReason } from './moderation/model.ts'
import type { CommentChannel, CommentType, Consent, Disposition } from '../shared/vocabularies.ts'

/** A period in which a frozen version is open to comment. */
export interface Review {
  readonly id: Id<'review'>
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  /** Counts the reviews of a cycle; part of the address. */
  readonly number: number
  readonly versionId: Id<'version'>
  readonly title: string
  readonly introduction: string
  /** Null where it is not recorded. */
  readonly openedAt: Instant | null
  /** The last day; what comes later is taken and marked, unless the review closes by itself. */
  readonly closesOn: PlainDate | null
  /** The zone in which that day ends; null: anywhere on earth. */
  readonly zone: string | null
  readonly closesByItself: boolean
  /** When the desk closed it: from then on nothing is taken. */
  readonly closedAt: Instant | null
}

/** What is told of a review that opens to who follows its document. */
export interface ReviewTold extends TextToSend {
  readonly review: { readonly number: number; readonly title: string; readonly introduction: string; readonly closesOn: PlainDate | undefined }
  readonly document: Pick<Document, 'slug' | 'title'>
  readonly version: Pick<Version, 'number'>
}

/** Writes the mail that says so, in the language of its recipient. */
export type WriteReviewMail = (told: ReviewTold, recipient: Recipient) => { readonly subject: string; readonly body: string; readonly leaveAt?: string | undefined }

export const TARGETS = ['paragraphs', 'whole', 'missing'] as const
/** What a comment is on: numbered paragraphs, the whole text, or something that is not in it. */
export type Target = (typeof TARGETS)[number]

export interface Response {
  readonly commentId: Id<'comment'>
  readonly disposition: Disposition
  readonly reason: string
  readonly answeredAt: Instant
  readonly revision: number
}

/** An earlier response, kept when the editors changed it; the oldest has sequence 1. */
export interface EarlierResponse extends Omit<Response, 'revision'> {
  readonly sequence: number
}

export interface Comment {
  readonly id: Id<'comment'>
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly reviewId: Id<'review'>
  /** The figure of its reference: 112 of R-112. */
  readonly number: number
  readonly target: Target
  /** The lasting identities of the paragraphs it is on, in the order given; empty for the other targets. */
  readonly paragraphIds: readonly Id<'paragraph'>[]
  /** Where what is missing belongs, in the commenter's words. */
  readonly missingWhere: string | null
  readonly type: CommentType
  readonly text: string
  readonly proposal: string | null
  readonly author: string | null
  readonly organisation: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly channel: CommentChannel
  readonly language: string | null
  readonly consent: Consent
  readonly receivedAt: Instant | null
  readonly receivedBy: PlainDate
  /** It came after the review's soft deadline. */
  readonly isLate: boolean
  readonly withdrawnAt: Instant | null
  readonly withdrawnReason: string | null
  /** Whether the commenter is satisfied with the response; null is silence, which is never counted as consent. */
  readonly isSatisfied: boolean | null
  readonly satisfiedAt: Instant | null
  /** The comment that this one replies to, in the same review. */
  readonly inReplyTo: Id<'comment'> | null
  /** A remark of the editors in a thread: part of the register, and asks for no response. */
  readonly isFromEditors: boolean
  /** Bodies that say it together, beside the organisation that sent it. */
  readonly jointBodies: readonly string[]
  /** Why the desk took it out of sight; it then counts as withdrawn, and can be put back. */
  readonly setAsideFor: ModerationReason | null
  /** How often it was worded anew, and 1. */
  readonly revision: number
  readonly response: Response | null
}

/** True while comments are taken. */
export function isOpen(review: Review): boolean {
  return review.closedAt === null
}

/** True when the review's last day is over in its zone. */
export function isAfterDeadline(review: Pick<Review, 'closesOn' | 'zone'>, now: Instant): boolean {
  const end = endOf(review)
  return end !== undefined && now > end
}

/** The moment at which the last day ends; undefined where none is set. */
export function endOf({ closesOn, zone }: Pick<Review, 'closesOn' | 'zone'>): Instant | undefined {
  return closesOn === null ? undefined : endOfDay(closesOn, zone ?? ANYWHERE_ON_EARTH)
}

/** Since when nothing is taken: closed by the desk, or by itself at the end of its last day, before anybody has written that down. */
export function closedSince(review: Pick<Review, 'closesOn' | 'zone' | 'closesByItself' | 'closedAt'>, now: Instant): Instant | null {
  if (review.closedAt !== null || !review.closesByItself || !isAfterDeadline(review, now)) return review.closedAt
  return endOf(review) ?? null
}

/** What anyone may read of a comment: no name without consent, no words that were withdrawn or are only to be counted. */
export function asPublished(comment: Comment): Comment {
  const isSilent = comment.withdrawnAt !== null || comment.consent === 'not-at-all'
  const isNamed = comment.consent === 'full' && comment.withdrawnAt === null
  return {
    ...comment,
    author: isNamed ? comment.author : null,
    organisation: isNamed ? comment.organisation : null,
    jointBodies: isNamed ? comment.jointBodies : [],
    text: isSilent ? '' : comment.text,
    proposal: isSilent ? null : comment.proposal,
    missingWhere: isSilent ? null : comment.missingWhere,
  }
}

/** A comment as it was worded until `replacedAt`; the oldest has sequence 1. */
export interface EarlierWording {
  readonly sequence: number
  readonly type: CommentType
  readonly text: string
  readonly proposal: string | null
  readonly missingWhere: string | null
  readonly replacedAt: Instant
}

/** Where a comment stands: withdrawn, answered, still waiting for the editors, or a remark of their own that waits for nothing. */
export function stateOf(comment: Pick<Comment, 'withdrawnAt' | 'response' | 'isFromEditors'>): 'withdrawn' | 'answered' | 'open' | 'remark' {
  if (comment.withdrawnAt !== null) return 'withdrawn'
  if (comment.isFromEditors && comment.response === null) return 'remark'
  return comment.response === null ? 'open' : 'answered'
}

/** One comment names at most this many paragraphs; what is about more is about the whole. */
export const PARAGRAPH_LIMIT = 60

/**
 * Reads paragraph numbers as people type them: `3, 5-7`, `¶ 3`, `٣، ٥`. Doubles are dropped, the order is kept.
 * Refuses as a code of `shared/fields.ts`: `review.refusal.not-paragraph-numbers`, `review.refusal.too-many-paragraphs:<limit>`.
 */
export function parseParagraphNumbers(text: string): { numbers: readonly number[] } | { error: string } {
  const parts = latinDigits(text).replace(/[¶#.]/gu, ' ').replace(/\s*[-‐‑‒–—−]\s*/gu, '-').split(/[\s,;،؛、，]+/u).filter((part) => part !== '')
  const numbers = new Set<number>()
  for (const part of parts) {
    const match = /^([1-9][0-9]{0,4})(?:-([1-9][0-9]{0,4}))?$/u.exec(part)
    if (match === null) return { error: 'review.refusal.not-paragraph-numbers' }
    const first = Number(match[1])
    const last = Number(match[2] ?? match[1])
    if (last < first) return { error: 'review.refusal.not-paragraph-numbers' }
    for (let number = first; number <= last && numbers.size <= PARAGRAPH_LIMIT; number++) numbers.add(number)
    if (numbers.size > PARAGRAPH_LIMIT) return { error: `review.refusal.too-many-paragraphs:${PARAGRAPH_LIMIT}` }
  }
  return { numbers: [...numbers] }
}

/** Numbers as they are read: `3, 5–7`. */
export function formatParagraphNumbers(numbers: readonly number[]): string {
  const runs: { first: number; last: number }[] = []
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const run = runs.at(-1)
    if (run !== undefined && number === run.last + 1) run.last = number
    else runs.push({ first: number, last: number })
  }
  return runs.map(({ first, last }) => (first === last ? String(first) : last === first + 1 ? `${first}, ${last}` : `${first}–${last}`)).join(', ')
}

/** Where the digits of other scripts begin; each has its ten in order (Unicode, Nd). */
const ZEROS = [0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0e50, 0x17e0, 0x1040, 0xff10]

function latinDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0
    const zero = ZEROS.find((start) => point >= start && point < start + 10)
    return zero === undefined ? digit : String(point - zero)
  })
}
