import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { nearestFirst, type Headed } from './model.ts'

export interface Kin {
  /** The nearest post that it answers. */
  readonly parent: { readonly id: Id<'post'>; readonly threadId: Id<'post'> } | undefined
  /** The thread of a post that answers the same mail, which itself is not here. */
  readonly siblingThread: Id<'post'> | undefined
}

/** Which post of the list a mail answers, as its own header says: never by its subject. */
export async function findKin(db: Reader, listId: Id, mail: Headed): Promise<Kin> {
  const wanted = nearestFirst(mail)
  if (wanted.length === 0) return { parent: undefined, siblingThread: undefined }
  const rows = await db.selectFrom('lists_post').select(['id', 'thread_id', 'message_id']).where('list_id', '=', listId).where('message_id', 'in', wanted).execute()
  const found = wanted.flatMap((messageId) => rows.filter((row) => row.message_id === messageId))[0]
  if (found !== undefined) return { parent: { id: found.id as Id<'post'>, threadId: found.thread_id as Id<'post'> }, siblingThread: undefined }
  const sibling = await db
    .selectFrom('lists_post')
    .select('thread_id')
    .where('list_id', '=', listId)
    .where(sql<boolean>`references_list && ${sql.val(wanted)}::text[]`)
    .orderBy('received_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return { parent: undefined, siblingThread: sibling?.thread_id as Id<'post'> | undefined }
}
