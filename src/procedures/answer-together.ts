import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { proposeAnswers } from '../review/desk/commands.ts'
import type { WriteTold } from '../review/responses/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { giveAnswers, type AnswerToGive, type GiveRefusal } from './give-answers.ts'
import { resolveAnswer, type AnswerAsTyped, type ResolveRefusal } from './resolve-answer.ts'

export interface AnswerTogether extends AnswerAsTyped {
  readonly cycleSlug: string
  readonly comments: readonly {
    readonly commentId: Id<'comment'>
    /** Of the response that was on the screen; 0 when there was none. */
    readonly revision: number
    /** Of the proposal that was on the screen; 0 when there was none. */
    readonly proposal: number
    /** What this one is told besides, before what all are told. */
    readonly own: string
  }[]
  /** What all are told. */
  readonly reason: string
  /** Proposed only, for somebody to confirm. */
  readonly isProposal: boolean
  readonly tell?: WriteTold | undefined
}

export type TogetherRefusal = GiveRefusal | ResolveRefusal | Refusal<'nothing-chosen' | 'nobody'>

/**
 * One answer for many comments of a cycle, or the proposal of one; each may have its own words before what all are told. All or none.
 * Refuses what `resolveAnswer`, `giveAnswers` and `proposeAnswers` refuse.
 */
export async function answerTogether(tx: Tx, actor: Actor, input: AnswerTogether, now: Instant): Promise<{ answered: number } | TogetherRefusal> {
  if (input.comments.length === 0) return { refusal: 'nothing-chosen' }
  const found = await resolveAnswer(tx, input)
  if ('refusal' in found) return found
  const { cycleId, cycleSlug, disposition } = input
  const reasonOf = (own: string): string => (own === '' ? input.reason : input.reason === '' ? own : `${own}\n\n${input.reason}`)
  if (input.isProposal) {
    const proposals = input.comments.map(({ commentId, revision, proposal, own }) => ({ commentId, disposition, reason: reasonOf(own), ...found, replaces: revision, revision: proposal }))
    const proposed = await proposeAnswers(tx, actor, { cycleId, proposals }, now)
    return 'refusal' in proposed ? proposed : { answered: proposed.proposed }
  }
  const answers = input.comments.map(({ commentId, revision, own }): AnswerToGive => ({ commentId, disposition, reason: reasonOf(own), revision, ...found }))
  const given = await giveAnswers(tx, actor, { cycleId, cycleSlug, answers, isConfirmed: false, tell: input.tell }, now)
  return 'refusal' in given ? given : { answered: given.revisions.size }
}
