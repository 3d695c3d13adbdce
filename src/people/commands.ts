import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { randomToken, sha256 } from '../platform/digest.ts'
import { appendAct, enqueueMail } from '../record/commands.ts'
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

/**
 * Ends a role as of today. Refuses `role-not-held` when it is not held in this forum or was ended meanwhile, and `own-last-secretariat`
 * to whoever would lock themselves out: their own secretariat role, when they hold no other that covers this forum.
 */
export async function endRole(
  tx: Tx,
  actor: Actor,
  input: { roleId: Id; forumId: Id<'forum'> },
  now: Instant,
): Promise<{ ended: true } | Refusal<'role-not-held' | 'own-last-secretariat'>> {
  // Two ends of the last two roles at once: the second waits here and then sees what the first has left.
  if (actor.kind === 'person') await tx.selectFrom('people_person').select('id').where('id', '=', actor.id).forUpdate().execute()
  const ended = await tx
    .updateTable('people_role')
    .set({ until_date: dateInZone(now, 'UTC') })
    .where('id', '=', input.roleId)
    .where('forum_id', '=', input.forumId)
    .where('until_date', 'is', null)
    .returning(['person_id', 'role', 'cycle_id'])
    .executeTakeFirst()
  if (ended === undefined) return { refusal: 'role-not-held' }
  if (actor.kind === 'person' && actor.id === ended.person_id && ended.role === 'secretariat' && !(await isSecretariat(tx, actor.id, input.forumId))) {
    return { refusal: 'own-last-secretariat' }
  }
  await appendAct(
    tx,
    actor,
    { forumId: input.forumId, cycleId: ended.cycle_id as Id<'cycle'> | null, act: 'role-ended', subject: { kind: 'person', id: ended.person_id }, detail: { role: ended.role } },
    now,
  )
  return { ended: true }
}

async function isSecretariat(tx: Tx, personId: Id, forumId: Id): Promise<boolean> {
  const held = await tx
    .selectFrom('people_role')
    .select('id')
    .where('person_id', '=', personId)
    .where('role', '=', 'secretariat')
    .where('until_date', 'is', null)
    .where('cycle_id', 'is', null)
    .where((where) => where.or([where('forum_id', 'is', null), where('forum_id', '=', forumId)]))
    .executeTakeFirst()
  return held !== undefined
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

/** Writes the letter that carries a login link, in the words and the language of the door that asks for it. */
export type WriteLetter = (link: { readonly name: string; readonly token: string }) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }

const LINK_PAUSE = 60_000

/**
 * Mails a login link to the person with this address. Answers the same whether anybody is known by it or not, so that nobody can
 * find out who is. Within 60 seconds of the person's last link none is made.
 */
export async function requestLoginLink(tx: Tx, actor: Actor, input: { mail: string; write: WriteLetter }, now: Instant): Promise<void> {
  const person = await tx
    .selectFrom('people_person')
    .select(['id', 'name', 'mail'])
    .where(sql`lower(mail)`, '=', input.mail.toLowerCase())
    .forUpdate()
    .executeTakeFirst()
  if (person === undefined || person.mail === null) return
  const recent = await tx
    .selectFrom('people_login_link')
    .select('id')
    .where('person_id', '=', person.id)
    .where('created_at', '>', addMilliseconds(now, -LINK_PAUSE))
    .executeTakeFirst()
  if (recent !== undefined) return
  await mailLoginLink(tx, actor, { personId: person.id as Id<'person'>, name: person.name, mail: person.mail, forumId: null, write: input.write }, now)
}

/** Gives a person a role, as `invitePerson`, and mails them a login link. Refuses `role-already-held`. */
export async function invitePersonByMail(
  tx: Tx,
  actor: Actor,
  input: Invitation & { mail: string; write: WriteLetter },
  now: Instant,
): Promise<{ personId: Id<'person'> } | Refusal<'role-already-held'>> {
  const invited = await invitePerson(tx, actor, input, now)
  if ('refusal' in invited) return invited
  const known = await tx.selectFrom('people_person').select('name').where('id', '=', invited.personId).executeTakeFirstOrThrow()
  await mailLoginLink(tx, actor, { personId: invited.personId, name: known.name, mail: input.mail, forumId: input.forumId, write: input.write }, now)
  return invited
}

async function mailLoginLink(
  tx: Tx,
  actor: Actor,
  to: { personId: Id<'person'>; name: string; mail: string; forumId: Id<'forum'> | null; write: WriteLetter },
  now: Instant,
): Promise<void> {
  const { token } = await makeLoginLink(tx, actor, { personId: to.personId }, now)
  const letter = to.write({ name: to.name, token })
  await enqueueMail(tx, { forumId: to.forumId, recipient: to.mail, ...letter, occasion: 'login-link', about: { kind: 'person', id: to.personId }, cause: `login-link:${sha256(token)}` }, now)
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
