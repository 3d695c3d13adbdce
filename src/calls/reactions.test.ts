import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { addMilestone, moveMilestone } from '../forums/timeline/commands.ts'
import { listMilestones } from '../forums/queries.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { PUBLIC, SYSTEM } from '../record/model.ts'
import { listEntriesOf, unscopedListOutbox } from '../record/queries.ts'
import type { ApproximateDate } from '../shared/approximate-date.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { bindCall, closeCall, openDraft } from './commands.ts'
import type { Call } from './model.ts'
import { announceCall, askForNotice, confirmNotice, leaveNotice } from './notices/commands.ts'
import type { WriteNotice } from './notices/model.ts'
import { findCallById } from './queries.ts'
import { runCallClock } from './reactions.ts'
import { buildCall } from './testing.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const at = (text: string) => text as Instant
const on = (day: string): ApproximateDate => ({ on: day as PlainDate })
const write: WriteNotice = ({ call, occasion }, { language }) => ({ subject: `${occasion} ${call.slug} ${language}`, body: 'x' })

async function setUp(over: object = {}) {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  return { forum, cycle, call: await buildCall(db, cycle, now, over) }
}

async function follow(call: Call, mail: string, when: Instant = now): Promise<Id<'notice'>> {
  let noticeId = '' as Id<'notice'>
  const writeConfirmation = (id: Id<'notice'>) => {
    noticeId = id
    return { subject: 'Confirm', body: 'x' }
  }
  await transact(db, (tx) => askForNotice(tx, PUBLIC, { callId: call.id, mail, language: 'fr', writeConfirmation }, when))
  await transact(db, (tx) => confirmNotice(tx, PUBLIC, { noticeId }, when))
  return noticeId
}

/** What waits in the outbox about a call. */
async function mailsOf(call: Call): Promise<string[]> {
  const own = (await unscopedListOutbox(db, 1000)).filter(({ forumId, subject }) => forumId === call.forumId && subject !== 'Confirm')
  return own.map(({ recipient, subject }) => `${recipient}: ${subject}`).reverse()
}

const states = async (call: Call) => (await findCallById(db, call.id))?.isOpen

describe('closing with a milestone', () => {
  test('is refused for a milestone of another cycle and for a closed call', async () => {
    const [{ call }, other] = [await setUp(), await setUp()]
    const { milestoneId } = await transact(db, (tx) => addMilestone(tx, SYSTEM, { cycle: other.cycle, title: 'Elsewhere', isSoft: true, note: null, source: null, date: on('2026-11-03') }, now))
    expect(await transact(db, (tx) => bindCall(tx, SYSTEM, { callId: call.id, milestoneId }, now))).toEqual({ refusal: 'not-found' })
    await transact(db, (tx) => closeCall(tx, SYSTEM, { callId: other.call.id, reason: 'Done' }, now))
    expect(await transact(db, (tx) => bindCall(tx, SYSTEM, { callId: other.call.id, milestoneId }, now))).toEqual({ refusal: 'call-closed' })
  })

  test('closes once the day has begun everywhere, with the milestone as its reason, and not while it is only a window', async () => {
    const { cycle, call } = await setUp({ deadline: null })
    const { milestoneId } = await transact(db, (tx) => addMilestone(tx, SYSTEM, { cycle, title: 'Drafting starts', isSoft: true, note: null, source: null, date: { when: 'when the breakdown is read' } }, now))
    await transact(db, (tx) => bindCall(tx, SYSTEM, { callId: call.id, milestoneId }, now))
    await runCallClock(db, at('2027-01-01T00:00:00.000Z'), write)
    expect(await states(call)).toBe(true)
    const [milestone] = await listMilestones(db, cycle.id)
    await transact(db, (tx) => moveMilestone(tx, SYSTEM, { cycle, milestoneId, date: on('2026-12-01'), reason: 'Read', revision: milestone?.revision ?? 1 }, now))
    await runCallClock(db, at('2026-12-01T11:59:00.000Z'), write)
    expect(await states(call)).toBe(true)
    await Promise.all([runCallClock(db, at('2026-12-01T12:00:00.000Z'), write), runCallClock(db, at('2026-12-01T12:00:00.000Z'), write)])
    expect(await findCallById(db, call.id)).toMatchObject({ isOpen: false, closedReason: 'Drafting starts' })
    expect((await listEntriesOf(db, call.id)).map(({ act }) => act)).toEqual(['call-opened', 'call-bound', 'call-closed'])
  })
})

describe('who asked to be told', () => {
  test('is told of nothing before the link was followed, and of nothing more after leaving', async () => {
    const { call } = await setUp()
    const writeConfirmation = () => ({ subject: 'Confirm', body: 'x' })
    await transact(db, (tx) => askForNotice(tx, PUBLIC, { callId: call.id, mail: 'a@b.example', language: 'en', writeConfirmation }, now))
    const id = await follow(call, 'c@d.example')
    await transact(db, (tx) => leaveNotice(tx, PUBLIC, { noticeId: id }, now))
    expect(await transact(db, (tx) => leaveNotice(tx, PUBLIC, { noticeId: id }, now))).toEqual({ refusal: 'left-already' })
    await runCallClock(db, at('2026-11-14T10:00:00.000Z'), write)
    expect(await mailsOf(call)).toEqual([])
  })

  test('asking again on the same day sends no second mail, and says the same', async () => {
    const { call } = await setUp()
    const ask = () => transact(db, (tx) => askForNotice(tx, PUBLIC, { callId: call.id, mail: 'a@b.example', language: 'en', writeConfirmation: () => ({ subject: 'Confirm', body: 'x' }) }, now))
    expect([await ask(), await ask()]).toEqual([{ asked: true }, { asked: true }])
    expect((await unscopedListOutbox(db, 1000)).filter(({ forumId }) => forumId === call.forumId)).toHaveLength(1)
  })

  test('is told of the opening of a draft once, however many processes look', async () => {
    const { call } = await setUp({ isDraft: true })
    await follow(call, 'a@b.example')
    await runCallClock(db, now, write)
    expect(await mailsOf(call)).toEqual([])
    await transact(db, (tx) => openDraft(tx, SYSTEM, { callId: call.id }, now))
    expect(await transact(db, (tx) => openDraft(tx, SYSTEM, { callId: call.id }, now))).toEqual({ refusal: 'not-a-draft' })
    await Promise.all([runCallClock(db, now, write), runCallClock(db, now, write)])
    expect(await mailsOf(call)).toEqual(['a@b.example: opened main fr'])
    expect((await listEntriesOf(db, call.id)).filter(({ act }) => act === 'call-told')).toHaveLength(1)
  })

  test('is reminded three days before the end of the deadline, once; whoever came after it opened is not told of the opening', async () => {
    const { call } = await setUp()
    await follow(call, 'a@b.example')
    await runCallClock(db, at('2026-11-13T11:59:00.000Z'), write)
    expect(await mailsOf(call)).toEqual([])
    await Promise.all([runCallClock(db, at('2026-11-13T12:00:01.000Z'), write), runCallClock(db, at('2026-11-13T12:00:01.000Z'), write)])
    await runCallClock(db, at('2026-11-15T12:00:00.000Z'), write)
    expect(await mailsOf(call)).toEqual(['a@b.example: reminder main fr'])
  })
})

describe('announceCall', () => {
  const announce = (call: Call, forum: Awaited<ReturnType<typeof setUp>>['forum'], cycle: Awaited<ReturnType<typeof setUp>>['cycle'], addresses: string[]) =>
    transact(db, (tx) => announceCall(tx, SYSTEM, { told: { forum, cycle, call, translations: [], occasion: 'opened' }, addresses, language: 'en', toFollowers: true, write }, now))

  test('refuses a draft, and nobody to tell', async () => {
    const { call, forum, cycle } = await setUp()
    expect(await announce(call, forum, cycle, [])).toEqual({ refusal: 'nobody-to-tell' })
    expect(await announce({ ...call, isDraft: true }, forum, cycle, ['x@y.example'])).toEqual({ refusal: 'not-open' })
  })

  test('writes to each address once, however often it is announced, and in the language of each', async () => {
    const { call, forum, cycle } = await setUp()
    await follow(call, 'a@b.example')
    expect(await announce(call, forum, cycle, ['x@y.example', 'A@b.example'])).toEqual({ mails: 2 })
    await announce(call, forum, cycle, ['x@y.example', 'z@y.example'])
    expect((await mailsOf(call)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['a@b.example: opened main fr', 'x@y.example: opened main en', 'z@y.example: opened main en'])
  })
})
