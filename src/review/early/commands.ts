import { flatten, type Document } from '../../drafts/model.ts'
import { findDocumentById, listLineage, loadWorkingText } from '../../drafts/queries.ts'
import { followLineage } from '../../drafts/versions/model.ts'
import { findVersionPlace, listNumberedParagraphs } from '../../drafts/versions/queries.ts'
import { findCycleById, lockCycleForInput } from '../../forums/queries.ts'
import { findMails, findNames } from '../../people/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { CommentType } from '../../shared/vocabularies.ts'
import { takeWaitingComments, type Waited } from '../comments/commands.ts'
import type { Review } from '../model.ts'
import { PARAGRAPH_LIMIT } from '../model.ts'
import type { EarlyComment } from './model.ts'
import { toEarly } from './queries.ts'

export interface EarlyToSend {
  /** Made when the form was shown: sent twice, it is kept once; and the id of the comment that it becomes. */
  readonly id: Id<'comment'>
  readonly documentId: Id
  readonly paragraphId: Id
  readonly personId: Id<'person'>
  readonly type: CommentType
  readonly text: string
  readonly language: string | undefined
  readonly isNamed: boolean
}

/**
 * Keeps what a member says of a paragraph of the working text, until the document is next opened to comment. Refuses:
 * document-not-found, no-such-paragraph (not in the working text any more).
 */
export async function commentOnDraft(tx: Tx, actor: Actor, input: EarlyToSend, now: Instant): Promise<{ sent: true } | Refusal<'document-not-found' | 'no-such-paragraph'>> {
  const document = await findDocumentById(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  await lockCycleForInput(tx, document.cycleId)
  const paragraph = flatten(await loadWorkingText(tx, document.id)).find(({ id }) => id === input.paragraphId)
  if (paragraph === undefined) return { refusal: 'no-such-paragraph' }
  const { id, personId, type, text, language, isNamed } = input
  const kept = await tx
    .insertInto('review_early')
    .values({ id, document_id: document.id, paragraph_id: paragraph.id, person_id: personId, type, text, language: language ?? null, is_named: isNamed, sent_at: now, withdrawn_at: null, taken_at: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (kept === undefined) return { sent: true }
  await appendAct(tx, actor, { ...about(document), act: 'draft-commented', detail: { document: document.slug, paragraph: paragraph.number }, texts: { text: { text, isPublic: false } } }, now)
  return { sent: true }
}

/** Takes it back before it is in a register. `personId`: whose it has to be; left out for whoever runs reviews. Refuses: nothing-to-withdraw (taken into a review, withdrawn before, or somebody else's). */
export async function withdrawFromDraft(tx: Tx, actor: Actor, input: { id: Id; documentId: Id; personId: Id | undefined }, now: Instant): Promise<{ withdrawn: true } | Refusal<'nothing-to-withdraw'>> {
  const row = await tx
    .updateTable('review_early')
    .set({ withdrawn_at: now })
    .where('id', '=', input.id)
    .where('document_id', '=', input.documentId)
    .$if(input.personId !== undefined, (query) => query.where('person_id', '=', input.personId ?? input.id))
    .where('withdrawn_at', 'is', null)
    .where('taken_at', 'is', null)
    .returning('document_id')
    .executeTakeFirst()
  const document = row === undefined ? undefined : await findDocumentById(tx, row.document_id)
  if (document === undefined) return { refusal: 'nothing-to-withdraw' }
  await appendAct(tx, actor, { ...about(document), act: 'draft-comment-withdrawn', detail: { document: document.slug } }, now)
  return { withdrawn: true }
}

/**
 * Takes what was said of a draft into the review of its version that has just been opened: each becomes a comment with a number, as of
 * the moment at which it was sent, on the paragraph by its identity, or on what it was split and merged into; what is on a paragraph
 * that is gone is on the whole. Part of opening the review.
 */
export async function takeEarlyComments(tx: Tx, actor: Actor, review: Pick<Review, 'id' | 'number' | 'forumId' | 'cycleId' | 'versionId'>, now: Instant): Promise<void> {
  const place = await findVersionPlace(tx, review.versionId)
  if (place === undefined) return
  const rows = await tx
    .updateTable('review_early')
    .set({ taken_at: now })
    .where('document_id', '=', place.documentId)
    .where('withdrawn_at', 'is', null)
    .where('taken_at', 'is', null)
    .returningAll()
    .execute()
  if (rows.length === 0) return
  const cycle = await findCycleById(tx, review.cycleId)
  const early = rows.map(toEarly).sort((a, b) => (a.sentAt === b.sentAt ? (a.id < b.id ? -1 : 1) : a.sentAt < b.sentAt ? -1 : 1))
  const people = early.map(({ personId }) => personId)
  const [names, mails] = [await findNames(tx, people), await findMails(tx, people)]
  const numbersOf = await openNumbers(tx, review.versionId, place.documentId)
  const waited = early.map((comment): Waited => {
    const paragraphs = numbersOf(comment)
    return {
      reviewId: review.id, cycleSlug: cycle?.slug ?? '', target: paragraphs.length === 0 ? 'whole' : 'paragraphs', paragraphs, missingWhere: undefined, type: comment.type, text: comment.text,
      proposal: undefined, author: names.get(comment.personId), organisation: undefined, stakeholderGroup: undefined, regionalGroup: undefined, language: comment.language ?? undefined,
      consent: comment.isNamed ? 'full' : 'without-name',
      // What becomes of it is told to them as to everybody who comments.
      mail: mails.get(comment.personId), formKey: comment.id, commentId: comment.id, receivedAt: comment.sentAt,
    }
  })
  for (const taken of await takeWaitingComments(tx, actor, waited, now)) {
    if ('refusal' in taken) throw new Error(`What was said of a draft is not taken into its review: ${taken.refusal}`)
  }
  const subject = { kind: 'review', id: review.id }
  await appendAct(tx, actor, { forumId: review.forumId, cycleId: review.cycleId, subject, act: 'draft-comments-taken', detail: { review: review.number, comments: early.length } }, now)
}

/** The numbers that a comment's paragraph has in a version: its own, or those of its parts. */
async function openNumbers(tx: Tx, versionId: Id, documentId: Id): Promise<(comment: EarlyComment) => number[]> {
  const numbers = new Map<Id, number>((await listNumberedParagraphs(tx, [versionId])).map(({ id, number }) => [id, number]))
  const lineage = await listLineage(tx, documentId)
  return ({ paragraphId, sentAt }) => {
    const parts = [paragraphId, ...followLineage(paragraphId, lineage, sentAt).map(({ to }) => to)]
    return [...new Set(parts.flatMap((id) => numbers.get(id) ?? []))].sort((a, b) => a - b).slice(0, PARAGRAPH_LIMIT)
  }
}

function about(document: Document) {
  return { forumId: document.forumId, cycleId: document.cycleId, subject: { kind: 'document', id: document.id } } as const
}
