import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { NOT_RECORDED } from '../../shared/vocabularies.ts'
import { containing, QUEUE_STATES, type QueueChoice, type QueueState } from './model.ts'

/** One page of the queue: ids in the order of the references, and how many comments are in it. */
export async function listQueue(db: Reader, cycleId: Id, choice: QueueChoice, page: { limit: number; offset: number }): Promise<{ ids: Id<'comment'>[]; total: number }> {
  const rows = await selectQueue(db, cycleId, choice)
    .select(['comment.id', (eb) => eb.fn.countAll<number>().over().as('total')])
    .orderBy('comment.number')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { ids: rows.map((row) => row.id as Id<'comment'>), total: rows[0]?.total ?? 0 }
}

/** The numbers of the comments before and after one, in the queue that is narrowed so; the one itself need not be in it any more. */
export async function findNeighbours(db: Reader, cycleId: Id, choice: QueueChoice, number: number): Promise<{ before: number | undefined; after: number | undefined; left: number }> {
  const row = await selectQueue(db, cycleId, choice)
    .select([
      sql<number | null>`max(comment.number) filter (where comment.number < ${number})`.as('before'),
      sql<number | null>`min(comment.number) filter (where comment.number > ${number})`.as('after'),
      (eb) => eb.fn.countAll<number>().as('left'),
    ])
    .executeTakeFirstOrThrow()
  return { before: row.before ?? undefined, after: row.after ?? undefined, left: row.left }
}

/** How many comments of a cycle (or of one of its reviews) stand where. */
export async function countQueue(db: Reader, cycleId: Id, reviewId: Id | undefined): Promise<Record<QueueState, number>> {
  const counts = await Promise.all(QUEUE_STATES.map(async (state) => [state, (await selectQueue(db, cycleId, { state, reviewId }).select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count] as const))
  return Object.fromEntries(counts) as Record<QueueState, number>
}

/** Ids of the comments of a cycle with these figures, in the order of their references; withdrawn ones are left out. */
export async function findStandingComments(db: Reader, cycleId: Id, numbers: readonly number[]): Promise<Id<'comment'>[]> {
  if (numbers.length === 0) return []
  const rows = await db.selectFrom('review_comment').select('id').where('cycle_id', '=', cycleId).where('number', 'in', [...numbers]).where('withdrawn_at', 'is', null).orderBy('number').execute()
  return rows.map((row) => row.id as Id<'comment'>)
}

/** Comments that were deferred in other cycles of a forum, the latest first: what the desk of this one takes up. */
export async function listDeferredElsewhere(db: Reader, of: { readonly forumId: Id; readonly cycleId: Id }, limit: number): Promise<Id<'comment'>[]> {
  const rows = await db
    .selectFrom('review_comment as comment')
    .innerJoin('review_response as response', 'response.comment_id', 'comment.id')
    .select('comment.id')
    .where('comment.forum_id', '=', of.forumId)
    .where('comment.cycle_id', '!=', of.cycleId)
    .where('response.disposition', '=', 'deferred')
    .where('comment.withdrawn_at', 'is', null)
    .orderBy('response.answered_at', 'desc')
    .orderBy('comment.number')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id as Id<'comment'>)
}

function selectQueue(db: Reader, cycleId: Id, choice: QueueChoice) {
  const { state, reviewId, type, group, personId, paragraphId, words } = choice
  let query = db
    .selectFrom('review_comment as comment')
    .leftJoin('review_response as response', 'response.comment_id', 'comment.id')
    .leftJoin('review_proposal as proposal', 'proposal.comment_id', 'comment.id')
    .leftJoin('review_assignment as assignment', 'assignment.comment_id', 'comment.id')
    .where('comment.cycle_id', '=', cycleId)
    .where('comment.withdrawn_at', 'is', null)
    // What editors reply asks for no response.
    .where('comment.is_from_editors', '=', false)
  if (state === 'open') query = query.where('response.comment_id', 'is', null).where('proposal.comment_id', 'is', null)
  else if (state === 'proposed') query = query.where('proposal.comment_id', 'is not', null)
  else query = query.where('response.comment_id', 'is not', null)
  if (state === 'objected') query = query.where('comment.satisfied', '=', false)
  if (reviewId !== undefined) query = query.where('comment.review_id', '=', reviewId)
  if (type !== undefined) query = query.where('comment.type', '=', type)
  if (group !== undefined) query = group === NOT_RECORDED ? query.where('comment.stakeholder_group', 'is', null) : query.where('comment.stakeholder_group', '=', group)
  if (personId !== undefined) query = personId === 'nobody' ? query.where('assignment.comment_id', 'is', null) : query.where('assignment.person_id', '=', personId)
  if (paragraphId !== undefined) query = query.where('comment.id', 'in', (eb) => eb.selectFrom('review_anchor').select('comment_id').where('paragraph_id', '=', paragraphId))
  for (const word of words ?? []) query = query.where(sql<boolean>`concat_ws(' ', comment.text, comment.proposal, comment.author, comment.organisation) ilike ${containing(word)}`)
  return query
}
