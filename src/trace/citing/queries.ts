import { findDocumentVoices } from '../../contributions/documents/queries.ts'
import { listAnswerVoices } from '../../contributions/voices/queries.ts'
import { listWorkingParagraphs } from '../../drafts/paragraphs/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Citing, Subject } from '../../synthesis/corrections/model.ts'
import { listFindings, listPassageSources } from '../../synthesis/queries.ts'
import type { Link } from '../model.ts'
import { listLinksFrom } from '../queries.ts'

/** A sentence and a contribution whose words it rests on, whichever way they stand to it. */
export interface Citation extends Citing {
  /** `F-1`, or of a draft's paragraph `output ¶ 3`. */
  readonly ref: string
  readonly contributionNumber: number
}

/**
 * Which findings of a cycle, and which paragraphs of its working texts, cite which contributions: findings by number, then paragraphs in
 * their order, each with its contributions by number. A paragraph cites those on whose words it rests directly; what it rests on through
 * a finding is the finding's. Contributions withdrawn or declined are cited by none.
 */
export async function listCitations(db: Reader, cycleId: Id): Promise<Citation[]> {
  const [findings, paragraphs] = [await listFindings(db, cycleId), await listWorkingParagraphs(db, cycleId)]
  const sentences = [
    ...findings.toSorted((a, b) => a.number - b.number).map(({ id, number, statement }) => ({ subject: { kind: 'finding', id } satisfies Subject, ref: `F-${number}`, statement })),
    ...paragraphs.map(({ id, documentSlug, number, text }) => ({ subject: { kind: 'paragraph', id } satisfies Subject, ref: `${documentSlug} ¶ ${number}`, statement: text })),
  ]
  const links = await listLinksFrom(db, sentences.map(({ subject }) => subject.id), 'rests-on')
  const citedBy = await readCited(db, cycleId, links)
  const linksOf = Map.groupBy(links, (link) => link.from.id)
  return sentences.flatMap((sentence) => {
    const cited = (linksOf.get(sentence.subject.id) ?? []).flatMap((link) => citedBy(link) ?? [])
    const once = [...new Map(cited.map((voice) => [voice.contributionId, voice])).values()].sort((a, b) => a.contributionNumber - b.contributionNumber)
    return once.map(({ contributionId, contributionNumber }) => ({ ...sentence, contributionId, contributionNumber }))
  })
}

interface Cited {
  readonly contributionId: Id<'contribution'>
  readonly contributionNumber: number
}

/** Whose words a link leads to: through a passage of an answer or of an attached document, or to an answer or a contribution itself. */
async function readCited(db: Reader, cycleId: Id, links: readonly Link[]): Promise<(link: Link) => Cited | undefined> {
  const [sources, voices] = [await listPassageSources(db, cycleId), await listAnswerVoices(db, cycleId)]
  const sourceOf = new Map<Id, (typeof sources)[number]>(sources.map((source) => [source.id, source]))
  const inDocuments = links.flatMap((link) => { const source = sourceOf.get(link.to.id); return source?.sourceKind === 'document' ? [source.sourceId] : [] })
  const documents = (await findDocumentVoices(db, inDocuments)).filter(({ standing }) => standing === 'stands')
  const cited = new Map<Id, Cited>([
    ...voices.map((voice): [Id, Cited] => [voice.contributionId, voice]),
    ...voices.map((voice): [Id, Cited] => [voice.answerId, voice]),
    ...documents.map((voice): [Id, Cited] => [voice.id, voice]),
  ])
  return (link) => cited.get(sourceOf.get(link.to.id)?.sourceId ?? link.to.id)
}
