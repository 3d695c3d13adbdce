import { sql, type Selectable } from 'kysely'
import type { Reader, Tx } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import type { Review } from './model.ts'
import type { ReviewRow } from './tables.ts'

/** Reviews of a cycle, the latest first. */
export async function listReviews(db: Reader, cycleId: Id): Promise<Review[]> {
  const rows = await db.selectFrom('review_review').selectAll().where('cycle_id', '=', cycleId).orderBy('number', 'desc').execute()
  return rows.map(toReview)
}

export async function findReview(db: Reader, cycleId: Id, number: number): Promise<Review | undefined> {
  const row = await db.selectFrom('review_review').selectAll().where('cycle_id', '=', cycleId).where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : toReview(row)
}

export async function findReviewById(db: Reader, id: Id): Promise<Review | undefined> {
  const row = await db.selectFrom('review_review').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toReview(row)
}

/** The review, held as it is until the transaction ends; many may hold it at once. */
export async function lockReviewForInput(tx: Tx, id: Id): Promise<Review | undefined> {
  const row = await tx.selectFrom('review_review').selectAll().where('id', '=', id).forShare().executeTakeFirst()
  return row === undefined ? undefined : toReview(row)
}

/** True when the cycle has had a review. */
export async function hasReviews(db: Reader, cycleId: Id): Promise<boolean> {
  return (await db.selectFrom('review_review').select('id').where('cycle_id', '=', cycleId).limit(1).executeTakeFirst()) !== undefined
}

export interface ReviewCount {
  readonly reviewId: Id<'review'>
  /** Comments that were not withdrawn. */
  readonly comments: number
  readonly open: number
}

/** How many comments each review of a cycle has, and how many of them wait for a response. */
export async function countCommentsByReview(db: Reader, cycleId: Id): Promise<Map<Id, ReviewCount>> {
  const rows = await db
    .selectFrom('review_comment as comment')
    .leftJoin('review_response as response', 'response.comment_id', 'comment.id')
    .select(['comment.review_id', (eb) => eb.fn.countAll<number>().as('comments'), (eb) => eb.fn.countAll<number>().filterWhere((where) => where.and([where('response.comment_id', 'is', null), where('comment.is_from_editors', '=', false)])).as('open')])
    .where('comment.cycle_id', '=', cycleId)
    .where('comment.withdrawn_at', 'is', null)
    .groupBy('comment.review_id')
    .execute()
  return new Map(rows.map((row) => [row.review_id, { reviewId: row.review_id as Id<'review'>, comments: row.comments, open: row.open }]))
}

/** The last number given to a review of a cycle; until the transaction ends nobody else gives one. */
export async function lockReviewNumbers(tx: Tx, cycleId: Id): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext('review'), hashtext(${cycleId}))`.execute(tx)
  const row = await tx.selectFrom('review_review').select((eb) => eb.fn.max('number').as('last')).where('cycle_id', '=', cycleId).executeTakeFirst()
  return row?.last ?? 0
}

function toReview(row: Selectable<ReviewRow>): Review {
  return {
    id: row.id as Id<'review'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    number: row.number,
    versionId: row.version_id as Id<'version'>,
    title: row.title,
    introduction: row.introduction,
    openedAt: row.opened_at,
    closesOn: row.closes_on,
    closedAt: row.closed_at,
    zone: row.zone,
    closesByItself: row.closes_by_itself,
  }
}
