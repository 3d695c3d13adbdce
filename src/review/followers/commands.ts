import { findDocumentById, listLineage } from '../../drafts/queries.ts'
import { followLineage } from '../../drafts/versions/model.ts'
import { findVersionPlace, loadFrozenText } from '../../drafts/versions/queries.ts'
import type { Document } from '../../drafts/model.ts'
import { findCycleById, findForumById } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail, enqueueMails, type Mail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { dateInZone, type Instant } from '../../shared/time.ts'
import { findComments } from '../comments/queries.ts'
import { asPublished, type Comment } from '../model.ts'
import type { PlaceFollowingAct } from './acts.ts'
import type { FollowedPlace, PlaceKind, WritePlaceNews } from './model.ts'
import { isAnythingFollowed, isFollowed, listPlaceFollowers } from './queries.ts'

/**
 * Takes somebody's wish to be told of comments on a paragraph or section, and mails the link that confirms it, once a day at most. The
 * answer is the same whether the address was known or not, so that nobody learns who follows what. Refuses: document-not-found.
 */
export async function askToFollowPlace(
  tx: Tx,
  actor: Actor,
  input: { place: FollowedPlace; mail: string; language: string; writeConfirmation: (id: Id<'place-follower'>) => { subject: string; body: string; language?: string | undefined } },
  now: Instant,
): Promise<{ asked: true } | Refusal<'document-not-found'>> {
  const { place, mail, language } = input
  const document = await findDocumentById(tx, place.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  await tx
    .insertInto('review_follower')
    .values({ id: newId(), document_id: document.id, place_kind: place.kind, place_id: place.id, mail, language, asked_at: now, confirmed_at: null, left_at: null })
    // Who follows already goes on following, and who left begins anew with the same link.
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await tx
    .selectFrom('review_follower')
    .select(['id', 'confirmed_at', 'left_at'])
    .where('document_id', '=', document.id)
    .where('place_kind', '=', place.kind)
    .where('place_id', '=', place.id)
    .where((eb) => eb(eb.fn<string>('lower', ['mail']), '=', mail.toLowerCase()))
    .executeTakeFirstOrThrow()
  const id = row.id as Id<'place-follower'>
  const letter: Mail = { forumId: document.forumId, recipient: mail, language, ...input.writeConfirmation(id), occasion: 'place-follow-to-confirm', about: { kind: 'place-follower', id }, cause: `place-follow:${id}:${dateInZone(now, 'UTC')}` }
  if (row.confirmed_at === null || row.left_at !== null) await enqueueMail(tx, letter, now)
  await append(tx, actor, document, 'place-follow-asked', place.kind, now)
  return { asked: true }
}

/** Confirms a wish by the link that was mailed. Refuses: confirmed-already. */
export async function confirmPlaceFollowing(tx: Tx, actor: Actor, input: { followerId: Id<'place-follower'> }, now: Instant): Promise<{ confirmed: true } | Refusal<'confirmed-already'>> {
  const row = await tx
    .updateTable('review_follower')
    .set({ confirmed_at: now, left_at: null })
    .where('id', '=', input.followerId)
    .where((where) => where.or([where('confirmed_at', 'is', null), where('left_at', 'is not', null)]))
    .returning(['document_id', 'place_kind'])
    .executeTakeFirst()
  const document = row === undefined ? undefined : await findDocumentById(tx, row.document_id)
  if (row === undefined || document === undefined) return { refusal: 'confirmed-already' }
  await append(tx, actor, document, 'place-follow-confirmed', row.place_kind, now)
  return { confirmed: true }
}

/** Ends it by the link in every mail. Refuses: left-already. */
export async function stopPlaceFollowing(tx: Tx, actor: Actor, input: { followerId: Id<'place-follower'> }, now: Instant): Promise<{ left: true } | Refusal<'left-already'>> {
  const row = await tx.updateTable('review_follower').set({ left_at: now }).where('id', '=', input.followerId).where('left_at', 'is', null).returning(['document_id', 'place_kind']).executeTakeFirst()
  const document = row === undefined ? undefined : await findDocumentById(tx, row.document_id)
  if (row === undefined || document === undefined) return { refusal: 'left-already' }
  await append(tx, actor, document, 'place-follow-left', row.place_kind, now)
  return { left: true }
}

/**
 * Tells who follows the places of these comments that they have come, or (with the revision of each) what became of them: as part of
 * the command that is the occasion, one mail for each address and event. Its sender is not told here. Whoever follows a paragraph that
 * was split or merged goes on following its parts.
 */
export async function tellFollowers(tx: Tx, write: WritePlaceNews | undefined, commentIds: readonly Id[], revisions: ReadonlyMap<Id, number> | undefined, now: Instant): Promise<void> {
  if (write === undefined || commentIds.length === 0) return
  // Asked while others wait for numbers: that nobody follows anything, as is most often the case, is known after one short question.
  if (!(await isAnythingFollowed(tx))) return
  const reviewed = await tx.selectFrom('review_comment as comment').innerJoin('review_review as review', 'review.id', 'comment.review_id').select(['review.id', 'review.version_id as versionId']).distinct().where('comment.id', 'in', [...commentIds]).execute()
  for (const review of reviewed) {
    const place = await loadReviewed(tx, review)
    if (place === undefined) continue
    const ofReview = (await findComments(tx, commentIds)).filter(({ reviewId }) => reviewId === review.id)
    const senders = new Map((await tx.selectFrom('review_comment').select(['id', 'mail']).where('id', 'in', ofReview.map(({ id }) => id)).execute()).map(({ id, mail }) => [id, mail?.toLowerCase()]))
    for (const comment of ofReview) {
      const followers = (await listPlaceFollowers(tx, place.document.id, placesOf(comment, place))).filter(({ mail }) => mail.toLowerCase() !== senders.get(comment.id))
      const news = newsOf(comment, place, revisions !== undefined)
      const occasion = revisions === undefined ? 'place-comment' : 'place-answer'
      const about = { kind: 'comment', id: comment.id } as const
      const cause = revisions === undefined ? `place-comment:${comment.id}` : `place-answer:${comment.id}:${revisions.get(comment.id) ?? 0}`
      await enqueueMails(tx, followers.map(({ id, mail, language }) => ({ mail: { forumId: comment.forumId, recipient: mail, language, ...write(news, { id, language }), occasion, about, cause } as const, now })))
    }
  }
}

type Reviewed = NonNullable<Awaited<ReturnType<typeof loadReviewed>>>

/** Where a review stands; undefined where nobody follows its document. */
async function loadReviewed(tx: Tx, { id, versionId }: { readonly id: Id; readonly versionId: Id }) {
  const at = await findVersionPlace(tx, versionId)
  if (at === undefined) throw new Error(`Review ${id} is of no document`)
  if (!(await isFollowed(tx, at.documentId))) return undefined
  const [document, cycle] = [await findDocumentById(tx, at.documentId), await findCycleById(tx, at.cycleId)]
  const forum = cycle === undefined ? undefined : await findForumById(tx, cycle.forumId)
  if (document === undefined || forum === undefined || cycle === undefined) throw new Error(`Review ${id} is in no cycle`)
  return { forum, cycle, document, text: await loadFrozenText(tx, versionId), lineage: await listLineage(tx, document.id) }
}

/** The paragraphs of a comment, those that they came from, and the sections they stand in. */
function placesOf(comment: Comment, { text, lineage }: Reviewed): { kind: PlaceKind; id: Id }[] {
  const own = new Set<Id>(comment.paragraphIds)
  const sections = text.filter(({ paragraphs }) => paragraphs.some(({ id }) => own.has(id))).map(({ id }) => id as Id)
  const first = lineage[0]?.at
  const sources = first === undefined ? [] : [...new Set(lineage.map(({ from }) => from))].filter((from) => followLineage(from, lineage, first).some(({ to }) => own.has(to)))
  return [...[...own, ...sources].map((id) => ({ kind: 'paragraph' as const, id })), ...sections.map((id) => ({ kind: 'section' as const, id }))]
}

function newsOf(comment: Comment, { forum, cycle, document, text }: Reviewed, isAnswered: boolean) {
  const numbers = new Map<Id, number>(text.flatMap(({ paragraphs }) => paragraphs.map(({ id, number }) => [id, number] as const)))
  const { text: words, type, number, response, paragraphIds } = asPublished(comment)
  const answer = isAnswered && response !== null ? { disposition: response.disposition, reason: response.reason } : undefined
  return { forum, cycle, document, number, words, type, paragraphs: paragraphIds.flatMap((id) => numbers.get(id) ?? []), answer }
}

async function append(tx: Tx, actor: Actor, document: Document, act: PlaceFollowingAct, place: PlaceKind, now: Instant): Promise<void> {
  await appendAct(tx, actor, { forumId: document.forumId, cycleId: document.cycleId, subject: { kind: 'document', id: document.id }, act, detail: { document: document.slug, place } }, now)
}
