import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** The documents of a cycle, sorted by slug. */
export async function listDocumentsForFolder(db: Reader, cycleId: Id) {
  const rows = await db.selectFrom('drafts_document').selectAll().where('cycle_id', '=', cycleId).execute()
  return rows.sort((a, b) => (a.slug < b.slug ? -1 : 1))
}

/** Who follows a document, in the order in which they asked. */
export async function listFollowersForFolder(db: Reader, documentId: Id) {
  const rows = await db.selectFrom('drafts_follower').selectAll().where('document_id', '=', documentId).orderBy('asked_at').orderBy('id').execute()
  return rows.map(({ id, mail, language, asked_at: askedAt, confirmed_at: confirmedAt, left_at: leftAt }) => ({ id, mail, language, askedAt, confirmedAt, leftAt }))
}

/** Every version of a cycle's documents: its id, its document's slug and its number. */
export function listVersionNames(db: Reader, cycleId: Id) {
  return db
    .selectFrom('drafts_version')
    .innerJoin('drafts_document', 'drafts_document.id', 'drafts_version.document_id')
    .select(['drafts_version.id', 'drafts_document.slug', 'drafts_version.number'])
    .where('cycle_id', '=', cycleId)
    .execute()
}

/** Working text and lineage of a document, removed parts among them, in their order. */
export async function findWorkingTextForFolder(db: Reader, documentId: Id) {
  const sections = await db.selectFrom('drafts_section').selectAll().where('document_id', '=', documentId).orderBy('position').orderBy('id').execute()
  const paragraphs = await db.selectFrom('drafts_paragraph').selectAll().where('document_id', '=', documentId).orderBy('position').orderBy('id').execute()
  const lineage = await db.selectFrom('drafts_lineage').selectAll().where('document_id', '=', documentId).orderBy('id').execute()
  const bySection = Map.groupBy(paragraphs, (paragraph) => paragraph.section_id)
  return {
    sections: sections.map(({ id, title, level, is_annex: annex, removed_at: removedAt }) => ({ id, title, level: level === 1 ? null : level, annex, removedAt, paragraphs: bySection.get(id) ?? [] })),
    lineage: lineage.map(({ id, from_paragraph: from, to_paragraph: to, kind, at }) => ({ id, from, to, kind, at })),
  }
}

/** The frozen versions of a document, each with its sections and their paragraphs. */
export async function listVersionsForFolder(db: Reader, documentId: Id) {
  const versions = await db.selectFrom('drafts_version').selectAll().where('document_id', '=', documentId).orderBy('number').execute()
  const written = []
  for (const version of versions) {
    const sections = await db.selectFrom('drafts_version_section').selectAll().where('version_id', '=', version.id).orderBy('position').orderBy('section_id').execute()
    const paragraphs = await db.selectFrom('drafts_version_paragraph').selectAll().where('version_id', '=', version.id).orderBy('number').execute()
    const bySection = Map.groupBy(paragraphs, (paragraph) => paragraph.section_id)
    written.push({ version, sections: sections.map(({ section_id: of, title, level, is_annex: annex }) => ({ of, title, level: level === 1 ? null : level, annex, paragraphs: bySection.get(of) ?? [] })) })
  }
  return written
}
