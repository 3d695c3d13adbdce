import { newId } from './new-id.ts'
import { isId } from '../shared/ids.ts'
import { addMilliseconds, type Instant } from '../shared/time.ts'
import type { Db } from './database.ts'

declare module './database.ts' {
  interface Database {
    platform_upload: { id: string; name: string; media_type: string; size: number; sha256: string; created_at: Instant }
  }
}

export interface Upload {
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
}

const LIFE = 24 * 3_600_000

/** Keeps a received file for the next try of its form, for a day. Answers the key to send along. */
export async function keepUpload(db: Db, upload: Upload, now: Instant): Promise<string> {
  const id = newId()
  await db.deleteFrom('platform_upload').where('created_at', '<', addMilliseconds(now, -LIFE)).execute()
  await db
    .insertInto('platform_upload')
    .values({ id, name: upload.name, media_type: upload.mediaType, size: upload.size, sha256: upload.sha256, created_at: now })
    .execute()
  return id
}

/** A kept file by its key; undefined for a key that is none, or is over. */
export async function findUpload(db: Db, key: string): Promise<Upload | undefined> {
  if (!isId(key)) return undefined
  const row = await db.selectFrom('platform_upload').selectAll().where('id', '=', key).executeTakeFirst()
  return row === undefined ? undefined : { name: row.name, mediaType: row.media_type, size: row.size, sha256: row.sha256 }
}
