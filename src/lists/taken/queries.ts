import type { Selectable } from 'kysely'
import type { Reader, Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Post } from '../model.ts'
import { POST_COLUMNS, toPost } from '../posts/queries.ts'
import type { Offer, TakenFrom } from './model.ts'
import type { TakenRow } from './tables.ts'

/** What posts were taken as, in the order in which they were. */
export async function listTaken(db: Reader, postIds: readonly Id[]): Promise<TakenFrom[]> {
  if (postIds.length === 0) return []
  const rows = await db.selectFrom('lists_taken').selectAll().where('post_id', 'in', [...new Set(postIds)]).orderBy('taken_at').orderBy('id').execute()
  return rows.map(toTaken)
}

/** What any post of these threads was taken as, with its thread. */
export async function listTakenInThreads(db: Reader, threadIds: readonly Id[]): Promise<(TakenFrom & { readonly threadId: Id<'post'> })[]> {
  if (threadIds.length === 0) return []
  const rows = await db.selectFrom('lists_taken').innerJoin('lists_post', 'lists_post.id', 'lists_taken.post_id').selectAll('lists_taken').select('lists_post.thread_id').where('lists_post.thread_id', 'in', [...threadIds]).orderBy('taken_at').orderBy('lists_taken.id').execute()
  return rows.map((row) => ({ ...toTaken(row), threadId: row.thread_id as Id<'post'> }))
}

/** The post that a contribution or a comment came from; undefined where it came otherwise. */
export async function findTakenFrom(db: Reader, becameId: Id): Promise<TakenFrom | undefined> {
  const row = await db.selectFrom('lists_taken').selectAll().where('became_id', '=', becameId).executeTakeFirst()
  return row === undefined ? undefined : toTaken(row)
}

/** A post that may be taken, held until the transaction ends, so that it is taken for one thing once; undefined where it is not published, or was taken out. */
export async function lockPublishedPost(tx: Tx, id: Id): Promise<Post | undefined> {
  const row = await tx.selectFrom('lists_post').select(POST_COLUMNS).where('id', '=', id).where('state', '=', 'published').where('removed_at', 'is', null).forUpdate().executeTakeFirst()
  return row === undefined ? undefined : toPost(row)
}

/** The latest post of an address that is in the archive. */
export async function findLatestPostOf(db: Reader, listId: Id, mail: string): Promise<Post | undefined> {
  const row = await db
    .selectFrom('lists_post')
    .select(POST_COLUMNS)
    .where('list_id', '=', listId)
    .where('state', '=', 'published')
    .where('removed_at', 'is', null)
    .where((eb) => eb(eb.fn<string>('lower', ['author_mail']), '=', mail.toLowerCase()))
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : toPost(row)
}

/** What a letter offered, by its own numbers. */
export async function listOffers(db: Reader, letterId: Id): Promise<Offer[]> {
  const rows = await db.selectFrom('lists_offer').selectAll().where('letter_id', '=', letterId).orderBy('number').execute()
  return rows.map((row) => ({ number: row.number, kind: row.kind, targetId: row.target_id }))
}

function toTaken(row: Selectable<TakenRow>): TakenFrom {
  return { id: row.id, postId: row.post_id as Id<'post'>, kind: row.kind, becameId: row.became_id, targetId: row.target_id, by: row.taken_by, at: row.taken_at }
}
