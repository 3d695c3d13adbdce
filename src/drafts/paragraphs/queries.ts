import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { flatten } from '../model.ts'
import { listDocuments, loadWorkingText } from '../queries.ts'

/** A paragraph of a working text with what names its document. */
export interface PlacedParagraph {
  readonly id: Id<'paragraph'>
  readonly documentId: Id<'document'>
  readonly documentSlug: string
  readonly language: string
  /** Null once it was removed from the working text. */
  readonly number: number | null
  readonly text: string | null
}

/** The paragraphs of the working texts of a cycle: documents in the order in which they were started, each from its beginning. */
export async function listWorkingParagraphs(db: Reader, cycleId: Id): Promise<(PlacedParagraph & { readonly number: number; readonly text: string })[]> {
  const placed = []
  for (const { id, slug, language } of await listDocuments(db, cycleId)) {
    for (const { id: paragraphId, number, text } of flatten(await loadWorkingText(db, id))) placed.push({ id: paragraphId, documentId: id, documentSlug: slug, language, number, text })
  }
  return placed
}

/** These paragraphs, those that were removed among them. */
export async function findParagraphs(db: Reader, ids: readonly Id[]): Promise<PlacedParagraph[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('drafts_paragraph')
    .innerJoin('drafts_document', 'drafts_document.id', 'document_id')
    .select(['drafts_paragraph.id', 'document_id', 'slug', 'language'])
    .where('drafts_paragraph.id', 'in', [...new Set(ids)])
    .execute()
  const working = new Map<Id, { readonly number: number; readonly text: string }>()
  for (const documentId of new Set(rows.map((row) => row.document_id))) for (const paragraph of flatten(await loadWorkingText(db, documentId))) working.set(paragraph.id, paragraph)
  return rows.map((row) => {
    const now = working.get(row.id)
    return { id: row.id as Id<'paragraph'>, documentId: row.document_id as Id<'document'>, documentSlug: row.slug, language: row.language, number: now?.number ?? null, text: now?.text ?? null }
  })
}
