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

/** Every following of a forum's documents: who confirmed, and has not left. `mail` in small letters: of one address alone. */
export async function listDocumentFollowings(db: Reader, forumId: Id, mail?: string): Promise<{ of: Id; title: string; cycleId: Id; id: Id; mail: string; language: string }[]> {
  let query = db
    .selectFrom('drafts_follower as follower')
    .innerJoin('drafts_document as document', 'document.id', 'follower.document_id')
    .select(['document.id as of', 'document.title', 'document.cycle_id as cycleId', 'follower.id', 'follower.mail', 'follower.language'])
    .where('document.forum_id', '=', forumId)
    .where('follower.confirmed_at', 'is not', null)
    .where('follower.left_at', 'is', null)
  if (mail !== undefined) query = query.where((eb) => eb(eb.fn<string>('lower', ['follower.mail']), '=', mail))
  return query.orderBy('document.title').orderBy('document.id').orderBy('follower.id').execute()
}

/** The documents of a forum, in all of its cycles, by title. */
export async function listForumDocuments(db: Reader, forumId: Id): Promise<{ id: Id; title: string; cycleId: Id }[]> {
  return db.selectFrom('drafts_document').select(['id', 'title', 'cycle_id as cycleId']).where('forum_id', '=', forumId).orderBy('title').orderBy('id').execute()
}
