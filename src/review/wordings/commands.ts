import { lockCycleForInput } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { appendAct, enqueueMail } from '../../record/commands.ts'
import type { Act, Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { CommentType } from '../../shared/vocabularies.ts'
import { listPassagesOf } from '../../synthesis/queries.ts'
import { lockReviewForInput } from '../queries.ts'
import type { ModerationReason } from '../moderation/model.ts'

interface OfComment {
  readonly commentId: Id<'comment'>
  readonly cycleSlug: string
}

export interface NewWording extends OfComment {
  /** Of the wording that its sender had before them. */
  readonly revision: number
  readonly type: CommentType
  readonly text: string
  readonly proposal: string | undefined
  readonly missingWhere: string | undefined
}

/**
 * Words a comment anew; the earlier wording is kept and shown. Only while nobody has worked with its words: once it is answered, or a
 * passage of it is marked, a reply says what is to be added. Refuses: no-such-comment, already-withdrawn, comment-answered,
 * comment-in-use, review-closed, changed-meanwhile.
 */
export async function wordAnew(
  tx: Tx,
  actor: Actor,
  input: NewWording,
  now: Instant,
): Promise<{ revision: number } | Refusal<'no-such-comment' | 'already-withdrawn' | 'comment-answered' | 'comment-in-use' | 'changed-meanwhile'> | { refusal: 'review-closed'; closedAt: Instant }> {
  const found = await tx.selectFrom('review_comment').select(['cycle_id', 'review_id']).where('id', '=', input.commentId).executeTakeFirst()
  const review = found === undefined ? undefined : await lockReviewForInput(tx, found.review_id)
  if (found === undefined || review === undefined) return { refusal: 'no-such-comment' }
  await lockCycleForInput(tx, found.cycle_id)
  const before = await tx.selectFrom('review_comment').selectAll().where('id', '=', input.commentId).forUpdate().executeTakeFirstOrThrow()
  if (before.withdrawn_at !== null) return { refusal: 'already-withdrawn' }
  if (review.closedAt !== null) return { refusal: 'review-closed', closedAt: review.closedAt }
  if (before.revision !== input.revision) return { refusal: 'changed-meanwhile' }
  if ((await tx.selectFrom('review_response').select('comment_id').where('comment_id', '=', input.commentId).executeTakeFirst()) !== undefined) return { refusal: 'comment-answered' }
  if ((await listPassagesOf(tx, [input.commentId])).length > 0) return { refusal: 'comment-in-use' }
  const { type, text, proposal, missing_where: missingWhere } = before
  if (type === input.type && text === input.text && proposal === (input.proposal ?? null) && missingWhere === (input.missingWhere ?? null)) return { revision: before.revision }
  await tx.insertInto('review_wording').values({ comment_id: input.commentId, sequence: before.revision, type, text, proposal, missing_where: missingWhere, replaced_at: now }).execute()
  await tx
    .updateTable('review_comment')
    .set({ type: input.type, text: input.text, proposal: input.proposal ?? null, missing_where: input.missingWhere ?? null, revision: before.revision + 1 })
    .where('id', '=', input.commentId)
    .execute()
  const detail = { ref: formatRef(input.cycleSlug, 'R', before.number), revision: before.revision + 1 }
  await appendAct(tx, actor, { ...about(before, input), act: 'comment-worded-anew', detail, texts: { text: { text: input.text, isPublic: false } } }, now)
  return { revision: before.revision + 1 }
}

/** Writes to the sender of a comment, who has an address. */
export type WriteNotice = (about: { readonly commentId: Id<'comment'>; readonly number: number }) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }

/**
 * Sets a comment aside: its number stays, it counts as withdrawn, and the kind of reason is public; its sender is told. Refuses:
 * already-withdrawn (by its sender, or set aside before).
 */
export async function setAside(
  tx: Tx,
  actor: Actor,
  input: OfComment & { readonly reason: ModerationReason; readonly note: string | undefined; readonly write: WriteNotice },
  now: Instant,
): Promise<{ setAside: true } | Refusal<'no-such-comment' | 'already-withdrawn'>> {
  const found = await tx.selectFrom('review_comment').select('cycle_id').where('id', '=', input.commentId).executeTakeFirst()
  if (found === undefined) return { refusal: 'no-such-comment' }
  await lockCycleForInput(tx, found.cycle_id)
  const row = await tx
    .updateTable('review_comment')
    .set({ withdrawn_at: now, set_aside_for: input.reason, set_aside_note: input.note ?? null })
    .where('id', '=', input.commentId)
    .where('withdrawn_at', 'is', null)
    .returning(['forum_id', 'cycle_id', 'number', 'mail'])
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'already-withdrawn' }
  await tell(tx, row, input, 'comment-set-aside', now)
  const texts = input.note === undefined ? {} : { note: { text: input.note, isPublic: false } }
  await appendAct(tx, actor, { ...about(row, input), act: 'comment-set-aside', detail: { ref: formatRef(input.cycleSlug, 'R', row.number), reason: input.reason }, texts }, now)
  return { setAside: true }
}

/** Puts back what the desk had set aside; its sender is told. Refuses: nothing-to-undo (what its sender withdrew stays withdrawn). */
export async function putBack(tx: Tx, actor: Actor, input: OfComment & { readonly write: WriteNotice }, now: Instant): Promise<{ restored: true } | Refusal<'nothing-to-undo'>> {
  const found = await tx.selectFrom('review_comment').select('cycle_id').where('id', '=', input.commentId).executeTakeFirst()
  if (found === undefined) return { refusal: 'nothing-to-undo' }
  await lockCycleForInput(tx, found.cycle_id)
  const row = await tx
    .updateTable('review_comment')
    .set({ withdrawn_at: null, set_aside_for: null, set_aside_note: null })
    .where('id', '=', input.commentId)
    .where('set_aside_for', 'is not', null)
    .returning(['forum_id', 'cycle_id', 'number', 'mail'])
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'nothing-to-undo' }
  await tell(tx, row, input, 'comment-restored', now)
  await appendAct(tx, actor, { ...about(row, input), act: 'comment-restored', detail: { ref: formatRef(input.cycleSlug, 'R', row.number) } }, now)
  return { restored: true }
}

interface Row {
  readonly forum_id: Id
  readonly cycle_id: Id
  readonly number: number
}

async function tell(tx: Tx, row: Row & { readonly mail: string | null }, input: OfComment & { readonly write: WriteNotice }, occasion: 'comment-set-aside' | 'comment-restored', now: Instant): Promise<void> {
  if (row.mail === null) return
  const about = { kind: 'comment', id: input.commentId } as const
  await enqueueMail(tx, { forumId: row.forum_id as Id<'forum'>, recipient: row.mail, ...input.write({ commentId: input.commentId, number: row.number }), occasion, about, cause: `${occasion}:${input.commentId}:${now}` }, now)
}

function about(row: Row, input: OfComment): Pick<Act, 'forumId' | 'cycleId' | 'subject'> {
  return { forumId: row.forum_id as Id<'forum'>, cycleId: row.cycle_id as Id<'cycle'>, subject: { kind: 'comment', id: input.commentId } }
}
