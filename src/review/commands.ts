import { listFollowers, loadTextToSend } from '../drafts/following/queries.ts'
import { findDocumentById } from '../drafts/queries.ts'
import { findVersionById, listVersionsOfCycle } from '../drafts/versions/queries.ts'
import { lockCycleForInput } from '../forums/queries.ts'
import { violatedUnique, type Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { appendAct, enqueueMails } from '../record/commands.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import { dateInZone, ANYWHERE_ON_EARTH, type Instant, type PlainDate } from '../shared/time.ts'
import { takeEarlyComments } from './early/commands.ts'
import type { WriteReviewMail } from './model.ts'
import { lockReviewNumbers } from './queries.ts'

export interface ReviewToOpen {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly versionId: Id
  readonly title: string
  readonly introduction: string
  readonly closesOn: PlainDate | undefined
  /** The zone in which that day ends; left out: anywhere on earth. */
  readonly zone?: string | undefined
  readonly closesByItself?: boolean | undefined
  /** Left out, nobody is written to. */
  readonly write?: WriteReviewMail | undefined
}

/**
 * Opens a frozen version to comment. One version has one open review at a time, so that a second click opens nothing.
 * What members said of the draft before goes into it (early/).
 * Refuses: no-such-version, closes-in-the-past, already-under-review.
 */
export async function openReview(
  tx: Tx,
  actor: Actor,
  input: ReviewToOpen,
  now: Instant,
): Promise<{ reviewId: Id<'review'>; number: number } | Refusal<'no-such-version' | 'closes-in-the-past' | 'already-under-review'>> {
  await lockCycleForInput(tx, input.cycleId)
  const version = (await listVersionsOfCycle(tx, input.cycleId, { withHeld: true })).find((known) => known.id === input.versionId)
  if (version === undefined) return { refusal: 'no-such-version' }
  if (input.closesOn !== undefined && input.closesOn < dateInZone(now, input.zone ?? ANYWHERE_ON_EARTH)) return { refusal: 'closes-in-the-past' }
  const number = 1 + (await lockReviewNumbers(tx, input.cycleId))
  const reviewId = newId<'review'>()
  const opened = await tx
    .insertInto('review_review')
    .values({
      id: reviewId,
      forum_id: input.forumId,
      cycle_id: input.cycleId,
      number,
      version_id: version.id,
      title: input.title,
      introduction: input.introduction,
      opened_at: now,
      closes_on: input.closesOn ?? null,
      closed_at: null,
      zone: input.zone ?? null,
      closes_by_itself: input.closesByItself ?? false,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (opened === undefined) return { refusal: 'already-under-review' }
  const act = { forumId: input.forumId, cycleId: input.cycleId, act: 'review-opened', subject: { kind: 'review', id: reviewId } } as const
  await appendAct(tx, actor, { ...act, detail: { review: number, closesOn: input.closesOn ?? 'none' }, texts: { title: { text: input.title, isPublic: true } } }, now)
  await tellOfReview(tx, input, { id: reviewId, number }, now)
  await takeEarlyComments(tx, actor, { id: reviewId, number, forumId: input.forumId, cycleId: input.cycleId, versionId: version.id }, now)
  return { reviewId, number }
}

/** Who follows the document is told, with the text that is open to comment. */
async function tellOfReview(tx: Tx, input: ReviewToOpen, { id, number }: { readonly id: Id<'review'>; readonly number: number }, now: Instant): Promise<void> {
  const { write, forumId } = input
  const version = write === undefined ? undefined : await findVersionById(tx, input.versionId)
  const document = version === undefined ? undefined : await findDocumentById(tx, version.documentId)
  // What is held back is told to nobody before it is public.
  if (write === undefined || version === undefined || version.releasedAt === null || document === undefined) return
  const recipients = await listFollowers(tx, document.id)
  if (recipients.length === 0) return
  const told = { review: { number, title: input.title, introduction: input.introduction, closesOn: input.closesOn }, document, version, ...(await loadTextToSend(tx, version)) }
  const about = { kind: 'version', id: version.id } as const
  await enqueueMails(tx, recipients.map((recipient) => ({ mail: { forumId, recipient: recipient.mail, language: recipient.language, ...write(told, recipient), occasion: 'review-opened', about, cause: `review-opened:${id}` } as const, now })))
}

/** Closes a review: from now on nothing is taken. Refuses: already-closed (by someone else meanwhile, or by a second click). */
export async function closeReview(tx: Tx, actor: Actor, input: { reviewId: Id<'review'> }, now: Instant): Promise<{ closed: true } | Refusal<'already-closed'>> {
  const closed = await tx
    .updateTable('review_review')
    .set({ closed_at: now })
    .where('id', '=', input.reviewId)
    .where('closed_at', 'is', null)
    .returning(['forum_id', 'cycle_id', 'number'])
    .executeTakeFirst()
  if (closed === undefined) return { refusal: 'already-closed' }
  await appendAct(tx, actor, { ...subjectOf(closed, input.reviewId), act: 'review-closed', detail: { review: closed.number } }, now)
  return { closed: true }
}

/** Takes comments again; one that closed by itself then closes when the desk closes it, for its day is over. Refuses: not-closed, already-under-review when another review of the same version is open. */
export async function reopenReview(
  tx: Tx,
  actor: Actor,
  input: { reviewId: Id<'review'> },
  now: Instant,
): Promise<{ reopened: true } | Refusal<'not-closed' | 'already-under-review'>> {
  try {
    const reopened = await tx
      .updateTable('review_review')
      .set({ closed_at: null, closes_by_itself: false })
      .where('id', '=', input.reviewId)
      .where('closed_at', 'is not', null)
      .returning(['forum_id', 'cycle_id', 'number'])
      .executeTakeFirst()
    if (reopened === undefined) return { refusal: 'not-closed' }
    await appendAct(tx, actor, { ...subjectOf(reopened, input.reviewId), act: 'review-reopened', detail: { review: reopened.number } }, now)
    return { reopened: true }
  } catch (error) {
    if (violatedUnique(error) === 'review_review_open') return { refusal: 'already-under-review' }
    throw error
  }
}

function subjectOf(row: { forum_id: Id; cycle_id: Id }, reviewId: Id<'review'>) {
  return { forumId: row.forum_id as Id<'forum'>, cycleId: row.cycle_id as Id<'cycle'>, subject: { kind: 'review', id: reviewId } }
}
