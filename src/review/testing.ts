import { newId } from '../platform/new-id.ts'
import { transact, type Db } from '../platform/database.ts'
import { PUBLIC, SYSTEM } from '../record/model.ts'
import type { Cycle } from '../forums/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { sendComment, type CommentInput } from './comments/commands.ts'
import { openReview, type ReviewToOpen } from './commands.ts'
import { findReviewById } from './queries.ts'
import type { Review } from './model.ts'

export interface BuiltVersion {
  readonly documentId: Id<'document'>
  readonly documentSlug: string
  readonly versionId: Id<'version'>
  readonly paragraphIds: readonly Id<'paragraph'>[]
}

/** A document with one frozen version, five paragraphs to a section, and the same working text. */
export async function buildVersion(db: Db, cycle: Cycle, texts: readonly string[], now: Instant): Promise<BuiltVersion> {
  const documentId = newId<'document'>()
  const documentSlug = `draft-${documentId.slice(-6)}`
  const place = { forum_id: cycle.forumId, cycle_id: cycle.id }
  await db.insertInto('drafts_document').values({ id: documentId, ...place, slug: documentSlug, kind: 'draft-output', title: 'The draft', language: 'en', created_at: now }).execute()
  const sections = Array.from({ length: Math.ceil(texts.length / 5) }, (_, position) => ({ id: newId<'section'>(), document_id: documentId, position, title: `Part ${position + 1}`, removed_at: null }))
  await db.insertInto('drafts_section').values(sections).execute()
  const paragraphs = texts.map((text, position) => ({
    id: newId<'paragraph'>(),
    document_id: documentId,
    section_id: sections[Math.floor(position / 5)]?.id ?? newId<'section'>(),
    position,
    text,
    own_voice: false,
    removed_at: null,
  }))
  await db.insertInto('drafts_paragraph').values(paragraphs).execute()
  const versionId = await buildFrozen(db, documentId, 1, paragraphs.map(({ id, section_id, text }) => ({ id, sectionId: section_id, text })), now)
  return { documentId, documentSlug, versionId, paragraphIds: paragraphs.map(({ id }) => id) }
}

/** One more frozen version of a document, of these paragraphs in this order. */
export async function buildFrozen(
  db: Db,
  documentId: Id,
  number: number,
  paragraphs: readonly { readonly id: Id; readonly sectionId: Id; readonly text: string }[],
  now: Instant,
): Promise<Id<'version'>> {
  const versionId = newId<'version'>()
  await db.insertInto('drafts_version').values({ id: versionId, document_id: documentId, number, title: `Draft ${number}`, note: '', cut_off: null, frozen_at: now }).execute()
  const sectionIds = [...new Set(paragraphs.map(({ sectionId }) => sectionId))]
  await db.insertInto('drafts_version_section').values(sectionIds.map((id, position) => ({ version_id: versionId, section_id: id, position, title: `Part ${position + 1}` }))).execute()
  const rows = paragraphs.map(({ id, sectionId, text }, index) => ({ version_id: versionId, paragraph_id: id, section_id: sectionId, number: index + 1, text, own_voice: false }))
  await db.insertInto('drafts_version_paragraph').values(rows).execute()
  return versionId
}

/** An open review of a version. */
export async function buildReview(db: Db, cycle: Cycle, versionId: Id, now: Instant, over: Partial<ReviewToOpen> = {}): Promise<Review> {
  const input = { forumId: cycle.forumId, cycleId: cycle.id, versionId, title: 'Review of the draft', introduction: 'Say what is wrong.', closesOn: undefined, ...over }
  const opened = await transact(db, (tx) => openReview(tx, SYSTEM, input, now))
  const review = 'refusal' in opened ? undefined : await findReviewById(db, opened.reviewId)
  if (review === undefined) throw new Error(`The review was not opened: ${JSON.stringify(opened)}`)
  return review
}

/** A comment as the public form would send it; on paragraph 1 unless said otherwise. */
export function commentInput(review: Pick<Review, 'id'>, over: Partial<CommentInput> = {}): CommentInput {
  return {
    reviewId: review.id,
    cycleSlug: '2026',
    target: 'paragraphs',
    paragraphs: [1],
    missingWhere: undefined,
    type: 'general',
    text: 'The second sentence is not clear.',
    proposal: undefined,
    author: 'Somebody',
    organisation: undefined,
    stakeholderGroup: 'Civil Society',
    regionalGroup: 'AFG',
    language: 'en',
    consent: 'full',
    mail: undefined,
    formKey: newId(),
    ...over,
  }
}

/** A comment that was taken. */
export async function buildComment(db: Db, review: Review, now: Instant, over: Partial<CommentInput> = {}): Promise<{ commentId: Id<'comment'>; number: number }> {
  const taken = await transact(db, (tx) => sendComment(tx, PUBLIC, commentInput(review, over), now))
  if ('refusal' in taken) throw new Error(`The comment was not taken: ${taken.refusal}`)
  return taken
}
