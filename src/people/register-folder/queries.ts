import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** What was said of names of a forum, as its file has it. */
export async function listNamesForFolder(db: Reader, forumId: Id) {
  const rows = await db.selectFrom('people_name').selectAll().where('forum_id', '=', forumId).orderBy('kind').orderBy(sql`name collate "C"`).execute()
  const names = new Map(rows.map((row) => [row.id, row.name]))
  const apart = await db.selectFrom('people_apart').selectAll().where('forum_id', '=', forumId).orderBy('kind').orderBy(sql`one collate "C"`).orderBy(sql`other collate "C"`).execute()
  const words = await db.selectFrom('people_unit_words').select(['words', 'revision']).where('forum_id', '=', forumId).executeTakeFirst()
  return {
    names: rows.map((row) => ({ id: row.id, kind: row.kind, name: row.name, knownAs: row.merged_into === null ? null : names.get(row.merged_into), mergedAt: row.merged_at })),
    apart: apart.map((row) => ({ id: row.id, kind: row.kind, one: row.one, other: row.other, saidAt: row.said_at })),
    unitWords: words === undefined ? null : { words: words.words.split('\n'), revision: words.revision },
  }
}
