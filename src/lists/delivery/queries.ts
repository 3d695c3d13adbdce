import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface Sending {
  readonly id: Id
  readonly listId: Id<'list'>
  readonly postId: Id<'post'> | null
  readonly digestId: Id | null
  readonly kind: 'post' | 'digest' | 'mime-digest'
  readonly begunAt: Instant
}

/** What is still being handed to the queue, oldest first. */
export async function listUnfinishedSendings(db: Reader, limit: number): Promise<Sending[]> {
  const rows = await db.selectFrom('lists_sending').selectAll().where('done_at', 'is', null).orderBy('begun_at').orderBy('id').limit(limit).execute()
  return rows.map((row) => ({ id: row.id, listId: row.list_id as Id<'list'>, postId: row.post_id as Id<'post'> | null, digestId: row.digest_id, kind: row.kind, begunAt: row.begun_at }))
}

/** What of a post its copies are made of, beyond what its pages show. */
export async function findPostToSend(db: Reader, id: Id) {
  return db
    .selectFrom('lists_post')
    .select(['id', 'number', 'message_id', 'subject', 'author_name', 'author_mail', 'in_reply_to', 'references_list', 'sent_at', 'received_at', 'raw', 'size', 'text', 'authentication', 'announcement_id', 'removed_at', 'came_by', 'is_not_archived'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Lists that have got the same announcement and come before this one: their members have their copy. */
export async function listsServedBefore(db: Reader, announcementId: Id, listId: Id): Promise<Id[]> {
  const rows = await db.selectFrom('lists_post').select('list_id').where('announcement_id', '=', announcementId).where('list_id', '<', listId).execute()
  return rows.map(({ list_id }) => list_id)
}
