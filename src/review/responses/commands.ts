import { lockCycleForInput } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { appendAct, appendActs, enqueueMails } from '../../record/commands.ts'
import type { Act, Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { Disposition } from '../../shared/vocabularies.ts'
import { lockComment } from '../comments/queries.ts'
import { isJudgingOver } from '../desk/model.ts'
import { findDeskSetting, lockReviewsToConfirm } from '../desk/queries.ts'
import { tellFollowers } from '../followers/commands.ts'
import type { WriteTold } from './model.ts'
import { lockComments, type LockedComment } from './queries.ts'

export interface ResponseInput {
  readonly commentId: Id<'comment'>
  readonly disposition: Disposition
  readonly reason: string
  /** Of the response that was on the screen; 0 when there was none. */
  readonly revision: number
}

export interface ResponsesInput {
  readonly cycleId: Id<'cycle'>
  readonly cycleSlug: string
  readonly responses: readonly ResponseInput[]
  /** Somebody else proposed them: where a review wants two pairs of eyes, nothing else is taken. */
  readonly isConfirmed: boolean
  /** Left out, nobody is written to. */
  readonly tell?: WriteTold | undefined
}

export interface ResponseRefusal {
  readonly refusal: 'no-such-comment' | 'comment-withdrawn' | 'changed-meanwhile' | 'needs-confirmation'
  /** The comment that it is about, such as R-7; empty where there is none. */
  readonly ref: string
}

/**
 * Answers comments of a cycle, all or none, or answers them anew: an earlier response is kept, and the commenter, who judged that one,
 * is asked again. Who left a mail address is told, once for each response. Refuses: no-such-comment, comment-withdrawn,
 * changed-meanwhile when somebody answered since the form was opened, needs-confirmation.
 */
export async function respondToComments(tx: Tx, actor: Actor, input: ResponsesInput, now: Instant): Promise<{ revisions: ReadonlyMap<Id, number> } | ResponseRefusal> {
  const ids = input.responses.map(({ commentId }) => commentId as Id)
  const comments = await lockComments(tx, input.cycleId, ids)
  const gone = comments.find(({ isWithdrawn }) => isWithdrawn)
  if (gone !== undefined) return { refusal: 'comment-withdrawn', ref: `R-${gone.number}` }
  if (comments.length < new Set(ids).size || comments.length === 0) return { refusal: 'no-such-comment', ref: '' }
  await lockCycleForInput(tx, input.cycleId)
  const toConfirm = await lockReviewsToConfirm(tx, [...new Set(comments.map(({ reviewId }) => reviewId as Id))])
  const unconfirmed = input.isConfirmed ? undefined : comments.find(({ reviewId }) => toConfirm.has(reviewId))
  if (unconfirmed !== undefined) return { refusal: 'needs-confirmation', ref: `R-${unconfirmed.number}` }
  const revisions = await putResponses(tx, input.responses, now)
  const beaten = comments.find(({ id }) => !revisions.has(id))
  if (beaten !== undefined) return { refusal: 'changed-meanwhile', ref: `R-${beaten.number}` }
  await tx.updateTable('review_comment').set({ satisfied: null, satisfied_at: null }).where('id', 'in', ids).where('satisfied_at', 'is not', null).execute()
  await tx.deleteFrom('review_objection').where('comment_id', 'in', ids).execute()
  await tx.deleteFrom('review_proposal').where('comment_id', 'in', ids).execute()
  const answered = comments.flatMap((comment) => input.responses.filter(({ commentId }) => commentId === comment.id).map((response) => ({ comment, response, revision: revisions.get(comment.id) ?? 0 })))
  await tellCommenters(tx, input, answered, now)
  await tellFollowers(tx, input.tell?.toFollowers, ids, revisions, now)
  await appendActs(tx, actor, answered.map((each) => ({ act: actOf(input, each), now })))
  return { revisions }
}

interface Answered {
  readonly comment: LockedComment
  readonly response: ResponseInput
  readonly revision: number
}

function actOf(input: ResponsesInput, { comment, response, revision }: Answered): Act<'comment-answered'> {
  // The record's sentences choose by it, and a choice in a message has no hyphens.
  const detail = { ref: formatRef(input.cycleSlug, 'R', comment.number), disposition: response.disposition.replaceAll('-', '_'), earlier: revision === 1 ? 'no' : 'yes' }
  const place = { forumId: comment.forumId, cycleId: comment.cycleId, subject: { kind: 'comment', id: comment.id } }
  return { ...place, act: 'comment-answered', detail, texts: { reason: { text: response.reason, isPublic: true } } }
}

/** The responses that could be put, with their revisions. New ones go in together, those that replace another one by one. */
async function putResponses(tx: Tx, responses: readonly ResponseInput[], now: Instant): Promise<Map<Id, number>> {
  const fresh = responses.filter(({ revision }) => revision === 0).map(({ commentId, disposition, reason }) => ({ comment_id: commentId, disposition, reason, answered_at: now }))
  const rows = fresh.length === 0 ? [] : await tx.insertInto('review_response').values(fresh).onConflict((conflict) => conflict.doNothing()).returning(['comment_id', 'revision']).execute()
  const put = new Map(rows.map((row) => [row.comment_id, row.revision]))
  for (const response of responses.filter(({ revision }) => revision > 0)) {
    const revision = await replaceResponse(tx, response, now)
    if (revision !== undefined) put.set(response.commentId, revision)
  }
  return put
}

async function tellCommenters(tx: Tx, { tell }: ResponsesInput, answered: readonly Answered[], now: Instant): Promise<void> {
  if (tell === undefined) return
  const rows = await tx.selectFrom('review_comment').leftJoin('review_desk', 'review_desk.review_id', 'review_comment.review_id').select(['id', 'mail', 'language', 'judged_until']).where('id', 'in', answered.map(({ comment }) => comment.id)).where('mail', 'is not', null).execute()
  const mails = rows.flatMap((row) => {
    const one = answered.find(({ comment }) => comment.id === row.id)
    if (one === undefined || row.mail === null) return []
    const { comment, response, revision } = one
    const { subject, body } = tell({ commentId: comment.id, number: comment.number, disposition: response.disposition, reason: response.reason, language: row.language, judgedUntil: row.judged_until })
    return [{ mail: { forumId: comment.forumId, recipient: row.mail, subject, body, language: row.language ?? undefined, occasion: 'comment-answered', about: { kind: 'comment', id: comment.id }, cause: `comment-answered:${comment.id}:${revision}` }, now }] as const
  })
  await enqueueMails(tx, mails)
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

export interface Judgement {
  readonly commentId: Id<'comment'>
  readonly cycleSlug: string
  readonly isSatisfied: boolean
  /** Why not; kept only where the commenter is not satisfied. */
  readonly words?: string | undefined
  readonly revision: number
}

/**
 * Says whether the commenter is satisfied with the response that was on the screen; may be said again, otherwise, until the day that
 * the review sets. Refuses: no-such-comment, comment-withdrawn, not-answered, judging-over, changed-meanwhile when the editors changed
 * the response since.
 */
export async function saySatisfied(
  tx: Tx,
  actor: Actor,
  input: Judgement,
  now: Instant,
): Promise<{ said: true } | Refusal<'no-such-comment' | 'comment-withdrawn' | 'not-answered' | 'judging-over' | 'changed-meanwhile'>> {
  const comment = await lockComment(tx, input.commentId)
  if (comment === undefined) return { refusal: 'no-such-comment' }
  if (comment.isWithdrawn) return { refusal: 'comment-withdrawn' }
  const response = await tx.selectFrom('review_response').select('revision').where('comment_id', '=', input.commentId).executeTakeFirst()
  if (response === undefined) return { refusal: 'not-answered' }
  if (isJudgingOver(await findDeskSetting(tx, comment.reviewId), now)) return { refusal: 'judging-over' }
  const said = await tx
    .updateTable('review_comment')
    .set({ satisfied: input.isSatisfied, satisfied_at: now })
    .where('id', '=', input.commentId)
    .where('withdrawn_at', 'is', null)
    .where((where) => where.exists(where.selectFrom('review_response').select('revision').where('comment_id', '=', input.commentId).where('revision', '=', input.revision)))
    .returning('id')
    .executeTakeFirst()
  if (said === undefined) return { refusal: 'changed-meanwhile' }
  await tx.deleteFrom('review_objection').where('comment_id', '=', input.commentId).execute()
  const words = input.isSatisfied ? undefined : input.words
  if (words !== undefined) await tx.insertInto('review_objection').values({ comment_id: input.commentId, text: words, said_at: now }).execute()
  const place = { forumId: comment.forumId, cycleId: comment.cycleId, subject: { kind: 'comment', id: input.commentId } }
  const detail = { ref: formatRef(input.cycleSlug, 'R', comment.number), satisfied: input.isSatisfied ? 'yes' : 'no' } as const
  // Not shown with the record: a commenter who withdraws, or whose words are not public, withdraws these words too.
  await appendAct(tx, actor, { ...place, act: 'response-judged', detail, ...(words === undefined ? {} : { texts: { words: { text: words, isPublic: false } } }) }, now)
  return { said: true }
}
