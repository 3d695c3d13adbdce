import type { Reader } from '../../platform/database.ts'
import { listRoleHolders } from '../../people/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { Follower, Recipient } from './model.ts'

/** Whoever is told of a forum's meetings: those who asked for it and confirmed, and those with a role in the forum whose address is known. Each address once. */
export async function listAudience(db: Reader, forum: { readonly id: Id; readonly language: string }): Promise<Recipient[]> {
  const asked = await db.selectFrom('meetings_follower').select(['id', 'mail', 'language', 'confirmed_at', 'left_at']).where('forum_id', '=', forum.id).orderBy('id').execute()
  const holders = await listRoleHolders(db, forum.id)
  const audience = new Map<string, Recipient>()
  for (const { id, mail, language, confirmed_at: confirmed, left_at: left } of asked) if (confirmed !== null && left === null) audience.set(mail.toLowerCase(), { id: id as Follower['id'], mail, language })
  // Who asked to hear no more of it is not told because of a role either.
  const left = new Set(asked.filter((row) => row.left_at !== null).map(({ mail }) => mail.toLowerCase()))
  for (const { mail } of holders) {
    const key = mail?.toLowerCase() ?? ''
    if (mail !== null && !left.has(key) && !audience.has(key)) audience.set(key, { id: null, mail, language: forum.language })
  }
  return [...audience.values()]
}

/** Whoever was told of a meeting before, and has not left since. */
export async function listTold(db: Reader, forumId: Id, meetingId: Id): Promise<Recipient[]> {
  const rows = await db
    .selectFrom('meetings_told as told')
    .leftJoin('meetings_follower as follower', (join) => join.on('follower.forum_id', '=', forumId).on((eb) => eb(eb.fn('lower', ['follower.mail']), '=', eb.fn('lower', ['told.mail']))))
    .select(['follower.id', 'told.mail', 'told.language', 'follower.left_at'])
    .where('told.meeting_id', '=', meetingId)
    .orderBy('told.mail')
    .execute()
  return rows.filter((row) => row.left_at === null).map(({ id, mail, language }) => ({ id: id as Recipient['id'], mail, language }))
}

export async function findMeetingFollower(db: Reader, id: Id): Promise<Follower | undefined> {
  const row = await db.selectFrom('meetings_follower').select(['id', 'forum_id', 'confirmed_at', 'left_at']).where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : { id: row.id as Follower['id'], forumId: row.forum_id as Follower['forumId'], isConfirmed: row.confirmed_at !== null, hasLeft: row.left_at !== null }
}

/** Who asked to be told of a forum's meetings: confirmed, and not left. `mail` in small letters: one address alone. */
export async function listMeetingFollowings(db: Reader, forumId: Id, mail?: string): Promise<{ id: Id; mail: string; language: string }[]> {
  let query = db.selectFrom('meetings_follower').select(['id', 'mail', 'language']).where('forum_id', '=', forumId).where('confirmed_at', 'is not', null).where('left_at', 'is', null)
  if (mail !== undefined) query = query.where((eb) => eb(eb.fn<string>('lower', ['mail']), '=', mail))
  return query.orderBy('id').execute()
}
