import { addReference, type ReferenceToAdd } from '../library/commands.ts'
import { findReferencesByNumber } from '../library/queries.ts'
import { listPaper, type WritePaperLetter } from '../library/suggestions/commands.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { formatRef } from '../shared/refs.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'

/**
 * Lists a paper that somebody suggested in a cycle's library, as the desk has written it, or finds it there already under the same title
 * and address; the suggestion says which reference it became, and its sender is told. Refuses: decided-already.
 */
export async function listSuggestedPaper(
  tx: Tx,
  actor: Actor,
  input: { readonly suggestionId: Id; readonly cycleSlug: string; readonly reference: ReferenceToAdd; readonly write: (reference: string) => WritePaperLetter },
  now: Instant,
): Promise<{ readonly number: number } | Refusal<'decided-already'>> {
  const { forumId, cycleId } = input.reference
  const added = await addReference(tx, actor, input.reference, now)
  const [known] = await findReferencesByNumber(tx, cycleId, [added.number])
  if (known === undefined) throw new Error('A reference is neither new nor here')
  const reference = formatRef(input.cycleSlug, 'L', added.number)
  const listed = await listPaper(tx, actor, { forumId, suggestionId: input.suggestionId, referenceId: known.id, reference, write: input.write(reference) }, now)
  return isRefusal(listed) ? listed : { number: added.number }
}
