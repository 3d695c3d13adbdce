import { HAS_TEXT, OUTCOMES, typedText, type ContributedDocument, type Outcome } from '../../../contributions/documents/model.ts'
import { countDocumentsByOutcome, listBlocks, listDocumentsAtDesk } from '../../../contributions/documents/queries.ts'
import { may } from '../../../people/policy.ts'
import { findNames } from '../../../people/queries.ts'
import { listEntriesOf } from '../../../record/queries.ts'
import type { PlacedBlock } from '../../../shared/extraction.ts'
import type { Instant } from '../../../shared/time.ts'
import { loadCycleAtDesk, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadOwnContribution, PAGE, type ContributionData } from '../data.ts'

export interface FilesAtDesk extends InCycle {
  readonly documents: readonly ContributedDocument[]
  readonly counts: ReadonlyMap<Outcome, number>
  readonly outcome: Outcome | undefined
  readonly page: number
  readonly pages: number
}

/** The attached files of a cycle with what came of reading them, those first that need a person. */
export async function loadFiles(request: PageRequest): Promise<FilesAtDesk | 'forbidden' | undefined> {
  const at = await loadCycleAtDesk(request, 'enter-contributions')
  if (typeof at !== 'object') return at
  const counts = await countDocumentsByOutcome(request.db, at.cycle.id)
  const outcome = OUTCOMES.find((each) => each === request.query['outcome'])
  const total = outcome === undefined ? [...counts.values()].reduce((sum, count) => sum + count, 0) : (counts.get(outcome) ?? 0)
  const pages = Math.max(1, Math.ceil(total / PAGE))
  const page = Math.min(Math.max(1, Math.trunc(Number(request.query['page'])) || 1), pages)
  const documents = await listDocumentsAtDesk(request.db, at.cycle.id, outcome, { offset: (page - 1) * PAGE, limit: PAGE })
  return { ...at, documents, counts, outcome, page, pages }
}

export interface FileAtDesk extends ContributionData {
  readonly document: ContributedDocument
  readonly blocks: readonly PlacedBlock[]
  /** The page that is typed now; null for a document without pages. */
  readonly typing: number | null
  /** Who typed in it last, and when. */
  readonly typed: { readonly by: string | null; readonly at: Instant } | undefined
}

/** One attached file at the desk; undefined where the address names none. */
export async function loadFile(request: PageRequest): Promise<FileAtDesk | 'forbidden' | undefined> {
  const own = await loadOwnContribution(request)
  if (own === undefined) return undefined
  if (!may(request.view.person, 'enter-contributions', { forumId: own.forum.id, cycleId: own.cycle.id })) return 'forbidden'
  const document = own.documents.find(({ position }) => String(position) === request.params['position'])
  if (document === undefined) return undefined
  const asked = Math.trunc(Number(request.query['page'])) || 0
  const typing = asked > 0 && asked <= 5000 ? asked : document.pages === null ? null : 1
  const isTyped = document.outcome === 'typed-in'
  const blocks = HAS_TEXT.has(document.outcome) ? await listBlocks(request.db, document.attachmentId, isTyped ? undefined : 1) : []
  return { ...own, document, blocks, typing, typed: await findTyped(request, document) }
}

async function findTyped({ db }: PageRequest, { attachmentId }: ContributedDocument): Promise<FileAtDesk['typed']> {
  const last = (await listEntriesOf(db, attachmentId)).findLast(({ act }) => act === 'document-typed-in')
  if (last === undefined) return undefined
  const names = last.actorId === null ? undefined : await findNames(db, [last.actorId])
  return { by: last.actorId === null ? null : (names?.get(last.actorId) ?? null), at: last.at }
}

export function textOfPage(data: FileAtDesk): string {
  return data.document.outcome === 'typed-in' ? typedText(data.blocks, data.typing) : ''
}
