import { sql, type Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { DEFAULT_UNIT_WORDS, keyOf, readUnitWords, type NameKind, type RegisteredName } from './model.ts'
import type { NameRow } from './tables.ts'

/** Every name of a forum that somebody has said something of, by name. */
export async function listRegisteredNames(db: Reader, forumId: Id): Promise<RegisteredName[]> {
  const rows = await db.selectFrom('people_name').selectAll().where('forum_id', '=', forumId).orderBy('kind').orderBy(sql`name collate "C"`).execute()
  return rows.map(toName)
}

export async function findRegisteredName(db: Reader, forumId: Id, id: Id): Promise<RegisteredName | undefined> {
  const row = await db.selectFrom('people_name').selectAll().where('forum_id', '=', forumId).where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toName(row)
}

export interface Apart {
  readonly id: Id<'apart'>
  readonly kind: NameKind
  readonly one: string
  readonly other: string
}

/** Pairs of which somebody has said that they are not the same, the latest first. */
export async function listApart(db: Reader, forumId: Id): Promise<Apart[]> {
  const rows = await db.selectFrom('people_apart').selectAll().where('forum_id', '=', forumId).orderBy('said_at', 'desc').orderBy('id').execute()
  return rows.map(({ id, kind, one, other }) => ({ id: id as Id<'apart'>, kind, one, other }))
}

/** Asks of two names, in whatever order, whether they were said to be apart. */
export function apartAmong(pairs: readonly Apart[]): (kind: NameKind, one: string, other: string) => boolean {
  const known = new Set(pairs.map(({ kind, one, other }) => `${keyOf(kind, one)}\n${other}`))
  return (kind, one, other) => known.has(`${keyOf(kind, one)}\n${other}`) || known.has(`${keyOf(kind, other)}\n${one}`)
}

/** A forum's words of units; revision 0 where it has not changed those that come with the product. */
export async function findUnitWords(db: Reader, forumId: Id): Promise<{ words: readonly string[]; revision: number }> {
  const row = await db.selectFrom('people_unit_words').select(['words', 'revision']).where('forum_id', '=', forumId).executeTakeFirst()
  return row === undefined ? { words: DEFAULT_UNIT_WORDS, revision: 0 } : { words: readUnitWords(row.words), revision: row.revision }
}

function toName(row: Selectable<NameRow>): RegisteredName {
  return { id: row.id as Id<'name'>, kind: row.kind, name: row.name, mergedInto: row.merged_into as Id<'name'> | null, mergedAt: row.merged_at }
}
