import { expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../record/model.ts'
import { unscopedListOutbox } from '../record/queries.ts'
import type { Id } from '../shared/ids.ts'
import { addMilliseconds, parseInstant, type Instant } from '../shared/time.ts'
import { endLogin, endRole, invitePerson, invitePersonByMail, makeLoginLink, requestLoginLink, useLoginLink, type WriteLetter } from './commands.ts'
import { findPersonOfLogin, isLoginLinkGood, listRoleHolders } from './queries.ts'

const db = await testDatabase()
const now = parseInstant('2026-11-02T10:00:00Z') as Instant
const later = (milliseconds: number): Instant => addMilliseconds(now, milliseconds)
const write: WriteLetter = ({ name, token }) => ({ subject: `Hello ${name}`, body: token })

async function invited(forumId: Id<'forum'>, role: 'secretariat' | 'editor' = 'secretariat') {
  const mail = `${uniqueSlug('p')}@example.org`
  const done = await transact(db, (tx) => invitePerson(tx, SYSTEM, { name: 'Ada', mail, role, forumId }, now))
  if ('refusal' in done) throw new Error(done.refusal)
  return { ...done, mail }
}

const mailsTo = async (mail: string) => (await unscopedListOutbox(db, 200)).filter((item) => item.recipient.toLowerCase() === mail.toLowerCase())

test('an address that nobody is known by gets no mail, and the answer is the same', async () => {
  const known = await invited(newId())
  expect(await transact(db, (tx) => requestLoginLink(tx, PUBLIC, { mail: 'nobody@example.org', write }, now))).toBe(
    await transact(db, (tx) => requestLoginLink(tx, PUBLIC, { mail: known.mail.toUpperCase(), write }, now)),
  )
  expect(await mailsTo('nobody@example.org')).toEqual([])
  expect(await mailsTo(known.mail)).toMatchObject([{ subject: 'Hello Ada' }])
})

test('within a minute no second link is made, not by two requests at once either', async () => {
  const { mail } = await invited(newId())
  const ask = (at: Instant) => transact(db, (tx) => requestLoginLink(tx, PUBLIC, { mail, write }, at))
  await Promise.all([ask(now), ask(now), ask(later(59_000))])
  expect(await mailsTo(mail)).toHaveLength(1)
  await ask(later(61_000))
  expect(await mailsTo(mail)).toHaveLength(2)
})

test('a link signs in once, and not after a day', async () => {
  const { personId } = await invited(newId())
  const make = () => transact(db, (tx) => makeLoginLink(tx, SYSTEM, { personId }, now))
  const [old, good] = [await make(), await make()]
  const use = (token: string, at: Instant) => transact(db, (tx) => useLoginLink(tx, PUBLIC, { token }, at))
  expect(await use(old.token, later(24 * 3_600_000 + 1))).toEqual({ refusal: 'link-used-or-over' })
  expect(await use('no such token', now)).toEqual({ refusal: 'link-used-or-over' })
  const uses = await Promise.all([use(good.token, now), use(good.token, now)])
  expect(uses.filter((used) => 'refusal' in used)).toHaveLength(1)
  expect(await isLoginLinkGood(db, good.token, now)).toBe(false)
  const token = uses.flatMap((used) => ('token' in used ? [used.token] : []))[0] ?? ''
  expect(await findPersonOfLogin(db, token, now)).toMatchObject({ id: personId })
  await transact(db, (tx) => endLogin(tx, PUBLIC, { token }, now))
  expect(await findPersonOfLogin(db, token, now)).toBeUndefined()
})

test('a role held is not given twice; nothing is mailed then', async () => {
  const forumId = newId<'forum'>()
  const { mail } = await invited(forumId)
  const again = await transact(db, (tx) => invitePersonByMail(tx, SYSTEM, { name: 'Ada', mail, role: 'secretariat', forumId, write }, now))
  expect(again).toEqual({ refusal: 'role-already-held' })
  expect(await mailsTo(mail)).toEqual([])
  const other = await transact(db, (tx) => invitePersonByMail(tx, SYSTEM, { name: 'Ada', mail, role: 'editor', forumId, write }, now))
  expect(other).toHaveProperty('personId')
  expect(await mailsTo(mail)).toHaveLength(1)
})

test('nobody ends their own last secretariat role, not by ending two at once either', async () => {
  const forumId = newId<'forum'>()
  const { personId } = await invited(forumId)
  const self = { kind: 'person', id: personId } as const
  const [only] = await listRoleHolders(db, forumId)
  const end = (roleId: Id) => transact(db, (tx) => endRole(tx, self, { roleId, forumId }, now))
  expect(await end(only?.roleId ?? newId())).toEqual({ refusal: 'own-last-secretariat' })
  expect(await listRoleHolders(db, forumId)).toHaveLength(1)
  const other = await invited(forumId)
  const their = (await listRoleHolders(db, forumId)).find((holder) => holder.personId === other.personId)
  expect(await end(their?.roleId ?? newId())).toEqual({ ended: true })
  expect(await end(their?.roleId ?? newId())).toEqual({ refusal: 'role-not-held' })
})

test('a role of another forum is not ended from here', async () => {
  const [here, there] = [newId<'forum'>(), newId<'forum'>()]
  await invited(there, 'editor')
  const [holder] = await listRoleHolders(db, there)
  expect(await transact(db, (tx) => endRole(tx, SYSTEM, { roleId: holder?.roleId ?? newId(), forumId: here }, now))).toEqual({ refusal: 'role-not-held' })
})
