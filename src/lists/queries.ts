import type { Selectable } from 'kysely'
import type { Reader } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import type { List } from './model.ts'
import type { ListRow } from './tables.ts'

/** A list by its own name, which it has alone in the installation; undefined where there is none. */
export async function findListByName(db: Reader, slug: string): Promise<List | undefined> {
  const row = await db.selectFrom('lists_list').selectAll().where('slug', '=', slug).executeTakeFirst()
  return row === undefined ? undefined : toList(row)
}

export async function findList(db: Reader, forumId: Id, slug: string): Promise<List | undefined> {
  const list = await findListByName(db, slug)
  return list?.forumId === forumId ? list : undefined
}

export async function findListById(db: Reader, id: Id): Promise<List | undefined> {
  const row = await db.selectFrom('lists_list').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toList(row)
}

/** The lists of a forum, by their titles; of one cycle and the forum as a whole where a cycle is given. */
export async function listLists(db: Reader, forumId: Id, cycleId?: Id): Promise<List[]> {
  let query = db.selectFrom('lists_list').selectAll().where('forum_id', '=', forumId).orderBy('title').orderBy('id')
  if (cycleId !== undefined) query = query.where((where) => where.or([where('cycle_id', 'is', null), where('cycle_id', '=', cycleId)]))
  return (await query.execute()).map(toList)
}

export async function hasLists(db: Reader, forumId: Id): Promise<boolean> {
  return (await db.selectFrom('lists_list').select('id').where('forum_id', '=', forumId).limit(1).executeTakeFirst()) !== undefined
}

export function toList(row: Selectable<ListRow>): List {
  return {
    id: row.id as Id<'list'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'> | null,
    slug: row.slug,
    title: row.title,
    description: row.description,
    kind: row.kind,
    language: row.language,
    tag: row.tag,
    sizeLimit: row.size_limit,
    trustedAfter: row.trusted_after,
    strangers: row.strangers,
    isArchivePrivate: row.is_archive_private,
    digestDay: row.digest_day,
    digestHour: row.digest_hour,
    rewrittenDomains: row.rewritten_domains,
    createdAt: row.created_at,
    closedAt: row.closed_at,
    revision: row.revision,
  }
}
