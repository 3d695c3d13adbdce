import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { FollowedPlace, PlaceFollower } from './model.ts'

/** Somebody who follows a place, or asked to; undefined where there is none. */
export async function findPlaceFollower(db: Reader, id: Id): Promise<PlaceFollower | undefined> {
  const row = await db.selectFrom('review_follower').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) return undefined
  return { followerId: row.id as Id<'place-follower'>, documentId: row.document_id as Id<'document'>, kind: row.place_kind, id: row.place_id, isConfirmed: row.confirmed_at !== null, hasLeft: row.left_at !== null }
}

export interface Told {
  readonly id: Id<'place-follower'>
  readonly mail: string
  readonly language: string
}

/** Who follows one of these places, each address once: confirmed, and not left. */
export async function listPlaceFollowers(db: Reader, documentId: Id, places: readonly Pick<FollowedPlace, 'kind' | 'id'>[]): Promise<Told[]> {
  if (places.length === 0) return []
  const rows = await db
    .selectFrom('review_follower')
    .select(['id', 'mail', 'language', 'place_kind', 'place_id'])
    .where('document_id', '=', documentId)
    .where('place_id', 'in', places.map(({ id }) => id))
    .where('confirmed_at', 'is not', null)
    .where('left_at', 'is', null)
    .orderBy('id')
    .execute()
  const here = rows.filter((row) => places.some(({ kind, id }) => kind === row.place_kind && id === row.place_id))
  return [...new Map(here.map(({ id, mail, language }) => [mail.toLowerCase(), { id: id as Id<'place-follower'>, mail, language }])).values()]
}

/** Whether anybody is told of anything in a document. */
export async function isFollowed(db: Reader, documentId: Id): Promise<boolean> {
  const row = await db.selectFrom('review_follower').select('id').where('document_id', '=', documentId).where('confirmed_at', 'is not', null).where('left_at', 'is', null).limit(1).executeTakeFirst()
  return row !== undefined
}

/** Whether anybody is told of anything at all. */
export async function isAnythingFollowed(db: Reader): Promise<boolean> {
  return (await db.selectFrom('review_follower').select('id').where('confirmed_at', 'is not', null).where('left_at', 'is', null).limit(1).executeTakeFirst()) !== undefined
}

/** All that one address follows in a document: confirmed, and not left. */
export async function listOwnPlaces(db: Reader, documentId: Id, mail: string): Promise<Id<'place-follower'>[]> {
  const rows = await db
    .selectFrom('review_follower')
    .select('id')
    .where('document_id', '=', documentId)
    .where((where) => where(where.fn('lower', ['mail']), '=', mail.toLowerCase()))
    .where('confirmed_at', 'is not', null)
    .where('left_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id as Id<'place-follower'>)
}

/** Every following of parts of these documents: who confirmed, and has not left. `mail` in small letters: of one address alone. */
export async function listPlaceFollowings(db: Reader, documentIds: readonly Id[], mail?: string): Promise<{ of: Id; id: Id; mail: string; language: string }[]> {
  if (documentIds.length === 0) return []
  let query = db.selectFrom('review_follower').select(['document_id as of', 'id', 'mail', 'language']).where('document_id', 'in', [...documentIds]).where('confirmed_at', 'is not', null).where('left_at', 'is', null)
  if (mail !== undefined) query = query.where((eb) => eb(eb.fn<string>('lower', ['mail']), '=', mail))
  return query.orderBy('document_id').orderBy('id').execute()
}
