import { reviseParagraph as rewrite } from '../drafts/paragraphs/commands.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { setLinks } from '../trace/commands.ts'
import { listLinksFrom } from '../trace/queries.ts'

/**
 * Replaces a paragraph's text. What is split off goes on resting on what the whole rested on, so that no input loses its place
 * without anybody having said so. Refuses as `reviseParagraph` of drafts does.
 */
export async function reviseParagraph(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; paragraphId: Id; revision: number; text: string },
  now: Instant,
): ReturnType<typeof rewrite> {
  const revised = await rewrite(tx, actor, input, now)
  if ('refusal' in revised || revised.splitOff.length === 0) return revised
  const { document, number } = revised
  const to = (await listLinksFrom(tx, [input.paragraphId], 'rests-on')).map((link) => link.to)
  const { forumId, cycleId } = document
  for (const [place, id] of revised.splitOff.entries()) {
    const from = { kind: 'paragraph' as const, id }
    await setLinks(tx, actor, { forumId, cycleId, relation: 'rests-on', from, fromRef: `${document.slug} ¶ ${number + place + 1}`, to }, now)
  }
  return revised
}
