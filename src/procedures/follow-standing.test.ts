import { expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { buildForum } from '../forums/testing.ts'
import { askToJoin, confirmJoining, pauseMember } from '../lists/members/commands.ts'
import { findSubscriptionOf } from '../lists/members/queries.ts'
import { buildList } from '../lists/testing.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { noteFailure } from '../record/bounces/commands.ts'
import { weighFailures } from '../record/bounces/reactions.ts'
import { PUBLIC } from '../record/model.ts'
import { isRefusal } from '../shared/result.ts'
import { addMilliseconds, parseInstant, type Instant } from '../shared/time.ts'
import { followStanding } from './follow-standing.ts'
import { resumeAddress } from './resume-address.ts'

const db = await testDatabase()
const start = parseInstant('2026-11-02T10:00:00.000Z') as Instant
const write = () => ({ subject: 'About a list', body: 'Words' })
const weigh = (now: Instant) => weighFailures(db, () => now, write, [followStanding])

async function member(mail: string) {
  const { forum } = await buildForum(db, uniqueSlug(), start)
  const list = await buildList(db, { forumId: forum.id, slug: uniqueSlug(), now: start })
  await transact(db, (tx) => askToJoin(tx, PUBLIC, { listId: list.id, mail, name: null, language: 'en', delivery: 'at-once', cameBy: 'web', write }, start))
  const state = async () => (await findSubscriptionOf(db, list.id, mail))?.state
  const subscription = await findSubscriptionOf(db, list.id, mail)
  if (subscription === undefined) throw new Error('Nobody asked')
  await transact(db, (tx) => confirmJoining(tx, PUBLIC, { subscriptionId: subscription.id, write }, start))
  const fail = async (kind: 'hard' | 'complaint', now: Instant) => {
    await noteFailure(db, { address: mail, outboxId: newId(), forumId: forum.id, kind, source: 'sending', status: null, diagnostic: '550' }, now)
    await weigh(now)
  }
  return { state, fail, subscription }
}

test('the lists of an address are paused with it and sent again with it; what its member paused stays paused', async () => {
  const [one, two] = [await member('Ana@example.org'), await member('Ben@example.org')]
  await transact(db, (tx) => pauseMember(tx, PUBLIC, { subscriptionId: two.subscription.id }, start))
  const tomorrow = addMilliseconds(start, 86_400_000)
  for (const { fail } of [one, two]) {
    await fail('hard', start)
    await fail('hard', tomorrow)
  }
  expect([await one.state(), await two.state()]).toEqual(['bouncing', 'paused'])
  for (const address of ['ana@example.org', 'BEN@example.org']) await transact(db, (tx) => resumeAddress(tx, { address }, tomorrow))
  expect([await one.state(), await two.state()]).toEqual(['confirmed', 'paused'])
  expect(isRefusal(await transact(db, (tx) => resumeAddress(tx, { address: 'ana@example.org' }, tomorrow)))).toBe(true)
  expect(isRefusal(await transact(db, (tx) => resumeAddress(tx, { mailId: newId() }, tomorrow)))).toBe(true)
})

test('who calls a mail spam has left all lists at once, and nobody brings them back but themselves', async () => {
  const one = await member('Cleo@example.org')
  await one.fail('complaint', start)
  expect(await one.state()).toBe('left')
  await transact(db, (tx) => resumeAddress(tx, { address: 'cleo@example.org' }, start))
  expect(await one.state()).toBe('left')
})
