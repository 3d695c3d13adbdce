import { listCalls } from '../../../calls/queries.ts'
import { documentRef, HAS_TEXT } from '../../../contributions/documents/model.ts'
import { listBlocks, listDocuments, listDocumentsWithText } from '../../../contributions/documents/queries.ts'
import { counts, standingOf } from '../../../contributions/model.ts'
import { findNeighbours, listReaders, type AnswerToRead } from '../../../contributions/reading/queries.ts'
import { findContribution, findContributions, listAnswers, listAnswersAsSent } from '../../../contributions/queries.ts'
import { maskBlocks, maskText, type Redaction } from '../../../contributions/redaction/model.ts'
import { findRedactions } from '../../../contributions/redaction/queries.ts'
import { findComment, listComments } from '../../../review/comments/queries.ts'
import { findNames } from '../../../people/queries.ts'
import { listEntriesOf } from '../../../record/queries.ts'
import { flatten, type PlacedBlock } from '../../../shared/extraction.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { parseNumber } from '../../../shared/refs.ts'
import { countCodePoints } from '../../../shared/text.ts'
import { listAssignments, type PastAssignment, listPastAssignments } from '../../../synthesis/assignments/queries.ts'
import { listLineage } from '../../../synthesis/changes/queries.ts'
import type { Assignment, ThemeLineage } from '../../../synthesis/codebook/model.ts'
import type { Finding, Passage, PlacedTheme, SourceKind } from '../../../synthesis/model.ts'
import { partOf, passagesIn } from '../../../synthesis/passages/model.ts'
import { findMarkers } from '../../../synthesis/passages/queries.ts'
import { findFindings, findPassage, listPassages, listPassagesOf, listThemes } from '../../../synthesis/queries.ts'
import type { Translation } from '../../../synthesis/translations/model.ts'
import { listTranslationsOf } from '../../../synthesis/translations/queries.ts'
import { listLinksTo } from '../../../trace/queries.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCycleAtDesk, textPath } from '../data.ts'

/** Something to read: an answer, a comment, or the text of an attached document. */
export interface ToRead {
  readonly id: Id
  /** Within the cycle, `C-14/2`, `C-14/file-1` or `R-112`: the end of its address here. */
  readonly ref: string
  readonly passages: number
}

/** What is to be read together: the answers to one question, the documents, or the comments. */
export interface Pile {
  /** Null for the comments in review. */
  readonly question: { readonly number: number; readonly text: string } | null
  /** The pile of the texts of attached documents. */
  readonly isDocuments?: boolean
  readonly toRead: readonly ToRead[]
}

export interface ReadingData extends InCycle {
  readonly piles: readonly Pile[]
}

/** All that can be read in a cycle, question by question, then the documents and the comments; withdrawn and declined ones are left out. */
export async function loadReading(request: PageRequest): Promise<ReadingData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  return typeof inCycle === 'object' ? { ...inCycle, piles: await listPiles(request, inCycle.cycle.id) } : inCycle
}

/** A part of a text that is too long for one page. */
export interface Window {
  readonly number: number
  readonly parts: number
  /** Where the part begins in the whole, in code points. */
  readonly offset: number
  readonly whole: string
}

export interface Source {
  readonly kind: SourceKind
  readonly id: Id
  readonly ref: string
  /** Of the part that is read now. */
  readonly text: string
  readonly window: Window
  readonly redactions?: readonly Redaction[]
  readonly language: string | null
  readonly href: string
  /** Of a document: its name, and the blocks of the part with their pages. */
  readonly document?: { readonly name: string; readonly blocks: readonly PlacedBlock[] }
}

export interface SourceData extends InCycle {
  readonly source: Source
  readonly question: Pile['question']
  readonly passages: readonly Passage[]
  readonly themes: readonly PlacedTheme[]
  readonly before: Pick<ToRead, 'ref'> | undefined
  readonly after: Pick<ToRead, 'ref'> | undefined
  /** The next that whoever reads has not read; of comments, the next without any passage. */
  readonly unread: Pick<ToRead, 'ref'> | undefined
  readonly readers: readonly Id[]
  readonly isRead: boolean
  readonly markers: ReadonlyMap<Id, Id>
  readonly names: ReadonlyMap<Id, string>
  readonly translations: readonly Translation[]
}

/** One answer, comment or part of a document with the passages marked in it, and the way to the next; undefined for withdrawn and declined ones. */
export async function loadSource(request: PageRequest): Promise<SourceData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const ref = [request.params['ref'], request.params['answer']].filter((part) => part !== undefined).join('/')
  const found = (await findAnswerSource(request, inCycle, ref)) ?? (await findOtherSource(request, inCycle, ref))
  if (found === undefined) return undefined
  const { source } = found
  const person = request.view.person?.id
  const [all, themes, readers] = await Promise.all([listPassagesOf(request.db, [source.id]), listThemes(request.db, inCycle.cycle.id), listReaders(request.db, [source.id])])
  // What lost its words to an amendment has no place in the text; it waits on its own page. Of a long text, those of the part.
  const part = { start: source.window.offset, end: source.window.offset + countCodePoints(source.text) }
  const passages = passagesIn(part, all.filter(({ detachedAt }) => detachedAt === null))
  const read = readers.get(source.id) ?? []
  const markers = await findMarkers(request.db, passages.map(({ id }) => id))
  const translations = (await listTranslationsOf(request.db, [source.id])).get(source.id) ?? []
  const names = await findNames(request.db, [...read, ...markers.values(), ...translations.flatMap(({ madeBy }) => madeBy ?? [])])
  return { ...inCycle, ...found, passages, themes, readers: read, isRead: person !== undefined && read.includes(person), markers, names, translations }
}

/** What is read under a reference, an answer, a document or a comment; undefined where it is not read (any more). */
export async function findReadSource(request: PageRequest, inCycle: InCycle, ref: string): Promise<Source | undefined> {
  return ((await findAnswerSource(request, inCycle, ref)) ?? (await findOtherSource(request, inCycle, ref)))?.source
}

type Found = Pick<SourceData, 'source' | 'question' | 'before' | 'after' | 'unread'>

/** The part of a text that an address asks for, and where it stands in the whole. */
export function windowOf(request: PageRequest, whole: string): { readonly text: string; readonly window: Window } {
  const { part, number, parts } = partOf(whole, Number(request.query['part']))
  return { text: part.text, window: { number, parts, offset: part.start, whole } }
}

async function findAnswerSource(request: PageRequest, { forum, cycle }: InCycle, ref: string): Promise<Found | undefined> {
  const { db } = request
  const [, number, answerNumber] = /^C-([1-9][0-9]{0,8})\/([1-9][0-9]{0,8})$/u.exec(ref) ?? []
  const contribution = number === undefined ? undefined : await findContribution(db, cycle.id, Number(number))
  const answer = contribution === undefined ? undefined : (await listAnswersAsSent(db, contribution.id)).find((each) => each.number === Number(answerNumber))
  if (contribution === undefined || answer === undefined || !counts(contribution) || contribution.state !== 'received') return undefined
  const redactions = (await findRedactions(db, [answer.id])).get(answer.id) ?? []
  const neighbours = await findNeighbours(db, cycle.id, { questionId: answer.question_id, contributionNumber: contribution.number, personId: request.view.person?.id ?? cycle.id })
  const toRef = (to: AnswerToRead | undefined) => (to === undefined ? undefined : { ref: `C-${to.contributionNumber}/${to.number}` })
  const href = `/${forum.slug}/${cycle.slug}/contributions/C-${contribution.number}#A-${answer.number}`
  return {
    source: { kind: 'answer', id: answer.id, ref, ...windowOf(request, maskText(answer.text, redactions)), redactions, language: contribution.language, href },
    question: (await listCalls(db, cycle.id)).flatMap((call) => call.questions).find(({ id }) => id === answer.question_id) ?? null,
    before: toRef(neighbours.before),
    after: toRef(neighbours.after),
    unread: toRef(neighbours.unread),
  }
}

/** A comment or a document, with its neighbours among all that is no answer. */
async function findOtherSource(request: PageRequest, inCycle: InCycle, ref: string): Promise<Found | undefined> {
  const all = (await listPiles(request, inCycle.cycle.id)).filter(({ question }) => question === null).flatMap((pile) => pile.toRead)
  const place = all.findIndex((each) => each.ref === ref)
  const source = place < 0 ? undefined : await findSource(request, inCycle, ref)
  if (source === undefined) return undefined
  return { source, question: null, before: all[place - 1], after: all[place + 1], unread: [...all.slice(place + 1), ...all.slice(0, place)].find((each) => each.passages === 0) }
}

export interface PassageData extends InCycle {
  readonly passage: Passage
  readonly themes: readonly PlacedTheme[]
  /** What rests on it: findings, and how many paragraphs besides. */
  readonly findings: readonly Finding[]
  readonly restedOn: number
  /** Whether it was put to other words or another place last, and stands there. */
  readonly isMoved: boolean
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
  const isMoved = passage.detachedAt === null && (await listEntriesOf(request.db, passage.id)).findLast(({ act }) => act.startsWith('passage-anchor'))?.act === 'passage-anchored'
  return { ...inCycle, passage, themes, findings, isMoved, restedOn: links.length, assignments, past, lineage: await listLineage(request.db, inCycle.cycle.id), names }
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
  return [...piles, { question: null, isDocuments: true, toRead: await listDocumentsToRead(request, cycleId, count) }, { question: null, toRead: ofComments }].filter((pile) => pile.toRead.length > 0)
}

async function listDocumentsToRead({ db }: PageRequest, cycleId: Id, count: (id: Id) => number): Promise<ToRead[]> {
  const documents = await listDocumentsWithText(db, cycleId)
  const standing = new Set((await findContributions(db, documents.map(({ contributionId }) => contributionId))).filter((contribution) => ['stands', 'held'].includes(standingOf(contribution))).map(({ id }) => id))
  return documents.filter(({ contributionId }) => standing.has(contributionId)).map((document) => ({
    id: document.attachmentId,
    ref: documentRef(document.contributionNumber, document.position),
    passages: count(document.attachmentId),
  }))
}

async function findSource(request: PageRequest, at: InCycle, ref: string): Promise<Source | undefined> {
  const base = `/${at.forum.slug}/${at.cycle.slug}`
  const number = parseNumber('R', ref)
  if (number === undefined) return findDocumentSource(request, at, ref)
  const comment = await findComment(request.db, at.cycle.id, number)
  return comment === undefined ? undefined : { kind: 'comment', id: comment.id, ref, ...windowOf(request, comment.text), language: comment.language, href: `${base}/comments/${ref}` }
}

/** The text of an attached document, in the parts in which it is kept. */
async function findDocumentSource(request: PageRequest, at: InCycle, ref: string): Promise<Source | undefined> {
  const [, number = 0, position = 0] = (/^C-([1-9][0-9]{0,8})\/file-([1-9][0-9]{0,8})$/u.exec(ref) ?? []).map(Number)
  const contribution = await findContribution(request.db, at.cycle.id, number)
  const document = contribution === undefined ? undefined : (await listDocuments(request.db, [contribution.id])).find((each) => each.position === position)
  if (contribution === undefined || document === undefined || !HAS_TEXT.has(document.outcome)) return undefined
  const redactions = (await findRedactions(request.db, [document.attachmentId])).get(document.attachmentId) ?? []
  const all = maskBlocks(await listBlocks(request.db, document.attachmentId), redactions)
  const part = Math.min(Math.max(1, Math.trunc(Number(request.query['part'])) || 1), Math.max(1, document.parts))
  const blocks = all.filter((block) => block.part === part)
  return {
    kind: 'document',
    id: document.attachmentId,
    ref,
    text: flatten(blocks),
    window: { number: part, parts: document.parts, offset: blocks[0]?.start ?? 0, whole: flatten(all) },
    redactions,
    language: contribution.language ?? document.language,
    href: `/${at.forum.slug}/${at.cycle.slug}/${textPath(contribution.number, position)}`,
    document: { name: document.name, blocks },
  }
}
