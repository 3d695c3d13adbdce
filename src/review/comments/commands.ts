import { lockCycleForInput } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import type { Limit } from '../../platform/limits.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import { ANYWHERE_ON_EARTH, dateInZone, type Instant, type PlainDate } from '../../shared/time.ts'
import type { Channel } from '../../shared/vocabularies.ts'
import { closedSince, isAfterDeadline, type Review } from '../model.ts'
import { forgetRemark } from '../origins/commands.ts'
import { lockReviewForInput } from '../queries.ts'
import { takeComments, type CommentInput, type CommentRefusal, type Letters, type Taken, type ToTake, type TooMany } from '../taking/commands.ts'

/**
 * Takes a comment sent without account. After the soft deadline it is taken and marked late; once the desk has closed the review it
 * is refused. With a mail address, the receipt goes to the outbox. Refuses: no-such-review, review-closed, no-such-paragraph.
 */
export async function sendComment(tx: Tx, actor: Actor, input: CommentInput & Letters, now: Instant): Promise<Taken | CommentRefusal> {
  return one(uncounted(await sendComments(tx, actor, [{ input, limits: [], now }])))
}

export interface SentComment {
  readonly input: CommentInput & Letters
  /** What its sender may send in how long. */
  readonly limits: readonly Limit[]
  /** Left out: by the form. */
  readonly channel?: 'mail' | 'list' | undefined
  readonly now: Instant
  /** When it came, where that was before it is taken: then it is in time if it was then, though the review was closed since. */
  readonly cameAt?: Instant | undefined
}

/** Takes comments on one review that came at the same time: refusals as of `sendComment`, for each, and too-many. */
export async function sendComments(tx: Tx, actor: Actor, sent: readonly SentComment[]): Promise<(Taken | CommentRefusal | TooMany)[]> {
  const [first] = sent
  const found = first === undefined ? undefined : await lockReviewForComment(tx, first.input.reviewId)
  if (found === undefined) return sent.map(() => ({ refusal: 'no-such-review' }))
  const items = sent.map(({ input, limits, channel, now, cameAt = now }): ToTake => {
    const arrival = { channel: channel ?? 'web', receivedAt: cameAt, receivedBy: dateInZone(cameAt, 'UTC'), isLate: isAfterDeadline(found, cameAt) } as const
    const closedAt = closedSince(found, cameAt)
    // The editors go on in a thread after the last comment was taken.
    return { input, arrival, closedAt: input.isFromEditors === true || (cameAt !== now && closedAt !== null && cameAt < closedAt) ? null : closedAt, limits, now }
  })
  return takeComments(tx, actor, found, items)
}

/**
 * Takes a comment that waited, as of the moment at which it was sent, under the id it waited with. It was sent while the review was
 * open, and is taken after it was closed too. Refuses: no-such-review, no-such-paragraph, no-such-comment (that it replies to).
 */
export async function takeWaitingComment(tx: Tx, actor: Actor, input: Waited, now: Instant): Promise<Taken | CommentRefusal> {
  return one(await takeWaitingComments(tx, actor, [input], now))
}

export type Waited = CommentInput & { readonly commentId: Id<'comment'>; readonly receivedAt: Instant; readonly channel?: 'mail' | 'list' | undefined } & Letters

/** The same for several of one review, in their order. */
export async function takeWaitingComments(tx: Tx, actor: Actor, waited: readonly Waited[], now: Instant): Promise<(Taken | CommentRefusal)[]> {
  const [first] = waited
  const review = first === undefined ? undefined : await lockReviewForComment(tx, first.reviewId)
  if (review === undefined) return waited.map(() => ({ refusal: 'no-such-review' }))
  const items = waited.map(({ commentId, receivedAt, channel, ...input }): ToTake => {
    const arrival = { channel: channel ?? 'web', receivedAt, receivedBy: dateInZone(receivedAt, 'UTC'), isLate: isAfterDeadline(review, receivedAt) } as const
    return { input, arrival, closedAt: null, commentId, now }
  })
  return uncounted(await takeComments(tx, actor, review, items))
}

export const DESK_CHANNELS = ['mail', 'list', 'meeting', 'paper', 'desk'] as const satisfies readonly Channel[]

export type Entered = CommentInput & {
  readonly channel: (typeof DESK_CHANNELS)[number] | 'document'
  readonly receivedBy: PlainDate
  readonly arrivedOn?: PlainDate
  /** Given before, where others that are entered with it answer it. */
  readonly commentId?: Id<'comment'>
} & Pick<Letters, 'toFollowers'>

/**
 * Enters what came by mail, list, meeting or on paper, as of the day it came. What came while the review was open is taken even after
 * it was closed. What was written before it was sent in, as remarks in a file are, is in time by the day on which it was sent in
 * (`arrivedOn`). Refuses also: date-in-future.
 */
export async function enterComment(tx: Tx, actor: Actor, input: Entered, now: Instant): Promise<Taken | CommentRefusal | Refusal<'date-in-future'>> {
  return one(await enterComments(tx, actor, [input], now))
}

/** The same for several of one review, in their order: those that answer others of them stand after these. */
export async function enterComments(tx: Tx, actor: Actor, entered: readonly Entered[], now: Instant): Promise<(Taken | CommentRefusal | Refusal<'date-in-future'>)[]> {
  const [first] = entered
  const review = first === undefined ? undefined : await lockReviewForComment(tx, first.reviewId)
  if (review === undefined) return entered.map(() => ({ refusal: 'no-such-review' }))
  // It may be tomorrow already where the desk sits.
  const tomorrow = dateInZone(now, '+14:00')
  const isFuture = ({ receivedBy, arrivedOn = receivedBy }: Entered): boolean => receivedBy > tomorrow || arrivedOn > tomorrow
  if (entered.some(isFuture)) return entered.map(() => ({ refusal: 'date-in-future' }))
  const closedOn = review.closedAt === null ? undefined : dateInZone(review.closedAt, ANYWHERE_ON_EARTH)
  const items = entered.map(({ commentId, channel, receivedBy, arrivedOn = receivedBy, ...input }): ToTake => {
    const isLate = review.closesOn !== null && arrivedOn > review.closesOn
    const isClosed = closedOn !== undefined && arrivedOn > closedOn
    return { input, arrival: { channel, receivedAt: null, receivedBy, isLate }, closedAt: isClosed ? review.closedAt : null, commentId, now }
  })
  return uncounted(await takeComments(tx, actor, review, items))
}

/** What several gave, where it was one. */
function one<T>(outcomes: readonly T[]): T {
  const [outcome] = outcomes
  if (outcome === undefined) throw new Error('A comment was left without an outcome')
  return outcome
}

function uncounted(outcomes: readonly (Taken | CommentRefusal | TooMany)[]): (Taken | CommentRefusal)[] {
  return outcomes.map((outcome) => {
    if ('refusal' in outcome && outcome.refusal === 'too-many') throw new Error('A comment that is not counted was too many')
    return outcome
  })
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
  await forgetRemark(tx, input.commentId)
  const place = { forumId: found.forum_id as Id<'forum'>, cycleId: found.cycle_id as Id<'cycle'>, subject: { kind: 'comment', id: input.commentId } }
  await appendAct(tx, actor, { ...place, act: 'comment-withdrawn', detail: { ref: formatRef(input.cycleSlug, 'R', found.number) } }, now)
  return { withdrawn: true }
}

/** The review, held open: closing it waits until the comment is in, and nothing is taken after the closing. */
async function lockReviewForComment(tx: Tx, reviewId: Id): Promise<Review | undefined> {
  const review = await lockReviewForInput(tx, reviewId)
  if (review !== undefined) await lockCycleForInput(tx, review.cycleId)
  return review
}
