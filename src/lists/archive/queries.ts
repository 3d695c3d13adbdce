import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { List, Post } from '../model.ts'
import { POST_COLUMNS, toPost, type PostColumns } from '../posts/queries.ts'
import { isUnspaced, stemsOf, type Month, type ThreadLine } from './model.ts'

/** Threads, those with the latest post first, `limit` at most; before a number where one is given. */
export async function listThreads(db: Reader, listId: Id, { before, limit }: { before?: number | undefined; limit: number }): Promise<ThreadLine[]> {
  const { rows } = await sql<{ thread_id: Id; number: number; last_number: number; subject: string; posts: number; authors: number; first_at: Instant; last_at: Instant }>`
    select thread_id, min(number)::int as number, max(number)::int as last_number, (array_agg(case when is_not_archived then '' else subject end order by number))[1] as subject, count(*)::int as posts,
      count(distinct lower(coalesce(author_mail, author_name, '')))::int as authors, min(received_at) as first_at, max(received_at) as last_at
    from lists_post where list_id = ${listId} and state = 'published'
    group by thread_id having max(number) < ${before ?? 2 ** 31 - 1} order by max(number) desc limit ${limit}`.execute(db)
  return rows.map((row) => ({ threadId: row.thread_id as Id<'post'>, number: row.number, lastNumber: row.last_number, subject: row.subject, posts: row.posts, authors: row.authors, firstAt: row.first_at, lastAt: row.last_at }))
}

/** The posts of a thread, by number, 500 at most. */
export async function listThreadPosts(db: Reader, listId: Id, threadId: Id): Promise<Post[]> {
  const rows = await db.selectFrom('lists_post').select(POST_COLUMNS).where('list_id', '=', listId).where('thread_id', '=', threadId).where('state', '=', 'published').orderBy('number').limit(500).execute()
  return rows.map(toArchived)
}

export async function findPublishedPost(db: Reader, listId: Id, number: number): Promise<Post | undefined> {
  const row = await db.selectFrom('lists_post').select(POST_COLUMNS).where('list_id', '=', listId).where('number', '=', number).where('state', '=', 'published').executeTakeFirst()
  return row === undefined ? undefined : toArchived(row)
}

export async function countPosts(db: Reader, listId: Id): Promise<number> {
  const { count } = await db.selectFrom('lists_post').select((eb) => eb.fn.countAll<number>().as('count')).where('list_id', '=', listId).where('state', '=', 'published').executeTakeFirstOrThrow()
  return count
}

/** The months in which anything was posted, the latest first. UTC. */
export async function listMonths(db: Reader, listId: Id): Promise<Month[]> {
  const { rows } = await sql<Month>`
    select to_char(received_at at time zone 'UTC', 'YYYY-MM') as month, count(*)::int as posts from lists_post
    where list_id = ${listId} and state = 'published' group by 1 order by 1 desc`.execute(db)
  return rows
}

/** The posts of a month, by number, after one, `limit` at most. */
export async function listPostsOfMonth(db: Reader, listId: Id, month: string, { after, limit }: { after: number; limit: number }): Promise<Post[]> {
  const rows = await db
    .selectFrom('lists_post')
    .select(POST_COLUMNS)
    .where('list_id', '=', listId)
    .where('state', '=', 'published')
    .where('number', '>', after)
    .where(sql<string>`to_char(received_at at time zone 'UTC', 'YYYY-MM')`, '=', month)
    .orderBy('number')
    .limit(limit)
    .execute()
  return rows.map(toArchived)
}

/** Posts with all of the words, in whatever form the list's language gives them, the best first. */
export async function searchPosts(db: Reader, list: Pick<List, 'id' | 'language'>, words: string, { skip, limit }: { skip: number; limit: number }): Promise<Post[]> {
  const asked = sql`(websearch_to_tsquery(${stemsOf(list.language)}::regconfig, ${words}) || websearch_to_tsquery('simple', ${words}))`
  const pattern = `%${words.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`
  const found = isUnspaced(words) ? sql<boolean>`(words @@ ${asked} or text ilike ${pattern} or subject ilike ${pattern})` : sql<boolean>`words @@ ${asked}`
  const rows = await db
    .selectFrom('lists_post')
    .select(POST_COLUMNS)
    .where('list_id', '=', list.id)
    .where('state', '=', 'published')
    .where('removed_at', 'is', null)
    .where('is_not_archived', '=', false)
    .where(found)
    .orderBy(sql`ts_rank(words, ${asked})`, 'desc')
    .orderBy('number', 'desc')
    .offset(skip)
    .limit(limit)
    .execute()
  return rows.map(toArchived)
}

/** Published posts by number, after one, `limit` at most. */
export async function listPublishedPosts(db: Reader, listId: Id, { after, limit }: { after: number; limit: number }): Promise<Post[]> {
  const rows = await db.selectFrom('lists_post').select(POST_COLUMNS).where('list_id', '=', listId).where('state', '=', 'published').where('number', '>', after).orderBy('number').limit(limit).execute()
  return rows.map(toArchived)
}

/** A post as the archive has it: of one whose author asks that no archive keeps it, its place alone. */
function toArchived(row: PostColumns): Post {
  const post = toPost(row)
  return post.isNotArchived ? { ...post, subject: '', authorName: null, authorMail: null, text: '', html: null, raw: '', removedAt: post.removedAt ?? post.receivedAt } : post
}
