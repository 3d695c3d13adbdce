import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { findComments } from '../review/comments/queries.ts'
import type { ResponseInput } from '../review/responses/commands.ts'
import type { WriteTold } from '../review/responses/model.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { giveAnswers, type GiveRefusal } from './give-answers.ts'
import { resolveAnswer, type AnswerAsTyped, type ResolveRefusal } from './resolve-answer.ts'

export interface Answer extends ResponseInput, Omit<AnswerAsTyped, 'cycleId'> {
  readonly cycleSlug: string
  readonly tell?: WriteTold | undefined
}

export type AnswerRefusal = Refusal<GiveRefusal['refusal']> | ResolveRefusal

/**
 * Answers a comment with a disposition and its reason, and links it to the paragraphs that changed, or to the comment it says again.
 * Refuses what `resolveAnswer` and `giveAnswers` refuse.
 */
export async function answerComment(tx: Tx, actor: Actor, input: Answer, now: Instant): Promise<{ revision: number } | AnswerRefusal> {
  // Not held yet: giving the answer holds it together with the one that it may point to, always in one order.
  const [comment] = await findComments(tx, [input.commentId])
  if (comment === undefined) return { refusal: 'no-such-comment' }
  const { cycleId } = comment
  const found = await resolveAnswer(tx, { ...input, cycleId })
  if ('refusal' in found) return found
  const { commentId, disposition, reason, revision } = input
  const given = await giveAnswers(tx, actor, { cycleId, cycleSlug: input.cycleSlug, answers: [{ commentId, disposition, reason, revision, ...found }], isConfirmed: false, tell: input.tell }, now)
  return 'refusal' in given ? { refusal: given.refusal } : { revision: given.revisions.get(commentId) ?? 0 }
}
