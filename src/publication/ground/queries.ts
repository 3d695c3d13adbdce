import { findDocumentVoices } from '../../contributions/documents/queries.ts'
import { findPinnedFigures } from '../../contributions/pins/queries.ts'
import { findAnswers } from '../../contributions/queries.ts'
import { findReferences } from '../../library/queries.ts'
import { findSaid } from '../../meetings/citing/queries.ts'
import type { Reader } from '../../platform/database.ts'
import { findComments } from '../../review/comments/queries.ts'
import type { Id } from '../../shared/ids.ts'
import { findFindings, findPassages } from '../../synthesis/queries.ts'
import type { Passage } from '../../synthesis/model.ts'
import type { LinkedKind, Thing } from '../../trace/model.ts'
import { listLinksFrom } from '../../trace/queries.ts'
import type { PrintGround } from '../text/model.ts'

/** What the paragraphs of a version rest on, each named and at its address below `base`; in a fixed number of queries. */
export async function listPrintGround(db: Reader, base: string, versionId: Id, paragraphIds: readonly Id[]): Promise<{ of: Map<Id, PrintGround[]>; references: { number: number; title: string; author: string | null }[] }> {
  const links = await listLinksFrom(db, paragraphIds, 'rests-on', versionId)
  const ids = (kind: LinkedKind): Id[] => [...new Set(links.filter(({ to }) => to.kind === kind).map(({ to }) => to.id))]
  const [findings, passages, comments, references, figures] = [await findFindings(db, ids('finding')), await findPassages(db, ids('passage')), await findComments(db, ids('comment')), await findReferences(db, ids('reference')), await findPinnedFigures(db, ids('figure'))]
  const said = await findSaid(db, links.map(({ to }) => to))
  const forumBase = base.slice(0, base.lastIndexOf('/'))
  const places = await placesOf(db, passages)
  const named = new Map<Id, PrintGround>([
    ...findings.map(({ id, number }): [Id, PrintGround] => [id, { kind: 'finding', ref: `F-${number}`, address: `${base}/breakdown#F-${number}` }]),
    ...passages.map(({ id, number }): [Id, PrintGround] => [id, { kind: 'passage', ref: `P-${number}`, address: `${base}/${places.get(id) ?? 'breakdown'}` }]),
    ...comments.map(({ id, number }): [Id, PrintGround] => [id, { kind: 'comment', ref: `R-${number}`, address: `${base}/comments/R-${number}` }]),
    ...references.map(({ id, number }): [Id, PrintGround] => [id, { kind: 'reference', ref: `L-${number}`, address: `${base}/references#L-${number}` }]),
    ...figures.map(({ id, number }): [Id, PrintGround] => [id, { kind: 'figure', ref: `N-${number}`, address: `${base}/figures/${number}` }]),
    ...said.map(({ id, kind, ref, path }): [Id, PrintGround] => [id, { kind, ref, address: `${forumBase}/${path}` }]),
  ])
  const of = new Map<Id, PrintGround[]>()
  for (const { from, to } of links) {
    const one = nameOf(to, named)
    if (one !== undefined) of.set(from.id, [...(of.get(from.id) ?? []), one])
  }
  return { of, references: references.toSorted((a, b) => a.number - b.number).map(({ number, title, author }) => ({ number, title, author })) }
}

function nameOf({ id }: Thing, named: ReadonlyMap<Id, PrintGround>): PrintGround | undefined {
  return named.get(id)
}

/** Where each passage is read: in its contribution, or in its comment. */
async function placesOf(db: Reader, passages: readonly Passage[]): Promise<Map<Id, string>> {
  const sources = (kind: Passage['sourceKind']): Id[] => passages.filter(({ sourceKind }) => sourceKind === kind).map(({ sourceId }) => sourceId)
  const [answers, documents, comments] = [await findAnswers(db, sources('answer')), await findDocumentVoices(db, sources('document')), await findComments(db, sources('comment'))]
  const places = new Map<Id, string>([
    ...answers.map(({ id, contributionNumber }): [Id, string] => [id, `contributions/C-${contributionNumber}`]),
    ...documents.map(({ id, contributionNumber }): [Id, string] => [id, `contributions/C-${contributionNumber}`]),
    ...comments.map(({ id, number }): [Id, string] => [id, `comments/R-${number}`]),
  ])
  return new Map(passages.flatMap(({ id, number, sourceId }) => { const place = places.get(sourceId); return place === undefined ? [] : [[id, `${place}#P-${number}`]] }))
}
