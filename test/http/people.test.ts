import { expect, test } from 'vitest'
import { invitePerson } from '../../src/people/commands.ts'
import { listRoleHolders } from '../../src/people/queries.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { unscopedListOutbox } from '../../src/record/queries.ts'
import { testApplication } from '../harness/application.ts'
import { uniqueSlug } from '../harness/postgres.ts'

const app = await testApplication()

async function linkFor(mail: string): Promise<string> {
  const items = await unscopedListOutbox(app.db, 200)
  const body = items.find((item) => item.recipient === mail)?.body ?? ''
  return /http:\/\/localhost:8080(\/login\/\S+)/u.exec(body)?.[1] ?? ''
}

test('a mail address of the wrong shape is refused, and kept', async () => {
  const response = await app.post('/login', { mail: 'nobody <at> example' })
  expect(response.status).toBe(422)
  expect(await response.text()).toContain('value="nobody &lt;at&gt; example"')
  expect((await app.post('/login', { mail: '' })).status).toBe(422)
})

test('a form sent from another site is declined', async () => {
  expect((await app.post('/login', { mail: 'a@example.org' }, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
})

test('from address to login: the link is shown by GET, used by POST, once', async () => {
  const { forum } = await app.seedForum()
  const mail = `${uniqueSlug('p')}@example.org`
  await transact(app.db, (tx) => invitePerson(tx, SYSTEM, { name: 'Ada', mail, role: 'secretariat', forumId: forum.id }, app.now))
  const [known, unknown] = [await app.post('/login', { mail }), await app.post('/login', { mail: 'nobody@example.org' })]
  expect([known.status, known.headers.get('location')]).toEqual([unknown.status, unknown.headers.get('location')])
  expect(await (await app.get('/login?sent=1')).text()).toContain('role="status"')
  const link = await linkFor(mail)
  expect(await (await app.get(link)).text()).toContain('<button')
  expect((await app.get(link)).headers.get('set-cookie')).toBeNull()
  const used = await app.post(link, {})
  expect([used.status, used.headers.get('location')]).toEqual([303, '/desk'])
  const cookie = used.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^convoke_login=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/u)
  expect((await app.post(link, {})).status).toBe(422)
  expect(await (await app.get(link)).text()).toContain('href="/login"')
  const signedIn = { cookie: cookie.split(';')[0] ?? '' }
  expect((await app.get('/desk', signedIn)).status).toBe(200)
  expect(await (await app.get('/logout', signedIn)).text()).toContain('<button')
  const out = await app.post('/logout', {}, signedIn)
  expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
  expect((await app.get('/desk', signedIn)).status).toBe(403)
})

test('the cookie is for secure connections alone where the pages are', async () => {
  const { loginCookie } = await import('../../src/web/people/data.ts')
  expect(loginCookie('c', 't', 'https://example.org')).toContain('; Secure')
  expect(loginCookie('c', 't', 'http://localhost')).not.toContain('Secure')
})

test('roles are given and ended by the secretariat alone', async () => {
  const { forum, cycle } = await app.seedForum()
  const other = await app.seedForum()
  const address = `/desk/${forum.slug}/people`
  expect((await app.get(address)).status).toBe(403)
  expect((await app.get(address, { cookie: await app.signIn('facilitator', forum.id) })).status).toBe(403)
  expect((await app.get(address, { cookie: await app.signIn('secretariat', other.forum.id) })).status).toBe(403)
  const options = { cookie: await app.signIn('secretariat', forum.id) }
  const wrong = await app.post(address, { name: '<script>x</script>', mail: 'x', role: 'king', cycle: '1900' }, options)
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toContain('value="&lt;script&gt;')
  const fields = { name: 'Bo', mail: `${uniqueSlug('p')}@example.org`, role: 'editor' }
  expect((await app.post(address, { ...fields, cycle: '1900' }, options)).status).toBe(422)
  expect((await app.post(address, { ...fields, cycle: cycle.slug }, options)).status).toBe(303)
  expect(await linkFor(fields.mail)).toMatch(/^\/login\//u)
  expect((await app.post(address, { ...fields, cycle: cycle.slug }, options)).status).toBe(422)
  const holders = await listRoleHolders(app.db, forum.id)
  const bo = holders.find((holder) => holder.name === 'Bo')
  const self = holders.find((holder) => holder.role === 'secretariat')
  expect(bo).toMatchObject({ role: 'editor', cycleId: cycle.id })
  expect(await (await app.get(address, options)).text()).toContain('Bo')
  expect((await app.get(`${address}/${bo?.roleId ?? ''}/end`, options)).status).toBe(200)
  expect((await app.post(`${address}/${bo?.roleId ?? ''}/end`, {}, options)).status).toBe(303)
  expect((await app.get(`${address}/${bo?.roleId ?? ''}/end`, options)).status).toBe(404)
  const last = await app.post(`${address}/${self?.roleId ?? ''}/end`, {}, options)
  expect(last.status).toBe(422)
  expect(await last.text()).toContain('your own last secretariat role')
})
