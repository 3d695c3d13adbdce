import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { buildContribution } from '../contributions/testing.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { listEntriesOf } from '../record/queries.ts'
import { SYSTEM } from '../record/model.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { closeCall, extendDeadline, openCall, reopenCall, reviseCall } from './commands.ts'
import type { Call } from './model.ts'
import { findCall, findCallById, listCalls } from './queries.ts'
import type { CallRevision } from './schema.ts'
import { buildCall } from './testing.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const day = (text: string) => text as PlainDate

async function setUp() {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  return { cycle, call: await buildCall(db, cycle, now) }
}

type Asked = CallRevision['questions'][number]
const asked = (over: Partial<Asked> & { text: string }): Asked => ({ id: undefined, guidance: undefined, kind: 'open', isRequired: false, lengthLimit: undefined, hasWords: false, options: [], ...over })

function asRevision(call: Call, over: Partial<CallRevision> = {}) {
  return {
    callId: call.id,
    revision: call.revision,
    title: call.title,
    introduction: call.introduction,
    audience: undefined,
    opensOn: call.opensOn,
    deadline: call.deadline,
    deadlineZone: call.deadlineZone,
    isSoft: call.isSoft,
    rollingUntil: undefined,
    source: undefined,
    isSurvey: call.isSurvey,
    questions: call.questions.map(({ id, text, guidance, kind, isRequired, lengthLimit, hasWords, options }) => asked({ id, text, guidance: guidance ?? undefined, kind, isRequired, lengthLimit: lengthLimit ?? undefined, hasWords, options: options.map((option) => option.text) })),
    ...over,
  }
}

describe('openCall', () => {
  test('refuses an address that is taken in the cycle', async () => {
    const { cycle, call } = await setUp()
    const again = await transact(db, (tx) => openCall(tx, SYSTEM, { ...asRevision(call), slug: 'main', isDraft: false, remarksUntil: null, forumId: cycle.forumId, cycleId: cycle.id }, now))
    expect(again).toEqual({ refusal: 'slug-taken' })
    expect(await listCalls(db, cycle.id)).toHaveLength(1)
  })

  test('numbers the questions and records the act', async () => {
    const { call } = await setUp()
    expect(call.questions.map(({ number, text, guidance }) => [number, text, guidance])).toEqual([
      [1, 'What works?', null],
      [2, 'What does not?', 'Name an example.'],
    ])
    expect((await listEntriesOf(db, call.id)).map(({ act, detail }) => [act, detail])).toEqual([['call-opened', { call: 'main', questions: 2 }]])
  })
})

describe('reviseCall', () => {
  test('refuses what was changed meanwhile', async () => {
    const { call } = await setUp()
    await transact(db, (tx) => reviseCall(tx, SYSTEM, asRevision(call, { title: 'First' }), now))
    expect(await transact(db, (tx) => reviseCall(tx, SYSTEM, asRevision(call, { title: 'Second' }), now))).toEqual({ refusal: 'changed-meanwhile' })
    expect((await findCallById(db, call.id))?.title).toBe('First')
  })

  test('refuses to remove a question that has answers, and leaves all as it was', async () => {
    const { call } = await setUp()
    await buildContribution(db, call, now)
    const [first] = asRevision(call).questions
    const refused = await transact(db, (tx) => reviseCall(tx, SYSTEM, asRevision(call, { title: 'Other', questions: first === undefined ? [] : [first] }), now))
    expect(refused).toEqual({ refusal: 'question-answered' })
    expect(await findCallById(db, call.id)).toEqual(call)
  })

  test('refuses another deadline: that is extended, with a reason', async () => {
    const { call } = await setUp()
    expect(await transact(db, (tx) => reviseCall(tx, SYSTEM, asRevision(call, { deadline: day('2026-12-24') }), now))).toEqual({ refusal: 'deadline-set' })
  })

  test('a question keeps its number when another is removed, and a new one takes the next', async () => {
    const { call } = await setUp()
    const [, second] = asRevision(call).questions
    const questions = [...(second === undefined ? [] : [{ ...second, text: 'What fails?' }]), asked({ text: 'Anything else?' })]
    await transact(db, (tx) => reviseCall(tx, SYSTEM, asRevision(call, { questions }), now))
    const revised = await findCallById(db, call.id)
    expect(revised?.questions.map(({ number, text }) => [number, text])).toEqual([
      [2, 'What fails?'],
      [3, 'Anything else?'],
    ])
    expect(revised?.questions[0]?.id).toBe(call.questions[1]?.id)
    expect((await listEntriesOf(db, call.id)).at(-1)?.detail).toEqual({ call: 'main', added: 1, changed: 1, removed: 1 })
  })
})

describe('extendDeadline', () => {
  const toDecember = (call: Call, over = {}) => ({ callId: call.id, earlier: day('2026-11-15'), deadline: day('2026-12-01'), reason: 'Several asked for time', ...over })

  test('refuses an earlier day, a deadline seen before it moved, and a closed call', async () => {
    const { call } = await setUp()
    expect(await transact(db, (tx) => extendDeadline(tx, SYSTEM, toDecember(call, { deadline: day('2026-11-15') }), now))).toEqual({ refusal: 'not-later' })
    await transact(db, (tx) => extendDeadline(tx, SYSTEM, toDecember(call), now))
    expect(await transact(db, (tx) => extendDeadline(tx, SYSTEM, toDecember(call), now))).toEqual({ refusal: 'changed-meanwhile' })
    await transact(db, (tx) => closeCall(tx, SYSTEM, { callId: call.id, reason: 'Drafting starts' }, now))
    expect(await transact(db, (tx) => extendDeadline(tx, SYSTEM, toDecember(call, { earlier: day('2026-12-01'), deadline: day('2027-01-01') }), now))).toEqual({ refusal: 'call-closed' })
  })

  test('keeps every earlier date with its reason, and leaves the revision, so that no half-written form is turned back', async () => {
    const { call } = await setUp()
    await transact(db, (tx) => extendDeadline(tx, SYSTEM, toDecember(call), now))
    await transact(db, (tx) => extendDeadline(tx, SYSTEM, toDecember(call, { earlier: day('2026-12-01'), deadline: day('2026-12-10'), reason: 'Once more' }), now))
    const extended = await findCallById(db, call.id)
    expect(extended).toMatchObject({ deadline: '2026-12-10', revision: call.revision })
    expect(extended?.extensions).toEqual([
      { earlier: '2026-11-15', changedOn: '2026-11-02', reason: 'Several asked for time' },
      { earlier: '2026-12-01', changedOn: '2026-11-02', reason: 'Once more' },
    ])
  })
})

describe('closeCall and reopenCall', () => {
  test('refuse what is done already', async () => {
    const { call } = await setUp()
    expect(await transact(db, (tx) => reopenCall(tx, SYSTEM, { callId: call.id, reason: 'Why not' }, now))).toEqual({ refusal: 'call-open' })
    await transact(db, (tx) => closeCall(tx, SYSTEM, { callId: call.id, reason: 'Drafting starts' }, now))
    expect(await transact(db, (tx) => closeCall(tx, SYSTEM, { callId: call.id, reason: 'Again' }, now))).toEqual({ refusal: 'call-closed' })
  })

  test('close with a reason, and open again', async () => {
    const { cycle, call } = await setUp()
    await transact(db, (tx) => closeCall(tx, SYSTEM, { callId: call.id, reason: 'Drafting starts' }, now))
    expect(await findCall(db, cycle.id, 'main')).toMatchObject({ isOpen: false, closedAt: now, closedReason: 'Drafting starts' })
    await transact(db, (tx) => reopenCall(tx, SYSTEM, { callId: call.id, reason: 'One more week' }, now))
    expect(await findCall(db, cycle.id, 'main')).toMatchObject({ isOpen: true, closedAt: null, closedReason: null })
    expect((await listEntriesOf(db, call.id)).map(({ act }) => act)).toEqual(['call-opened', 'call-closed', 'call-reopened'])
  })
})
