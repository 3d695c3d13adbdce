import { listCalls } from '../../../calls/queries.ts'
import { flatten, type PlacedBlock } from '../../../shared/extraction.ts'
import { documentRef, HAS_TEXT } from '../../../contributions/documents/model.ts'
import { listBlocks, listDocuments, listDocumentsWithText } from '../../../contributions/documents/queries.ts'
import { standingOf } from '../../../contributions/model.ts'
import { findContribution, findContributions, listAnswers, listAnswersAsSent } from '../../../contributions/queries.ts'
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

export interface SourceData extends ReadingData {
  readonly source: { readonly kind: SourceKind; readonly id: Id; readonly ref: string; readonly text: string; readonly redactions?: readonly Redaction[]; readonly language: string | null; readonly href: string; readonly document?: DocumentPart }
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

/** The part of a document that is read now, for it may be long. */
export interface DocumentPart {
  readonly name: string
  readonly part: number
  readonly parts: number
  readonly blocks: readonly PlacedBlock[]
  /** Where the text of this part begins within the whole. */
  readonly offset: number
  /** The text of the whole document. */
  readonly whole: string
}

async function findDocumentSource(request: PageRequest, contributionId: Id, ref: string, position: number): Promise<Omit<SourceData['source'], 'href'> | undefined> {
  const document = (await listDocuments(request.db, [contributionId])).find((each) => each.position === position)
  if (document === undefined || !HAS_TEXT.has(document.outcome)) return undefined
  const all = await listBlocks(request.db, document.attachmentId)
  const part = Math.min(Math.max(1, Math.trunc(Number(request.query['part'])) || 1), Math.max(1, document.parts))
  const blocks = all.filter((block) => block.part === part)
  const text = flatten(blocks)
  return {
    kind: 'document',
    id: document.attachmentId,
    ref,
    text,
    language: document.language,
    document: { name: document.name, part, parts: document.parts, blocks, offset: blocks[0]?.start ?? 0, whole: flatten(all) },
  }
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
  const position = /^file-([1-9][0-9]{0,8})$/u.exec(second)?.[1]
  if (contribution !== undefined && position !== undefined) {
    const found = await findDocumentSource(request, contribution.id, ref, Number(position))
    return found === undefined ? undefined : { ...found, language: contribution.language ?? found.language, href: `${base}/${textPath(contribution.number, Number(position))}` }
  }
  const answer = contribution === undefined ? undefined : (await listAnswersAsSent(request.db, contribution.id)).find((each) => String(each.number) === second)
  if (contribution === undefined || answer === undefined) return undefined
  const redactions = (await findRedactions(request.db, [answer.id])).get(answer.id) ?? []
  return { kind: 'answer', id: answer.id, ref, text: maskText(answer.text, redactions), redactions, language: contribution.language, href: `${base}/contributions/${first}#A-${second}` }
}
