import { hasPublicText } from '../../../contributions/model.ts'
import { findContributions, listMailAddresses } from '../../../contributions/queries.ts'
import { equalSecrets, hmac } from '../../../platform/digest.ts'
import type { Db } from '../../../platform/database.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { isRoundOpen, isUnsettled, listUnseen, tallyCorrections, type Correction, type Round, type Subject, type Tally } from '../../../synthesis/corrections/model.ts'
import { findDigest, listCorrections, listCorrectionsOf, listDigests, listRounds, type Digest } from '../../../synthesis/corrections/queries.ts'
import type { Publication } from '../../../synthesis/publications/model.ts'
import { listPublications } from '../../../synthesis/publications/queries.ts'
import { listFindings } from '../../../synthesis/queries.ts'
import { listCitations } from '../../../trace/citing/queries.ts'
import type { Services } from '../../context.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { openWords, showSubjects, type OwnWord, type SubjectShown } from '../cited/data.ts'
import { loadCycleAtDesk } from '../data.ts'

/** What lets whoever is cited say whether they are cited rightly: derived from the installation's secret, so that it is stored nowhere. */
export function digestSecret(services: Pick<Services, 'secret'>, id: Id): string {
  return hmac(services.secret, `correction-digest:${id}`)
}

export function digestAddress(services: Pick<Services, 'secret'>, at: Pick<InCycle, 'forum' | 'cycle'>, id: Id): string {
  return `/${at.forum.slug}/${at.cycle.slug}/corrections/${id}/${digestSecret(services, id)}`
}

/** A sentence put before somebody, in context: what it says now, under which question, and which of their words it rests on. */
export interface SentenceShown extends SubjectShown {
  readonly correction: Correction
  readonly contribution: number
  readonly words: readonly OwnWord[]
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
  const subjects = corrections.map((correction) => correction.subject)
  const [shown, wordsOf] = [await showSubjects(db, inCycle, subjects), await openWords(db, subjects)]
  const contributions = new Map<Id, number>((await findContributions(db, corrections.map((correction) => correction.contributionId))).map(({ id, number }) => [id, number]))
  return corrections.flatMap((correction) => {
    const subject = shown.get(correction.subject.id)
    return subject === undefined ? [] : [{ ...subject, correction, contribution: contributions.get(correction.contributionId) ?? 0, words: wordsOf(correction.subject, correction.contributionId) }]
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
  /** By finding, and by paragraph of a draft that somebody was asked about: of those who were shown it as it is worded now. */
  readonly tallies: readonly (Pick<SubjectShown, 'ref' | 'href'> & { readonly tally: Tally })[]
}

export async function loadCorrectionsDesk(request: PageRequest): Promise<CorrectionsDeskData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const { db, now } = request
  const cycleId = inCycle.cycle.id
  const [corrections, citations] = [await listCorrections(db, cycleId), await listCitations(db, cycleId)]
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
    unseen: { sentences: new Set(unseen.map((citation) => citation.subject.id)).size, contributions: new Set(unseen.map((citation) => citation.contributionId)).size },
    tallies: await tallySentences(db, inCycle, corrections),
  }
}

async function tallySentences(db: Db, inCycle: InCycle, corrections: readonly Correction[]): Promise<CorrectionsDeskData['tallies']> {
  const about = corrections.filter(({ subject }) => subject.kind === 'paragraph').map(({ subject }) => subject)
  const findings = (await listFindings(db, inCycle.cycle.id)).map(({ id }): Subject => ({ kind: 'finding', id }))
  const of = Map.groupBy(corrections, ({ subject }): Id => subject.id)
  return [...(await showSubjects(db, inCycle, [...findings, ...about]))].flatMap(([id, { ref, href, current }]) => (current === null ? [] : [{ ref, href, tally: tallyCorrections(current, of.get(id) ?? []) }]))
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
export interface SaidToSentence extends Pick<SubjectShown, 'ref' | 'href' | 'language'> {
  readonly statement: string
  readonly verdict: Correction['verdict']
  readonly reason: string | null
  readonly settlement: Correction['settlement']
  readonly settledReason: string | null
}

/** What was said to the sentences that cite a contribution; reasons only where the contribution's own words may be read. */
export async function loadSaidOf(db: Db, at: Pick<InCycle, 'forum' | 'cycle'>, contribution: Parameters<typeof hasPublicText>[0] & { readonly id: Id }): Promise<SaidToSentence[]> {
  const corrections = await listCorrectionsOf(db, contribution.id)
  const shown = await showSubjects(db, at, corrections.map(({ subject }) => subject))
  const isOpen = hasPublicText(contribution)
  return corrections.flatMap(({ subject, statement, verdict, reason, settlement, settledReason }) => {
    const named = shown.get(subject.id)
    if (named === undefined) return []
    const { ref, href, language } = named
    return [{ ref, href, language, statement, verdict, reason: isOpen ? reason : null, settlement, settledReason }]
  })
}
