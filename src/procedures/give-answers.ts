import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { respondToComments, type ResponseInput, type ResponseRefusal } from '../review/responses/commands.ts'
import type { WriteTold } from '../review/responses/model.ts'
import { lockComments, type LockedComment } from '../review/responses/queries.ts'
import type { Id } from '../shared/ids.ts'
import { formatRef } from '../shared/refs.ts'
import type { Instant } from '../shared/time.ts'
import { setLinksOfMany } from '../trace/commands.ts'
import { listLinksFrom } from '../trace/queries.ts'

export interface AnswerToGive extends ResponseInput {
  /** The paragraphs that changed because of it. */
  readonly changed: readonly Id[]
  /** With the disposition `duplicate`: the comment that says the same. */
  readonly duplicateOf: Id | null
}

export interface AnswersToGive {
  readonly cycleId: Id<'cycle'>
  readonly cycleSlug: string
  readonly answers: readonly AnswerToGive[]
  readonly isConfirmed: boolean
  readonly tell?: WriteTold | undefined
}

export type GiveRefusal = ResponseRefusal | { readonly refusal: 'no-such-duplicate' | 'duplicate-of-itself' | 'duplicate-of-duplicate'; readonly ref: string }

/**
 * Answers comments of a cycle, all or none, and links each to the paragraphs that changed, or to the comment it says again. Refuses, with
 * the reference of the comment in the way, what `respondToComments` refuses, and: no-such-duplicate, duplicate-of-itself,
 * duplicate-of-duplicate (else two comments could each be settled by pointing to the other).
 */
export async function giveAnswers(tx: Tx, actor: Actor, input: AnswersToGive, now: Instant): Promise<{ revisions: ReadonlyMap<Id, number> } | GiveRefusal> {
  const { cycleId, answers } = input
  const originals = answers.flatMap(({ disposition, duplicateOf }) => (disposition === 'duplicate' && duplicateOf !== null ? [duplicateOf] : []))
  const comments = new Map<Id, LockedComment>((await lockComments(tx, cycleId, [...answers.map(({ commentId }) => commentId), ...originals])).map((comment) => [comment.id, comment]))
  const refused = await refuseDuplicates(tx, answers, comments)
  if (refused !== undefined) return refused
  const answered = await respondToComments(tx, actor, { cycleId, cycleSlug: input.cycleSlug, responses: answers, isConfirmed: input.isConfirmed, tell: input.tell }, now)
  if ('refusal' in answered) return answered
  const links = answers.flatMap((answer) => {
    const comment = comments.get(answer.commentId)
    if (comment === undefined) return []
    return [{ answer, forumId: comment.forumId, cycleId, from: { kind: 'comment' as const, id: comment.id }, fromRef: formatRef(input.cycleSlug, 'R', comment.number) }]
  })
  await setLinksOfMany(tx, actor, links.map(({ answer, ...link }) => ({ ...link, relation: 'changed', to: answer.changed.map((id) => ({ kind: 'paragraph', id })) })), now)
  await setLinksOfMany(tx, actor, links.map(({ answer, ...link }) => ({ ...link, relation: 'duplicate-of', to: answer.disposition === 'duplicate' && answer.duplicateOf !== null ? [{ kind: 'comment', id: answer.duplicateOf }] : [] })), now)
  return answered
}

/** All comments are held, those pointed to as well, so that two editors cannot make two comments duplicates of each other at once. */
async function refuseDuplicates(tx: Tx, answers: readonly AnswerToGive[], comments: ReadonlyMap<Id, LockedComment>): Promise<GiveRefusal | undefined> {
  const duplicates = answers.filter(({ disposition }) => disposition === 'duplicate')
  if (duplicates.length === 0) return undefined
  const here = new Set<Id>(duplicates.map(({ commentId }) => commentId))
  const further = new Set((await listLinksFrom(tx, duplicates.flatMap(({ duplicateOf }) => duplicateOf ?? []), 'duplicate-of')).map((link) => link.from.id))
  for (const { commentId, duplicateOf } of duplicates) {
    const ref = `R-${comments.get(commentId)?.number ?? ''}`
    const original = duplicateOf === null ? undefined : comments.get(duplicateOf)
    if (original === undefined || original.isWithdrawn) return { refusal: 'no-such-duplicate', ref }
    if (original.id === commentId) return { refusal: 'duplicate-of-itself', ref }
    if (here.has(original.id) || further.has(original.id)) return { refusal: 'duplicate-of-duplicate', ref }
  }
  return undefined
}
