import { mergeParagraphs as join } from '../drafts/paragraphs/commands.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { setLinks } from '../trace/commands.ts'
import { listLinksFrom } from '../trace/queries.ts'

/** Joins a paragraph with the next one; it then rests on what both rested on. Refuses as `mergeParagraphs` of drafts does. */
export async function mergeParagraphs(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; paragraphId: Id; revision: number; nextRevision: number },
  now: Instant,
): ReturnType<typeof join> {
  const joined = await join(tx, actor, input, now)
  if ('refusal' in joined) return joined
  const links = await listLinksFrom(tx, [joined.survivor, joined.merged], 'rests-on')
  const to = [joined.survivor, joined.merged].flatMap((id) => links.filter((link) => link.from.id === id).map((link) => link.to))
  const { document } = joined
  const from = { kind: 'paragraph' as const, id: joined.survivor }
  const union = { forumId: document.forumId, cycleId: document.cycleId, relation: 'rests-on' as const, from, fromRef: `${document.slug} ¶ ${joined.number}`, to }
  await setLinks(tx, actor, union, now)
  return joined
}
