import { makeSuggestion, type SuggestRefusal, type SuggestionToMake } from '../drafts/suggestions/commands.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { findComments, lockComment } from '../review/comments/queries.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { setLinks } from '../trace/commands.ts'

/**
 * Makes a suggestion of what a comment proposes; accepting it answers the comment. Refuses `no-such-comment` for one that is not in the
 * document's cycle or was withdrawn, and as `makeSuggestion`.
 */
export async function suggestFromComment(tx: Tx, actor: Actor, input: SuggestionToMake & { readonly commentId: Id<'comment'> }, now: Instant): Promise<{ number: number } | SuggestRefusal | Refusal<'no-such-comment'>> {
  const held = await lockComment(tx, input.commentId)
  const [comment] = await findComments(tx, [input.commentId])
  if (held === undefined || comment === undefined || comment.withdrawnAt !== null) return { refusal: 'no-such-comment' }
  const made = await makeSuggestion(tx, actor, input, now)
  if ('refusal' in made || made.isRepeat) return made
  if (made.document.cycleId !== comment.cycleId) return { refusal: 'no-such-comment' }
  const { forumId, cycleId } = comment
  await setLinks(tx, actor, { forumId, cycleId, relation: 'comes-from', from: { kind: 'suggestion', id: made.suggestionId }, fromRef: `${made.document.slug} S-${made.number}`, to: [{ kind: 'comment', id: comment.id }] }, now)
  return made
}
