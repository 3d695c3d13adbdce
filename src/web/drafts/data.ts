import { flatten, type Document, type FrozenText, type Lineage, type Version } from '../../drafts/model.ts'
import { findDocument, listDocuments, listLineage } from '../../drafts/queries.ts'
import { compareSections, type ComparedSection } from '../../drafts/comparing/model.ts'
import { compareVersions, lineageBetween, type ComparedParagraph } from '../../drafts/versions/model.ts'
import { loadFrozenText, type VersionOfCycle } from '../../drafts/versions/queries.ts'
import type { MeetingSummary } from '../../meetings/model.ts'
import { listMeetings } from '../../meetings/queries.ts'
import { may } from '../../people/policy.ts'
import type { Id } from '../../shared/ids.ts'
import { loadCycle, type InCycle } from '../forums/data.ts'
import type { PageRequest } from '../page.tsx'
import { loadSaidTo, type SaidTo } from '../synthesis/cited/data.ts'
import { loadGround, type Ground } from '../trace/ground/data.ts'
import { loadSetting, type TextSetting } from './blocks/data.ts'
import { listReadable, listReadableOfCycle } from './held/data.ts'
import { cutCompared, cutGrounded, type Parts } from './parts/data.ts'

export interface InDocument extends InCycle {
  readonly document: Document
  /** The public address of the cycle. */
  readonly base: string
  /** The public address of the document. */
  readonly address: string
}

export interface DocumentsData extends InCycle {
  readonly base: string
  readonly documents: readonly Document[]
  readonly versions: readonly VersionOfCycle[]
}

/** Documents of a cycle, each with its versions. */
export async function loadDocuments(request: PageRequest): Promise<DocumentsData | undefined> {
  const inCycle = await loadCycle(request, 'draft')
  if (inCycle === undefined) return undefined
  const { db } = request
  const [documents, versions] = await Promise.all([listDocuments(db, inCycle.cycle.id), listReadableOfCycle(request, inCycle)])
  return { ...inCycle, base: `/${inCycle.forum.slug}/${inCycle.cycle.slug}`, documents, versions }
}

/** The document that the address names. */
export async function loadDocument(request: PageRequest): Promise<InDocument | undefined> {
  const inCycle = await loadCycle(request, 'draft')
  const document = inCycle === undefined ? undefined : await findDocument(request.db, inCycle.cycle.id, request.params['document'] ?? '')
  if (inCycle === undefined || document === undefined) return undefined
  const base = `/${inCycle.forum.slug}/${inCycle.cycle.slug}`
  return { ...inCycle, document, base, address: `${base}/documents/${document.slug}` }
}

/** The same at the desk: for those who write drafts. */
export async function loadDocumentDesk(request: PageRequest): Promise<InDocument | 'forbidden' | undefined> {
  const inDocument = await loadDocument(request)
  return inDocument === undefined ? undefined : permitted(request, inDocument)
}

export async function loadDocumentsDesk(request: PageRequest): Promise<DocumentsData | 'forbidden' | undefined> {
  const documents = await loadDocuments(request)
  return documents === undefined ? undefined : permitted(request, documents)
}

export function permitted<Data extends InCycle>(request: PageRequest, data: Data): Data | 'forbidden' {
  return may(request.view.person, 'edit-drafts', { forumId: data.forum.id, cycleId: data.cycle.id }) ? data : 'forbidden'
}

export interface DocumentData extends InDocument {
  /** Where it was agreed, if it says so. */
  readonly agreedIn: MeetingSummary | undefined
  readonly versions: readonly Version[]
}

/** A document with its versions, the latest first; one that has none is not public yet. */
export async function loadDocumentVersions(request: PageRequest): Promise<DocumentData | undefined> {
  const inDocument = await loadDocument(request)
  if (inDocument === undefined) return undefined
  const versions = await listReadable(request, inDocument, inDocument.document.id)
  if (versions.length === 0) return undefined
  const { document, forum } = inDocument
  const agreedIn = document.agreedIn === null ? undefined : (await listMeetings(request.db, forum.id)).find(({ id }) => id === document.agreedIn)
  return { ...inDocument, versions, agreedIn }
}

export interface VersionData extends InDocument {
  readonly version: Version
  readonly isLatest: boolean
  readonly text: FrozenText
  readonly setting: TextSetting
  readonly parts: Parts
  readonly ground: ReadonlyMap<Id, Ground>
  /** What those whom its paragraphs cite said to them. */
  readonly said: ReadonlyMap<Id, SaidTo>
}

export async function loadVersion(request: PageRequest): Promise<VersionData | undefined> {
  const data = await loadDocumentVersions(request)
  const version = data?.versions.find(({ number }) => String(number) === request.params['version'])
  if (data === undefined || version === undefined) return undefined
  const { db } = request
  const text = await loadFrozenText(db, version.id)
  const ground = await loadGround(db, data, version.id, flatten(text).map(({ id }) => id))
  const [said, setting] = await Promise.all([loadSaidTo(db, data.cycle.id, flatten(text)), loadSetting(db, data, text)])
  return { ...data, version, said, setting, isLatest: data.versions[0]?.id === version.id, text, parts: cutGrounded(version.id, text, ground, request.query['part']), ground }
}

export interface CompareData extends InDocument {
  readonly versions: readonly Version[]
  readonly from: Version
  readonly to: Version
  readonly sections: readonly ComparedSection[]
  readonly paragraphs: readonly ComparedParagraph[]
  /** By the place in the list above, from 1. */
  readonly parts: Parts
}

/** Two versions against each other; without a choice, the latest against the one before. */
export async function loadComparison(request: PageRequest): Promise<CompareData | undefined> {
  const data = await loadDocumentVersions(request)
  if (data === undefined) return undefined
  const { query } = request
  const { document, versions } = data
  const latest = versions[0]?.number ?? 0
  const numbered = (number: number): Version | undefined => versions.find((version) => version.number === number)
  const [from, to] = [numbered(readNumber(query['from'], versions[1]?.number ?? latest)), numbered(readNumber(query['to'], latest))]
  if (from === undefined || to === undefined) return undefined
  const [before, after, lineage] = await loadBoth(request, document.id, from.id, to.id)
  const paragraphs = compareVersions(before, after, lineageBetween(lineage, from, to), document.language)
  return { ...data, versions, from, to, paragraphs, sections: compareSections(before, after), parts: cutCompared(from.id, to.id, paragraphs, query['part']) }
}

function loadBoth({ db }: PageRequest, documentId: Id, fromId: Id, toId: Id): Promise<[FrozenText, FrozenText, Lineage[]]> {
  return Promise.all([loadFrozenText(db, fromId), loadFrozenText(db, toId), listLineage(db, documentId)])
}

function readNumber(text: string | undefined, fallback: number): number {
  return text !== undefined && /^[1-9][0-9]{0,5}$/u.test(text) ? Number(text) : fallback
}
