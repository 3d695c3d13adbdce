import { beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../test/harness/postgres.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { addMilliseconds, parseInstant, type Instant } from '../../shared/time.ts'
import { enqueueMails, type Mail } from '../commands.ts'
import { chooseMail, endKind } from './commands.ts'
import { choiceAddress } from './model.ts'
import { findChoices } from './queries.ts'
import { lastGathering, writeDailyMails } from './reactions.ts'

const db = await testDatabase()
const at = (text: string) => parseInstant(text) as Instant
let now = at('2026-11-02T10:00:00.000Z')
let [forumId, address] = [newId<'forum'>(), '']
const HOUR = 3_600_000
const written: string[][] = []
const turn = () => writeDailyMails(db, () => now, (_db, { items, language }) => {
  written.push([language, ...items.map(({ subject }) => subject)])
  return Promise.resolve({ subject: `${items.length} notices`, body: items.map(({ body }) => body).join('\n') })
})
const outbox = () => db.selectFrom('record_outbox').select(['kind', 'occasion', 'subject', 'body', 'sent_at']).where('recipient', '=', address).orderBy('created_at').orderBy('id').execute()
const choose = (all: 'at-once' | 'daily' | 'never', kinds = {}) => transact(db, (tx) => chooseMail(tx, { address, forumId, chosen: { all, kinds } }, now))

beforeEach(() => {
  now = at('2026-11-02T10:00:00.000Z')
  forumId = newId<'forum'>()
  address = `reader-${newId()}@example.org`
  written.length = 0
})

function mail(subject: string, over: Partial<Mail> = {}): Mail {
  return { forumId, recipient: address, subject, body: `Words of ${subject}`, cause: `cause:${subject}`, occasion: 'place-comment', about: null, language: 'en', ...over }
}
const send = (...mails: Mail[]) => transact(db, (tx) => enqueueMails(tx, mails.map((each) => ({ mail: each, now }))))

test('nothing chosen: at once; never: not at all; one kind otherwise than all; another forum is not meant', async () => {
  await send(mail('first'))
  await choose('never', { 'call-opened': 'at-once' })
  await send(mail('second'), mail('third', { occasion: 'call-opened' }), mail('fourth', { forumId: newId() }), mail('fifth', { occasion: 'login-link' }), mail('sixth', { recipient: address.toUpperCase() }))
  expect(new Set((await outbox()).map(({ subject }) => subject))).toEqual(new Set(['first', 'third', 'fourth', 'fifth']))
  expect(await db.selectFrom('record_outbox').select('id').where('recipient', '=', address.toUpperCase()).execute()).toEqual([])
  // More than one statement can hold.
  await send(...Array.from({ length: 3_900 }, (_, number) => mail('to many', { recipient: `${number}-${address}` })), mail('to many'))
  expect(await db.selectFrom('record_outbox').select((of) => of.fn.countAll<number>().as('count')).where('forum_id', '=', forumId).where('subject', '=', 'to many').executeTakeFirst()).toEqual({ count: 3_900 })
})

test('daily notices are one mail for each forum, of all that came before the hour, in the language of the latest; none is in two', async () => {
  await choose('daily')
  await send(mail('one', { language: 'en' }))
  now = addMilliseconds(now, HOUR)
  await send(mail('two', { language: 'fr' }))
  expect(await turn()).toBe(0)
  now = at('2026-11-03T05:59:00.000Z')
  expect(await turn()).toBe(0)
  now = at('2026-11-03T06:10:00.000Z')
  await send(mail('of the next day'))
  expect(await turn()).toBe(1)
  expect(await turn()).toBe(0)
  expect(written).toEqual([['fr', 'one', 'two']])
  expect((await outbox()).filter(({ kind }) => kind === 'mail')).toMatchObject([{ occasion: 'daily-notices', subject: '2 notices', body: 'Words of one\nWords of two' }])
  expect((await outbox()).find(({ subject }) => subject === 'one')).toMatchObject({ body: '', sent_at: now })
  now = at('2026-11-04T07:00:00.000Z')
  expect(await turn()).toBe(1)
  expect(written.at(-1)).toEqual(['en', 'of the next day'])
})

test('one mail for one event: what waits for the daily mail is not sent at once when its cause is told again', async () => {
  await choose('daily')
  await send(mail('event'))
  await choose('at-once')
  await send(mail('event'))
  expect(await outbox()).toMatchObject([{ kind: 'daily', subject: 'event' }])
})

test('an entry for the calendar comes at once where other things come daily', async () => {
  await choose('daily')
  await send(mail('invited', { occasion: 'invitation', calendar: { method: 'REQUEST', text: 'BEGIN:VCALENDAR' } }))
  expect(await outbox()).toMatchObject([{ kind: 'mail' }])
})

test('two turns at the same time write one mail', async () => {
  await choose('daily')
  await send(mail('a'), mail('b'), mail('c'))
  now = addMilliseconds(now, 24 * HOUR)
  await Promise.all([turn(), turn(), turn()])
  await turn()
  expect((await outbox()).filter(({ occasion }) => occasion === 'daily-notices')).toMatchObject([{ subject: '3 notices' }])
})

test('a kind that is ended takes with it what waited of it, and nothing else', async () => {
  await choose('daily')
  await send(mail('place'), mail('call', { occasion: 'call-opened' }))
  await transact(db, (tx) => endKind(tx, { address, forumId, occasion: 'place-comment' }, now))
  now = addMilliseconds(now, 24 * HOUR)
  expect(await turn()).toBe(1)
  expect(written).toEqual([['en', 'call']])
  const { all, kinds } = await findChoices(db, address, forumId)
  expect([all, kinds.get('place-comment')]).toEqual(['daily', 'never'])
})

test('what is chosen anew stands in place of what was chosen before, for every spelling of the address', async () => {
  await choose('never', { 'call-opened': 'daily' })
  await transact(db, (tx) => chooseMail(tx, { address: address.toUpperCase(), forumId, chosen: { all: 'daily', kinds: { 'call-opened': 'daily', 'place-answer': 'never', 'login-link': 'never' } } }, now))
  const { all, kinds } = await findChoices(db, address, forumId)
  expect([all, [...kinds]]).toEqual(['daily', [['place-answer', 'never']]])
  expect(choiceAddress(address.toUpperCase())).toBe(address)
})

test('the hour of the gathering', () => {
  expect(lastGathering(at('2026-11-02T05:59:59.999Z'))).toBe('2026-11-01T06:00:00.000Z')
  expect(lastGathering(at('2026-11-02T06:00:00.000Z'))).toBe('2026-11-02T06:00:00.000Z')
})

