import { beforeAll, describe, expect, test } from 'vitest'
import { transact } from '../../src/platform/database.ts'
import { fixedDns } from '../../src/platform/mail-dns.ts'
import { MailDeferred, MailRefused, type MailTransport } from '../../src/platform/mail-transport.ts'
import { newId } from '../../src/platform/new-id.ts'
import { enqueueMail } from '../../src/record/commands.ts'
import { enqueueMailing } from '../../src/record/mailings/commands.ts'
import { sendWaiting } from '../../src/record/sending/reactions.ts'
import type { Occasion } from '../../src/record/occasions/model.ts'
import { addMilliseconds, type Instant } from '../../src/shared/time.ts'
import { createApp, handleRequest } from '../../src/web/app.tsx'
import { postOf } from '../harness/mail-kills.ts'
import { testApplication } from '../harness/application.ts'

/** The queue of mails that leave: its order, its patience, and what whoever keeps the installation sees and does. */

const app = await testApplication()
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
let cookie: string
beforeAll(async () => {
  cookie = await app.signIn('secretariat', null)
})

const put = (recipient: string, occasion: Occasion, now: Instant = app.now) =>
  transact(app.db, (tx) => enqueueMail(tx, { forumId: null, occasion, about: null, recipient, subject: `To ${recipient}`, body: 'Words.', cause: newId() }, now))
/** What leaves by a server that answers as `answer` does, in the order in which it leaves. */
async function send(answer: (to: string) => void, now: Instant = app.now): Promise<string[]> {
  const left: string[] = []
  const transport: MailTransport = {
    send: (mail) => {
      answer(mail.to)
      left.push(mail.to)
      return Promise.resolve()
    },
    close: () => undefined,
  }
  await sendWaiting({ db: app.db, transport, clock: () => now, log })
  return left
}
const outbox = async (query = '') => (await app.get(`/desk/outbox${query}`, { cookie })).text()
const row = (recipient: string) => app.db.selectFrom('record_outbox').selectAll().where('recipient', '=', recipient).executeTakeFirstOrThrow()
const act = (fields: Record<string, string>) => app.post('/desk/outbox', fields, { cookie })
const later = (minutes: number) => addMilliseconds(app.now, minutes * 60_000)

test('what somebody waits for leaves first, what goes to many last, and of these the oldest first', async () => {
  await transact(app.db, async (tx) => void (await enqueueMailing(tx, postOf(newId()), ['l1@many.example', 'l2@many.example'].map((recipient) => ({ recipient })), later(-60))))
  await put('news@one.example', 'call-opened', later(-50))
  await put('own-2@one.example', 'contribution-held', later(-2))
  await put('own-1@one.example', 'contribution-held', later(-3))
  await put('link@one.example', 'login-link')
  const left = await send(() => undefined)
  expect(left.slice(0, 3)).toEqual(['link@one.example', 'own-1@one.example', 'own-2@one.example'])
  expect(left.slice(3).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['l1@many.example', 'l2@many.example', 'news@one.example'])
})

describe('a destination that takes nothing', () => {
  const isDown = (to: string) => {
    if (to.endsWith('@down.example')) throw new MailDeferred('421 too many connections', { code: 421, status: undefined }, 'down.example')
  }

  test('is left alone with all that waits for it, and costs no mail a try', async () => {
    for (const name of ['a', 'b', 'c']) await put(`${name}@down.example`, 'call-opened')
    await put('x@up.example', 'call-opened')
    expect(await send(isDown)).toEqual(['x@up.example'])
    for (const name of ['a', 'b', 'c']) expect(await row(`${name}@down.example`)).toMatchObject({ attempts: 0, sent_at: null, gone_at: null, leased_by: null, not_before: addMilliseconds(app.now, 15_000) })
    expect(await send(() => undefined, addMilliseconds(app.now, 14_000))).toEqual([])
    const page = await outbox()
    for (const part of ['down.example', '421 too many connections', 'Failed once', 'Try there again now', 'a@down.example', 'next try']) expect(page).toContain(part)
  })

  test('is waited for twice as long each time, and given up after days', async () => {
    await send(isDown, later(1))
    expect(await row('a@down.example')).toMatchObject({ not_before: addMilliseconds(later(1), 30_000), attempts: 0 })
    await send(isDown, later(6 * 24 * 60))
    expect(await row('a@down.example')).toMatchObject({ gone_at: later(6 * 24 * 60), failure: '421 too many connections' })
    expect(await outbox('?state=gone')).toContain('b@down.example')
  })

  test('is tried at once where the operator says so', async () => {
    await put('d@down.example', 'call-opened')
    await send(isDown)
    expect((await act({ act: 'again-there', domain: 'nowhere.example' })).status).toBe(422)
    expect((await act({ act: 'again-there', domain: 'down.example' })).status).toBe(303)
    expect(await send(() => undefined)).toEqual(['d@down.example'])
    expect(await outbox('?state=waiting')).not.toContain('421 too many connections')
  })
})

test('a mail that is turned back is given up and says why; it is tried again, or dropped, at the desk', async () => {
  await put('gone@refused.example', 'contribution-held')
  await put('later@refused.example', 'contribution-held')
  const refuse = (to: string) => {
    if (to.startsWith('gone')) throw new MailRefused('550 5.1.1 no such person', { code: 550, status: '5.1.1' })
    throw new MailDeferred('451 4.2.1 greylisted', { code: 451, status: '4.2.1' }, undefined)
  }
  expect(await send(refuse)).toEqual([])
  const [gone, waits] = [await row('gone@refused.example'), await row('later@refused.example')]
  expect(gone).toMatchObject({ gone_at: app.now, reply_code: 550, reply_status: '5.1.1' })
  expect(waits).toMatchObject({ gone_at: null, attempts: 1, reply_code: 451, not_before: later(1) })
  expect(await app.db.selectFrom('record_bounce').select(['address', 'kind', 'source']).execute()).toEqual([{ address: 'gone@refused.example', kind: 'hard', source: 'sending' }])
  for (const [fields, status] of [[{ act: 'again', mail: 'x' }, 422], [{ act: 'again', mail: newId() }, 422], [{ act: 'drop', mail: gone.id }, 422], [{ mail: gone.id }, 422], [{ act: 'again', mail: gone.id }, 303], [{ act: 'drop', mail: waits.id }, 303], [{ act: 'drop', mail: waits.id }, 422], [{ act: 'again', mail: waits.id }, 422]] as const) expect([fields, (await act(fields)).status]).toEqual([fields, status])
  expect(await send(() => undefined)).toEqual(['gone@refused.example'])
  expect(await row('later@refused.example')).toMatchObject({ body: '', sent_at: null, gone_at: app.now })
  expect((await app.post('/desk/outbox', { act: 'again', mail: gone.id }, { cookie: await app.signIn('secretariat', (await app.seedForum()).forum.id) })).status).toBe(403)
  expect(await (await app.get('/record')).text()).toContain('took a mail out of the outbox')
})

test('the set-up of mail says what to publish and what stands there, with a network and without', async () => {
  const read = async (mailDns = app.services.mailDns) => {
    const other = createApp({ ...app.services, mailDns, mailLeaves: 'directly', publicUrl: 'https://forum.example.org' })
    return (await handleRequest(other, new Request('http://localhost:8080/desk/mail', { headers: { host: 'localhost:8080', cookie } }))).text()
  }
  const known = await read(fixedDns({ 'forum.example.org': { mx: [{ exchange: 'forum.example.org', priority: 10 }], a: ['192.0.2.7'], txt: ['v=spf1 mx -all'] } }))
  for (const part of ['10 forum.example.org', 'v=spf1 mx -all', 'convoke._domainkey.forum.example.org', 'v=DKIM1; k=rsa; p=', 'v=DMARC1; p=none', 'Nothing is published there']) expect(known).toContain(part)
  const unknown = await read(fixedDns('unknown'))
  expect(unknown).toContain('could not be looked up')
  expect(unknown).not.toContain('Nothing is published there')
  expect((await app.get('/desk/mail')).status).not.toBe(200)
  expect((await app.get('/desk/mail', { cookie })).status).toBe(200)
})

test('a mail is looked at as it leaves, a copy of a letter to many too; what has left has no words any more', async () => {
  await put('look@one.example', 'comment-answered')
  await transact(app.db, async (tx) => void (await enqueueMailing(tx, postOf(newId()), [{ recipient: 'copy@many.example', leaveAt: 'https://forum.example.org/leave/1' }], app.now)))
  const look = async (recipient: string, options = { cookie }) => app.get(`/desk/outbox/${(await row(recipient)).id}`, options)
  const page = await (await look('look@one.example')).text()
  for (const part of ['Words.', 'DKIM-Signature: v=1; a=rsa-sha256', 'Message-ID: ', 'Content-Type: multipart/alternative']) expect(page).toContain(part)
  const copy = await (await look('copy@many.example')).text()
  for (const part of ['A sentence of what was said on the list', 'List-Unsubscribe: ', 'Answers go to']) expect(copy).toContain(part)
  expect((await look('look@one.example', { cookie: '' })).status).toBe(403)
  await send(() => undefined)
  expect((await look('look@one.example')).status).toBe(404)
  expect((await app.get('/desk/outbox/nothing', { cookie })).status).toBe(404)
})
