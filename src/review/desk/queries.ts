import { sql, type Selectable } from 'kysely'
import type { Reader, Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { findComments } from '../comments/queries.ts'
import type { Comment } from '../model.ts'
import type { CommentNote, DeskSetting, Proposal, Satisfaction } from './model.ts'
import type { ProposalRow } from './tables.ts'

/** How a review is answered. */
export async function findDeskSetting(db: Reader, reviewId: Id): Promise<DeskSetting> {
  const row = await db.selectFrom('review_desk').selectAll().where('review_id', '=', reviewId).executeTakeFirst()
  return { reviewId, needsConfirmation: row?.needs_confirmation ?? false, judgedUntil: row?.judged_until ?? null, revision: row?.revision ?? 0 }
}

/** Which of these reviews want a second pair of eyes; until the transaction ends nobody sets that otherwise. */
export async function lockReviewsToConfirm(tx: Tx, reviewIds: readonly Id[]): Promise<Set<Id>> {
  if (reviewIds.length === 0) return new Set()
  await tx.selectFrom('review_review').select('id').where('id', 'in', reviewIds).orderBy('id').forShare().execute()
  const rows = await tx.selectFrom('review_desk').select('review_id').where('review_id', 'in', reviewIds).where('needs_confirmation', '=', true).execute()
  return new Set(rows.map((row) => row.review_id))
}

/** Who is to answer each of these comments; those that nobody has are left out. */
export async function listAssignments(db: Reader, commentIds: readonly Id[]): Promise<Map<Id, Id>> {
  if (commentIds.length === 0) return new Map()
  const rows = await db.selectFrom('review_assignment').select(['comment_id', 'person_id']).where('comment_id', 'in', commentIds).execute()
  return new Map(rows.map((row) => [row.comment_id, row.person_id]))
}

/** What the desk said among itself about a comment, oldest first. */
export async function listCommentNotes(db: Reader, commentId: Id): Promise<CommentNote[]> {
  const rows = await db.selectFrom('review_note').selectAll().where('comment_id', '=', commentId).orderBy('written_at').orderBy('id').execute()
  return rows.map((row) => ({ id: row.id, authorId: row.author_id, text: row.text, writtenAt: row.written_at, struckAt: row.struck_at }))
}

/** The answers proposed for these comments, by the comment. */
export async function listProposals(db: Reader, commentIds: readonly Id[]): Promise<Map<Id, Proposal>> {
  if (commentIds.length === 0) return new Map()
  const rows = await db.selectFrom('review_proposal').selectAll().where('comment_id', 'in', commentIds).execute()
  return new Map(rows.map((row) => [row.comment_id, toProposal(row)]))
}

export function toProposal(row: Selectable<ProposalRow>): Proposal {
  return {
    commentId: row.comment_id as Id<'comment'>,
    disposition: row.disposition,
    reason: row.reason,
    changed: row.changed as readonly Id<'paragraph'>[],
    duplicateOf: row.duplicate_of as Id<'comment'> | null,
    replaces: row.replaces,
    proposedBy: row.proposed_by as Id<'person'>,
    proposedAt: row.proposed_at,
    revision: row.revision,
  }
}

/** Of the comments of a review (or of a whole cycle) that have an answer: who is satisfied, who is not, and who has said nothing. */
export async function countSatisfaction(db: Reader, of: { readonly cycleId: Id; readonly reviewId?: Id | undefined }): Promise<Satisfaction> {
  const row = await db
    .selectFrom('review_comment as comment')
    .innerJoin('review_response as response', 'response.comment_id', 'comment.id')
    .select([
      sql<number>`count(*)`.as('answered'),
      sql<number>`count(*) filter (where comment.satisfied)`.as('satisfied'),
      sql<number>`count(*) filter (where not comment.satisfied)`.as('not_satisfied'),
    ])
    .where('comment.cycle_id', '=', of.cycleId)
    .where('comment.withdrawn_at', 'is', null)
    .$if(of.reviewId !== undefined, (query) => query.where('comment.review_id', '=', of.reviewId ?? of.cycleId))
    .executeTakeFirstOrThrow()
  const { answered, satisfied, not_satisfied: notSatisfied } = row
  return { answered, satisfied, notSatisfied, silent: answered - satisfied - notSatisfied }
}

/** The words of those who are not satisfied, by the comment; who gave none is left out. */
export async function listObjectionWords(db: Reader, commentIds: readonly Id[]): Promise<Map<Id, string>> {
  if (commentIds.length === 0) return new Map()
  const rows = await db.selectFrom('review_objection').select(['comment_id', 'text']).where('comment_id', 'in', commentIds).execute()
  return new Map(rows.map((row) => [row.comment_id, row.text]))
}

/** The comments of a cycle whose commenters said that the response does not satisfy them, in the order of their references. */
export async function listDissatisfied(db: Reader, cycleId: Id, limit: number): Promise<Comment[]> {
  const rows = await db.selectFrom('review_comment').select('id').where('cycle_id', '=', cycleId).where('satisfied', '=', false).where('withdrawn_at', 'is', null).orderBy('number').limit(limit).execute()
  return findComments(db, rows.map(({ id }) => id))
}

/** What anyone may read of the objections among these comments: of one whose words are not public, no word. Hand in what `asPublished` made of them. */
export async function listObjections(db: Reader, comments: readonly Comment[]): Promise<{ readonly comment: Comment; readonly words: string | null }[]> {
  const against = comments.filter(({ isSatisfied, withdrawnAt, response }) => isSatisfied === false && withdrawnAt === null && response !== null)
  const words = await listObjectionWords(db, against.map(({ id }) => id))
  return against.map((comment) => ({ comment, words: comment.consent === 'not-at-all' ? null : (words.get(comment.id) ?? null) }))
}
