import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { FolderDocument, FolderVersion } from './schema.ts'

/** Takes a document as its file has it: working text, lineage and frozen versions. What paragraphs rest on are links, and not among them. */
export async function insertDocument(tx: Tx, forumId: Id, cycleId: Id, document: FolderDocument, now: Instant): Promise<void> {
  const { id, file } = document
  await tx
    .insertInto('drafts_document')
    .values({
      id,
      forum_id: forumId,
      cycle_id: cycleId,
      slug: document.slug,
      kind: file.kind,
      title: file.title,
      language: file.language,
      created_at: file.createdAt ?? now,
      revision: file.revision ?? 1,
      rolling_since: file.rollingSince ?? null,
      agreed_in: file.agreedIn ?? null,
      chosen_at: file.chosenAt ?? null,
      chosen_for: file.chosenFor ?? null,
    })
    .execute()
  const sections = document.sections.map((item, place) => ({ id: item.id, document_id: id, position: place + 1, title: item.title, level: item.level ?? 1, is_annex: item.annex, removed_at: item.removedAt ?? null }))
  for (const part of inParts(sections)) await tx.insertInto('drafts_section').values(part).execute()
  const paragraphs = document.paragraphs.map((item) => ({
    id: item.id,
    document_id: id,
    section_id: item.sectionId,
    position: item.position,
    text: item.text,
    body: item.body === undefined ? null : JSON.stringify(item.body),
    own_voice: item.ownVoice,
    revision: item.revision ?? 1,
    removed_at: item.removedAt ?? null,
  }))
  for (const part of inParts(paragraphs)) await tx.insertInto('drafts_paragraph').values(part).execute()
  const lineage = document.lineage.map((item) => ({ id: item.id, document_id: id, from_paragraph: item.fromId, to_paragraph: item.toId, kind: item.kind, at: item.at }))
  for (const part of inParts(lineage)) await tx.insertInto('drafts_lineage').values(part).execute()
  for (const version of document.versions) await insertVersion(tx, id, version)
  const followers = document.followers.map((item) => ({ id: item.id, document_id: id, mail: item.mail, language: item.language, asked_at: item.askedAt, confirmed_at: item.confirmedAt ?? null, left_at: item.leftAt ?? null }))
  for (const part of inParts(followers)) await tx.insertInto('drafts_follower').values(part).execute()
}

/** Says which document began with a chosen outline, once all documents of the cycle are there. */
export async function insertChoice(tx: Tx, documentId: Id, into: Id): Promise<void> {
  await tx.updateTable('drafts_document').set({ chosen_into: into }).where('id', '=', documentId).execute()
}

async function insertVersion(tx: Tx, documentId: Id, { id, item, sections, paragraphs }: FolderVersion): Promise<void> {
  const { number, title, note, cutOff, frozenAt, commentsCutOff, circulatedAt, releaseOn, releasedAt, held } = item
  const stages = { comments_cut_off: commentsCutOff ?? null, circulated_at: circulatedAt ?? null, release_on: releaseOn ?? null, released_at: held ? null : (releasedAt ?? frozenAt) }
  await tx.insertInto('drafts_version').values({ id, document_id: documentId, number, title, note: note ?? '', cut_off: cutOff ?? null, frozen_at: frozenAt, ...stages }).execute()
  const headings = sections.map((section, place) => ({ version_id: id, section_id: section.sectionId, position: place + 1, title: section.title, level: section.level, is_annex: section.isAnnex }))
  for (const part of inParts(headings)) await tx.insertInto('drafts_version_section').values(part).execute()
  const texts = paragraphs.map((paragraph) => ({
    version_id: id,
    paragraph_id: paragraph.paragraphId,
    section_id: paragraph.sectionId,
    number: paragraph.number,
    text: paragraph.text,
    body: paragraph.body === undefined ? null : JSON.stringify(paragraph.body),
    own_voice: paragraph.ownVoice,
  }))
  for (const part of inParts(texts)) await tx.insertInto('drafts_version_paragraph').values(part).execute()
}
