import { listRoleHolders } from '../../people/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** Whoever is asked about a forum's points: those who follow its meetings and confirmed it, and those with a role there whose address is known. Each address once. */
export async function listPointAudience(db: Reader, forum: { readonly id: Id; readonly language: string }): Promise<{ mail: string; language: string }[]> {
  const followers = await db.selectFrom('meetings_follower').select(['mail', 'language', 'confirmed_at', 'left_at']).where('forum_id', '=', forum.id).orderBy('id').execute()
  const left = new Set(followers.flatMap((row) => (row.left_at === null ? [] : [row.mail.toLowerCase()])))
  const holders = (await listRoleHolders(db, forum.id)).flatMap(({ mail }) => (mail === null ? [] : [{ mail, language: forum.language }]))
  const asked = followers.flatMap(({ mail, language, confirmed_at: confirmed, left_at: gone }) => (confirmed === null || gone !== null ? [] : [{ mail, language }]))
  return [...new Map([...holders.filter(({ mail }) => !left.has(mail.toLowerCase())), ...asked].map((each) => [each.mail.toLowerCase(), each])).values()]
}
