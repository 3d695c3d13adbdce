import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { POST_COLUMNS, toPost } from '../posts/queries.ts'
import type { Post } from '../model.ts'
import type { Digest } from './model.ts'

export async function findDigest(db: Reader, id: Id): Promise<Digest | undefined> {
  const row = await db.selectFrom('lists_digest').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : { number: row.number, firstPost: row.first_post, lastPost: row.last_post }
}

/** The posts of a digest, by number. */
export async function listDigestPosts(db: Reader, listId: Id, { firstPost, lastPost }: Digest): Promise<Post[]> {
  const rows = await db
    .selectFrom('lists_post')
    .select(POST_COLUMNS)
    .where('list_id', '=', listId)
    .where('state', '=', 'published')
    .where('removed_at', 'is', null)
    .where('came_by', '<>', 'import')
    .where('number', '>=', firstPost)
    .where('number', '<=', lastPost)
    .orderBy('number')
    .execute()
  return rows.map(toPost)
}
