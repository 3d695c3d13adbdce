import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { findComments } from '../review/comments/queries.ts'
import { takeProposals } from '../review/desk/commands.ts'
import { listProposals, lockReviewsToConfirm } from '../review/desk/queries.ts'
import type { WriteTold } from '../review/responses/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { giveAnswers, type GiveRefusal } from './give-answers.ts'

export interface AnswersToConfirm {
  readonly cycleId: Id<'cycle'>
  readonly cycleSlug: string
  /** As they were on the screen. */
  readonly proposals: readonly { readonly commentId: Id<'comment'>; readonly revision: number }[]
  readonly tell?: WriteTold | undefined
}

export type ConfirmRefusal = GiveRefusal | Refusal<'nothing-chosen' | 'nobody'> | { readonly refusal: 'own-proposal'; readonly ref: string }

/**
 * Makes responses of what was proposed, all or none. Where a review wants two pairs of eyes, only somebody else than the one who
 * proposed may. Refuses: nothing-chosen, nobody, own-proposal, changed-meanwhile, and what `giveAnswers` refuses.
 */
export async function confirmAnswers(tx: Tx, actor: Actor, input: AnswersToConfirm, now: Instant): Promise<{ answered: number } | ConfirmRefusal> {
  if (actor.kind !== 'person') return { refusal: 'nobody' }
  const ids = input.proposals.map(({ commentId }) => commentId)
  if (ids.length === 0) return { refusal: 'nothing-chosen' }
  const comments = (await findComments(tx, ids)).filter(({ cycleId }) => cycleId === input.cycleId)
  const toConfirm = await lockReviewsToConfirm(tx, [...new Set(comments.map(({ reviewId }) => reviewId as Id))])
  const seen = comments.flatMap(({ id, reviewId }) => input.proposals.filter(({ commentId }) => commentId === id).map(({ revision }) => ({ commentId: id, revision, byAnother: toConfirm.has(reviewId) })))
  const taken = new Map((await takeProposals(tx, actor.id, seen)).map((proposal) => [proposal.commentId, proposal]))
  const left = comments.find(({ id }) => !taken.has(id))
  if (left !== undefined) {
    const standing = (await listProposals(tx, [left.id])).get(left.id)
    const isOwn = standing?.proposedBy === actor.id && seen.some(({ commentId, revision }) => commentId === left.id && revision === standing.revision)
    return { refusal: isOwn ? 'own-proposal' : 'changed-meanwhile', ref: `R-${left.number}` }
  }
  const answers = [...taken.values()].map(({ commentId, disposition, reason, replaces, changed, duplicateOf }) => ({ commentId, disposition, reason, revision: replaces, changed, duplicateOf }))
  const given = await giveAnswers(tx, actor, { cycleId: input.cycleId, cycleSlug: input.cycleSlug, answers, isConfirmed: true, tell: input.tell }, now)
  return 'refusal' in given ? given : { answered: given.revisions.size }
}
