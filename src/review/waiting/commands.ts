import { lockCycleForInput } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail } from '../../record/commands.ts'
import type { Act, Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { takeWaitingComment } from '../comments/commands.ts'
import type { CommentInput, CommentRefusal, Letters, Taken } from '../taking/commands.ts'
import { closedSince, type Review } from '../model.ts'
import type { ModerationReason } from '../moderation/model.ts'
import { findPlaces, type PlaceRefusal } from '../places/queries.ts'
import { lockReviewForInput } from '../queries.ts'
import type { WaitingComment } from './model.ts'
import { toWaiting } from './queries.ts'

/** Writes a letter about a waiting comment, which has no number yet. */
export type WriteLetter = (id: Id<'comment'>) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }

export interface Kept {
  readonly id: Id<'comment'>
  readonly isRepeat: boolean
}

/**
 * Keeps a comment until its sender confirms it by the link mailed to them, or the desk has looked at it: it has no number, is counted
 * nowhere and shown to nobody else. The same form sent twice is kept once. `cameAt`: when it came, where that was before it is kept. Refuses: no-such-review, review-closed, and what the text has no place for.
 */
export async function keepComment(
  tx: Tx,
  actor: Actor,
  input: CommentInput & { readonly waitsFor: 'mail' | 'desk'; readonly write?: WriteLetter | undefined; readonly channel?: 'mail' | 'list' | undefined; readonly cameAt?: Instant | undefined },
  now: Instant,
): Promise<Kept | Refusal<'no-such-review'> | PlaceRefusal | { readonly refusal: 'review-closed'; readonly closedAt: Instant }> {
  const review = await lockReviewForInput(tx, input.reviewId)
  if (review === undefined) return { refusal: 'no-such-review' }
  await lockCycleForInput(tx, review.cycleId)
  const id = newId<'comment'>()
  const { reviewId: _review, cycleSlug: _cycle, mail, formKey, waitsFor, write, cameAt = now, ...said } = input
  const kept = await tx
    .insertInto('review_waiting')
    .values({
      id, forum_id: review.forumId, cycle_id: review.cycleId, review_id: review.id, state: waitsFor === 'mail' ? 'unconfirmed' : 'held', said: JSON.stringify(said),
      mail: mail ?? null, received_at: cameAt, form_key: formKey, declined_for: null, declined_note: null, declined_at: null,
    })
    .onConflict((conflict) => conflict.column('form_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (kept === undefined) {
    const first = await tx.selectFrom('review_waiting').select('id').where('form_key', '=', formKey).executeTakeFirstOrThrow()
    return { id: first.id as Id<'comment'>, isRepeat: true }
  }
  const closedAt = closedSince(review, cameAt)
  if (closedAt !== null && (cameAt === now || closedAt <= cameAt)) return { refusal: 'review-closed', closedAt }
  const places = await findPlaces(tx, review, input)
  if ('refusal' in places) return places
  if (mail !== undefined && write !== undefined) await enqueueMail(tx, { forumId: review.forumId, recipient: mail, ...write(id), occasion: 'comment-waits', about: { kind: 'comment', id }, cause: `comment-waits:${id}` }, now)
  await appendAct(tx, actor, { ...about(review, id), act: 'comment-waits', detail: { review: review.number, for: waitsFor }, texts: { text: { text: input.text, isPublic: false } } }, now)
  return { id, isRepeat: false }
}

interface Which {
  readonly id: Id<'comment'>
  readonly cycleId: Id<'cycle'>
}

/**
 * Takes a comment that waited, as of the moment at which it was sent: confirmed by its sender, or let through by the desk. It may have
 * been sent before the review was closed and be taken afterwards. Refuses: not-waiting (taken, dropped or set aside meanwhile), and
 * what the text no longer allows.
 */
export async function takeKept(
  tx: Tx,
  actor: Actor,
  input: Which & { readonly by: 'sender' | 'desk'; readonly cycleSlug: string } & Letters,
  now: Instant,
): Promise<Taken | CommentRefusal | Refusal<'not-waiting'>> {
  const row = await tx
    .deleteFrom('review_waiting')
    .where('id', '=', input.id)
    .where('cycle_id', '=', input.cycleId)
    .where('state', 'in', input.by === 'sender' ? ['unconfirmed'] : ['unconfirmed', 'held'])
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'not-waiting' }
  const waiting = toWaiting(row)
  const { said } = waiting
  const comment: CommentInput & Pick<typeof said, 'channel'> = {
    ...said, missingWhere: said.missingWhere, proposal: said.proposal, author: said.author, organisation: said.organisation, stakeholderGroup: said.stakeholderGroup,
    regionalGroup: said.regionalGroup, language: said.language, channel: said.channel, reviewId: waiting.reviewId, cycleSlug: input.cycleSlug, mail: waiting.mail ?? undefined, formKey: waiting.formKey ?? newId(),
  }
  return takeWaitingComment(tx, actor, { ...comment, commentId: waiting.id, receivedAt: waiting.receivedAt, receipt: input.receipt, toFollowers: input.toFollowers }, now)
}

/** Sets a waiting comment aside, with the kind of reason; its sender is told. It can be put back. Refuses: not-waiting. */
export async function declineKept(
  tx: Tx,
  actor: Actor,
  input: Which & { readonly reason: ModerationReason; readonly note: string | undefined; readonly write: WriteLetter },
  now: Instant,
): Promise<{ declined: true } | Refusal<'not-waiting'>> {
  const row = await tx
    .updateTable('review_waiting')
    .set({ state: 'declined', declined_for: input.reason, declined_note: input.note ?? null, declined_at: now })
    .where('id', '=', input.id)
    .where('cycle_id', '=', input.cycleId)
    .where('state', '<>', 'declined')
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'not-waiting' }
  const review = await reviewOf(tx, toWaiting(row))
  if (row.mail !== null) await enqueueMail(tx, { forumId: review.forumId, recipient: row.mail, ...input.write(input.id), occasion: 'comment-declined', about: { kind: 'comment', id: input.id }, cause: `comment-declined:${input.id}:${now}` }, now)
  const texts = input.note === undefined ? {} : { note: { text: input.note, isPublic: false } }
  await appendAct(tx, actor, { ...about(review, input.id), act: 'waiting-comment-declined', detail: { review: review.number, reason: input.reason }, texts }, now)
  return { declined: true }
}

/** Undoes that: the comment waits for the desk again. Refuses: nothing-to-undo. */
export async function restoreKept(tx: Tx, actor: Actor, input: Which, now: Instant): Promise<{ restored: true } | Refusal<'nothing-to-undo'>> {
  const row = await tx
    .updateTable('review_waiting')
    .set({ state: 'held', declined_for: null, declined_note: null, declined_at: null })
    .where('id', '=', input.id)
    .where('cycle_id', '=', input.cycleId)
    .where('state', '=', 'declined')
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'nothing-to-undo' }
  const review = await reviewOf(tx, toWaiting(row))
  await appendAct(tx, actor, { ...about(review, input.id), act: 'waiting-comment-restored', detail: { review: review.number } }, now)
  return { restored: true }
}

/** Its sender takes it back before anybody has read it: nothing is kept of it. Refuses: not-waiting. */
export async function dropKept(tx: Tx, actor: Actor, input: Which, now: Instant): Promise<{ dropped: true } | Refusal<'not-waiting'>> {
  const row = await tx.deleteFrom('review_waiting').where('id', '=', input.id).where('cycle_id', '=', input.cycleId).returningAll().executeTakeFirst()
  if (row === undefined) return { refusal: 'not-waiting' }
  const review = await reviewOf(tx, toWaiting(row))
  await appendAct(tx, actor, { ...about(review, input.id), act: 'waiting-comment-dropped', detail: { review: review.number } }, now)
  return { dropped: true }
}

async function reviewOf(tx: Tx, waiting: WaitingComment): Promise<Review> {
  const review = await lockReviewForInput(tx, waiting.reviewId)
  if (review === undefined) throw new Error('A comment waits for a review that is not there')
  return review
}

function about(review: Review, id: Id<'comment'>): Pick<Act, 'forumId' | 'cycleId' | 'subject'> {
  return { forumId: review.forumId, cycleId: review.cycleId, subject: { kind: 'comment', id } }
}
