import { findAnswers, listAnswersAsSent } from '../contributions/queries.ts'
import { lockCycleForInput } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { anchorPassage as anchor } from '../synthesis/anchoring/commands.ts'
import type { Marking, MarkingRefusal } from '../synthesis/model.ts'
import { findPassages } from '../synthesis/queries.ts'

/** Puts a passage that had lost its words to others of the same answer. Refuses `passage-not-found`, `already-marked`, and what marking refuses. */
export async function anchorPassage(
  tx: Tx,
  actor: Actor,
  input: { readonly forumId: Id<'forum'>; readonly cycleId: Id<'cycle'>; readonly passageId: Id; readonly marking: Marking },
  now: Instant,
): Promise<{ number: number } | MarkingRefusal | Refusal<'passage-not-found' | 'already-marked'>> {
  await lockCycleForInput(tx, input.cycleId)
  const [passage] = await findPassages(tx, [input.passageId])
  const [answer] = passage === undefined ? [] : await findAnswers(tx, [passage.sourceId])
  if (answer === undefined) return { refusal: 'passage-not-found' }
  const sent = (await listAnswersAsSent(tx, answer.contributionId)).find(({ id }) => id === answer.id)
  if (sent === undefined) return { refusal: 'passage-not-found' }
  return anchor(tx, actor, { ...input, sourceRef: `C-${answer.contributionNumber}/${answer.number}`, text: sent.text }, now)
}
