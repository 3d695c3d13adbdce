import { listCalls } from '../../../calls/queries.ts'
import { hasPublicText } from '../../../contributions/model.ts'
import { findAnswers, findContributions, listMailAddresses } from '../../../contributions/queries.ts'
import { equalSecrets, hmac } from '../../../platform/digest.ts'
import type { Db } from '../../../platform/database.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import type { Stance } from '../../../shared/vocabularies.ts'
import { isRoundOpen, isUnsettled, listUnseen, tallyCorrections, type Correction, type Round, type Tally } from '../../../synthesis/corrections/model.ts'
import { findDigest, listCorrections, listCorrectionsOf, listDigests, listRounds, type Digest } from '../../../synthesis/corrections/queries.ts'
import { listFindingNumbers } from '../../../synthesis/findings/queries.ts'
import type { Finding, Passage } from '../../../synthesis/model.ts'
import type { Publication } from '../../../synthesis/publications/model.ts'
import { listPublications } from '../../../synthesis/publications/queries.ts'
import { findFindings, findPassages, listFindings } from '../../../synthesis/queries.ts'
import { listCitations } from '../../../trace/citing/queries.ts'
import { listLinksFrom } from '../../../trace/queries.ts'
import type { Services } from '../../context.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCycleAtDesk } from '../data.ts'

/** What lets whoever is cited say whether they are cited rightly: derived from the installation's secret, so that it is stored nowhere. */
export function digestSecret(services: Pick<Services, 'secret'>, id: Id): string {
  return hmac(services.secret, `correction-digest:${id}`)
}

export function digestAddress(services: Pick<Services, 'secret'>, at: Pick<InCycle, 'forum' | 'cycle'>, id: Id): string {
  return `/${at.forum.slug}/${at.cycle.slug}/corrections/${id}/${digestSecret(services, id)}`
}

/** A sentence put before somebody, in context: what it says now, under which question, and which of their words it rests on. */
export interface SentenceShown {
  readonly correction: Correction
  readonly contribution: number
  readonly finding: number
  /** Null once the finding was discarded. */
  readonly current: string | null
  readonly question: string | null
  readonly words: readonly { readonly passage: Passage; readonly stance: Stance; readonly language: string | null }[]
}

export interface DigestData extends InCycle {
  readonly round: Round
  readonly digest: Digest
  readonly sentences: readonly SentenceShown[]
  readonly isOpen: boolean
}

/** The page behind the link of a digest. A wrong link finds nothing, as if there were no such page. */
export async function loadDigest(request: PageRequest): Promise<DigestData | undefined> {
  const inCycle = await loadCycle(request, 'breakdown')
  const id = request.params['digest'] ?? ''
  if (inCycle === undefined || !isId(id) || !equalSecrets(request.params['secret'] ?? '', digestSecret(request.services, id))) return undefined
  return completeDigest(request, inCycle, id)
}

/** The same at the desk, to be printed as a letter. */
export async function loadLetter(request: PageRequest): Promise<(DigestData & { readonly link: string }) | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const id = request.params['digest'] ?? ''
  const digest = isId(id) ? await completeDigest(request, inCycle, id) : undefined
  return digest === undefined ? undefined : { ...digest, link: `${request.services.publicUrl}${digestAddress(request.services, inCycle, digest.digest.id)}` }
}

async function completeDigest({ db, now }: PageRequest, inCycle: InCycle, id: Id): Promise<DigestData | undefined> {
  const digest = await findDigest(db, inCycle.cycle.id, id)
  const round = (await listRounds(db, inCycle.cycle.id)).find((each) => each.id === digest?.roundId)
  if (digest === undefined || round === undefined) return undefined
  const own = (await listCorrections(db, inCycle.cycle.id)).filter((correction) => correction.digestId === digest.id)
  return { ...inCycle, round, digest, sentences: await showSentences(db, inCycle, own), isOpen: isRoundOpen(round, now) }
}

async function showSentences(db: Db, inCycle: InCycle, corrections: readonly Correction[]): Promise<SentenceShown[]> {
  const findings = new Map<Id, Finding>((await findFindings(db, corrections.map((correction) => correction.findingId))).map((finding) => [finding.id, finding]))
  const contributions = new Map<Id, number>((await findContributions(db, corrections.map((correction) => correction.contributionId))).map(({ id, number }) => [id, number]))
  const questions = new Map<Id, string>((await listCalls(db, inCycle.cycle.id)).flatMap((call) => call.questions.map(({ id, number, text }): [Id, string] => [id, `${number}. ${text}`])))
  const links = await listLinksFrom(db, [...findings.keys()], 'rests-on')
  const passages = new Map<Id, Passage>((await findPassages(db, links.map((link) => link.to.id))).map((passage) => [passage.id, passage]))
  const answers = new Map<Id, { contributionId: Id; language: string | null }>((await findAnswers(db, [...passages.values()].map((passage) => passage.sourceId))).map((answer) => [answer.id, answer]))
  const numbers = await listFindingNumbers(db, inCycle.cycle.id, corrections.map((correction) => correction.findingId))
  return corrections.map((correction) => {
    const finding = findings.get(correction.findingId)
    const words = links
      .filter((link) => link.from.id === correction.findingId)
      .flatMap((link) => {
        const passage = passages.get(link.to.id)
        const answer = passage === undefined ? undefined : answers.get(passage.sourceId)
        return passage === undefined || answer?.contributionId !== correction.contributionId ? [] : [{ passage, stance: link.stance ?? ('supports' as const), language: answer.language }]
      })
    return {
      correction,
      contribution: contributions.get(correction.contributionId) ?? 0,
      finding: numbers.get(correction.findingId) ?? 0,
      current: finding?.statement ?? null,
      question: finding?.questionId == null ? null : (questions.get(finding.questionId) ?? null),
      words,
    }
  })
}

export interface RoundShown extends Round {
  readonly isOpen: boolean
  readonly tally: Tally
  readonly people: number
  /** Digests of those of whom no address is known: to be printed. */
  readonly letters: readonly { readonly id: Id; readonly contributions: readonly number[] }[]
}

export interface CorrectionsDeskData extends InCycle {
  readonly publications: readonly Publication[]
  readonly rounds: readonly RoundShown[]
  /** Contests that wait for an answer, with the sentence in context. */
  readonly open: readonly SentenceShown[]
  readonly settled: readonly SentenceShown[]
  /** Sentences, and people, to be asked in the next round. */
  readonly unseen: { readonly sentences: number; readonly contributions: number }
  /** By finding, of those who were shown it as it is worded now. */
  readonly tallies: readonly { readonly finding: Finding; readonly tally: Tally }[]
}

export async function loadCorrectionsDesk(request: PageRequest): Promise<CorrectionsDeskData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const { db, now } = request
  const cycleId = inCycle.cycle.id
  const [corrections, citations, findings] = [await listCorrections(db, cycleId), await listCitations(db, cycleId), await listFindings(db, cycleId)]
  const unseen = listUnseen(citations, corrections)
  const contributions = new Map<Id, number>((await findContributions(db, corrections.map((correction) => correction.contributionId))).map(({ id, number }) => [id, number]))
  const rounds: RoundShown[] = []
  for (const round of await listRounds(db, cycleId)) {
    const own = corrections.filter((correction) => correction.roundId === round.id)
    const digests = await listDigests(db, round.id)
    const letters = digests.filter((digest) => !digest.isByMail).map(({ id }) => ({ id, contributions: [...new Set(own.filter((correction) => correction.digestId === id).map((correction) => contributions.get(correction.contributionId) ?? 0))] }))
    const count = (verdict: Correction['verdict']): number => own.filter((correction) => correction.verdict === verdict).length
    rounds.push({ ...round, isOpen: isRoundOpen(round, now), people: digests.length, letters, tally: { accepted: count('accepted'), contested: count('contested'), silent: count(null) } })
  }
  return {
    ...inCycle,
    publications: await listPublications(db, cycleId),
    rounds: rounds.toReversed(),
    open: await showSentences(db, inCycle, corrections.filter(isUnsettled)),
    settled: await showSentences(db, inCycle, corrections.filter((correction) => correction.settlement !== null)),
    unseen: { sentences: new Set(unseen.map((citation) => citation.findingId)).size, contributions: new Set(unseen.map((citation) => citation.contributionId)).size },
    tallies: findings.map((finding) => ({ finding, tally: tallyCorrections(finding.statement, corrections.filter((correction) => correction.findingId === finding.id)) })),
  }
}

/** In which language those who are cited write, by contribution; null where it is not known. */
export async function listLanguages(db: Db, cycleId: Id): Promise<Map<Id, string | null>> {
  const citations = await listCitations(db, cycleId)
  return new Map((await findContributions(db, citations.map((citation) => citation.contributionId))).map(({ id, language }) => [id, language]))
}

export async function findMail(db: Db, contributionId: Id): Promise<string | undefined> {
  return (await listMailAddresses(db, [contributionId])).get(contributionId)
}

/** What the sender of a contribution said to a sentence that cites it, as anyone may read it. */
export interface SaidToSentence {
  readonly finding: number
  readonly statement: string
  readonly verdict: Correction['verdict']
  readonly reason: string | null
  readonly settlement: Correction['settlement']
  readonly settledReason: string | null
}

/** What was said to the sentences that cite a contribution; reasons only where the contribution's own words may be read. */
export async function loadSaidOf(db: Db, cycleId: Id, contribution: Parameters<typeof hasPublicText>[0] & { readonly id: Id }): Promise<SaidToSentence[]> {
  const corrections = await listCorrectionsOf(db, contribution.id)
  const numbers = await listFindingNumbers(db, cycleId, corrections.map((correction) => correction.findingId))
  const isOpen = hasPublicText(contribution)
  return corrections.map(({ findingId, statement, verdict, reason, settlement, settledReason }) => ({ finding: numbers.get(findingId) ?? 0, statement, verdict, reason: isOpen ? reason : null, settlement, settledReason }))
}
