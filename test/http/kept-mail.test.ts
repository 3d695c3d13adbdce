import { expect, test } from 'vitest'
import { testApplication } from '../harness/application.ts'
import { deliver, mailroomOf } from '../harness/mailroom.ts'

const app = await testApplication()
const mailroom = mailroomOf(app.services)

test('what cannot be understood is read at the desk of its forum, entered by hand or set aside', async () => {
  const { forum, cycle, cookie } = await app.seedCall('secretariat')
  // What a list brings was not written to the library: somebody looks at it.
  const bulk = ['Precedence: bulk']
  const to = `papers+${forum.slug}@${app.services.mailDomain}`
  expect(await deliver(mailroom, to, { from: 'Ana <ana@example.net>', subject: 'A paper <b>', headers: bulk, text: 'We have written of harbours.\n\n> quoted words', files: [{ name: '../paper.html', type: 'text/html', content: '<script>alert(1)</script>' }] })).toBe('kept')
  expect(await deliver(mailroom, to, { from: 'Bo <bo@example.net>', subject: 'Another', headers: bulk, text: 'Hm.' })).toBe('kept')
  const elsewhere = await app.seedCall('secretariat')
  const desk = `/desk/${forum.slug}/mail`
  expect((await app.get(desk)).status).toBe(403)
  expect((await app.get(desk, { cookie: elsewhere.cookie })).status).toBe(403)
  const list = await (await app.get(desk, { cookie })).text()
  expect(list).toContain('A paper &lt;b&gt;')
  const one = new RegExp(`${desk}/([0-9a-f-]{36})[^<]*">A paper`, 'u').exec(list)?.[1] ?? ''
  expect(await (await app.get(`/desk/${forum.slug}/${cycle.slug}`, { cookie })).text()).toContain('2 mails could not be understood')
  const page = await (await app.get(`${desk}/${one}`, { cookie })).text()
  expect(page).toContain('We have written of harbours.')
  expect((await app.get(`${desk}/${one}`, { cookie: elsewhere.cookie })).status).toBe(403)
  expect((await app.get(`/desk/${elsewhere.forum.slug}/mail/${one}`, { cookie: elsewhere.cookie })).status).toBe(404)

  const file = await app.get(`${desk}/${one}/files/1`, { cookie })
  expect([file.status, file.headers.get('content-type'), file.headers.get('content-disposition')?.startsWith('attachment')]).toEqual([200, 'application/octet-stream', true])
  expect(await file.text()).toBe('<script>alert(1)</script>')
  expect(await (await app.get(`${desk}/${one}/files/0`, { cookie })).text()).toContain('Subject: A paper')
  expect((await app.get(`${desk}/${one}/files/7`, { cookie })).status).toBe(404)
  expect((await app.get(`${desk}/${one}/files/1`)).status).toBe(403)

  const way = /href="(\/desk\/[^"]+\/contributions\/new\/main\?mail=[^"]+)"/u.exec(page)?.[1] ?? ''
  const entry = await (await app.get(way, { cookie })).text()
  expect(entry).toContain('We have written of harbours.')
  expect(entry).toContain('value="ana@example.net"')

  expect((await app.post(`${desk}/${one}`, { decision: 'dismissed', reason: '' }, { cookie })).status).toBe(422)
  expect((await app.post(`${desk}/${one}`, { decision: 'taken', reason: 'C-1' }, { cookie })).headers.get('location')).toBe(desk)
  expect((await app.post(`${desk}/${one}`, { decision: 'dismissed', reason: 'Twice' }, { cookie })).status).toBe(422)
  expect(await (await app.get(desk, { cookie })).text()).not.toContain('A paper')
  expect(await (await app.get(`${desk}?state=decided`, { cookie })).text()).toContain('A paper')
  expect(await (await app.get(`/${forum.slug}/record`)).text()).toContain('entered a mail by hand')
})

test('what is of no forum waits for whoever keeps the installation: counted on the desk, read, seen to', async () => {
  const keeper = await app.signIn('secretariat', null)
  const { cookie: other } = await app.seedCall('secretariat')
  expect(await deliver(mailroom, `postmaster@${app.services.mailDomain}`, { from: 'Net <net@example.net>', subject: 'Your server', text: 'It says hello wrongly.' })).toBe('kept')
  expect(await deliver(mailroom, `abuse@${app.services.mailDomain}`, { from: 'Net <net@example.net>', subject: 'Stop', text: 'I want none of it.' })).toBe('kept')
  expect(await (await app.get('/desk', { cookie: keeper })).text()).toContain('2 mails wait for you')
  expect(await (await app.get('/desk/mail', { cookie: keeper })).text()).toContain('/desk/mail/kept')
  for (const cookie of [undefined, other]) expect((await app.get('/desk/mail/kept', cookie === undefined ? {} : { cookie })).status).toBe(403)
  const list = await (await app.get('/desk/mail/kept', { cookie: keeper })).text()
  expect(list).toContain('to the postmaster')
  const one = /\/desk\/mail\/kept\/[0-9a-f-]{36}/u.exec(list)?.[0] ?? ''
  expect((await app.get(one, { cookie: other })).status).toBe(403)
  expect(await (await app.get(`${one}/files/0`, { cookie: keeper })).text()).toContain('Subject:')
  expect((await app.post(one, { decision: 'dismissed', reason: '' }, { cookie: keeper })).status).toBe(422)
  expect((await app.post(one, { decision: 'taken', reason: '' }, { cookie: keeper })).headers.get('location')).toBe('/desk/mail/kept')
  expect(await (await app.get('/desk', { cookie: keeper })).text()).toContain('One mail waits for you')
})
