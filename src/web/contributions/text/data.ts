import { HAS_TEXT, documentRef, type ContributedDocument } from '../../../contributions/documents/model.ts'
import { findPart, listBlocks, listPages } from '../../../contributions/documents/queries.ts'
import { maskBlocks } from '../../../contributions/redaction/model.ts'
import { sliceCodePoints } from '../../../shared/text.ts'
import type { PlacedBlock } from '../../../shared/extraction.ts'
import { parseNumber } from '../../../shared/refs.ts'
import { findPassage } from '../../../synthesis/queries.ts'
import { loadMarks, type Mark } from '../../synthesis/data.ts'
import type { View } from '../../context.ts'
import type { PageRequest } from '../../page.tsx'
import { loadContribution, type ContributionData } from '../data.ts'

/** The text of an attached document, one part of it. */
export interface DocumentTextData extends ContributionData {
  readonly document: ContributedDocument
  readonly part: number
  readonly blocks: readonly PlacedBlock[]
  readonly pages: readonly { readonly page: number; readonly label: string | null; readonly part: number }[]
  readonly marks: readonly Mark[]
  /** The contributor's word for its language, else what was found. */
  readonly language: string | null
}

/** A part of the text, as anyone may read it: the one asked for (`part`), that of a page (`page`), or that in which a passage stands (`passage`). */
export async function loadDocumentText(request: PageRequest): Promise<DocumentTextData | undefined> {
  const data = await loadContribution(request)
  const document = data?.documents.find(({ position }) => String(position) === request.params['position'])
  if (data === undefined || document === undefined || !HAS_TEXT.has(document.outcome)) return undefined
  const pages = await listPages(request.db, document.attachmentId)
  const part = Math.min(Math.max(1, await choosePart(request, data, document, pages)), Math.max(1, document.parts))
  const blocks = maskBlocks(await listBlocks(request.db, document.attachmentId, part), data.fileRedactions.get(document.attachmentId) ?? [])
  const marks = (await loadMarks(request.db, data, [document.attachmentId])).get(document.attachmentId) ?? []
  return { ...data, document, part, blocks, pages, marks, language: data.contribution.language ?? document.language }
}

async function choosePart(request: PageRequest, { cycle }: ContributionData, document: ContributedDocument, pages: DocumentTextData['pages']): Promise<number> {
  const asked = request.query['page']
  const page = asked === undefined ? undefined : pages.find(({ page: number, label }) => asked === (label ?? String(number)))
  if (page !== undefined) return page.part
  const number = parseNumber('P', `P-${request.query['passage'] ?? ''}`)
  const passage = number === undefined ? undefined : await findPassage(request.db, cycle.id, number)
  if (passage?.sourceId === document.attachmentId) return (await findPart(request.db, document.attachmentId, passage.start)) ?? 1
  return Math.trunc(Number(request.query['part'])) || 1
}

/** How much of a text is shown where it is only announced, in code points. */
const TASTE = 1_200

/** The beginning of a text: whole blocks, the last one cut where it is long. */
export function beginningOf(blocks: readonly PlacedBlock[]): PlacedBlock[] {
  const shown = blocks.filter(({ start }) => start < TASTE)
  return shown.map((block) => (block.end - block.start > TASTE ? { ...block, text: `${sliceCodePoints(block.text, 0, TASTE)}…` } : block))
}

/** What came of a file, as a sentence. */
export function writeOutcome(view: View, document: ContributedDocument): string {
  const { outcome, reason, pages, characters } = document
  if (outcome === 'extracted') return view.t('documents.outcome.extracted', { pages: pages ?? 0, characters })
  if (outcome === 'typed-in') return `${view.t('documents.outcome.typed-in')} ${view.t('documents.outcome.extracted', { pages: pages ?? 0, characters })}`
  if (outcome === 'waiting' || outcome === 'no-text') return view.t(`documents.outcome.${outcome}`)
  return view.t(`documents.reason.${reason ?? 'ended'}`)
}

export function documentJson(cycle: string, document: ContributedDocument, base: string): object {
  const { outcome, reason, format, pages, language, title, author, characters, warnings, parts } = document
  const text = HAS_TEXT.has(outcome) ? `${base}/text/${document.position}` : null
  return { ref: `${cycle}/${documentRef(document.contributionNumber, document.position)}`, outcome, reason, format, pages, language, title, author, characters, warnings, parts, text }
}
