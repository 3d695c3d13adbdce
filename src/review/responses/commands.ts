import { lockCycleForInput } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { Disposition } from '../../shared/vocabularies.ts'
import { lockComment } from '../comments/queries.ts'

export interface ResponseInput {
  readonly commentId: Id<'comment'>
  readonly cycleSlug: string
  readonly disposition: Disposition
  readonly reason: string
  /** Of the response that was on the screen; 0 when there was none. */
  readonly revision: number
}

/**
 * Answers a comment, or answers it anew: the earlier response is kept, and the commenter, who judged that one, is asked again.
 * Refuses: no-such-comment, comment-withdrawn, changed-meanwhile when somebody answered since the form was opened.
 */
export async function respondToComment(
  tx: Tx,
  actor: Actor,
  input: ResponseInput,
  now: Instant,
): Promise<{ revision: number } | Refusal<'no-such-comment' | 'comment-withdrawn' | 'changed-meanwhile'>> {
  const comment = await lockComment(tx, input.commentId)
  if (comment === undefined) return { refusal: 'no-such-comment' }
  await lockCycleForInput(tx, comment.cycleId)
  if (comment.isWithdrawn) return { refusal: 'comment-withdrawn' }
  const revision = input.revision === 0 ? await insertResponse(tx, input, now) : await replaceResponse(tx, input, now)
  if (revision === undefined) return { refusal: 'changed-meanwhile' }
  await tx.updateTable('review_comment').set({ satisfied: null, satisfied_at: null }).where('id', '=', input.commentId).execute()
  const place = { forumId: comment.forumId, cycleId: comment.cycleId, subject: { kind: 'comment', id: input.commentId } }
  // The record's sentences choose by it, and a choice in a message has no hyphens.
  const disposition = input.disposition.replaceAll('-', '_')
  const detail = { ref: formatRef(input.cycleSlug, 'R', comment.number), disposition, earlier: revision === 1 ? 'no' : 'yes' }
  await appendAct(tx, actor, { ...place, act: 'comment-answered', detail, texts: { reason: { text: input.reason, isPublic: true } } }, now)
  return { revision }
}

async function insertResponse(tx: Tx, input: ResponseInput, now: Instant): Promise<number | undefined> {
  const row = await tx
    .insertInto('review_response')
    .values({ comment_id: input.commentId, disposition: input.disposition, reason: input.reason, answered_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('revision')
    .executeTakeFirst()
  return row?.revision
}

async function replaceResponse(tx: Tx, input: ResponseInput, now: Instant): Promise<number | undefined> {
  // The revision counts responses from 1: the one that is replaced was the revision-th.
  await tx
    .insertInto('review_response_change')
    .columns(['comment_id', 'sequence', 'disposition', 'reason', 'answered_at'])
    .expression((eb) =>
      eb
        .selectFrom('review_response')
        .select(['comment_id', 'revision', 'disposition', 'reason', 'answered_at'])
        .where('comment_id', '=', input.commentId)
        .where('revision', '=', input.revision),
    )
    .execute()
  const row = await tx
    .updateTable('review_response')
    .set((eb) => ({ disposition: input.disposition, reason: input.reason, answered_at: now, revision: eb('revision', '+', 1) }))
    .where('comment_id', '=', input.commentId)
    .where('revision', '=', input.revision)
    .returning('revision')
    .executeTakeFirst()
  return row?.revision
}

/**
 * Says whether the commenter is satisfied with the response that was on the screen; may be said again, otherwise.
 * Refuses: no-such-comment, comment-withdrawn, not-answered, changed-meanwhile when the editors changed the response since.
 */
export async function saySatisfied(
  tx: Tx,
  actor: Actor,
  input: { readonly commentId: Id<'comment'>; readonly cycleSlug: string; readonly isSatisfied: boolean; readonly revision: number },
  now: Instant,
): Promise<{ said: true } | Refusal<'no-such-comment' | 'comment-withdrawn' | 'not-answered' | 'changed-meanwhile'>> {
  const comment = await lockComment(tx, input.commentId)
  if (comment === undefined) return { refusal: 'no-such-comment' }
  if (comment.isWithdrawn) return { refusal: 'comment-withdrawn' }
  const response = await tx.selectFrom('review_response').select('revision').where('comment_id', '=', input.commentId).executeTakeFirst()
  if (response === undefined) return { refusal: 'not-answered' }
  const said = await tx
    .updateTable('review_comment')
    .set({ satisfied: input.isSatisfied, satisfied_at: now })
    .where('id', '=', input.commentId)
    .where('withdrawn_at', 'is', null)
    .where((where) => where.exists(where.selectFrom('review_response').select('revision').where('comment_id', '=', input.commentId).where('revision', '=', input.revision)))
    .returning('id')
    .executeTakeFirst()
  if (said === undefined) return { refusal: 'changed-meanwhile' }
  const place = { forumId: comment.forumId, cycleId: comment.cycleId, subject: { kind: 'comment', id: input.commentId } }
  const detail = { ref: formatRef(input.cycleSlug, 'R', comment.number), satisfied: input.isSatisfied ? 'yes' : 'no' } as const
  await appendAct(tx, actor, { ...place, act: 'response-judged', detail }, now)
  return { said: true }
}
