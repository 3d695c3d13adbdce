import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { NOT_RECORDED, type CommentType } from '../../shared/vocabularies.ts'
import type { Comment, Target } from '../model.ts'

/** All comments of a cycle in the order of their references, withdrawn ones too. */
export async function listComments(db: Reader, cycleId: Id): Promise<Comment[]> {
  return toComments(await selectComments(db).where('comment.cycle_id', '=', cycleId).orderBy('comment.number').execute())
}

export async function listCommentsOfReview(db: Reader, reviewId: Id): Promise<Comment[]> {
  return toComments(await selectComments(db).where('comment.review_id', '=', reviewId).orderBy('comment.number').execute())
}

/** Comments by their ids, in the order of their references; unknown ids are left out. */
export async function findComments(db: Reader, ids: readonly Id[]): Promise<Comment[]> {
  if (ids.length === 0) return []
  return toComments(await selectComments(db).where('comment.id', 'in', ids).orderBy('comment.number').execute())
}

/** Comments by the keys of the forms, or mails, that they were sent with. */
export async function findCommentsByFormKeys(db: Reader, keys: readonly Id[]): Promise<Comment[]> {
  return keys.length === 0 ? [] : toComments(await selectComments(db).where('comment.form_key', 'in', keys).orderBy('comment.number').execute())
}

/** What was said in the thread below a comment: its replies and theirs, in the order of their references. */
export async function listReplies(db: Reader, commentId: Id): Promise<Comment[]> {
  const below = await sql<{ id: Id }>`
    with recursive thread (id) as (select id from review_comment where in_reply_to = ${commentId} union select child.id from review_comment child join thread on child.in_reply_to = thread.id)
    select id from thread limit 500`.execute(db)
  return findComments(db, below.rows.map(({ id }) => id))
}

/** A comment by the figure of its reference within a cycle. */
export async function findComment(db: Reader, cycleId: Id, number: number): Promise<Comment | undefined> {
  return toComments(await selectComments(db).where('comment.cycle_id', '=', cycleId).where('comment.number', '=', number).execute())[0]
}

/** What a list of comments is narrowed to; undefined members narrow nothing. */
export interface CommentChoice {
  readonly reviewId?: Id | undefined
  /** A stakeholder group of the forum's list, or `not recorded`. */
  readonly group?: string | undefined
  /** A regional group of the forum's list, `none` or `not recorded`. */
  readonly region?: string | undefined
  readonly type?: CommentType | undefined
  readonly target?: Target | undefined
  readonly state?: 'open' | 'answered' | 'withdrawn' | undefined
  readonly paragraphId?: Id | undefined
}

/** One page of a cycle's comments in the order of their references, and how many there are in all. */
export async function listCommentsByChoice(db: Reader, cycleId: Id, choice: CommentChoice, page: { limit: number; offset: number }): Promise<{ comments: Comment[]; total: number }> {
  const rows = await selectComments(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where('comment.cycle_id', '=', cycleId)
    .$if(choice.reviewId !== undefined, (query) => query.where('comment.review_id', '=', choice.reviewId ?? cycleId))
    .$if(choice.type !== undefined, (query) => query.where('comment.type', '=', choice.type ?? 'general'))
    .$if(choice.target !== undefined, (query) => query.where('comment.target', '=', choice.target ?? 'whole'))
    .$if(choice.group !== undefined, (query) =>
      choice.group === NOT_RECORDED ? query.where('comment.stakeholder_group', 'is', null) : query.where('comment.stakeholder_group', '=', choice.group ?? ''),
    )
    .$if(choice.region !== undefined, (query) =>
      choice.region === NOT_RECORDED ? query.where('comment.regional_group', 'is', null) : query.where('comment.regional_group', '=', choice.region ?? ''),
    )
    .$if(choice.state === 'withdrawn', (query) => query.where('comment.withdrawn_at', 'is not', null))
    .$if(choice.state === 'open', (query) => query.where('comment.withdrawn_at', 'is', null).where('comment.is_from_editors', '=', false).where('response.comment_id', 'is', null))
    .$if(choice.state === 'answered', (query) => query.where('comment.withdrawn_at', 'is', null).where('response.comment_id', 'is not', null))
    .$if(choice.paragraphId !== undefined, (query) =>
      query.where('comment.id', 'in', (eb) => eb.selectFrom('review_anchor').select('comment_id').where('paragraph_id', '=', choice.paragraphId ?? cycleId)),
    )
    .orderBy('comment.number')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { comments: toComments(rows), total: rows[0]?.total ?? 0 }
}

/** The comments of a review on some paragraphs, at most `limit` of each, in the order of their references; one on several of them comes once. */
export async function listCommentsOn(db: Reader, reviewId: Id, paragraphIds: readonly Id[], limit: number): Promise<Comment[]> {
  if (paragraphIds.length === 0) return []
  const found = await sql<{ id: Id }>`
    select distinct id from (
      select comment.id, row_number() over (partition by anchor.paragraph_id order by comment.number) as place
      from review_anchor anchor join review_comment comment on comment.id = anchor.comment_id
      where comment.review_id = ${reviewId} and anchor.paragraph_id in (${sql.join(paragraphIds)})) placed
    where place <= ${limit}`.execute(db)
  return findComments(db, found.rows.map(({ id }) => id))
}

/** Which comments hang on these paragraphs, whatever the version they were read in; paragraphs without any are left out. */
export async function listAnchors(db: Reader, paragraphIds: readonly Id[]): Promise<Map<Id, Id<'comment'>[]>> {
  if (paragraphIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('review_anchor')
    .innerJoin('review_comment', 'review_comment.id', 'comment_id')
    .select(['paragraph_id', 'comment_id'])
    .where('paragraph_id', 'in', paragraphIds)
    .orderBy('number')
    .execute()
  const anchors = new Map<Id, Id<'comment'>[]>()
  for (const row of rows) {
    const known = anchors.get(row.paragraph_id)
    if (known === undefined) anchors.set(row.paragraph_id, [row.comment_id as Id<'comment'>])
    else known.push(row.comment_id as Id<'comment'>)
  }
  return anchors
}

/** Comments of a cycle that still wait for a response; withdrawn ones wait for nothing. */
export async function countOpenComments(db: Reader, cycleId: Id): Promise<number> {
  const row = await db
    .selectFrom('review_comment as comment')
    .leftJoin('review_response as response', 'response.comment_id', 'comment.id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('comment.cycle_id', '=', cycleId)
    .where('comment.withdrawn_at', 'is', null)
    .where('comment.is_from_editors', '=', false)
    .where('response.comment_id', 'is', null)
    .executeTakeFirstOrThrow()
  return row.count
}

export interface Voices {
  readonly target: Target
  /** Null for comments on the whole, and on what is missing. */
  readonly paragraphId: Id<'paragraph'> | null
  readonly stakeholderGroup: string | null
  readonly comments: number
  readonly answered: number
  /** Of these, how many have this as their first paragraph: summed over all rows, every comment counts once. */
  readonly first: number
  readonly firstAnswered: number
  /** Of those in `first`, remarks of the editors, which wait for no response. */
  readonly firstRemarks: number
  /** What their texts and proposals weigh on a page: a letter of one byte 1, of two 2.5, of three 4. */
  readonly weight: number
}

/** How many comments a review has on each paragraph, by stakeholder group: one row for each pair, so that no text is read to count. */
export async function countVoices(db: Reader, reviewId: Id, choice: Pick<CommentChoice, 'group' | 'region' | 'type' | 'state'> = {}): Promise<Voices[]> {
  const rows = await db
    .selectFrom('review_comment as comment')
    .leftJoin('review_anchor as anchor', 'anchor.comment_id', 'comment.id')
    .leftJoin('review_response as response', 'response.comment_id', 'comment.id')
    .select([
      'comment.target',
      'anchor.paragraph_id',
      'comment.stakeholder_group',
      (eb) => eb.fn.countAll<number>().as('comments'),
      (eb) => eb.fn.count<number>('response.comment_id').as('answered'),
      sql<number>`count(*) filter (where coalesce(anchor.position, 0) = 0)`.as('first'),
      sql<number>`count(response.comment_id) filter (where coalesce(anchor.position, 0) = 0)`.as('first_answered'),
      sql<number>`count(*) filter (where coalesce(anchor.position, 0) = 0 and comment.is_from_editors and response.comment_id is null)`.as('first_remarks'),
      sql<number>`sum((3 * octet_length(concat(comment.text, comment.proposal)) - length(concat(comment.text, comment.proposal))) / 2)`.as('weight'),
    ])
    .where('comment.review_id', '=', reviewId)
    .where('comment.withdrawn_at', choice.state === 'withdrawn' ? 'is not' : 'is', null)
    .$if(choice.state === 'open', (query) => query.where('response.comment_id', 'is', null).where('comment.is_from_editors', '=', false))
    .$if(choice.state === 'answered', (query) => query.where('response.comment_id', 'is not', null))
    .$if(choice.type !== undefined, (query) => query.where('comment.type', '=', choice.type ?? 'general'))
    .$if(choice.group === NOT_RECORDED, (query) => query.where('comment.stakeholder_group', 'is', null))
    .$if(choice.group !== undefined && choice.group !== NOT_RECORDED, (query) => query.where('comment.stakeholder_group', '=', choice.group ?? ''))
    .$if(choice.region === NOT_RECORDED, (query) => query.where('comment.regional_group', 'is', null))
    .$if(choice.region !== undefined && choice.region !== NOT_RECORDED, (query) => query.where('comment.regional_group', '=', choice.region ?? ''))
    .groupBy(['comment.target', 'anchor.paragraph_id', 'comment.stakeholder_group'])
    .execute()
  return rows.map((row) => ({
    target: row.target,
    paragraphId: row.paragraph_id as Id<'paragraph'> | null,
    stakeholderGroup: row.stakeholder_group,
    comments: row.comments,
    answered: row.answered,
    first: row.first,
    firstAnswered: row.first_answered,
    firstRemarks: row.first_remarks,
    weight: row.weight,
  }))
}

/**
 * The last number given to a comment of a cycle, and what was taken with these forms before; until the transaction ends nobody else
 * takes a comment in this cycle.
 */
export async function lockCommentNumbers(tx: Tx, cycleId: Id, formKeys: readonly Id[]): Promise<{ last: number; known: Map<Id, { commentId: Id<'comment'>; number: number }> }> {
  await sql`select pg_advisory_xact_lock(hashtext('comment'), hashtext(${cycleId}))`.execute(tx)
  const rows = await tx
    .selectFrom('review_comment')
    .select(['id', 'number', 'form_key'])
    .where('cycle_id', '=', cycleId)
    .where((where) =>
      where.or([where('form_key', '=', where.fn.any(where.val([...formKeys]))), where('number', '=', where.selectFrom('review_comment').select((eb) => eb.fn.max('number').as('last')).where('cycle_id', '=', cycleId))]),
    )
    .execute()
  const asked = new Set<Id | null>(formKeys)
  return {
    last: Math.max(0, ...rows.map((row) => row.number)),
    known: new Map(rows.flatMap(({ id, number, form_key: key }) => (key !== null && asked.has(key) ? [[key, { commentId: id as Id<'comment'>, number }] as const] : []))),
  }
}

/** A comment's row, held until the transaction ends: answering, judging and withdrawing it come one after the other. */
export async function lockComment(
  tx: Tx,
  id: Id,
): Promise<{ id: Id<'comment'>; forumId: Id<'forum'>; cycleId: Id<'cycle'>; reviewId: Id<'review'>; number: number; isWithdrawn: boolean } | undefined> {
  const row = await tx.selectFrom('review_comment').select(['id', 'forum_id', 'cycle_id', 'review_id', 'number', 'withdrawn_at']).where('id', '=', id).forUpdate().executeTakeFirst()
  if (row === undefined) return undefined
  return {
    id: row.id as Id<'comment'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    reviewId: row.review_id as Id<'review'>,
    number: row.number,
    isWithdrawn: row.withdrawn_at !== null,
  }
}

function selectComments(db: Reader) {
  return db
    .selectFrom('review_comment as comment')
    .leftJoin('review_response as response', 'response.comment_id', 'comment.id')
    .selectAll('comment')
    .select(['comment.revision as comment_revision', 'response.disposition', 'response.reason', 'response.answered_at', 'response.revision'])
    .select((eb) =>
      eb
        .selectFrom('review_anchor')
        .whereRef('review_anchor.comment_id', '=', 'comment.id')
        .select(sql<Id<'paragraph'>[] | null>`array_agg(paragraph_id order by position)`.as('ids'))
        .as('paragraph_ids'),
    )
}

type Row = Awaited<ReturnType<ReturnType<typeof selectComments>['execute']>>[number]

function toComments(rows: readonly Row[]): Comment[] {
  return rows.map((row) => ({
    id: row.id as Id<'comment'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    reviewId: row.review_id as Id<'review'>,
    number: row.number,
    target: row.target,
    paragraphIds: row.paragraph_ids ?? [],
    missingWhere: row.missing_where,
    type: row.type,
    text: row.text,
    proposal: row.proposal,
    author: row.author,
    organisation: row.organisation,
    stakeholderGroup: row.stakeholder_group,
    regionalGroup: row.regional_group,
    channel: row.channel,
    language: row.language,
    consent: row.consent,
    receivedAt: row.received_at,
    receivedBy: row.received_by,
    isLate: row.is_late,
    withdrawnAt: row.withdrawn_at,
    withdrawnReason: row.withdrawn_reason,
    isSatisfied: row.satisfied,
    satisfiedAt: row.satisfied_at,
    inReplyTo: row.in_reply_to as Id<'comment'> | null,
    isFromEditors: row.is_from_editors,
    jointBodies: row.joint_bodies,
    setAsideFor: row.set_aside_for,
    revision: row.comment_revision,
    response: responseOf(row),
  }))
}

function responseOf(row: Row): Comment['response'] {
  const { disposition, reason, answered_at: answeredAt, revision } = row
  if (disposition === null || reason === null || answeredAt === null || revision === null) return null
  return { commentId: row.id as Id<'comment'>, disposition, reason, answeredAt, revision }
}
