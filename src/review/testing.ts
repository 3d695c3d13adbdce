import { buildDocument } from '../drafts/testing.ts'
import { freezeDraft } from '../drafts/versions/commands.ts'
import { transact, type Db } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../record/model.ts'
import type { Cycle } from '../forums/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { sendComment } from './comments/commands.ts'
import type { CommentInput } from './taking/commands.ts'
import { insertComments } from './folder/commands.ts'
import { commentItem } from './folder/schema.ts'
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
  const documentSlug = `draft-${newId().slice(-6)}`
  const sections = Array.from({ length: Math.ceil(texts.length / 5) }, (_, place) => texts.slice(place * 5, place * 5 + 5).join('\n\n'))
  const { documentId, paragraphs } = await buildDocument(db, cycle, sections, now, documentSlug)
  return { documentId, documentSlug, versionId: await buildFrozen(db, documentId, now), paragraphIds: paragraphs.map(({ id }) => id) }
}

/** Freezes the working text as it stands. */
export async function buildFrozen(db: Db, documentId: Id, now: Instant): Promise<Id<'version'>> {
  const frozen = await transact(db, (tx) => freezeDraft(tx, SYSTEM, { documentId, title: 'The draft', note: '' }, now))
  if ('refusal' in frozen) throw new Error(`The version was not frozen: ${frozen.refusal}`)
  return frozen.versionId
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

/** Many comments at once, each on one paragraph, as a folder would bring them. */
export async function buildManyComments(db: Db, review: Review, comments: readonly { readonly number: number; readonly text: string; readonly paragraphId: Id }[]): Promise<void> {
  const complete = comments.map(({ number, text, paragraphId }) => ({
    id: newId(),
    reviewId: review.id,
    receivedBy: '2026-11-01' as PlainDate,
    item: commentItem.parse({ number: String(number), review: String(review.number), target: 'paragraphs', paragraphs: [paragraphId], type: 'general', text, channel: 'web', language: 'en', consent: 'full' }),
    paragraphIds: [paragraphId],
    anchors: { ranges: [], carried: [] },
    agreementIds: [],
    replyToId: null,
    links: [],
  }))
  await transact(db, (tx) => insertComments(tx, review.forumId, review.cycleId, complete))
}
