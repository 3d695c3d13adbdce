import { lockCycleForInput } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import { ANYWHERE_ON_EARTH, dateInZone, type Instant, type PlainDate } from '../../shared/time.ts'
import type { Channel, CommentChannel, CommentType, Consent } from '../../shared/vocabularies.ts'
import { closedSince, formatParagraphNumbers, isAfterDeadline, type Review, type Target } from '../model.ts'
import { markAnchor } from '../anchors/commands.ts'
import type { Quoted } from '../anchors/queries.ts'
import { tellFollowers } from '../followers/commands.ts'
import type { WritePlaceNews } from '../followers/model.ts'
import { lockReviewForInput } from '../queries.ts'
import { findPlaces, type PlaceRefusal } from '../places/queries.ts'
import { lockCommentNumbers } from './queries.ts'

/** What a comment says and who says it; what was left empty is undefined. */
export interface CommentInput {
  readonly reviewId: Id<'review'>
  /** The cycle's part of the reference: 2026 of 2026/R-112. */
  readonly cycleSlug: string
  readonly target: Target
  /** Numbers in the reviewed version; empty unless the target is paragraphs. */
  readonly paragraphs: readonly number[]
  /** The words of the one paragraph that it is on, where it is not on all of it. */
  readonly quote?: Quoted | undefined
  readonly missingWhere: string | undefined
  readonly type: CommentType
  readonly text: string
  /** What was pasted, word for word, where it was cleaned. */
  readonly original?: string | undefined
  readonly proposal: string | undefined
  readonly author: string | undefined
  readonly organisation: string | undefined
  readonly stakeholderGroup: string | undefined
  readonly regionalGroup: string | undefined
  readonly language: string | undefined
  readonly consent: Consent
  readonly mail: string | undefined
  /** A comment of the same review that this one replies to. */
  readonly inReplyTo?: Id<'comment'> | undefined
  /** A remark of the editors, which asks for no response: only from who may answer comments. */
  readonly isFromEditors?: boolean | undefined
  readonly jointBodies?: readonly string[] | undefined
  /** Made when the form was shown: sent twice, it is taken once. */
  readonly formKey: Id
}

export interface Taken {
  readonly commentId: Id<'comment'>
  readonly number: number
  /** The form had been sent before: this is what the first one made. */
  readonly isRepeat: boolean
}

export type CommentRefusal = Refusal<'no-such-review' | 'no-such-comment'> | { readonly refusal: 'review-closed'; readonly closedAt: Instant } | PlaceRefusal

/** Writes the receipt, once the number is known: subject and body, with the secret link. */
export type WriteReceipt = (commentId: Id<'comment'>, number: number) => { readonly subject: string; readonly body: string }

/** What is written when a comment is taken: its receipt, and the news to those who follow its place. What is left out is not written. */
export interface Letters {
  readonly receipt?: WriteReceipt | undefined
  readonly toFollowers?: WritePlaceNews | undefined
}

/**
 * Takes a comment sent without account. After the soft deadline it is taken and marked late; once the desk has closed the review it
 * is refused. With a mail address, the receipt goes to the outbox. Refuses: no-such-review, review-closed, no-such-paragraph.
 */
export async function sendComment(tx: Tx, actor: Actor, input: CommentInput & Letters, now: Instant): Promise<Taken | CommentRefusal> {
  const found = await lockReviewForComment(tx, input.reviewId)
  if (found === undefined) return { refusal: 'no-such-review' }
  const review = { ...found, closedAt: closedSince(found, now) }
  const arrival = { channel: 'web', receivedAt: now, receivedBy: dateInZone(now, 'UTC'), isLate: isAfterDeadline(review, now) } as const
  // The editors go on in a thread after the last comment was taken.
  const isClosed = review.closedAt !== null && input.isFromEditors !== true
  const taken = await takeComment(tx, actor, { ...input, review, isClosed, arrival }, now)
  if (!('refusal' in taken)) await sendLetters(tx, review, input, taken, now)
  return taken
}

/**
 * Takes a comment that waited, as of the moment at which it was sent, under the id it waited with. It was sent while the review was
 * open, and is taken after it was closed too. Refuses: no-such-review, no-such-paragraph, no-such-comment (that it replies to).
 */
export async function takeWaitingComment(
  tx: Tx,
  actor: Actor,
  input: CommentInput & { readonly commentId: Id<'comment'>; readonly receivedAt: Instant } & Letters,
  now: Instant,
): Promise<Taken | CommentRefusal> {
  const review = await lockReviewForComment(tx, input.reviewId)
  if (review === undefined) return { refusal: 'no-such-review' }
  const arrival = { channel: 'web', receivedAt: input.receivedAt, receivedBy: dateInZone(input.receivedAt, 'UTC'), isLate: isAfterDeadline(review, input.receivedAt) } as const
  const taken = await takeComment(tx, actor, { ...input, review, isClosed: false, arrival }, now)
  if (!('refusal' in taken)) await sendLetters(tx, review, input, taken, now)
  return taken
}

async function sendLetters(tx: Tx, review: Review, input: Pick<CommentInput, 'mail'> & Letters, taken: Taken, now: Instant): Promise<void> {
  if (taken.isRepeat) return
  await tellFollowers(tx, input.toFollowers, [taken.commentId], undefined, now)
  if (input.mail === undefined || input.receipt === undefined) return
  const mail = input.receipt(taken.commentId, taken.number)
  await enqueueMail(tx, { forumId: review.forumId, recipient: input.mail, ...mail, cause: `comment-receipt:${taken.commentId}` }, now)
}

export const DESK_CHANNELS = ['mail', 'list', 'meeting', 'paper', 'desk'] as const satisfies readonly Channel[]

/**
 * Enters what came by mail, list, meeting or on paper, as of the day it came. What came while the review was open is taken even after
 * it was closed. What was written before it was sent in, as remarks in a file are, is in time by the day on which it was sent in
 * (`arrivedOn`). Refuses also: date-in-future.
 */
export async function enterComment(
  tx: Tx,
  actor: Actor,
  input: CommentInput & { readonly channel: (typeof DESK_CHANNELS)[number] | 'document'; readonly receivedBy: PlainDate; readonly arrivedOn?: PlainDate } & Pick<Letters, 'toFollowers'>,
  now: Instant,
): Promise<Taken | CommentRefusal | Refusal<'date-in-future'>> {
  const review = await lockReviewForComment(tx, input.reviewId)
  if (review === undefined) return { refusal: 'no-such-review' }
  // It may be tomorrow already where the desk sits.
  const arrivedOn = input.arrivedOn ?? input.receivedBy
  if (input.receivedBy > dateInZone(now, '+14:00') || arrivedOn > dateInZone(now, '+14:00')) return { refusal: 'date-in-future' }
  const isClosed = review.closedAt !== null && arrivedOn > dateInZone(review.closedAt, ANYWHERE_ON_EARTH)
  const isLate = review.closesOn !== null && arrivedOn > review.closesOn
  const arrival = { channel: input.channel, receivedAt: null, receivedBy: input.receivedBy, isLate }
  const taken = await takeComment(tx, actor, { ...input, review, isClosed, arrival }, now)
  if (!('refusal' in taken)) await sendLetters(tx, review, { mail: undefined, toFollowers: input.toFollowers }, taken, now)
  return taken
}

/**
 * Withdraws a comment: its reference stays, its words and names are no longer shown. What the desk had set aside is then withdrawn for
 * good. Refuses: no-such-comment, already-withdrawn.
 */
export async function withdrawComment(
  tx: Tx,
  actor: Actor,
  input: { readonly commentId: Id<'comment'>; readonly cycleSlug: string; readonly reason: string | undefined },
  now: Instant,
): Promise<{ withdrawn: true } | Refusal<'no-such-comment' | 'already-withdrawn'>> {
  const found = await tx.selectFrom('review_comment').select(['forum_id', 'cycle_id', 'number']).where('id', '=', input.commentId).executeTakeFirst()
  if (found === undefined) return { refusal: 'no-such-comment' }
  await lockCycleForInput(tx, found.cycle_id)
  const withdrawn = await tx
    .updateTable('review_comment')
    .set({ withdrawn_at: now, withdrawn_reason: input.reason ?? null, set_aside_for: null, set_aside_note: null })
    .where('id', '=', input.commentId)
    .where((where) => where.or([where('withdrawn_at', 'is', null), where('set_aside_for', 'is not', null)]))
    .returning('id')
    .executeTakeFirst()
  if (withdrawn === undefined) return { refusal: 'already-withdrawn' }
  const place = { forumId: found.forum_id as Id<'forum'>, cycleId: found.cycle_id as Id<'cycle'>, subject: { kind: 'comment', id: input.commentId } }
  await appendAct(tx, actor, { ...place, act: 'comment-withdrawn', detail: { ref: formatRef(input.cycleSlug, 'R', found.number) } }, now)
  return { withdrawn: true }
}

interface Arrival {
  readonly channel: CommentChannel
  readonly receivedAt: Instant | null
  readonly receivedBy: PlainDate
  readonly isLate: boolean
}

type ToTake = CommentInput & { readonly review: Review; readonly isClosed: boolean; readonly arrival: Arrival; readonly commentId?: Id<'comment'> | undefined }

/** Reads what it can before it takes the lock under which numbers are given: whoever waits for that lock waits for a commit on disk. */
async function takeComment(tx: Tx, actor: Actor, input: ToTake, now: Instant): Promise<Taken | CommentRefusal> {
  const { review } = input
  const places = await findPlaces(tx, review, input)
  if (input.inReplyTo !== undefined && !(await isThere(tx, review.id, input.inReplyTo))) return { refusal: 'no-such-comment' }
  const { last, known } = await lockCommentNumbers(tx, review.cycleId, input.formKey)
  if (known !== undefined) return { ...known, isRepeat: true }
  if (input.isClosed && review.closedAt !== null) return { refusal: 'review-closed', closedAt: review.closedAt }
  if ('refusal' in places) return places
  const { paragraphIds, marked } = places
  const commentId = input.commentId ?? newId<'comment'>()
  const number = last + 1
  await tx.insertInto('review_comment').values(toRow(input, commentId, number)).execute()
  if (paragraphIds.length > 0) {
    await tx.insertInto('review_anchor').values(paragraphIds.map((paragraphId, position) => ({ comment_id: commentId, position, paragraph_id: paragraphId }))).execute()
  }
  if (marked !== undefined) await markAnchor(tx, { commentId, position: 0, ...marked })
  await recordComment(tx, actor, { ...input, commentId, number }, now)
  return { commentId, number, isRepeat: false }
}

async function recordComment(tx: Tx, actor: Actor, input: ToTake & { commentId: Id<'comment'>; number: number }, now: Instant): Promise<void> {
  const { review, arrival, commentId, number } = input
  const place = { forumId: review.forumId, cycleId: review.cycleId, subject: { kind: 'comment', id: commentId } }
  const detail = {
    ref: formatRef(input.cycleSlug, 'R', number),
    review: review.number,
    target: input.target,
    paragraphs: formatParagraphNumbers(input.paragraphs),
    channel: arrival.channel,
    late: arrival.isLate ? 'yes' : 'no',
  } as const
  // Committed to, and read on the comment's own page alone: what is withdrawn there must not go on standing in the record.
  const original = input.original === undefined ? {} : { original: { text: input.original, isPublic: false } }
  const texts = { text: { text: input.text, isPublic: false }, ...original, ...(input.author === undefined ? {} : { author: { text: input.author, isPublic: false } }) }
  await appendAct(tx, actor, { ...place, act: 'comment-sent', detail, texts }, now)
}

function toRow(input: ToTake, id: Id<'comment'>, number: number) {
  const { review, arrival } = input
  return {
    id,
    forum_id: review.forumId,
    cycle_id: review.cycleId,
    review_id: review.id,
    number,
    target: input.target,
    missing_where: input.missingWhere ?? null,
    type: input.type,
    text: input.text,
    proposal: input.proposal ?? null,
    author: input.author ?? null,
    organisation: input.organisation ?? null,
    stakeholder_group: input.stakeholderGroup ?? null,
    regional_group: input.regionalGroup ?? null,
    channel: arrival.channel,
    language: input.language ?? null,
    consent: input.consent,
    mail: input.mail ?? null,
    received_at: arrival.receivedAt,
    received_by: arrival.receivedBy,
    is_late: arrival.isLate,
    withdrawn_at: null,
    withdrawn_reason: null,
    form_key: input.formKey,
    satisfied: null,
    satisfied_at: null,
    in_reply_to: input.inReplyTo ?? null,
    is_from_editors: input.isFromEditors ?? false,
    joint_bodies: [...(input.jointBodies ?? [])],
  }
}

/** Whether a comment can be replied to: it is in this review and was not withdrawn. It is held, so that it stays so until the reply is in. */
async function isThere(tx: Tx, reviewId: Id, commentId: Id): Promise<boolean> {
  const row = await tx.selectFrom('review_comment').select('id').where('id', '=', commentId).where('review_id', '=', reviewId).where('withdrawn_at', 'is', null).forShare().executeTakeFirst()
  return row !== undefined
}

/** The review, held open: closing it waits until the comment is in, and nothing is taken after the closing. */
async function lockReviewForComment(tx: Tx, reviewId: Id): Promise<Review | undefined> {
  const review = await lockReviewForInput(tx, reviewId)
  if (review !== undefined) await lockCycleForInput(tx, review.cycleId)
  return review
}
