import { decideSuggestion } from '../drafts/suggestions/commands.ts'
import { listSuggestions } from '../drafts/suggestions/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { WriteTold } from '../review/responses/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { takeSuggestion } from './take-suggestion.ts'

/**
 * Accepts or rejects all suggestions that wait in a document, or all of one person, with one reason. What cannot be accepted without an
 * editor's choice stays open and is counted in `left`.
 */
export async function decideSuggestions(
  tx: Tx,
  actor: Actor,
  input: { readonly documentId: Id<'document'>; readonly cycleSlug: string; readonly outcome: 'accepted' | 'rejected'; readonly reason: string; readonly authorId?: Id | undefined; readonly decidedBy: Id<'person'>; readonly tell?: WriteTold | undefined },
  now: Instant,
): Promise<{ decided: number; left: number }> {
  const { suggestions } = await listSuggestions(tx, input.documentId, { isOpen: true, authorId: input.authorId })
  let decided = 0
  for (const { id } of suggestions) {
    const outcome =
      input.outcome === 'accepted'
        ? await takeSuggestion(tx, actor, { documentId: input.documentId, suggestionId: id, cycleSlug: input.cycleSlug, decidedBy: input.decidedBy, reason: input.reason, tell: input.tell }, now)
        : await decideSuggestion(tx, actor, { suggestionId: id, outcome: 'rejected', reason: input.reason, taken: null, became: null, decidedBy: input.decidedBy }, now)
    if (!('refusal' in outcome)) decided += 1
  }
  return { decided, left: suggestions.length - decided }
}
