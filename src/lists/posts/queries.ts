import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Post } from '../model.ts'
import type { PostRow } from '../tables.ts'

const COLUMNS = [
  'id', 'list_id', 'number', 'message_id', 'in_reply_to', 'references_list', 'thread_id', 'parent_id', 'subject', 'author_name', 'author_mail', 'sent_at', 'received_at', 'language', 'text', 'html', 'raw', 'size',
  'state', 'held_for', 'published_at', 'removed_at', 'is_not_archived',
] as const
export type PostColumns = Pick<Selectable<PostRow>, (typeof COLUMNS)[number]>

export async function findPost(db: Reader, id: Id): Promise<Post | undefined> {
  const row = await db.selectFrom('lists_post').select(COLUMNS).where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toPost(row)
}

export async function findPostByMessageId(db: Reader, listId: Id, messageId: string): Promise<Post | undefined> {
  const row = await db.selectFrom('lists_post').select(COLUMNS).where('list_id', '=', listId).where('message_id', '=', messageId).executeTakeFirst()
  return row === undefined ? undefined : toPost(row)
}

/** What waits for a moderator, oldest first, `limit` at most. */
export async function listHeldPosts(db: Reader, listId: Id, limit = 100): Promise<Post[]> {
  const rows = await db.selectFrom('lists_post').select(COLUMNS).where('list_id', '=', listId).where('state', '=', 'held').orderBy('received_at').orderBy('id').limit(limit).execute()
  return rows.map(toPost)
}

export async function countHeldPosts(db: Reader, listIds: readonly Id[]): Promise<Map<Id, number>> {
  if (listIds.length === 0) return new Map()
  const rows = await db.selectFrom('lists_post').select(['list_id', (eb) => eb.fn.countAll<number>().as('count')]).where('list_id', 'in', [...listIds]).where('state', '=', 'held').groupBy('list_id').execute()
  return new Map(rows.map(({ list_id, count }) => [list_id, count]))
}

export interface PostAttachment {
  readonly number: number
  readonly name: string
  readonly type: string
  readonly size: number
  readonly sha256: string
}

export async function listAttachments(db: Reader, postIds: readonly Id[]): Promise<Map<Id, PostAttachment[]>> {
  const found = new Map<Id, PostAttachment[]>()
  if (postIds.length === 0) return found
  const rows = await db.selectFrom('lists_attachment').selectAll().where('post_id', 'in', [...postIds]).orderBy('post_id').orderBy('number').execute()
  for (const { post_id, number, name, type, size, sha256 } of rows) found.set(post_id, [...(found.get(post_id) ?? []), { number, name, type, size, sha256 }])
  return found
}

export { COLUMNS as POST_COLUMNS }

export function toPost(row: PostColumns): Post {
  return {
    id: row.id as Id<'post'>,
    listId: row.list_id as Id<'list'>,
    number: row.number,
    messageId: row.message_id,
    inReplyTo: row.in_reply_to,
    references: row.references_list,
    threadId: row.thread_id as Id<'post'>,
    parentId: row.parent_id as Id<'post'> | null,
    subject: row.subject,
    authorName: row.author_name,
    authorMail: row.author_mail,
    sentAt: row.sent_at,
    receivedAt: row.received_at,
    language: row.language,
    text: row.text,
    html: row.html,
    raw: row.raw,
    size: row.size,
    state: row.state,
    heldFor: row.held_for,
    publishedAt: row.published_at,
    removedAt: row.removed_at,
    isNotArchived: row.is_not_archived,
  }
}
