import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { openFileStore } from '../platform/files.ts'
import { makeMailToken } from '../platform/mail-tokens.ts'
import { newId } from '../platform/new-id.ts'
import { claimMail, settleMail } from '../record/inbox/commands.ts'
import { SORTING_LEASE } from '../record/inbox/model.ts'
import { listInboxMails } from '../record/inbox/queries.ts'
import { addMilliseconds, parseInstant, type Instant } from '../shared/time.ts'
import { testDatabase } from '../../test/harness/postgres.ts'
import { bareMailroom } from '../../test/harness/mailroom.ts'
import { knows, takeIn } from './intake.ts'
import { sortWaitingMail } from './sorting.ts'

const db = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'convoke-test-inbox-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const now = parseInstant('2026-11-02T10:00:00.000Z') as Instant
const faults: string[] = []
let time = now
const services = bareMailroom({ db, files: await openFileStore(folder, now), clock: () => time, log: (_level, message) => void faults.push(message) })

test('only addresses that somebody reads are known', async () => {
  const token = makeMailToken(services.secret, 'reply', newId())
  const known = (address: string) => knows(services, address)
  expect(await known(`reply+${token}@forum.example.org`)).toBe('known')
  expect(await known(`Reply+${token.toUpperCase()}@FORUM.example.org`)).toBe('known')
  expect(await known(`bounce+${token}@forum.example.org`)).toEqual({ refusal: 'unknown-address' })
  expect(await known('papers+nowhere@forum.example.org')).toEqual({ refusal: 'unknown-address' })
  expect(await known('nobody-here@forum.example.org')).toEqual({ refusal: 'unknown-address' })
  expect(await known('postmaster@forum.example.org')).toBe('known')
  expect(await known('postmaster@example.org')).toEqual({ refusal: 'other-domain' })
  expect(await known('postmaster')).toEqual({ refusal: 'not-an-address' })
})

test('a mail that is taken in twice is kept once for each recipient, and what nobody takes waits for a person', async () => {
  const raw = 'From: Ana <ana@example.net>\r\nSubject: =?utf-8?q?H=C3=A4fen?=\r\n\r\nHello\r\n'
  const mail = () => ({ raw: Readable.from([Buffer.from(raw)]), envelope: { from: 'ana@example.net', recipients: ['<Postmaster@forum.example.org>', 'abuse@forum.example.org'], client: { address: '192.0.2.1', helo: 'mail.example.net' } } })
  expect(await takeIn(services, mail())).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) as string })
  await takeIn(services, mail())
  expect(await sortWaitingMail(services)).toBe(2)
  expect(await sortWaitingMail(services)).toBe(0)
  const kept = await listInboxMails(db, { forumId: null, state: 'kept', limit: 10, offset: 0 })
  expect(kept.map(({ recipient, subject, fromName, fromAddress, state, reason }) => ({ recipient, subject, fromName, fromAddress, state, reason }))).toEqual(
    expect.arrayContaining(['postmaster', 'abuse'].map((local) => ({ recipient: `${local}@forum.example.org`, subject: 'Häfen', fromName: 'Ana', fromAddress: 'ana@example.net', state: 'kept', reason: local }))),
  )
  expect(faults).toEqual([])
})

test('a mail that is nested beyond all bounds is kept unread', async () => {
  const parts = Array.from({ length: 300 }, (_, depth) => `Content-Type: multipart/mixed; boundary="b${depth}"\r\n\r\n--b${depth}\r\n`)
  await takeIn(services, { raw: Readable.from([Buffer.from(parts.join(''))]), envelope: { from: '', recipients: ['abuse@forum.example.org'], client: { address: null, helo: null } } })
  expect(await sortWaitingMail(services)).toBe(1)
  expect((await listInboxMails(db, { forumId: null, state: 'kept', limit: 10, offset: 0 })).map(({ reason }) => reason)).toContain('unreadable')
})

test('of two sorters each mail goes to one; what one had that is gone is sorted by the other when its time is over, and by nobody twice', async () => {
  const raw = (number: number) => Readable.from([Buffer.from(`From: Ana <ana@example.net>\r\nSubject: ${number}\r\n\r\nHello\r\n`)])
  for (const number of [1, 2, 3]) await takeIn(services, { raw: raw(number), envelope: { from: 'ana@example.net', recipients: ['postmaster@forum.example.org'], client: { address: '192.0.2.1', helo: null } } })
  const [one, other] = await Promise.all([claimMail(db, time), claimMail(db, time)])
  expect(one?.id).not.toBe(other?.id)
  expect(await sortWaitingMail(services)).toBe(1)
  time = addMilliseconds(now, SORTING_LEASE - 1)
  expect(await sortWaitingMail(services)).toBe(0)
  time = addMilliseconds(now, SORTING_LEASE)
  expect(await Promise.all([sortWaitingMail(services), sortWaitingMail(services)]).then(([a, b]) => a + b)).toBe(2)
  // The one that was thought gone ends its work: too late, and nothing of it is written.
  expect(await settleMail(db, one?.id ?? newId(), { state: 'refused', reason: 'late' }, time)).toBe(false)
  expect(faults).toEqual([])
})
