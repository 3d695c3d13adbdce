import { pointTo } from '../drafts/contents/model.ts'
import { bodyOf } from '../drafts/blocks/model.ts'
import { flatten, type FrozenParagraph, type Section } from '../drafts/model.ts'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import type { Id } from '../shared/ids.ts'
import { lockFindingsForResting, lockPassagesForResting } from '../synthesis/queries.ts'
import { listLinksFrom } from '../trace/queries.ts'
import type { Gathered } from './gather-breakdown.ts'

/**
 * A text of the same cycle as the text of another document: a version, or what is being written (null). Everything gets an identity of
 * its own, references follow, and each paragraph rests on what its original rests on, as far as that still stands.
 */
export async function gatherText(tx: Tx, cycleId: Id, input: { readonly source: string; readonly text: readonly Section<FrozenParagraph>[]; readonly versionId: Id | null }): Promise<Gathered> {
  const { text, source, versionId } = input
  const paragraphs = flatten(text)
  const ids = new Map<Id, Id>([...text.map(({ id }) => id as Id), ...paragraphs.map(({ id }) => id as Id)].map((id) => [id, newId()]))
  const own = <K extends string>(id: Id<K>): Id<K> => (ids.get(id) ?? id) as Id<K>
  const sections = text.map((section) => ({
    ...section,
    id: own(section.id),
    blocks: section.paragraphs.map((paragraph) => ({ id: own(paragraph.id), body: pointTo(bodyOf(paragraph), (to) => ids.get(to)), isOwnVoice: paragraph.isOwnVoice })),
  }))
  const links = await listLinksFrom(tx, paragraphs.map(({ id }) => id), 'rests-on', versionId)
  const named = (kind: string): Id[] => links.filter(({ to }) => to.kind === kind).map(({ to }) => to.id)
  // What was taken back meanwhile carries nothing; the rest is held until the links stand.
  const held = new Set<Id>([...(await lockFindingsForResting(tx, cycleId, named('finding'))), ...(await lockPassagesForResting(tx, cycleId, named('passage'))), ...named('comment'), ...named('reference'), ...named('figure')])
  const of = Map.groupBy(links.filter(({ to }) => held.has(to.id)), ({ from }) => from.id)
  return { source, sections, carried: paragraphs.map(({ id }) => ({ paragraphId: own(id), to: (of.get(id) ?? []).map(({ to }) => to) })) }
}
