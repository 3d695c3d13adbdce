import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Version } from '../model.ts'
import { listVersions, loadFrozenText } from '../versions/queries.ts'
import type { Recipient, TextToSend } from './model.ts'

/** Who follows a document: confirmed, and not left. */
export async function listFollowers(db: Reader, documentId: Id): Promise<Recipient[]> {
  const rows = await db.selectFrom('drafts_follower').select(['id', 'mail', 'language']).where('document_id', '=', documentId).where('confirmed_at', 'is not', null).where('left_at', 'is', null).orderBy('id').execute()
  return rows.map(({ id, mail, language }) => ({ id: id as Id<'follower'>, mail, language }))
}

export interface Follower {
  readonly id: Id<'follower'>
  readonly documentId: Id<'document'>
  readonly isConfirmed: boolean
  readonly hasLeft: boolean
}

export async function findFollower(db: Reader, id: Id): Promise<Follower | undefined> {
  const row = await db.selectFrom('drafts_follower').select(['id', 'document_id', 'confirmed_at', 'left_at']).where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : { id: row.id as Id<'follower'>, documentId: row.document_id as Id<'document'>, isConfirmed: row.confirmed_at !== null, hasLeft: row.left_at !== null }
}

/** The text of a version, and of the public one before it. */
export async function loadTextToSend(db: Reader, version: Pick<Version, 'id' | 'documentId' | 'number'>): Promise<TextToSend> {
  const before = (await listVersions(db, version.documentId)).find(({ number }) => number < version.number)
  return { text: await loadFrozenText(db, version.id), previous: before === undefined ? undefined : await loadFrozenText(db, before.id) }
}
