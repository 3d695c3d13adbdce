import type { Selectable } from 'kysely'
import type { Reader, Tx } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import { numberParagraphs, type Document, type Lineage, type WorkingText } from './model.ts'
import type { Body } from './blocks/model.ts'
import { bodySchema } from './blocks/schema.ts'
import type { DocumentRow } from './tables.ts'

/** Documents of a cycle, in the order in which they were started. */
export async function listDocuments(db: Reader, cycleId: Id): Promise<Document[]> {
  const rows = await db.selectFrom('drafts_document').selectAll().where('cycle_id', '=', cycleId).orderBy('created_at').orderBy('slug').execute()
  return rows.map(toDocument)
}

export async function findDocument(db: Reader, cycleId: Id, slug: string): Promise<Document | undefined> {
  const row = await db.selectFrom('drafts_document').selectAll().where('cycle_id', '=', cycleId).where('slug', '=', slug).executeTakeFirst()
  return row === undefined ? undefined : toDocument(row)
}

export async function findDocumentById(db: Reader, id: Id): Promise<Document | undefined> {
  const row = await db.selectFrom('drafts_document').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toDocument(row)
}

/** Locks a document's row: one writer at a time orders its sections and paragraphs. */
export async function lockDocument(tx: Tx, id: Id): Promise<Document | undefined> {
  const row = await tx.selectFrom('drafts_document').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row === undefined ? undefined : toDocument(row)
}

/** The whole working text, sections and paragraphs in order, numbered. */
export async function loadWorkingText(db: Reader, documentId: Id): Promise<WorkingText> {
  const sections = await db
    .selectFrom('drafts_section')
    .select(['id', 'title', 'level', 'is_annex'])
    .where('document_id', '=', documentId)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
  const paragraphs = await db
    .selectFrom('drafts_paragraph')
    .select(['id', 'section_id', 'text', 'body', 'own_voice', 'revision'])
    .where('document_id', '=', documentId)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return numberParagraphs(
    sections.map(({ id, title, level, is_annex: isAnnex }) => ({ id: id as Id<'section'>, title, level, isAnnex })),
    paragraphs.map((row) => ({
      id: row.id as Id<'paragraph'>,
      sectionId: row.section_id as Id<'section'>,
      text: row.text,
      body: readBody(row.body),
      isOwnVoice: row.own_voice,
      revision: row.revision,
    })),
  )
}

/** What became of the identities of a document's paragraphs, oldest first. */
export async function listLineage(db: Reader, documentId: Id): Promise<Lineage[]> {
  const rows = await db.selectFrom('drafts_lineage').selectAll().where('document_id', '=', documentId).orderBy('at').orderBy('id').execute()
  return rows.map((row) => ({ from: row.from_paragraph as Id<'paragraph'>, to: row.to_paragraph as Id<'paragraph'>, kind: row.kind, at: row.at }))
}

/** A body as the database has it; null stands for a plain paragraph. */
export function readBody(stored: unknown): Body | undefined {
  return stored === null ? undefined : bodySchema.parse(stored)
}

export function toDocument(row: Selectable<DocumentRow>): Document {
  return {
    id: row.id as Id<'document'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    slug: row.slug,
    kind: row.kind,
    title: row.title,
    language: row.language,
    createdAt: row.created_at,
    revision: row.revision,
    rollingSince: row.rolling_since,
    agreedIn: row.agreed_in as Id<'meeting'> | null,
    chosen: row.chosen_at === null ? null : { at: row.chosen_at, reason: row.chosen_for ?? '', into: row.chosen_into as Id<'document'> | null },
  }
}
