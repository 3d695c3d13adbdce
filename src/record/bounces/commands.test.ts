import { beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../test/harness/postgres.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Id } from '../../shared/ids.ts'
import { isRefusal } from '../../shared/result.ts'
import { addMilliseconds, parseInstant, type Instant } from '../../shared/time.ts'
import { enqueueMail, type Mail } from '../commands.ts'
import { heardFrom, noteFailure, resumeAddress, type Failure } from './commands.ts'
import { findAddressState, listAddressesInTrouble, listClosedAddresses, listPolicyRefusals } from './queries.ts'
import { weighFailures } from './reactions.ts'

const db = await testDatabase()
const start = parseInstant('2026-11-02T10:00:00.000Z') as Instant
const DAY = 86_400_000
let now = start
let [forumId, address] = [newId<'forum'>(), '']
const write = ({ kind, words }: { kind: string; words: string }) => ({ subject: kind, body: words })
const weigh = () => weighFailures(db, () => now, write)
const later = (days: number) => (now = addMilliseconds(now, days * DAY))
const mails = () => db.selectFrom('record_outbox').select(['id', 'kind', 'occasion', 'language', 'recipient', 'sent_at']).where('recipient', '=', address).orderBy('created_at').orderBy('id').execute()

beforeEach(() => {
  now = start
  forumId = newId<'forum'>()
  address = `Person-${newId()}@example.org`
})

async function send(over: Partial<Mail> = {}): Promise<Id> {
  const id = newId()
  await transact(db, (tx) => enqueueMail(tx, { id, forumId, recipient: address, subject: 'News', body: 'Words', cause: `news:${id}`, occasion: 'call-opened', about: null, language: 'fr', ...over }, now))
  return id
}

async function fail(kind: Failure['kind'], outboxId: Id | null = null): Promise<void> {
  await noteFailure(db, { address, outboxId, forumId, kind, source: 'report', status: '5.1.1', diagnostic: '550 no such user' }, now)
  await weigh()
}

test('the same mail fails once, however many reports of it come', async () => {
  const id = await send()
  await fail('hard', id)
  await fail('hard', id)
  expect(await db.selectFrom('record_bounce').select('id').where('outbox_id', '=', id).execute()).toHaveLength(1)
})

test('an address that does not exist is warned in its language, then paused; what is sent to it then waits, but for what it asks for', async () => {
  await fail('hard', await send())
  expect(await findAddressState(db, address)).toBe('warned')
  expect((await mails()).at(-1)).toMatchObject({ occasion: 'mail-failing', language: 'fr' })
  later(1)
  await fail('hard', await send())
  expect(await findAddressState(db, address.toUpperCase())).toBe('paused')
  const [news, link] = [await send(), await send({ occasion: 'login-link' })]
  const kinds = new Map((await mails()).map((mail) => [mail.id, mail.kind]))
  expect([kinds.get(news), kinds.get(link)]).toEqual(['daily', 'mail'])
  expect(await listClosedAddresses(db, [address, 'other@example.org'])).toEqual(new Set([address.toLowerCase()]))
  expect(await listAddressesInTrouble(db, now, { limit: 10, offset: 0 })).toEqual(expect.arrayContaining([expect.objectContaining({ address: address.toLowerCase(), state: 'paused', last: expect.objectContaining({ kind: 'hard', status: '5.1.1' }) as unknown })]))
})

async function paused(): Promise<Id> {
  await fail('hard', await send())
  later(1)
  await fail('hard', await send())
  const probe = (await mails()).findLast(({ occasion }) => occasion === 'mail-probe')
  await db.updateTable('record_outbox').set({ sent_at: now }).where('id', '=', probe?.id ?? newId()).execute()
  return probe?.id as Id
}

test('a probe of which nothing comes back makes the address good; one that comes back is tried again later, four times at most', async () => {
  await paused()
  later(2)
  await weigh()
  expect(await findAddressState(db, address)).toBe('paused')
  later(1.1)
  await weigh()
  expect(await findAddressState(db, address)).toBe('good')

  address = `Other-${newId()}@example.org`
  let probe = await paused()
  for (let tries = 1; tries < 10; tries++) {
    await fail('hard', probe)
    later(60)
    await weigh()
    const latest = (await mails()).findLast(({ occasion }) => occasion === 'mail-probe')
    await db.updateTable('record_outbox').set({ sent_at: now }).where('id', '=', latest?.id ?? newId()).where('sent_at', 'is', null).execute()
    if (latest?.id === probe) break
    probe = latest?.id as Id
  }
  expect((await mails()).filter(({ occasion }) => occasion === 'mail-probe')).toHaveLength(4)
  expect(await findAddressState(db, address)).toBe('paused')
})

test('a probe that was never sent proves nothing', async () => {
  const probe = await paused()
  await db.updateTable('record_outbox').set({ sent_at: null, failure: 'no way out' }).where('id', '=', probe).execute()
  later(3.1)
  await weigh()
  expect(await findAddressState(db, address)).toBe('paused')
})

test('an answer to the probe, and the reader, write to the address again at once; where nothing holds it back that is refused', async () => {
  const probe = await paused()
  expect(await transact(db, (tx) => heardFrom(tx, { mailId: newId() }, now))).toEqual({ resumed: undefined })
  expect(await transact(db, (tx) => heardFrom(tx, { mailId: probe }, now))).toEqual({ resumed: address.toLowerCase() })
  expect(await findAddressState(db, address)).toBe('good')
  const refused = await transact(db, (tx) => resumeAddress(tx, { address }, now))
  expect(isRefusal(refused)).toBe(true)
  await fail('complaint')
  expect(await transact(db, (tx) => resumeAddress(tx, { address }, now))).toEqual({ resumed: true })
})

test('a complaint ends all that is not asked for, at once', async () => {
  await fail('complaint', await send())
  expect(await findAddressState(db, address)).toBe('complained')
  const before = (await mails()).length
  await send()
  await send({ occasion: 'comment-receipt' })
  expect((await mails()).slice(before)).toMatchObject([{ occasion: 'comment-receipt', kind: 'mail' }])
})

test('mail that is refused for itself is told by its domain, and held against nobody', async () => {
  for (let day = 0; day < 5; day++, later(1)) await fail('policy', await send())
  expect(await findAddressState(db, address)).toBe('good')
  expect(await listPolicyRefusals(db, now)).toEqual([{ domain: 'example.org', count: 5, diagnostic: '550 no such user' }])
})
