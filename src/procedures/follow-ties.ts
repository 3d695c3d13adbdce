import type { Node } from 'prosemirror-model'
import type { Tie } from '../drafts/effects/model.ts'
import { flatten, type Document } from '../drafts/model.ts'
import { toSections } from '../drafts/tree/model.ts'
import type { Tx } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { setLinks } from '../trace/commands.ts'
import type { Thing } from '../trace/model.ts'
import { listLinksFrom } from '../trace/queries.ts'

/**
 * Lets citations go with the words that rest on them: a part that was split off, and a paragraph that others were joined into, rest on
 * what each of them rested on. What a paragraph rested on stays with it.
 */
export async function followTies(tx: Tx, document: Document, doc: Node, ties: readonly (Tie & { readonly person: Id<'person'> })[], now: Instant): Promise<void> {
  if (ties.length === 0) return
  const links = await listLinksFrom(tx, [...new Set(ties.flatMap(({ from, to }) => [from, to]))], 'rests-on')
  if (links.length === 0) return
  const grounds = Map.groupBy(links.filter(({ versionId }) => versionId === null), (link) => link.from.id)
  const resting = new Map<Id, Thing[]>([...grounds].map(([id, own]) => [id, own.map(({ to }) => to)]))
  const changed = new Map<Id, Id<'person'>>()
  // In their order: what was split off may have been joined again in the same go.
  for (const { from, to, person } of ties) {
    const here = resting.get(to) ?? []
    const more = (resting.get(from) ?? []).filter((thing) => !here.some(({ id }) => id === thing.id))
    if (more.length === 0) continue
    resting.set(to, [...here, ...more])
    changed.set(to, person)
  }
  const numbers = new Map<Id, number>(flatten(toSections(doc, document.id)).map(({ id }, at) => [id, at + 1]))
  for (const [id, person] of changed) {
    const number = numbers.get(id)
    if (number === undefined) continue
    const { forumId, cycleId, slug } = document
    await setLinks(tx, { kind: 'person', id: person }, { forumId, cycleId, relation: 'rests-on', from: { kind: 'paragraph', id }, fromRef: `${slug} ¶ ${number}`, to: resting.get(id) ?? [] }, now)
  }
}
