import { takeCorrection as take } from '../contributions/corrections/commands.ts'
import { findOpenCorrection } from '../contributions/corrections/queries.ts'
import type { WriteLetter } from '../contributions/moderation/commands.ts'
import { lockCycleForInput } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { moveRange } from '../shared/quote.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { movePassages } from '../synthesis/passages/commands.ts'
import { listPassagesOf } from '../synthesis/queries.ts'

type TakeRefusal = Refusal<'already-decided' | 'changed-meanwhile' | 'redaction-in-the-way'> | (Refusal<'passages-in-the-way'> & { readonly refs: readonly string[] })

/**
 * Takes a sender's correction: the texts change, and what is marked in them stays on its words. Refuses what the command refuses, and
 * `passages-in-the-way` with those whose words the correction changes: nothing that was quoted is changed behind the editors' backs.
 */
export async function takeCorrection(
  tx: Tx,
  actor: Actor,
  input: { readonly cycleId: Id<'cycle'>; readonly contributionId: Id<'contribution'>; readonly correctionId: Id; readonly write: WriteLetter },
  now: Instant,
): Promise<{ answers: number } | TakeRefusal> {
  // The gate before the rows, as everywhere: nobody publishes between the text and its passages.
  await lockCycleForInput(tx, input.cycleId)
  const correction = await findOpenCorrection(tx, input.correctionId)
  if (correction === undefined) return { refusal: 'already-decided' }
  const passages = await listPassagesOf(tx, correction.answers.map(({ answerId }) => answerId))
  const places = passages.map((passage) => {
    const answer = correction.answers.find(({ answerId }) => answerId === passage.sourceId)
    return { passage, range: answer === undefined ? undefined : moveRange(answer.earlier, answer.text, passage) }
  })
  const lost = places.filter(({ range }) => range === undefined)
  if (lost.length > 0) return { refusal: 'passages-in-the-way', refs: lost.map(({ passage }) => `P-${passage.number}`) }
  await movePassages(tx, actor, places.flatMap(({ passage, range }) => (range === undefined ? [] : [{ ...range, passageId: passage.id }])), now)
  return take(tx, actor, { ...input, correction }, now)
}
