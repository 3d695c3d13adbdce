import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { closeCall, extendDeadline, reviseCall } from '../calls/commands.ts'
import { findCallById } from '../calls/queries.ts'
import { reviseCallSchema } from '../calls/schema.ts'
import { buildCall } from '../calls/testing.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../record/model.ts'
import { listEntriesOf, unscopedListOutbox } from '../record/queries.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { enterContribution, sendContribution, withdrawContribution, type Entered } from './commands.ts'
import { asPublished } from './model.ts'
import { countContributions, findAnswers, findContribution, findContributions, listAnswers, listUnits } from './queries.ts'
import { aContribution, buildContribution } from './testing.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const late = '2026-11-20T10:00:00.000Z' as Instant
const file = { name: 'paper.pdf', mediaType: 'application/pdf', size: 12, sha256: 'a'.repeat(64) }

async function setUp(over = {}) {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  return { cycle, call: await buildCall(db, cycle, now, over) }
}

describe('sendContribution', () => {
  test('refuses a closed call, naming when and why', async () => {
    const { cycle, call } = await setUp()
    await transact(db, (tx) => closeCall(tx, SYSTEM, { callId: call.id, reason: 'Drafting starts' }, now))
    expect(await transact(db, (tx) => sendContribution(tx, PUBLIC, aContribution(call), late))).toEqual({ refusal: 'call-closed', closedAt: now, reason: 'Drafting starts' })
    expect(await countContributions(db, cycle.id)).toBe(0)
  })

  test('refuses before the call opens and after a firm deadline', async () => {
    const soon = await setUp({ opensOn: '2026-11-03' as PlainDate })
    expect(await transact(db, (tx) => sendContribution(tx, PUBLIC, aContribution(soon.call), now))).toEqual({ refusal: 'not-open-yet' })
    const firm = await setUp({ isSoft: false })
    expect(await transact(db, (tx) => sendContribution(tx, PUBLIC, aContribution(firm.call), late))).toEqual({ refusal: 'deadline-over' })
  })

  test('refuses answers to questions that were revised meanwhile, nothing at all, and a question of another call', async () => {
    const { call } = await setUp()
    const other = await setUp()
    expect(await transact(db, (tx) => sendContribution(tx, PUBLIC, aContribution(call, { answers: [] }), now))).toEqual({ refusal: 'nothing-said' })
    const stray = other.call.questions.map(({ id }) => ({ questionId: id, text: 'Stray' }))
    expect(await transact(db, (tx) => sendContribution(tx, PUBLIC, aContribution(call, { answers: stray }), now))).toEqual({ refusal: 'unknown-question' })
    const revision = reviseCallSchema.parse({ ...call, audience: undefined, source: undefined, rollingUntil: undefined, opensOn: undefined, deadline: undefined, questions: [{ text: 'Only this?' }] })
    expect(await transact(db, (tx) => reviseCall(tx, SYSTEM, { ...revision, callId: call.id }, now))).toEqual({ callId: call.id })
    expect(await transact(db, (tx) => sendContribution(tx, PUBLIC, aContribution(call), now))).toEqual({ refusal: 'call-changed' })
  })

  test('the same form twice is one contribution; with other words it is refused', async () => {
    const { cycle, call } = await setUp()
    const input = aContribution(call)
    const [first, second] = await Promise.all([transact(db, (tx) => sendContribution(tx, PUBLIC, input, now)), transact(db, (tx) => sendContribution(tx, PUBLIC, input, now))])
    expect(second).toEqual(first)
    expect(await countContributions(db, cycle.id)).toBe(1)
    const other = { ...input, answers: input.answers.map((answer) => ({ ...answer, text: 'Other words' })) }
    expect(await transact(db, (tx) => sendContribution(tx, PUBLIC, other, now))).toEqual({ refusal: 'form-used' })
  })

  test('numbers those that come at once without gap or double', async () => {
    const { cycle, call } = await setUp()
    await Promise.all(Array.from({ length: 8 }, () => buildContribution(db, call, now)))
    const numbers = (await listUnits(db, cycle.id)).map(({ contributionNumber }) => contributionNumber)
    expect([...new Set(numbers)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('is recorded by its reference alone, and its receipt waits once in the outbox', async () => {
    const { cycle, call } = await setUp()
    const mail = `${uniqueSlug()}@example.org`
    const received = await buildContribution(db, call, now, { mail })
    expect(received.ref).toBe('2026/C-1')
    const [entry] = await listEntriesOf(db, received.contributionId)
    expect(entry?.detail).toEqual({ ref: '2026/C-1', call: 'main', channel: 'web', answers: 2, files: 0, late: false })
    expect(JSON.stringify(entry)).not.toContain('Ada')
    expect((await unscopedListOutbox(db, 100)).filter((item) => item.recipient === mail)).toMatchObject([{ subject: 'Received as 2026/C-1' }])
    expect(await findContribution(db, cycle.id, 1)).toMatchObject({ receivedAt: now, receivedBy: '2026-11-02', isLate: false, channel: 'web' })
  })

  test('after a soft deadline it is taken and marked late, until the deadline is extended', async () => {
    const { cycle, call } = await setUp()
    await buildContribution(db, call, late)
    await transact(db, (tx) => extendDeadline(tx, SYSTEM, { callId: call.id, earlier: '2026-11-15' as PlainDate, deadline: '2026-12-01' as PlainDate, reason: 'More time' }, late))
    await buildContribution(db, (await findCallById(db, call.id)) ?? call, late)
    expect((await findContribution(db, cycle.id, 1))?.isLate).toBe(true)
    expect((await findContribution(db, cycle.id, 2))?.isLate).toBe(false)
  })
})

describe('enterContribution', () => {
  const entered = (input: ReturnType<typeof aContribution>, over: Partial<Entered> = {}): Entered => ({ ...input, formKey: newId(), channel: 'paper', receivedBy: '2026-10-30' as PlainDate, ...over })

  test('refuses a day in the future, and what came after the call was closed', async () => {
    const { call } = await setUp()
    expect(await transact(db, (tx) => enterContribution(tx, SYSTEM, entered(aContribution(call), { receivedBy: '2026-11-04' as PlainDate }), now))).toEqual({ refusal: 'received-in-future' })
    await transact(db, (tx) => closeCall(tx, SYSTEM, { callId: call.id, reason: 'Drafting starts' }, now))
    expect(await transact(db, (tx) => enterContribution(tx, SYSTEM, entered(aContribution(call), { receivedBy: '2026-11-19' as PlainDate }), late))).toMatchObject({ refusal: 'call-closed' })
  })

  test('keeps the day as a bound without an hour, also after the call was closed', async () => {
    const { cycle, call } = await setUp()
    await transact(db, (tx) => closeCall(tx, SYSTEM, { callId: call.id, reason: 'Drafting starts' }, now))
    const received = await transact(db, (tx) => enterContribution(tx, SYSTEM, entered(aContribution(call), { label: 'Annex II, 3' }), late))
    expect(received).toMatchObject({ ref: '2026/C-1' })
    expect(await findContribution(db, cycle.id, 1)).toMatchObject({ receivedAt: null, receivedBy: '2026-10-30', channel: 'paper', isLate: false, label: 'Annex II, 3' })
  })
})

describe('withdrawContribution', () => {
  test('refuses a second time; row, number and units stay, marked, without words', async () => {
    const { cycle, call } = await setUp()
    const { contributionId } = await buildContribution(db, call, now)
    const withdraw = () => transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId, cycleId: cycle.id, reason: 'Sent by mistake' }, now))
    expect(await withdraw()).toEqual({ withdrawnAt: now })
    expect(await withdraw()).toEqual({ refusal: 'already-withdrawn' })
    expect(await countContributions(db, cycle.id)).toBe(0)
    expect((await listUnits(db, cycle.id)).map(({ withdrawn }) => withdrawn)).toEqual([true, true])
    expect((await listAnswers(db, cycle.id)).map(({ text, contributor, withdrawn }) => ({ text, contributor, withdrawn }))).toEqual([
      { text: '', contributor: null, withdrawn: true },
      { text: '', contributor: null, withdrawn: true },
    ])
    expect((await buildContribution(db, call, now)).number).toBe(2)
  })
})

describe('what anyone may see', () => {
  test('consent decides on name and words', async () => {
    const { cycle, call } = await setUp()
    for (const consent of ['full', 'without-name', 'not-at-all'] as const) await buildContribution(db, call, now, { consent })
    const answers = await listAnswers(db, cycle.id, { questionId: call.questions[0]?.id })
    expect(answers.map(({ contributor, text }) => [contributor, text])).toEqual([
      ['Ada Example, Example Society', 'An answer to question 1.'],
      [null, 'An answer to question 1.'],
      [null, ''],
    ])
    expect(await findAnswers(db, answers.map(({ id }) => id))).toEqual(answers)
    const published = (await findContributions(db, answers.map(({ contributionId }) => contributionId))).map(asPublished)
    expect(published.map(({ contributor, organisation, country }) => [contributor, organisation, country])).toEqual([
      ['Ada Example', 'Example Society', 'KE'],
      [null, null, 'KE'],
      [null, null, null],
    ])
    expect(published.map(({ regionalGroup }) => regionalGroup)).toEqual(['AFG', 'AFG', 'AFG'])
  })

  test('a contribution of a file alone is one unit, one of neither is none', async () => {
    const { cycle, call } = await setUp()
    const { contributionId } = await buildContribution(db, call, now, { answers: [], attachments: [file] })
    expect(await listUnits(db, cycle.id)).toEqual([{ kind: 'contribution', id: contributionId as Id, contributionId, contributionNumber: 1, number: null, withdrawn: false, declinedFor: null }])
  })
})
