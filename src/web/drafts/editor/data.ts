import type { PinnedFigure } from '../../../contributions/pins/model.ts'
import { listPinnedFigures } from '../../../contributions/pins/queries.ts'
import { flatten } from '../../../drafts/model.ts'
import { loadWorkingText } from '../../../drafts/queries.ts'
import { listReferences } from '../../../library/queries.ts'
import type { Person } from '../../../people/model.ts'
import { listComments } from '../../../review/comments/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { excerpt } from '../../../shared/text.ts'
import { listFindings, listPassages } from '../../../synthesis/queries.ts'
import { listLinksFrom } from '../../../trace/queries.ts'
import type { PageRequest } from '../../page.tsx'
import { loadGround } from '../../trace/ground/data.ts'
import { loadDocumentDesk, type InDocument } from '../data.ts'

export interface EditorData extends InDocument {
  readonly person: Person
  readonly figures: readonly PinnedFigure[]
}

/** The page on which several people write in one document. */
export async function loadEditor(request: PageRequest): Promise<EditorData | 'forbidden' | undefined> {
  const data = await loadDocumentDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const { person } = request.view
  return person === undefined ? 'forbidden' : { ...data, person, figures: await listPinnedFigures(request.db, data.cycle.id) }
}

/** What each paragraph of the working text rests on: references as people cite them. */
export async function loadCited(request: PageRequest, data: InDocument): Promise<{ readonly paragraphs: Readonly<Record<string, readonly string[]>> }> {
  const text = await loadWorkingText(request.db, data.document.id)
  const ground = await loadGround(request.db, data, null, flatten(text).map(({ id }) => id))
  return { paragraphs: Object.fromEntries([...ground].flatMap(([id, { refs }]) => (refs.length === 0 ? [] : [[id, refs] as const]))) }
}

export const SOURCE_KINDS = ['findings', 'passages', 'comments', 'references', 'figures'] as const
export type SourceKind = (typeof SOURCE_KINDS)[number]

/** Something that can be cited, as the side panel shows it. */
export interface Source {
  readonly ref: string
  readonly words: string
  readonly lang: string | null
  readonly href: string
  /** Whether a paragraph of this working text rests on it already. */
  readonly isUsed: boolean
}

const SHOWN = 60
const WORDS = 220

interface Found {
  readonly id: Id
  readonly ref: string
  readonly text: string
  readonly lang: string | null
  readonly href: string
}

/** Sources of one kind whose words or reference hold what was typed; those that nothing rests on yet come first, and alone where asked. */
export async function loadSources(request: PageRequest, data: InDocument): Promise<{ readonly items: readonly Source[]; readonly more: number; readonly unused: number }> {
  const kind = SOURCE_KINDS.find((each) => each === request.query['kind']) ?? 'findings'
  const typed = (request.query['q'] ?? '').slice(0, 200).toLocaleLowerCase(data.document.language).trim()
  const all = await READ[kind](request, data)
  const used = await listUsed(request, data)
  const fitting = all.filter(({ ref, text }) => typed === '' || ref.toLowerCase() === typed || text.toLocaleLowerCase(data.document.language).includes(typed))
  const unused = fitting.filter(({ id }) => !used.has(id))
  const chosen = request.query['unused'] === 'yes' ? unused : [...unused, ...fitting.filter(({ id }) => used.has(id))]
  const items = chosen.slice(0, SHOWN).map(({ id, ref, text, lang, href }) => ({ ref, words: excerpt(text, WORDS), lang, href, isUsed: used.has(id) }))
  return { items, more: chosen.length - items.length, unused: unused.length }
}

const READ: Readonly<Record<SourceKind, (request: PageRequest, data: InDocument) => Promise<readonly Found[]>>> = {
  findings: async ({ db }, { cycle, base, forum }) =>
    (await listFindings(db, cycle.id)).map(({ id, number, statement }) => ({ id, ref: `F-${number}`, text: statement, lang: forum.language, href: `${base}/breakdown#F-${number}` })),
  passages: async ({ db }, { cycle, base }) =>
    (await listPassages(db, cycle.id)).map(({ id, number, quote }) => ({ id, ref: `P-${number}`, text: quote, lang: null, href: `/desk${base}/passages/P-${number}` })),
  comments: async ({ db }, { cycle, base }) =>
    (await listComments(db, cycle.id)).flatMap((comment) => (comment.withdrawnAt === null ? [{ id: comment.id, ref: `R-${comment.number}`, text: comment.text, lang: comment.language, href: `${base}/comments/R-${comment.number}` }] : [])),
  references: async ({ db }, { cycle, base }) => (await listReferences(db, cycle.id)).map(({ id, number, title }) => ({ id, ref: `L-${number}`, text: title, lang: null, href: `${base}/references#L-${number}` })),
  figures: async ({ db }, { cycle, base, forum }) => (await listPinnedFigures(db, cycle.id)).map(({ id, number, title }) => ({ id, ref: `N-${number}`, text: title, lang: forum.language, href: `${base}/figures/${number}` })),
}

/** What this document's working text rests on already. */
async function listUsed({ db }: PageRequest, { document }: InDocument): Promise<ReadonlySet<Id>> {
  const paragraphs = flatten(await loadWorkingText(db, document.id)).map(({ id }) => id)
  return new Set((await listLinksFrom(db, paragraphs, 'rests-on')).map(({ to }) => to.id))
}
