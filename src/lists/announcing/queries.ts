import { sql, type Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { AnnouncementRow } from '../tables.ts'
import type { Announcement } from './model.ts'

const HAS_AUDIENCE = sql<boolean>`jsonb_array_length(audiences) > 0`

export async function findAnnouncement(db: Reader, id: Id): Promise<Announcement | undefined> {
  const row = await db.selectFrom('lists_announcement').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toAnnouncement(row)
}

/** One that followers got, by its number; what went to lists alone is in their archives, which may be private. */
export async function findPublicAnnouncement(db: Reader, forumId: Id, number: number): Promise<Announcement | undefined> {
  const row = await db.selectFrom('lists_announcement').selectAll().where('forum_id', '=', forumId).where('number', '=', number).where(HAS_AUDIENCE).executeTakeFirst()
  return row === undefined ? undefined : toAnnouncement(row)
}

/** Those that followers got, the latest first, `limit` at most; before a number where one is given. */
export async function listPublicAnnouncements(db: Reader, forumId: Id, { before, limit }: { before?: number | undefined; limit: number }): Promise<Announcement[]> {
  let query = db.selectFrom('lists_announcement').selectAll().where('forum_id', '=', forumId).where(HAS_AUDIENCE)
  if (before !== undefined) query = query.where('number', '<', before)
  return (await query.orderBy('number', 'desc').limit(limit).execute()).map(toAnnouncement)
}

export async function hasPublicAnnouncements(db: Reader, forumId: Id): Promise<boolean> {
  return (await listPublicAnnouncements(db, forumId, { limit: 1 })).length > 0
}

function toAnnouncement(row: Selectable<AnnouncementRow>): Announcement {
  return {
    id: row.id as Id<'announcement'>,
    forumId: row.forum_id as Id<'forum'>,
    number: row.number,
    subject: row.subject,
    text: row.text,
    language: row.language,
    audiences: row.audiences,
    lists: row.lists,
    readers: row.readers,
    madeAt: row.made_at,
  }
}
