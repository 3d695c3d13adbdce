import { takeReturn as take, type ReturnRefusal, type ReturnToTake } from '../drafts/returning/commands.ts'
import { makeSuggestion } from '../drafts/suggestions/commands.ts'
import { newId } from '../platform/new-id.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { carryLinks } from '../trace/carrying/commands.ts'
import { setLinks } from '../trace/commands.ts'
import { listLinksFrom } from '../trace/queries.ts'

/**
 * Takes a file that was edited outside back into the text it was made from. What was cut off a paragraph goes on resting on what the
 * whole rested on, what was joined on what all of it did; words of the file that touch what was changed here, too, become suggestions.
 * Refuses as `takeReturn` of drafts does.
 */
export async function takeReturn(tx: Tx, actor: Actor, input: ReturnToTake & { readonly personId: Id<'person'> }, now: Instant): Promise<{ conflicts: number } | ReturnRefusal> {
  const taken = await take(tx, actor, input, now)
  if ('refusal' in taken) return taken
  const { document, ties, conflicts, numbers } = taken
  const { forumId, cycleId } = document
  const links = await listLinksFrom(tx, ties.flatMap(({ from, to }) => [from, to]), 'rests-on')
  const of = (id: Id) => links.filter((link) => link.from.id === id).map(({ to }) => to)
  const splits = ties.filter(({ kind }) => kind === 'split').map(({ from, to }) => ({ paragraphId: to, to: of(from) }))
  await carryLinks(tx, actor, { forumId, cycleId, documentId: document.id, document: document.slug, carried: splits }, now)
  const merged = Map.groupBy(ties.filter(({ kind }) => kind === 'merge'), ({ to }) => to)
  for (const [id, joined] of merged) {
    const from = { kind: 'paragraph' as const, id }
    await setLinks(tx, actor, { forumId, cycleId, relation: 'rests-on', from, fromRef: `${document.slug} ¶ ${numbers.get(id) ?? 0}`, to: [...of(id), ...joined.flatMap((tie) => of(tie.from))] }, now)
  }
  for (const { id, text } of conflicts) {
    await makeSuggestion(tx, actor, { documentId: document.id, kind: 'wording', paragraphId: id, text, reason: '', authorId: input.personId, formKey: newId() }, now)
  }
  return { conflicts: conflicts.length }
}
