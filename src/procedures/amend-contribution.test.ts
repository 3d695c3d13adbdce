import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { closeCall } from '../calls/commands.ts'
import { buildCall } from '../calls/testing.ts'
import { AMENDING_DAYS } from '../contributions/amendments/model.ts'
import { listAmendments, listUncheckedAnswers } from '../contributions/amendments/queries.ts'
import type { Amending } from '../contributions/amendments/commands.ts'
import { withdrawContribution } from '../contributions/commands.ts'
import { countChosen, findContributions, listAnswers, listAnswersAsSent, listUnits } from '../contributions/queries.ts'
import { aContribution, buildContribution } from '../contributions/testing.ts'
import { redactAnswer } from '../contributions/redaction/commands.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { PUBLIC, SYSTEM } from '../record/model.ts'
import { isRefusal } from '../shared/result.ts'
import { addMilliseconds, type Instant } from '../shared/time.ts'
import { undoAnchoring } from '../synthesis/anchoring/commands.ts'
import { listDetachedPassages } from '../synthesis/anchoring/queries.ts'
import { listPassages } from '../synthesis/queries.ts'
import { amendContribution } from './amend-contribution.ts'
import { anchorPassage } from './anchor-passage.ts'
import { checkAmendment } from './check-amendment.ts'
import { markPassage } from './mark-passage.ts'

const db = await testDatabase()
const now = '2026-03-01T10:00:00.000Z' as Instant
const days = (count: number) => addMilliseconds(now, count * 86_400_000)
const TEXT = 'Quays are 规则 for all. قواعد واضحة for boats. Boats sleep, boats wake. 😀 Night is quiet.'

async function setUp(text = TEXT) {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now)
  const [first, second] = call.questions.map(({ id }) => id)
  if (first === undefined || second === undefined) throw new Error('The call has too few questions')
  const { contributionId } = await buildContribution(db, call, now, { answers: [{ questionId: first, text }] })
  const { formKey: _key, mail: _mail, revision: _revision, writeReceipt: _receipt, ...sent } = aContribution(call)
  const amend = (over: Partial<Amending>, at = days(1)) => transact(db, (tx) => amendContribution(tx, PUBLIC, { ...sent, answers: [{ questionId: first, text }], contributionId, amendments: 0, ...over }, at))
  const answers = () => listAnswersAsSent(db, contributionId)
  const place = { forumId: forum.id, cycleId: cycle.id }
  const mark = async (quote: string) => {
    const [answer] = await answers()
    const marked = await transact(db, (tx) => markPassage(tx, SYSTEM, { ...place, sourceKind: 'answer', sourceId: answer?.id ?? first, marking: { quote }, themeIds: [] }, now))
    if (isRefusal(marked)) throw new Error(marked.refusal)
    return marked.number
  }
  return { cycle, call, first, second, contributionId, amend, answers, place, mark }
}

describe('an amendment', () => {
  test('is refused once the time is over, after a withdrawal, of nothing, to nothing, and from an older page', async () => {
    const { cycle, call, first, contributionId, amend } = await setUp()
    expect(await amend({})).toMatchObject({ refusal: 'nothing-changed' })
    expect(await amend({ answers: [{ questionId: first, text: '' }] })).toMatchObject({ refusal: 'nothing-said' })
    expect(await amend({ answers: [{ questionId: contributionId as never, text: 'x' }] })).toMatchObject({ refusal: 'unknown-question' })
    expect(await amend({ amendments: 3, answers: [{ questionId: first, text: 'Other' }] })).toMatchObject({ refusal: 'changed-meanwhile' })
    await transact(db, (tx) => closeCall(tx, SYSTEM, { callId: call.id, reason: 'Drafting' }, days(2)))
    expect(await amend({ answers: [{ questionId: first, text: 'Other' }] }, days(3 + AMENDING_DAYS))).toMatchObject({ refusal: 'amending-over' })
    expect(await amend({ answers: [{ questionId: first, text: 'Other' }] }, days(1 + AMENDING_DAYS))).toMatchObject({ number: 1, isLate: true })
    await transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId, cycleId: cycle.id }, days(3)))
    expect(await amend({ amendments: 1, answers: [{ questionId: first, text: 'Third' }] })).toMatchObject({ refusal: 'not-standing' })
  })

  test('keeps what stood before; answers keep their identity, are added, taken back and given again', async () => {
    const { cycle, first, second, contributionId, amend, answers } = await setUp('One.')
    const [before] = await answers()
    expect(await amend({ answers: [{ questionId: first, text: 'Two.' }, { questionId: second, text: 'More.' }], note: 'A slip' })).toMatchObject({ number: 1, isLate: false })
    expect((await answers())[0]).toMatchObject({ id: before?.id, text: 'Two.' })
    await amend({ amendments: 1, answers: [{ questionId: first, text: '' }, { questionId: second, text: 'More.' }] })
    expect((await listAnswers(db, cycle.id)).map(({ text }) => text)).toEqual(['More.'])
    expect((await listUnits(db, cycle.id)).map(({ withdrawn }) => withdrawn)).toEqual([true, false])
    await amend({ amendments: 2, answers: [{ questionId: first, text: 'Three.' }, { questionId: second, text: 'More.' }] })
    expect((await answers())[0]).toMatchObject({ id: before?.id, text: 'Three.' })
    expect((await listAmendments(db, contributionId)).map(({ number, note, changes }) => ({ number, note, changes: changes.map((change) => [change.number, change.before, change.after]) }))).toEqual([
      { number: 3, note: null, changes: [[1, null, 'Three.']] },
      { number: 2, note: null, changes: [[1, 'Two.', null]] },
      { number: 1, note: 'A slip', changes: [[1, 'One.', 'Two.'], [2, null, 'More.']] },
    ])
  })

  test('moves the tallies with the groups, and takes files in addition', async () => {
    const { cycle, contributionId, amend } = await setUp()
    const file = { name: 'a.txt', mediaType: 'text/plain', size: 3, sha256: 'a'.repeat(64) }
    await amend({ stakeholderGroup: 'Government', consent: 'without-name', attachments: [file] })
    expect(await countChosen(db, cycle.id, { stakeholderGroup: 'Government' })).toMatchObject({ counted: 1 })
    expect(await countChosen(db, cycle.id, {})).toMatchObject({ counted: 1 })
    expect(await findContributions(db, [contributionId])).toMatchObject([{ consent: 'without-name', amendedAt: days(1) }])
    expect(await amend({ amendments: 1, stakeholderGroup: 'Government', consent: 'without-name', attachments: [file] })).toMatchObject({ refusal: 'nothing-changed' })
  })

  test('by two pages at once: one is taken, the other told', async () => {
    const { first, amend } = await setUp()
    const outcomes = await Promise.all(['A', 'B'].map((text) => amend({ answers: [{ questionId: first, text }] })))
    expect(outcomes.map((outcome) => (isRefusal(outcome) ? outcome.refusal : 'taken')).toSorted()).toEqual(['changed-meanwhile', 'taken'])
  })
})

describe('the passages of an amended answer', () => {
  test('follow words that stand there once, in every script; what is gone, changed or doubled waits for a person', async () => {
    const { cycle, first, amend, mark, place, answers } = await setUp()
    for (const quote of ['Quays are 规则', 'قواعد واضحة', 'Boats sleep', '😀 Night']) await mark(quote)
    const amended = 'First of all: Boats sleep. Then Boats sleep. Quays are 规则 for all. قواعد واضحة for ships. 😀 Nights are quiet.'
    expect(await amend({ answers: [{ questionId: first, text: amended }] })).toMatchObject({ detached: 1 })
    const passages = await listPassages(db, cycle.id)
    const points = Array.from(amended)
    for (const passage of passages.filter(({ detachedAt }) => detachedAt === null)) expect(points.slice(passage.start, passage.end).join('')).toBe(passage.quote)
    expect(passages.filter(({ detachedAt }) => detachedAt !== null).map(({ quote }) => quote)).toEqual(['Boats sleep'])
    const [lost] = await listDetachedPassages(db, cycle.id)
    const anchor = (quote: string) => transact(db, (tx) => anchorPassage(tx, SYSTEM, { ...place, passageId: lost?.id ?? first, marking: { quote } }, days(2)))
    expect(await anchor('Boats sleep')).toMatchObject({ refusal: 'quote-not-unique' })
    expect(await anchor('Boats fly')).toMatchObject({ refusal: 'quote-not-found' })
    expect(await anchor('Quays are 规则')).toMatchObject({ refusal: 'already-marked' })
    expect(await anchor('Then Boats sleep')).toEqual({ number: 3 })
    expect(await anchor('Then Boats sleep')).toMatchObject({ refusal: 'passage-not-found' })
    expect((await answers())[0]?.text).toBe(amended)
    const undo = () => transact(db, (tx) => undoAnchoring(tx, SYSTEM, { ...place, passageId: lost?.id ?? first }, days(2)))
    expect([await undo(), await undo()]).toEqual([{ undone: true }, { refusal: 'nothing-to-undo' }])
    expect(await listDetachedPassages(db, cycle.id)).toMatchObject([{ quote: 'Boats sleep', start: lost?.start, end: lost?.end }])
    expect(await anchor('Then Boats sleep')).toEqual({ number: 3 })
    // Amended back, the words are where they were.
    await amend({ amendments: 1 }, days(3))
    expect((await listPassages(db, cycle.id)).map(({ quote, detachedAt }) => [quote, detachedAt === null])).toEqual([['Quays are 规则', true], ['قواعد واضحة', true], ['Then Boats sleep', false], ['😀 Night', true]])
  })

  test('wait as well when the answer is taken back, and come back with it', async () => {
    const { cycle, first, second, amend, mark } = await setUp()
    await mark('Quays are 规则')
    await amend({ answers: [{ questionId: first, text: '' }, { questionId: second, text: 'x' }] })
    expect(await listDetachedPassages(db, cycle.id)).toMatchObject([{ number: 1 }])
    await amend({ amendments: 1, answers: [{ questionId: first, text: TEXT }, { questionId: second, text: 'x' }] })
    expect(await listDetachedPassages(db, cycle.id)).toEqual([])
  })

  test('the answer stays to be looked at until somebody has, and again after the next amendment', async () => {
    const { cycle, first, amend } = await setUp()
    await amend({ answers: [{ questionId: first, text: 'Other words.' }] })
    const [answer] = await listUncheckedAnswers(db, cycle.id)
    expect(answer).toMatchObject({ text: 'Other words.', before: TEXT })
    const check = () => transact(db, (tx) => checkAmendment(tx, SYSTEM, { answerId: answer?.id ?? first, cycleId: cycle.id }, days(2)))
    expect([await check(), await check()]).toEqual([{ checked: true }, { refusal: 'not-amended' }])
    expect(await listUncheckedAnswers(db, cycle.id)).toEqual([])
    await amend({ amendments: 1, answers: [{ questionId: first, text: 'Third words.' }] }, days(3))
    expect(await listUncheckedAnswers(db, cycle.id)).toMatchObject([{ text: 'Third words.', before: 'Other words.' }])
  })
})

describe('what is redacted in an amended answer', () => {
  async function redacted() {
    const at = await setUp()
    const [answer] = await at.answers()
    const answerId = answer?.id ?? at.first
    await transact(db, (tx) => redactAnswer(tx, SYSTEM, { cycleId: at.cycle.id, answerId, marking: { quote: 'Boats sleep' }, reason: 'personal-data' }, now))
    return at
  }

  test('stays blackened where its words stand now', async () => {
    const { cycle, first, amend } = await redacted()
    await amend({ answers: [{ questionId: first, text: `Before all that: ${TEXT}` }] })
    expect((await listAnswers(db, cycle.id))[0]?.text).toContain('for boats. ▇▇▇▇▇▇▇▇▇▇▇, boats wake')
  })

  test('and is not to be found any more: nothing of it is shown before the desk has looked', async () => {
    const { cycle, first, contributionId, amend } = await redacted()
    await amend({ answers: [{ questionId: first, text: 'My Boats did sleep. Boats slept.' }] })
    expect((await listAnswers(db, cycle.id)).map(({ text }) => text)).toEqual([''])
    expect(await findContributions(db, [contributionId])).toMatchObject([{ heldAt: days(1), moderatedFor: 'personal-data' }])
    expect(await countChosen(db, cycle.id, {})).toMatchObject({ counted: 1 })
  })
})
