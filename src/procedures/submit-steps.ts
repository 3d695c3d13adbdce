import { submitBatches, type BatchRefusal, type PersonsBatch } from '../drafts/live/commands.ts'
import type { Answer } from '../drafts/live/model.ts'
import { rememberText } from '../drafts/live/queries.ts'
import { lockDocument } from '../drafts/queries.ts'
import { transact, type Db } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { followTies } from './follow-ties.ts'

/**
 * Takes what several clients sent to one text, in one transaction of its own. What is split off goes on resting on what the whole
 * rested on, and what is joined on what both did. Refuses each for itself as `submitBatches` of drafts does, and all where there is
 * no such document.
 */
export async function submitSteps(db: Db, documentId: Id, batches: readonly PersonsBatch[], now: Instant): Promise<readonly (Answer | BatchRefusal | Refusal<'document-not-found'>)[]> {
  const submitted = await transact(db, async (tx) => {
    const document = await lockDocument(tx, documentId)
    if (document === undefined) return { refusal: 'document-not-found' as const }
    const taken = await submitBatches(tx, document, batches, now)
    await followTies(tx, document, taken.text.doc, taken.ties, now)
    return taken
  })
  if ('refusal' in submitted) return batches.map(() => submitted)
  rememberText(submitted.text)
  return submitted.answers
}
