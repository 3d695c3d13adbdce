import { counts } from '../contributions/model.ts'
import { findAnswers, findContributions, listAnswersAsSent } from '../contributions/queries.ts'
import { lockCycleForInput } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { findComments } from '../review/comments/queries.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import type { Marking, SourceKind } from '../synthesis/model.ts'
import { markPassage as mark, type MarkRefusal, type Source } from '../synthesis/passages/commands.ts'

/**
 * Marks a passage of an answer or of a comment, as it was sent, whatever may be published of it. Refuses `source-not-found` (in this
 * cycle), and what marking refuses: `withdrawn`, `quote-not-found`, `quote-not-unique`, `range-out-of-text`, `already-marked`,
 * `theme-not-found`.
 */
export async function markPassage(
  tx: Tx,
  actor: Actor,
  input: {
    readonly forumId: Id<'forum'>
    readonly cycleId: Id<'cycle'>
    readonly sourceKind: SourceKind
    readonly sourceId: Id
    readonly marking: Marking
    readonly themeIds: readonly Id[]
  },
  now: Instant,
): Promise<{ passageId: Id<'passage'>; number: number } | MarkRefusal | Refusal<'source-not-found'>> {
  const { forumId, cycleId, marking, themeIds } = input
  await lockCycleForInput(tx, cycleId)
  const source = input.sourceKind === 'answer' ? await findAnswer(tx, cycleId, input.sourceId) : await findComment(tx, cycleId, input.sourceId)
  if (source === undefined) return { refusal: 'source-not-found' }
  return mark(tx, actor, { forumId, cycleId, source, marking, themeIds }, now)
}

async function findAnswer(tx: Tx, cycleId: Id, id: Id): Promise<Source | undefined> {
  const [answer] = await findAnswers(tx, [id])
  if (answer === undefined) return undefined
  const [contribution] = await findContributions(tx, [answer.contributionId])
  const sent = (await listAnswersAsSent(tx, answer.contributionId)).find((each) => each.id === id)
  if (contribution?.cycleId !== cycleId || sent === undefined) return undefined
  const ref = `C-${contribution.number}/${answer.number}`
  return { kind: 'answer', id, ref, text: sent.text, isWithdrawn: !counts(contribution) }
}

async function findComment(tx: Tx, cycleId: Id, id: Id): Promise<Source | undefined> {
  const [comment] = await findComments(tx, [id])
  if (comment?.cycleId !== cycleId) return undefined
  return { kind: 'comment', id, ref: `R-${comment.number}`, text: comment.text, isWithdrawn: comment.withdrawnAt !== null }
}
