import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildCall } from '../../calls/testing.ts'
import { closeCall } from '../../calls/commands.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { PUBLIC, SYSTEM } from '../../record/model.ts'
import { listEntriesOf, unscopedListOutbox } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { withdrawContribution } from '../commands.ts'
import { countChosen, findContributions, listAnswers, listContributions, listUnits } from '../queries.ts'
import { buildContribution } from '../testing.ts'
import { confirmContribution, leaveUnconfirmed, releaseContribution } from './commands.ts'
import { listWaiting } from './queries.ts'

const db = await testDatabase()
const now = '2026-03-01T10:00:00.000Z' as Instant
const later = '2026-04-01T10:00:00.000Z' as Instant

async function setUp(confirmation: 'none' | 'mail' | 'hold' = 'none') {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now, { confirmation })
  const call = await buildCall(db, cycle, now)
  const counted = async () => (await countChosen(db, cycle.id, {})).counted
  const release = (contributionId: Id<'contribution'>, by: 'sender' | 'clearer' = 'sender') => transact(db, (tx) => releaseContribution(tx, PUBLIC, { contributionId, cycleId: cycle.id, by }, later))
  const confirm = (contributionId: Id<'contribution'>, by: 'sender' | 'desk' = 'sender') => transact(db, (tx) => confirmContribution(tx, by === 'desk' ? SYSTEM : PUBLIC, { contributionId, cycleId: cycle.id, by }, later))
  const writeMail = (ref: string) => ({ subject: `About ${ref}`, body: 'Sorry.' })
  const leave = (contributionId: Id<'contribution'>) => transact(db, (tx) => leaveUnconfirmed(tx, SYSTEM, { contributionId, cycleId: cycle.id, reason: 'Nobody answered', writeMail }, later))
  const seen = async () => [(await listContributions(db, cycle.id, {}, { offset: 0, limit: 10 })).length, (await listAnswers(db, cycle.id)).length, (await listUnits(db, cycle.id)).length]
  return { forum, cycle, call, counted, release, confirm, leave, seen }
}

describe('what waits for its clearance', () => {
  test('is kept under its number, and neither counted nor listed nor accounted for', async () => {
    const { call, cycle, counted, seen } = await setUp()
    const kept = await buildContribution(db, call, now, { waitsForClearance: true, clearance: 'clear' })
    expect(kept).toMatchObject({ number: 1, state: 'pending-clearance' })
    expect(await counted()).toBe(0)
    expect(await seen()).toEqual([0, 0, 0])
    expect((await buildContribution(db, call, now)).number).toBe(2)
    expect(await listWaiting(db, cycle.id)).toMatchObject([{ number: 1, state: 'pending-clearance', clearance: 'clear' }])
  })

  test('counts once it is released, by the day on which it was sent, though the call was closed meanwhile', async () => {
    const { call, cycle, counted, release, seen } = await setUp()
    const { contributionId } = await buildContribution(db, call, now, { waitsForClearance: true })
    await transact(db, (tx) => closeCall(tx, SYSTEM, { callId: call.id, reason: 'Drafting starts' }, now))
    expect(await release(contributionId)).toEqual({ state: 'received' })
    expect(await release(contributionId)).toEqual({ refusal: 'not-waiting' })
    expect(await counted()).toBe(1)
    expect(await seen()).toEqual([1, 2, 2])
    expect(await countChosen(db, cycle.id, { asOf: '2026-03-01' as PlainDate })).toMatchObject({ counted: 1 })
    expect(await findContributions(db, [contributionId])).toMatchObject([{ receivedAt: now, releasedAt: later, isLate: false }])
  })

  test('withdrawn, it is not released, and no tally notices', async () => {
    const { call, cycle, counted, release } = await setUp()
    const { contributionId } = await buildContribution(db, call, now, { waitsForClearance: true })
    await transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId, cycleId: cycle.id }, now))
    expect(await release(contributionId)).toEqual({ refusal: 'not-waiting' })
    expect(await counted()).toBe(0)
    expect(await countChosen(db, cycle.id, {})).toEqual({ counted: 0, unlisted: 0, withdrawn: 0, declined: 0 })
  })

  test('released by two at once, one releases', async () => {
    const { call, counted, release } = await setUp()
    const { contributionId } = await buildContribution(db, call, now, { waitsForClearance: true })
    const outcomes = await Promise.all([release(contributionId), release(contributionId, 'clearer')])
    expect(outcomes.filter((outcome) => 'refusal' in outcome)).toHaveLength(1)
    expect(await counted()).toBe(1)
  })
})

describe('what waits for its confirmation', () => {
  test('counts once its sender follows the link, and once only', async () => {
    const { call, counted, confirm, seen } = await setUp('mail')
    const { contributionId, state } = await buildContribution(db, call, now, { mail: 'ada@mail.example' })
    expect(state).toBe('pending-confirmation')
    expect([await counted(), ...(await seen())]).toEqual([0, 0, 0, 0])
    expect(await confirm(contributionId)).toEqual({ state: 'received' })
    expect(await confirm(contributionId)).toEqual({ refusal: 'already-confirmed' })
    expect([await counted(), ...(await seen())]).toEqual([1, 1, 2, 2])
  })

  test('confirmed while it waits for clearance, it counts once released; released first, once confirmed', async () => {
    const { call, counted, confirm, release } = await setUp('mail')
    const one = await buildContribution(db, call, now, { mail: 'ada@mail.example', waitsForClearance: true })
    expect(await confirm(one.contributionId)).toEqual({ state: 'pending-clearance' })
    expect(await counted()).toBe(0)
    expect(await release(one.contributionId)).toEqual({ state: 'received' })
    const two = await buildContribution(db, call, now, { mail: 'bea@mail.example', waitsForClearance: true })
    expect(await release(two.contributionId)).toEqual({ state: 'pending-confirmation' })
    expect(await counted()).toBe(1)
    expect(await confirm(two.contributionId)).toEqual({ state: 'received' })
    expect(await counted()).toBe(2)
  })

  test('that cannot be confirmed is said so, with a mail; its sender cannot undo that, the desk can', async () => {
    const { call, counted, confirm, leave } = await setUp('hold')
    const { contributionId } = await buildContribution(db, call, now, { mail: 'cut@mail.example' })
    expect(await leave(contributionId)).toEqual({ state: 'unconfirmed' })
    expect(await leave(contributionId)).toEqual({ refusal: 'not-waiting' })
    expect((await unscopedListOutbox(db, 5)).filter(({ recipient, subject }) => recipient === 'cut@mail.example' && subject.startsWith('About'))).toHaveLength(1)
    expect(await confirm(contributionId)).toEqual({ refusal: 'not-waiting' })
    expect(await confirm(contributionId, 'desk')).toEqual({ state: 'received' })
    expect(await counted()).toBe(1)
  })

  test('is no matter of what the desk enters, and the record says what waits', async () => {
    const { call } = await setUp('hold')
    const { contributionId } = await buildContribution(db, call, now)
    expect(await listEntriesOf(db, contributionId)).toMatchObject([{ act: 'contribution-kept', detail: { waitsFor: 'confirmation' } }])
  })
})
