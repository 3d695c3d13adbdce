import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { randomToken, sha256 } from '../platform/digest.ts'
import { appendAct } from '../record/commands.ts'
import { newId } from '../platform/new-id.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import { addMilliseconds, dateInZone, type Instant } from '../shared/time.ts'
import type { Role } from '../shared/vocabularies.ts'
import { SYSTEM, type Actor } from '../record/model.ts'

const LINK_LIFE = 24 * 3_600_000
const LOGIN_LIFE = 30 * 24 * 3_600_000

export interface Invitation {
  readonly name: string
  readonly mail: string | undefined
  readonly role: Role
  /** null: the whole installation. */
  readonly forumId: Id<'forum'> | null
  readonly cycleId?: Id<'cycle'> | null
}

/**
 * Gives a person a role, making the person when no one with this mail address (or, without one, nobody) is known.
 * Refuses `role-already-held`. An act names the role and the ids; the name is committed to.
 */
export async function invitePerson(tx: Tx, actor: Actor, input: Invitation, now: Instant): Promise<{ personId: Id<'person'> } | Refusal<'role-already-held'>> {
  const personId = await makeSurePerson(tx, input, now)
  const held = await tx
    .insertInto('people_role')
    .values({
      id: newId(),
      person_id: personId,
      forum_id: input.forumId,
      cycle_id: input.cycleId ?? null,
      role: input.role,
      from_date: dateInZone(now, 'UTC'),
      until_date: null,
      source: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (held === undefined) return { refusal: 'role-already-held' }
  await appendAct(
    tx,
    actor,
    {
      forumId: input.forumId,
      cycleId: input.cycleId ?? null,
      act: 'person-invited',
      subject: { kind: 'person', id: personId },
      detail: { role: input.role },
      texts: { name: { text: input.name, isPublic: true } },
    },
    now,
  )
  return { personId }
}

/** Ends a role as of today. Refuses `role-not-held` when it is not held in this forum, or was ended meanwhile. */
export async function endRole(tx: Tx, actor: Actor, input: { roleId: Id; forumId: Id<'forum'> }, now: Instant): Promise<{ ended: true } | Refusal<'role-not-held'>> {
  const ended = await tx
    .updateTable('people_role')
    .set({ until_date: dateInZone(now, 'UTC') })
    .where('id', '=', input.roleId)
    .where('forum_id', '=', input.forumId)
    .where('until_date', 'is', null)
    .returning(['person_id', 'role'])
    .executeTakeFirst()
  if (ended === undefined) return { refusal: 'role-not-held' }
  await appendAct(tx, actor, { forumId: input.forumId, act: 'role-ended', subject: { kind: 'person', id: ended.person_id }, detail: { role: ended.role } }, now)
  return { ended: true }
}

/** Makes a link that signs in once, within 24 hours. The token is answered and never stored: only its SHA-256 is. */
export async function makeLoginLink(tx: Tx, actor: Actor, input: { personId: Id<'person'> }, now: Instant): Promise<{ token: string }> {
  const token = randomToken()
  await tx
    .insertInto('people_login_link')
    .values({ id: newId(), person_id: input.personId, token_hash: sha256(token), created_at: now, expires_at: addMilliseconds(now, LINK_LIFE), used_at: null })
    .execute()
  await appendAct(tx, actor, { forumId: null, act: 'login-link-made', subject: { kind: 'person', id: input.personId }, detail: {} }, now)
  return { token }
}

/** Uses a login link: the update that marks it used is the guard, so that two clicks make one login. Refuses `link-used-or-over`. */
export async function useLoginLink(tx: Tx, _actor: Actor, input: { token: string }, now: Instant): Promise<{ token: string } | Refusal<'link-used-or-over'>> {
  const link = await tx
    .updateTable('people_login_link')
    .set({ used_at: now })
    .where('token_hash', '=', sha256(input.token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('person_id')
    .executeTakeFirst()
  if (link === undefined) return { refusal: 'link-used-or-over' }
  const token = randomToken()
  await tx
    .insertInto('people_login')
    .values({ id: newId(), person_id: link.person_id, token_hash: sha256(token), created_at: now, expires_at: addMilliseconds(now, LOGIN_LIFE), ended_at: null })
    .execute()
  const person: Actor = { kind: 'person', id: link.person_id as Id<'person'> }
  await appendAct(tx, person, { forumId: null, act: 'logged-in', subject: { kind: 'person', id: link.person_id }, detail: {} }, now)
  return { token }
}

/** Ends a login; ending it twice is no mistake. */
export async function endLogin(tx: Tx, _actor: Actor, input: { token: string }, now: Instant): Promise<void> {
  await tx.updateTable('people_login').set({ ended_at: now }).where('token_hash', '=', sha256(input.token)).where('ended_at', 'is', null).execute()
}

/** The person who keeps the installation, made at its first start. */
export async function makeSureInstallationSecretariat(tx: Tx, now: Instant): Promise<Id<'person'>> {
  const held = await tx
    .selectFrom('people_role')
    .select('person_id')
    .where('role', '=', 'secretariat')
    .where('forum_id', 'is', null)
    .where('until_date', 'is', null)
    .orderBy('id')
    .executeTakeFirst()
  if (held !== undefined) return held.person_id as Id<'person'>
  const invited = await invitePerson(tx, SYSTEM, { name: 'Secretariat', mail: undefined, role: 'secretariat', forumId: null }, now)
  if ('refusal' in invited) throw new Error('The installation has no secretariat and could not be given one')
  return invited.personId
}

async function makeSurePerson(tx: Tx, input: Invitation, now: Instant): Promise<Id<'person'>> {
  const mail = input.mail ?? null
  const id = newId<'person'>()
  const made = await sql<{ id: Id<'person'> }>`
    insert into people_person (id, name, mail, created_at) values (${id}, ${input.name}, ${mail}, ${now})
    on conflict (lower(mail)) where mail is not null do update set name = people_person.name returning id`.execute(tx)
  return made.rows[0]?.id ?? id
}
