import { listCalls } from '../../../calls/queries.ts'
import { findContribution, listAnswers, listAnswersAsSent } from '../../../contributions/queries.ts'
import { maskText, type Redaction } from '../../../contributions/redaction/model.ts'
import { findRedactions } from '../../../contributions/redaction/queries.ts'
import { findComment, listComments } from '../../../review/comments/queries.ts'
import { findNames } from '../../../people/queries.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { parseNumber } from '../../../shared/refs.ts'
import { listAssignments, type PastAssignment, listPastAssignments } from '../../../synthesis/assignments/queries.ts'
import { listLineage } from '../../../synthesis/changes/queries.ts'
import type { Assignment, ThemeLineage } from '../../../synthesis/codebook/model.ts'
import type { Finding, Passage, PlacedTheme, SourceKind } from '../../../synthesis/model.ts'
import { findFindings, findPassage, listPassages, listPassagesOf, listThemes } from '../../../synthesis/queries.ts'
import { listLinksTo } from '../../../trace/queries.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCycleAtDesk } from '../data.ts'

/** Something to read: an answer or a comment. */
export interface ToRead {
  readonly id: Id
  /** Within the cycle, `C-14/2` or `R-112`: the end of its address here. */
  readonly ref: string
  readonly passages: number
}

/** What is to be read together: the answers to one question, or the comments. */
export interface Pile {
  /** Null for the comments in review. */
  readonly question: { readonly number: number; readonly text: string } | null
  readonly toRead: readonly ToRead[]
}

export interface ReadingData extends InCycle {
  readonly piles: readonly Pile[]
}

/** All that can be read in a cycle, question by question, then the comments; withdrawn and declined ones are left out. */
export async function loadReading(request: PageRequest): Promise<ReadingData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  return typeof inCycle === 'object' ? { ...inCycle, piles: await listPiles(request, inCycle.cycle.id) } : inCycle
}

export interface SourceData extends ReadingData {
  readonly source: { readonly kind: SourceKind; readonly id: Id; readonly ref: string; readonly text: string; readonly redactions?: readonly Redaction[]; readonly language: string | null; readonly href: string }
  readonly question: Pile['question']
  readonly passages: readonly Passage[]
  readonly themes: readonly PlacedTheme[]
  readonly before: ToRead | undefined
  readonly after: ToRead | undefined
  /** The next without any passage, in this pile or a later one. */
  readonly unread: ToRead | undefined
}

/** One answer or comment with the passages marked in it, and the way to the next; undefined for withdrawn ones. */
export async function loadSource(request: PageRequest): Promise<SourceData | 'forbidden' | undefined> {
  const reading = await loadReading(request)
  if (typeof reading !== 'object') return reading
  const ref = [request.params['ref'], request.params['answer']].filter((part) => part !== undefined).join('/')
  const all = reading.piles.flatMap((pile) => pile.toRead)
  const place = all.findIndex((each) => each.ref === ref)
  const pile = reading.piles.find((each) => each.toRead.some((toRead) => toRead.ref === ref))
  const source = pile === undefined ? undefined : await findSource(request, reading, ref)
  if (pile === undefined || source === undefined) return undefined
  return {
    ...reading,
    source,
    question: pile.question,
    passages: (await listPassagesOf(request.db, [source.id])).filter(({ detachedAt }) => detachedAt === null),
    themes: await listThemes(request.db, reading.cycle.id),
    before: all[place - 1],
    after: all[place + 1],
    unread: [...all.slice(place + 1), ...all.slice(0, place)].find((each) => each.passages === 0),
  }
}

export interface PassageData extends InCycle {
  readonly passage: Passage
  readonly themes: readonly PlacedTheme[]
  /** What rests on it: findings, and how many paragraphs besides. */
  readonly findings: readonly Finding[]
  readonly restedOn: number
  readonly assignments: readonly Assignment[]
  readonly past: readonly PastAssignment[]
  readonly lineage: readonly ThemeLineage[]
  readonly names: ReadonlyMap<Id, string>
}

export async function loadPassage(request: PageRequest): Promise<PassageData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const number = parseNumber('P', request.params['passage'] ?? '')
  const passage = number === undefined ? undefined : await findPassage(request.db, inCycle.cycle.id, number)
  if (passage === undefined) return undefined
  const links = await listLinksTo(request.db, [passage.id])
  const findings = await findFindings(request.db, links.filter((link) => link.from.kind === 'finding').map((link) => link.from.id))
  const assignments = (await listAssignments(request.db, [passage.id])).get(passage.id) ?? []
  const past = await listPastAssignments(request.db, passage.id)
  const people = [...assignments, ...past].flatMap(({ assignedBy, signedBy }) => [assignedBy, signedBy]).concat(past.map(({ endedBy }) => endedBy))
  const names = await findNames(request.db, people.filter((id) => id !== null))
  const themes = await listThemes(request.db, inCycle.cycle.id)
  return { ...inCycle, passage, themes, findings, restedOn: links.length, assignments, past, lineage: await listLineage(request.db, inCycle.cycle.id), names }
}

/** The ids among what a form sent. */
export function idsOf(values: readonly string[] | undefined): Id[] {
  return (values ?? []).filter(isId)
}

async function listPiles(request: PageRequest, cycleId: Id): Promise<Pile[]> {
  const { db } = request
  const marked = Map.groupBy(await listPassages(db, cycleId), (passage) => passage.sourceId)
  const count = (id: Id): number => marked.get(id)?.length ?? 0
  const answers = Map.groupBy((await listAnswers(db, cycleId)).filter(({ standing }) => standing === 'stands' || standing === 'held'), (answer) => answer.questionId)
  const questions = (await listCalls(db, cycleId)).flatMap((call) => call.questions)
  const comments = (await listComments(db, cycleId)).filter((comment) => comment.withdrawnAt === null)
  const piles: Pile[] = questions.map((question) => ({
    question,
    toRead: (answers.get(question.id) ?? []).map((answer) => ({ id: answer.id, ref: `C-${answer.contributionNumber}/${answer.number}`, passages: count(answer.id) })),
  }))
  const ofComments = comments.map((comment) => ({ id: comment.id, ref: `R-${comment.number}`, passages: count(comment.id) }))
  return [...piles, { question: null, toRead: ofComments }].filter((pile) => pile.toRead.length > 0)
}

async function findSource(request: PageRequest, at: InCycle, ref: string): Promise<SourceData['source'] | undefined> {
  const [first = '', second = ''] = ref.split('/')
  const base = `/${at.forum.slug}/${at.cycle.slug}`
  const commentNumber = parseNumber('R', first)
  if (commentNumber !== undefined) {
    const comment = await findComment(request.db, at.cycle.id, commentNumber)
    return comment === undefined ? undefined : { kind: 'comment', id: comment.id, ref, text: comment.text, language: comment.language, href: `${base}/comments/${first}` }
  }
  const contribution = await findContribution(request.db, at.cycle.id, parseNumber('C', first) ?? 0)
  const answer = contribution === undefined ? undefined : (await listAnswersAsSent(request.db, contribution.id)).find((each) => String(each.number) === second)
  if (contribution === undefined || answer === undefined) return undefined
  const redactions = (await findRedactions(request.db, [answer.id])).get(answer.id) ?? []
  return { kind: 'answer', id: answer.id, ref, text: maskText(answer.text, redactions), redactions, language: contribution.language, href: `${base}/contributions/${first}#A-${second}` }
}
