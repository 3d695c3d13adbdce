import type { Reader } from '../platform/database.ts'
import { sha256 } from '../platform/digest.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import type { HeldRole, Person } from './model.ts'

/** The person of a login that is neither over nor ended; undefined for any other token. */
export async function findPersonOfLogin(db: Reader, token: string, now: Instant): Promise<Person | undefined> {
  const login = await db
    .selectFrom('people_login')
    .select('person_id')
    .where('token_hash', '=', sha256(token))
    .where('expires_at', '>', now)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return login === undefined ? undefined : findPerson(db, login.person_id)
}

/** A person with the roles held now. */
export async function findPerson(db: Reader, id: Id): Promise<Person | undefined> {
  const row = await db.selectFrom('people_person').select(['id', 'name', 'mail']).where('id', '=', id).executeTakeFirst()
  if (row === undefined) return undefined
  const roles = await db.selectFrom('people_role').select(['role', 'forum_id', 'cycle_id']).where('person_id', '=', id).where('until_date', 'is', null).execute()
  return { id: row.id as Id<'person'>, name: row.name, mail: row.mail, roles: roles.map(toHeldRole) }
}

/** True while a login link can still be used: not used, not over. */
export async function isLoginLinkGood(db: Reader, token: string, now: Instant): Promise<boolean> {
  const row = await db
    .selectFrom('people_login_link')
    .select('id')
    .where('token_hash', '=', sha256(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** Names of people, for the sentences of the record. */
export async function findNames(db: Reader, ids: readonly Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('people_person').select(['id', 'name']).where('id', 'in', [...new Set(ids)]).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Where people are written to; who has no address is left out. */
export async function findMails(db: Reader, ids: readonly Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('people_person').select(['id', 'mail']).where('id', 'in', [...new Set(ids)]).where('mail', 'is not', null).execute()
  return new Map(rows.flatMap(({ id, mail }) => (mail === null ? [] : [[id, mail] as const])))
}

export interface RoleHolder extends HeldRole {
  readonly roleId: Id<'role'>
  readonly personId: Id<'person'>
  readonly name: string
  readonly mail: string | null
}

/** Who holds which role in a forum now, in the order in which roles were given. */
export async function listRoleHolders(db: Reader, forumId: Id): Promise<RoleHolder[]> {
  const rows = await db
    .selectFrom('people_role')
    .innerJoin('people_person', 'people_person.id', 'people_role.person_id')
    .select(['people_role.id as role_id', 'people_person.id as person_id', 'name', 'mail', 'role', 'forum_id', 'cycle_id'])
    .where('forum_id', '=', forumId)
    .where('until_date', 'is', null)
    .orderBy('people_role.id')
    .execute()
  return rows.map((row) => ({ ...toHeldRole(row), roleId: row.role_id as Id<'role'>, personId: row.person_id as Id<'person'>, name: row.name, mail: row.mail }))
}

function toHeldRole(row: { role: HeldRole['role']; forum_id: Id | null; cycle_id: Id | null }): HeldRole {
  return { role: row.role, forumId: row.forum_id as Id<'forum'> | null, cycleId: row.cycle_id as Id<'cycle'> | null }
}
