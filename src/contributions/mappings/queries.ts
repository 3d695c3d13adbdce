import type { Reader } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { headerSignature } from '../columns/model.ts'
import { importMapSchema } from '../import/schema.ts'
import type { Mapping } from './model.ts'

export interface KnownMapping extends Mapping {
  readonly usedAt: Instant
}

/** How a file with these columns was last read in a forum; undefined where none was, or what is kept cannot be read any more. */
export async function findMapping(db: Reader, forumId: Id, header: readonly string[]): Promise<KnownMapping | undefined> {
  const row = await db.selectFrom('contributions_mapping').selectAll().where('forum_id', '=', forumId).where('signature', '=', sha256(headerSignature(header))).executeTakeFirst()
  return row === undefined ? undefined : toMapping(row)
}

/** The forum's mappings, the one used last first: what a column was called in one file it may be called in another. */
export async function listMappings(db: Reader, forumId: Id, limit: number): Promise<KnownMapping[]> {
  const rows = await db.selectFrom('contributions_mapping').selectAll().where('forum_id', '=', forumId).orderBy('used_at', 'desc').orderBy('id').limit(limit).execute()
  return rows.flatMap((row) => toMapping(row) ?? [])
}

function toMapping(row: { header: string; map: string; used_at: Instant }): KnownMapping | undefined {
  const parsed = importMapSchema.safeParse(JSON.parse(row.map))
  return parsed.success ? { header: row.header.split('\n'), map: parsed.data, usedAt: row.used_at } : undefined
}

/** All mappings of a forum, as their file has them. */
export async function listMappingsForFolder(db: Reader, forumId: Id) {
  const rows = await db.selectFrom('contributions_mapping').selectAll().where('forum_id', '=', forumId).orderBy('signature').execute()
  return rows.map(({ id, header, map, used_at: usedAt }) => ({ id, header, map, usedAt }))
}
