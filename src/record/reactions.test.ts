import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { freshDatabase } from '../../test/harness/postgres.ts'
import { transact, type Db } from '../platform/database.ts'
import { createLog } from '../platform/log.ts'
import { fixedDns } from '../platform/mail-dns.ts'
import { letterheadOf } from '../platform/mail-letterhead.ts'
import { openMailTransport, type MailTransport } from '../platform/mail-transport.ts'
import { newId } from '../platform/new-id.ts'
import { addMilliseconds, parseInstant, type Instant } from '../shared/time.ts'
import { enqueueMail } from './commands.ts'
import { unscopedListOutbox } from './queries.ts'
import { leaseMails } from './sending/commands.ts'
import { LEASE } from './sending/model.ts'
import { sendWaitingMail, startSendingMail } from './reactions.ts'

const now = parseInstant('2026-11-02T10:00:00Z') as Instant
const log = createLog(() => now, () => undefined)
const letterhead = letterheadOf({ domain: 'forum.example.org', from: 'convoke@forum.example.org', secret: 'for tests', takesMail: true })
const open: { close(): void }[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.close()
})

/** A mail server of a few lines: answers `reply` to RCPT, keeps what it was sent. */
async function mailServer(reply: () => string): Promise<{ received: string[]; transport: MailTransport }> {
  const received: string[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    serve(socket, reply, received)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const transport = openMailTransport({ url: `smtp://127.0.0.1:${port}`, letterhead, dns: fixedDns('unknown'), clock: () => now })
  open.push({ close: () => { transport.close(); for (const socket of sockets) socket.destroy(); server.close() } })
  return { received, transport }
}

function serve(socket: Socket, reply: () => string, received: string[]): void {
  let text = ''
  let inData = false
  socket.on('error', () => undefined)
  socket.write('220 test\r\n')
  socket.on('data', (chunk) => {
    text += chunk.toString()
    for (;;) {
      const end = text.indexOf(inData ? '\r\n.\r\n' : '\r\n')
      if (end < 0) return
      const part = text.slice(0, end)
      text = text.slice(end + (inData ? 5 : 2))
      if (inData) received.push(part)
      socket.write(inData ? '250 taken\r\n' : answerTo(part, reply))
      inData = !inData && part === 'DATA'
    }
  })
}

function answerTo(line: string, reply: () => string): string {
  if (line.startsWith('RCPT')) return `${reply()}\r\n`
  return line === 'DATA' ? '354 go on\r\n' : '250 yes\r\n'
}

async function enqueue(db: Db, cause: string): Promise<void> {
  await transact(db, (tx) => enqueueMail(tx, { forumId: null, occasion: 'login-link', about: null, recipient: 'a@example.org', subject: 'Déjà vu', body: 'Line one\n.\nLine three', cause }, now))
}

test('a mail declined for good is not tried again, and says why', async () => {
  const db = await freshDatabase()
  const { received, transport } = await mailServer(() => '550 no such person')
  await enqueue(db, 'one')
  expect(await sendWaitingMail(db, transport, () => now, log)).toBe(0)
  expect(await sendWaitingMail(db, transport, () => addMilliseconds(now, 30 * 24 * 3_600_000), log)).toBe(0)
  expect(received).toEqual([])
  expect(await unscopedListOutbox(db, 10)).toMatchObject([{ sentAt: null, failure: expect.stringContaining('no such person') as string }])
})

test('a mail that could not be taken now waits, and leaves later, once', async () => {
  const db = await freshDatabase()
  let isBusy = true
  const { received, transport } = await mailServer(() => (isBusy ? '451 later' : '250 yes'))
  await enqueue(db, 'one')
  expect(await sendWaitingMail(db, transport, () => now, log)).toBe(0)
  isBusy = false
  expect(await sendWaitingMail(db, transport, () => addMilliseconds(now, 59_000), log)).toBe(0)
  expect(await sendWaitingMail(db, transport, () => addMilliseconds(now, 60_000), log)).toBe(1)
  expect(await sendWaitingMail(db, transport, () => addMilliseconds(now, 600_000), log)).toBe(0)
  expect(received).toHaveLength(1)
  expect(received[0]).toContain('Subject: =?UTF-8?Q?D=C3=A9j=C3=A0_vu?=')
  expect(await unscopedListOutbox(db, 10)).toMatchObject([{ body: '', failure: null }])
})

test('two senders at once send each mail once, and what one had that is gone is sent by the next when its time is over', async () => {
  const db = await freshDatabase()
  const { received, transport } = await mailServer(() => '250 yes')
  for (let number = 0; number < 12; number++) await enqueue(db, `cause-${number}`)
  const counts = await Promise.all([1, 2, 3].map(() => sendWaitingMail(db, transport, () => now, log)))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(12)
  const ids = received.map((mail) => /^Message-ID: (.*)$/mu.exec(mail)?.[1])
  expect(new Set(ids).size).toBe(12)
  expect(received).toHaveLength(12)
  // A machine that took one and vanished: nobody takes it from there before its time is over, and then somebody does.
  await enqueue(db, 'vanished')
  expect(await leaseMails(db, newId(), { most: 5, leastUrgent: 2 }, now)).toHaveLength(1)
  expect(await sendWaitingMail(db, transport, () => addMilliseconds(now, LEASE - 1), log)).toBe(0)
  expect(await sendWaitingMail(db, transport, () => addMilliseconds(now, LEASE), log)).toBe(1)
  expect(received).toHaveLength(13)
})

test('the same cause does not reach the same person twice', async () => {
  const db = await freshDatabase()
  const { received, transport } = await mailServer(() => '250 yes')
  await enqueue(db, 'same')
  await enqueue(db, 'same')
  await sendWaitingMail(db, transport, () => now, log)
  expect(received).toHaveLength(1)
})

test('the running sender stops with nothing left half done', async () => {
  const db = await freshDatabase()
  const { received, transport } = await mailServer(() => '250 yes')
  await enqueue(db, 'one')
  const sender = startSendingMail({ db, transport, clock: () => now, log })
  await expect.poll(() => received.length).toBe(1)
  await sender.stop()
  expect(await unscopedListOutbox(db, 10)).toMatchObject([{ sentAt: now }])
})
