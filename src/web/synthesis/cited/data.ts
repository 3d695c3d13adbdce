import { hasPublicText } from '../../../contributions/model.ts'
import { findAnswers, findContributions } from '../../../contributions/queries.ts'
import { findDocumentVoices } from '../../../contributions/documents/queries.ts'
import { listCalls } from '../../../calls/queries.ts'
import { findParagraphs } from '../../../drafts/paragraphs/queries.ts'
import { listPlacesOf, listVersionsOfCycle } from '../../../drafts/versions/queries.ts'
import type { Db } from '../../../platform/database.ts'
import type { Id } from '../../../shared/ids.ts'
import type { Stance } from '../../../shared/vocabularies.ts'
import { tallyCorrections, type Correction, type Subject, type Tally } from '../../../synthesis/corrections/model.ts'
import { listCorrections } from '../../../synthesis/corrections/queries.ts'
import { listFindingNumbers } from '../../../synthesis/findings/queries.ts'
import { findFindings, findPassages } from '../../../synthesis/queries.ts'
import { listLinksFrom } from '../../../trace/queries.ts'
import type { InCycle } from '../../forums/data.ts'

/** What a sentence is called on a page, where it stands, and what it says now. */
export interface SubjectShown {
  /** `F-3`, or of a draft's paragraph `output ¶ 3`. */
  readonly ref: string
  /** Its own place on a page that lists sentences. */
  readonly anchor: string
  /** Where anyone reads it; null for a paragraph of which no version is frozen. */
  readonly href: string | null
  readonly deskHref: string
  readonly language: string
  /** Null once it was discarded or removed. */
  readonly current: string | null
  readonly question: string | null
}

type Place = Pick<InCycle, 'forum' | 'cycle'>

/** The sentences that somebody was asked about, by their ids. */
export async function showSubjects(db: Db, at: Place, subjects: readonly Subject[]): Promise<Map<Id, SubjectShown>> {
  const ids = (kind: Subject['kind']): Id[] => subjects.filter((subject) => subject.kind === kind).map(({ id }) => id)
  return new Map([...(await showFindings(db, at, ids('finding'))), ...(await showParagraphs(db, at, ids('paragraph')))])
}

async function showFindings(db: Db, { forum, cycle }: Place, ids: readonly Id[]): Promise<[Id, SubjectShown][]> {
  if (ids.length === 0) return []
  const base = `/${forum.slug}/${cycle.slug}`
  const findings = new Map<Id, Awaited<ReturnType<typeof findFindings>>[number]>((await findFindings(db, ids)).map((finding) => [finding.id, finding]))
  const questions = new Map<Id, string>((await listCalls(db, cycle.id)).flatMap((call) => call.questions.map(({ id, number, text }): [Id, string] => [id, `${number}. ${text}`])))
  return [...(await listFindingNumbers(db, cycle.id, ids))].map(([id, number]): [Id, SubjectShown] => {
    const finding = findings.get(id)
    const question = finding?.questionId == null ? null : (questions.get(finding.questionId) ?? null)
    return [id, { ref: `F-${number}`, anchor: `F-${number}`, href: `${base}/breakdown#F-${number}`, deskHref: `/desk${base}/findings/F-${number}`, language: forum.language, current: finding?.statement ?? null, question }]
  })
}

/** A paragraph has the number that it has in the working text, or had in the last version; its address is that of the last version with it. */
async function showParagraphs(db: Db, { forum, cycle }: Place, ids: readonly Id[]): Promise<[Id, SubjectShown][]> {
  if (ids.length === 0) return []
  const base = `/${forum.slug}/${cycle.slug}`
  const [versions, places] = [await listVersionsOfCycle(db, cycle.id), await listPlacesOf(db, ids)]
  return (await findParagraphs(db, ids)).map(({ id, documentSlug, language, number, text }): [Id, SubjectShown] => {
    const version = versions.find((each) => places.some((place) => place.id === id && place.versionId === each.id))
    const frozen = places.find((place) => place.id === id && place.versionId === version?.id)?.number
    const shown = number ?? frozen
    const href = version === undefined ? null : `${base}/documents/${documentSlug}/versions/${version.number}#p${frozen}`
    return [id, { ref: `${documentSlug} ¶${shown === undefined ? '' : ` ${shown}`}`, anchor: `p-${id}`, href, deskHref: `/desk${base}/documents/${documentSlug}`, language, current: text, question: null }]
  })
}

/** Words of a contribution that a sentence rests on; `quote` is null where it rests on the contribution as a whole. */
export interface OwnWord {
  readonly quote: string | null
  readonly stance: Stance
  readonly language: string | null
}

/** Which words of a contribution each of these sentences rests on: through a passage of an answer or of a document, or an answer itself. */
export async function openWords(db: Db, subjects: readonly Subject[]): Promise<(subject: Subject, contributionId: Id) => OwnWord[]> {
  const links = await listLinksFrom(db, subjects.map(({ id }) => id), 'rests-on')
  const passages = new Map((await findPassages(db, links.map((link) => link.to.id))).map((passage) => [passage.id as Id, passage]))
  const sources = [...[...passages.values()].map((passage) => passage.sourceId), ...links.filter((link) => link.to.kind === 'answer').map((link) => link.to.id)]
  const voices = new Map<Id, { readonly contributionId: Id; readonly language: string | null; readonly text?: string | null }>([
    ...(await findAnswers(db, sources)).map((answer): [Id, typeof answer] => [answer.id, answer]),
    ...(await findDocumentVoices(db, sources)).map((voice): [Id, typeof voice] => [voice.id, voice]),
  ])
  return (subject, contributionId) =>
    links
      .filter((link) => link.from.id === subject.id)
      .flatMap((link): OwnWord[] => {
        const stance = link.stance ?? 'supports'
        if (link.to.id === contributionId) return [{ quote: null, stance, language: null }]
        const passage = passages.get(link.to.id)
        const voice = voices.get(passage?.sourceId ?? link.to.id)
        return voice?.contributionId !== contributionId ? [] : [{ quote: passage?.quote ?? voice.text ?? null, stance, language: voice.language }]
      })
}

/** A contest with the desk's answer to it, as anyone may read it: words only where the contribution's own may be read. */
export interface Contest extends Pick<Correction, 'statement' | 'settlement' | 'settledReason'> {
  readonly number: number
  readonly reason: string | null
}

/** The contests of a cycle by finding, or by paragraph of a draft. The words of who withdrew, or did not want to be published, are left out. */
export async function loadContests(db: Db, corrections: readonly Correction[]): Promise<Map<Id, Contest[]>> {
  const contested = corrections.filter((correction) => correction.verdict === 'contested')
  const contributions = new Map<Id, Awaited<ReturnType<typeof findContributions>>[number]>((await findContributions(db, contested.map((correction) => correction.contributionId))).map((each) => [each.id, each]))
  const shown = contested.flatMap((correction) => {
    const contribution = contributions.get(correction.contributionId)
    if (contribution === undefined) return []
    const { statement, settlement, settledReason } = correction
    return [{ subjectId: correction.subject.id, contest: { number: contribution.number, statement, settlement, settledReason, reason: hasPublicText(contribution) ? correction.reason : null } }]
  })
  return new Map([...Map.groupBy(shown, (each): Id => each.subjectId)].map(([id, own]) => [id, own.map(({ contest }) => contest)]))
}

/** What those whom a paragraph of a version cites said to it: their answers to it as it is worded in the version, and every contest. */
export interface SaidTo {
  readonly statement: string
  readonly tally: Tally
  readonly contests: readonly Contest[]
}

/** By paragraph; those that nobody was asked about are left out. */
export async function loadSaidTo(db: Db, cycleId: Id, paragraphs: readonly { readonly id: Id; readonly text: string }[]): Promise<Map<Id, SaidTo>> {
  const corrections = (await listCorrections(db, cycleId)).filter(({ subject }) => subject.kind === 'paragraph')
  const contests = await loadContests(db, corrections)
  const of = Map.groupBy(corrections, ({ subject }): Id => subject.id)
  return new Map(paragraphs.flatMap(({ id, text }): [Id, SaidTo][] => {
    const own = of.get(id)
    return own === undefined ? [] : [[id, { statement: text, tally: tallyCorrections(text, own), contests: contests.get(id) ?? [] }]]
  }))
}

export function saidAsData(cycle: string, said: SaidTo | undefined): object {
  if (said === undefined) return {}
  const { accepted, contested, silent } = said.tally
  const contests = said.contests.map(({ number, statement, reason, settlement, settledReason }) => ({ by: `${cycle}/C-${number}`, statement, reason, settlement, answer: settledReason }))
  return { corrections: { accepted, contested, noAnswer: silent }, contests }
}
