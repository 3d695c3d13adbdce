import { listDocumentsWithText, findDocumentVoices } from '../../../contributions/documents/queries.ts'
import { downloadName } from '../../../contributions/model.ts'
import type { ReadSection } from '../../../drafts/contents/model.ts'
import { readContents } from '../../../drafts/contents/schema.ts'
import { listVersionsOfCycle } from '../../../drafts/versions/queries.ts'
import { listCycles } from '../../../forums/queries.ts'
import { listMeetings } from '../../../meetings/queries.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Upload } from '../../../platform/uploads.ts'
import type { ToBeginWith } from '../../../procedures/begin-document.ts'
import type { Warning } from '../../../shared/extraction.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { hasSynthesis } from '../../../synthesis/queries.ts'
import type { FormOutcome } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { loadDocumentsDesk, type DocumentsData } from '../data.ts'

export interface BeginData extends DocumentsData {
  /** The meetings and sessions of the cycle, in which a document can have been agreed; the latest first. */
  readonly meetings: readonly { readonly id: Id<'meeting'>; readonly title: string }[]
  /** What a document can begin with, as the form names it: `document:<id>`, `version:<id>`, `paper:<id>`. */
  readonly sources: readonly { readonly value: string; readonly label: string }[]
}

/** Papers, and versions of other cycles, offered at most. */
const PAPERS = 200

/** The documents of a cycle at the desk, and what a new one can begin with. */
export async function loadBegin(request: PageRequest): Promise<BeginData | 'forbidden' | undefined> {
  const data = await loadDocumentsDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const { db, view } = request
  const [papers, hasFindings] = [await listDocumentsWithText(db, data.cycle.id), await hasSynthesis(db, data.cycle.id)]
  const earlier = await listEarlier(db, data)
  const voices = await findDocumentVoices(db, papers.map(({ attachmentId }) => attachmentId))
  const free = voices.filter(({ standing, consent }) => standing === 'stands' && consent !== 'not-at-all').slice(0, PAPERS)
  const sources = [
    { value: 'nothing', label: view.t('begin.nothing') },
    { value: 'file', label: view.t('begin.file') },
    ...(hasFindings ? [{ value: 'breakdown:question', label: view.t('begin.breakdown-question') }, { value: 'breakdown:theme', label: view.t('begin.breakdown-theme') }] : []),
    ...data.documents.map(({ id, title }) => ({ value: `document:${id}`, label: view.t('begin.document', { title }) })),
    ...data.versions.map(({ id, documentTitle, number }) => ({ value: `version:${id}`, label: view.t('begin.version', { title: documentTitle, number }) })),
    ...earlier.map(({ id, cycle, documentTitle, number }) => ({ value: `version:${id}`, label: view.t('begin.earlier', { cycle, title: documentTitle, number }) })),
    ...free.map(({ id, contributionNumber, name }) => ({ value: `paper:${id}`, label: view.t('begin.paper', { ref: `C-${contributionNumber}`, name: downloadName(name) }) })),
  ]
  const meetings = (await listMeetings(db, data.forum.id, data.cycle.id)).map(({ id, title }) => ({ id, title })).toReversed()
  return { ...data, sources, meetings }
}

/** Public versions of the forum's other cycles, the latest cycle first. */
async function listEarlier(db: PageRequest['db'], { forum, cycle }: DocumentsData) {
  const others = (await listCycles(db, forum.id)).filter(({ id }) => id !== cycle.id)
  const lists = await Promise.all(others.map(async ({ id, title }) => (await listVersionsOfCycle(db, id)).map((version) => ({ ...version, cycle: title }))))
  return lists.flat().slice(0, PAPERS)
}

/** What a form says that a document is to begin with; or what is wrong with it. */
export async function readBeginning(request: PageRequest, data: BeginData, begin: string, upload: Upload | undefined, title: string): Promise<ToBeginWith | FormOutcome> {
  const [kind, name = ''] = begin.split(':')
  if (kind === 'file') return beginWithFile(request, upload, title)
  if (begin === '' || kind === 'nothing') return { from: 'nothing' }
  if (!data.sources.some(({ value }) => value === begin)) return { errors: { begin: 'not-in-list' } }
  if (kind === 'breakdown') return { from: 'breakdown', by: name === 'theme' ? 'theme' : 'question' }
  if (!isId(name)) return { errors: { begin: 'not-in-list' } }
  if (kind === 'version') return { from: 'version', versionId: name }
  return kind === 'paper' ? { from: 'paper', attachmentId: name } : { from: 'document', documentId: name }
}

async function beginWithFile(request: PageRequest, upload: Upload | undefined, title: string): Promise<ToBeginWith | FormOutcome> {
  if (upload === undefined) return { errors: { file: 'required' } }
  const read = await readFile(request, upload, title)
  return 'errors' in read ? read : { from: 'file', format: read.format, sections: read.sections }
}

export interface ReadFile {
  readonly format: string
  readonly language: string | null
  readonly sections: readonly ReadSection[]
  readonly warnings: readonly Warning[]
}

/** Reads a file that was sent, in a process of its own; what cannot be read is said beside its field. */
export async function readFile({ services, view }: PageRequest, upload: Upload, title: string): Promise<ReadFile | { readonly errors: { readonly file: string } }> {
  const extraction = await services.extractor.extractStyled(services.files.path(upload.sha256), upload.name)
  if (extraction.outcome === 'refused') return { errors: { file: view.t(`documents.reason.${extraction.reason}`) } }
  const sections = extraction.outcome === 'extracted' && extraction.styled !== undefined ? readContents(extraction.styled, title, newId) : []
  if (sections.length === 0) return { errors: { file: view.t('begin.no-text') } }
  return { format: extraction.format, language: extraction.language, sections, warnings: extraction.warnings }
}
