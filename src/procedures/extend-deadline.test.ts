import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { buildCall } from '../calls/testing.ts'
import { askForNotice, confirmNotice } from '../calls/notices/commands.ts'
import { enterContribution } from '../contributions/commands.ts'
import { listContributions } from '../contributions/queries.ts'
import { aContribution, buildContribution } from '../contributions/testing.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { PUBLIC, SYSTEM } from '../record/model.ts'
import { unscopedListOutbox } from '../record/queries.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { extendDeadline } from './extend-deadline.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const day = (text: string) => text as PlainDate

async function setUp() {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now)
  const extend = (deadline: string) =>
    transact(db, (tx) => extendDeadline(tx, SYSTEM, { forum, cycle, call, earlier: day('2026-11-15'), deadline: day(deadline), reason: 'Holidays', write: ({ occasion }) => ({ subject: occasion, body: 'x' }) }, now))
  const late = async () => (await listContributions(db, cycle.id, {}, { offset: 0, limit: 100 })).map(({ number, isLate }) => [number, isLate])
  return { forum, cycle, call, extend, late }
}

describe('extendDeadline', () => {
  test('a refused extension leaves every mark, and tells nobody', async () => {
    const { call, extend, late } = await setUp()
    await buildContribution(db, call, '2026-11-20T10:00:00.000Z' as Instant)
    expect(await extend('2026-11-10')).toEqual({ refusal: 'not-later' })
    expect(await late()).toEqual([[1, true]])
  })

  test('takes the mark off what came in time under the new deadline, by instant where it is known and by day where not', async () => {
    const { call, extend, late } = await setUp()
    await buildContribution(db, call, '2026-11-10T10:00:00.000Z' as Instant)
    // The end of 20 November anywhere on earth is 21 November, 12:00 UTC.
    await buildContribution(db, call, '2026-11-21T11:59:59.999Z' as Instant)
    await buildContribution(db, call, '2026-11-21T12:00:00.000Z' as Instant)
    for (const receivedBy of ['2026-11-20', '2026-11-21']) {
      const entered = await transact(db, (tx) => enterContribution(tx, SYSTEM, { ...aContribution(call), channel: 'paper', receivedBy: day(receivedBy) }, '2026-11-25T10:00:00.000Z' as Instant))
      expect('refusal' in entered).toBe(false)
    }
    expect(await late()).toEqual([[1, false], [2, true], [3, true], [4, true], [5, true]])
    expect(await extend('2026-11-20')).toEqual({ noLongerLate: 2 })
    expect(await late()).toEqual([[1, false], [2, false], [3, true], [4, false], [5, true]])
  })

  test('tells who asked to be told, once for each deadline', async () => {
    const { call, extend } = await setUp()
    let noticeId = '' as Id<'notice'>
    const writeConfirmation = (id: Id<'notice'>) => {
      noticeId = id
      return { subject: 'Confirm', body: 'x' }
    }
    await transact(db, (tx) => askForNotice(tx, PUBLIC, { callId: call.id, mail: 'a@b.example', language: 'en', writeConfirmation }, now))
    await transact(db, (tx) => confirmNotice(tx, PUBLIC, { noticeId }, now))
    await extend('2026-11-20')
    expect(await extend('2026-11-20')).toEqual({ refusal: 'changed-meanwhile' })
    const mails = (await unscopedListOutbox(db, 1000)).filter(({ forumId, subject }) => forumId === call.forumId && subject === 'extended')
    expect(mails).toHaveLength(1)
  })
})
