import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { reviseCall } from '../../calls/commands.ts'
import type { Call } from '../../calls/model.ts'
import { findCallById } from '../../calls/queries.ts'
import { askedQuestion, oneOfEachKind } from '../../calls/questions/testing.ts'
import { buildCall } from '../../calls/testing.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../../record/model.ts'
import type { Instant } from '../../shared/time.ts'
import { sendContribution, withdrawContribution } from '../commands.ts'
import { listInbox } from '../handling/queries.ts'
import { listUnits } from '../queries.ts'
import { aContribution, buildContribution } from '../testing.ts'
import { countChoices, listChoices } from './queries.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant

async function setUp() {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now, { questions: oneOfEachKind() })
  return { cycle, call }
}

const idOf = (call: Call, number: number) => call.questions[number - 1]?.id ?? newId<'question'>()
const chosen = (call: Call, number: number, ...options: number[]) => ({ questionId: idOf(call, number), options })
const send = (call: Call, over: object) => transact(db, (tx) => sendContribution(tx, PUBLIC, aContribution(call, { answers: [], ...over }), now))
const asRevision = (call: Call, questions: readonly object[]) => ({ ...call, audience: undefined, rollingUntil: undefined, source: undefined, callId: call.id, questions: questions as never })
const revise = (call: Call, questions: readonly object[]) => transact(db, (tx) => reviseCall(tx, SYSTEM, asRevision(call, questions), now))
const asAsked = (call: Call) => call.questions.map(({ id, text, kind, options, lengthLimit, hasWords }) => askedQuestion(text, kind, options.map((option) => option.text), { id, lengthLimit: lengthLimit ?? undefined, hasWords }))

describe('what was chosen', () => {
  test('is refused where it is no option, twice the same, or two of one', async () => {
    const { call } = await setUp()
    for (const choice of [chosen(call, 2, 9), chosen(call, 3, 1, 1), chosen(call, 2, 1, 2), { questionId: newId<'question'>(), options: [1] }]) {
      expect(await send(call, { choices: [choice] })).toEqual({ refusal: 'unknown-question' })
    }
    expect(await send(call, { choices: [chosen(call, 2)] })).toEqual({ refusal: 'nothing-said' })
  })

  test('alone makes a contribution that is counted and is no unit, for it left no words', async () => {
    const { call, cycle } = await setUp()
    const { contributionId } = await buildContribution(db, call, now, { answers: [], choices: [chosen(call, 2, 3), chosen(call, 5, 3, 1)] })
    expect((await listChoices(db, [contributionId])).get(contributionId)).toEqual([chosen(call, 2, 3), chosen(call, 5, 3, 1)].toSorted((a, b) => (a.questionId < b.questionId ? -1 : 1)))
    expect(await listUnits(db, cycle.id)).toEqual([])
  })

  test('words beside a choice are an answer, and have to be accounted for', async () => {
    const { call, cycle } = await setUp()
    await buildContribution(db, call, now, { answers: [{ questionId: idOf(call, 2), text: 'At low tide.' }], choices: [chosen(call, 2, 1)] })
    expect(await listUnits(db, cycle.id)).toMatchObject([{ kind: 'answer', number: 2 }])
  })

  test('the inbox counts a question once, answered in words, by a choice or both', async () => {
    const { call, cycle } = await setUp()
    await buildContribution(db, call, now, { answers: [], choices: [chosen(call, 2, 3), chosen(call, 5, 3, 1)] })
    await buildContribution(db, call, now, { answers: [{ questionId: idOf(call, 2), text: 'At low tide.' }], choices: [chosen(call, 2, 1)] })
    const inbox = await listInbox(db, cycle.id, {}, { people: [], organisations: [] }, { offset: 0, limit: 9 })
    expect(inbox.map(({ answers }) => answers)).toEqual([2, 1])
  })

  test('sent twice is one contribution; sent again with another choice is another form', async () => {
    const { call } = await setUp()
    const input = { formKey: newId(), choices: [chosen(call, 5, 2, 1), chosen(call, 3, 1, 3)] }
    const first = await send(call, input)
    expect(await send(call, { ...input, choices: input.choices.toReversed() })).toEqual(first)
    expect(await send(call, { ...input, choices: [chosen(call, 5, 1, 2), chosen(call, 3, 1, 3)] })).toEqual({ refusal: 'form-used' })
  })

  test('is counted by option and place, and no more once withdrawn', async () => {
    const { call, cycle } = await setUp()
    await buildContribution(db, call, now, { answers: [], choices: [chosen(call, 5, 3, 1)] })
    const second = await buildContribution(db, call, now, { answers: [], choices: [chosen(call, 5, 1)] })
    const counted = async () => (await countChoices(db, call.id)).counts.map(({ option, place, count }) => [option, place, count].join(' ')).toSorted((a, b) => (a < b ? -1 : 1))
    expect(await counted()).toEqual(['1 1 1', '1 2 1', '3 1 1'])
    await transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId: second.contributionId, cycleId: cycle.id }, now))
    expect(await counted()).toEqual(['1 2 1', '3 1 1'])
    expect((await countChoices(db, call.id)).answered.get(idOf(call, 5))).toBe(1)
  })
})

describe('a call that is revised', () => {
  test('keeps options that were chosen, and the kind of a question that was answered', async () => {
    const { call } = await setUp()
    await buildContribution(db, call, now, { answers: [{ questionId: idOf(call, 1), text: 'Boards.' }], choices: [chosen(call, 2, 3)] })
    const asked = asAsked(call)
    expect(await revise(call, asked.with(1, { ...asked[1], options: ['Evening', 'Night'] } as never))).toEqual({ refusal: 'option-chosen' })
    expect(await revise(call, asked.with(0, askedQuestion('What works?', 'one', ['This', 'That'], { id: idOf(call, 1) })))).toEqual({ refusal: 'question-answered' })
    expect(await findCallById(db, call.id)).toEqual(call)
  })

  test('may change the words of options, their order, and the kind of what nobody answered', async () => {
    const { call } = await setUp()
    await buildContribution(db, call, now, { answers: [], choices: [chosen(call, 2, 3)] })
    const asked = asAsked(call)
    const wanted = asked.with(1, { ...asked[1], options: ['Not ever', 'Evening', 'Night'] } as never).with(3, { ...asked[3], kind: 'one' } as never)
    expect(await revise(call, wanted)).toEqual({ callId: call.id })
    const revised = await findCallById(db, call.id)
    expect(revised?.questions[1]?.options).toEqual([{ number: 3, text: 'Not ever' }, { number: 1, text: 'Evening' }, { number: 2, text: 'Night' }])
    expect(revised?.questions[3]).toMatchObject({ id: idOf(call, 4), number: 4, kind: 'one', options: [{ number: 1 }, { number: 2 }, { number: 3 }] })
  })
})
