import type { Reader } from '../../platform/database.ts'
import type { FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { hasPublicFiles } from '../folder/model.ts'
import { documentRef } from '../documents/model.ts'
import { listBlocks } from '../documents/queries.ts'
import { maskBlocks } from '../redaction/model.ts'
import { findRedactions } from '../redaction/queries.ts'

/** The attached files of a cycle that were read, by contribution and position, with whether a public folder holds them. */
export async function listReadDocuments(db: Reader, cycleId: Id): Promise<{ id: Id; isPublic: boolean }[]> {
  const rows = await selectFiles(db, cycleId).where('outcome', 'is not', null).where('outcome', '<>', 'waiting').execute()
  return rows.map((row) => ({ id: row.id, isPublic: isPublic(row) }))
}

/** Those attached files of a cycle that a public folder does not hold. */
export async function listWithheldDocuments(db: Reader, cycleId: Id): Promise<Id[]> {
  return (await selectFiles(db, cycleId).execute()).flatMap((row) => (isPublic(row) ? [] : [row.id]))
}

/** Names the attached files of a cycle: `2026/C-3/file-1`. */
export async function nameDocuments(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames): Promise<void> {
  for (const { id, number, position } of await selectFiles(db, cycle.id).execute()) names.give(id, `${cycle.slug}/${documentRef(number, position)}`)
}

/** What came of reading one of them, as its file has it; in a public one redacted words are blackened, and what the document says of itself is left out with them. */
export async function findDocumentForFolder(db: Reader, attachmentId: Id, isPublic: boolean) {
  const row = await db.selectFrom('contributions_document').selectAll().where('attachment_id', '=', attachmentId).executeTakeFirstOrThrow()
  const redactions = isPublic ? ((await findRedactions(db, [attachmentId])).get(attachmentId) ?? []) : []
  const blocks = maskBlocks(await listBlocks(db, attachmentId), redactions)
  return {
    outcome: row.outcome,
    reason: row.reason,
    format: row.format,
    pages: row.pages,
    language: row.language,
    title: redactions.length === 0 ? row.title : null,
    author: redactions.length === 0 ? row.author : null,
    warnings: JSON.parse(row.warnings) as object[],
    readAt: row.read_at,
    revision: row.revision,
    blocks: blocks.map(({ kind, level, page, label, text }) => ({ kind: kind === 'paragraph' ? null : kind, level, page, label, text })),
  }
}

function selectFiles(db: Reader, cycleId: Id) {
  return db
    .selectFrom('contributions_attachment')
    .innerJoin('contributions_contribution', 'contributions_contribution.id', 'contributions_attachment.contribution_id')
    .leftJoin('contributions_document', 'contributions_document.attachment_id', 'contributions_attachment.id')
    .select(['contributions_attachment.id', 'number', 'position', 'consent', 'withdrawn_at', 'held_at', 'declined_at', 'state'])
    .where('cycle_id', '=', cycleId)
    .orderBy('number')
    .orderBy('position')
    .orderBy('contributions_attachment.id')
}

type FileRow = Awaited<ReturnType<ReturnType<typeof selectFiles>['execute']>>[number]

function isPublic(row: FileRow): boolean {
  return hasPublicFiles({ consent: row.consent, withdrawnAt: row.withdrawn_at, heldAt: row.held_at, declinedAt: row.declined_at, state: row.state })
}
