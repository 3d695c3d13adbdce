import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { buildCall } from '../calls/testing.ts'
import { confirmEntry, declineCorrection, proposeCorrection } from '../contributions/corrections/commands.ts'
import { confirmationOf } from '../contributions/corrections/model.ts'
import { listCorrections } from '../contributions/corrections/queries.ts'
import { redactAnswer } from '../contributions/redaction/commands.ts'
import { findContribution, listAnswers, listAnswersAsSent } from '../contributions/queries.ts'
import { aContribution } from '../contributions/testing.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../record/model.ts'
import { listEntriesOf, unscopedListOutbox } from '../record/queries.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { listPassagesOf } from '../synthesis/queries.ts'
import { enterContribution } from './enter-contribution.ts'
import { markPassage } from './mark-passage.ts'
import { takeCorrection } from './take-correction.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const write = ({ ref }: { ref: string }) => ({ subject: `About ${ref}`, body: 'Words to the sender.' })
const TEXT = 'We have two boats. We have two nets. Write to Zoë.'

async function seed(channel: 'paper' | 'mail' = 'paper', isReached = true) {
  const mail = isReached ? `${uniqueSlug()}@example.org` : undefined
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now)
  const { revision: _revision, writeReceipt: _writeReceipt, ...sent } = aContribution(call, { mail, answers: call.questions.slice(0, 1).map(({ id }) => ({ questionId: id, text: TEXT })) })
  const enter = () => transact(db, (tx) => enterContribution(tx, SYSTEM, { ...sent, channel, receivedBy: '2026-11-01' as PlainDate, write }, now))
  const entered = await enter()
  if ('refusal' in entered) throw new Error(entered.refusal)
  const { contributionId } = entered
  const [answer] = await listAnswersAsSent(db, contributionId)
  const answerId = answer?.id ?? newId()
  const at = { cycleId: cycle.id, contributionId }
  const propose = (text: string, remark?: string) => transact(db, (tx) => proposeCorrection(tx, PUBLIC, { ...at, answers: [{ answerId, text }], remark }, now))
  const waiting = async () => (await listCorrections(db, contributionId))[0]?.id ?? newId()
  return {
    cycle, at, answerId, enter, propose, waiting,
    take: async () => { const correctionId = await waiting(); return transact(db, (tx) => takeCorrection(tx, SYSTEM, { ...at, correctionId, write }, now)) },
    decline: async () => { const correctionId = await waiting(); return transact(db, (tx) => declineCorrection(tx, SYSTEM, { ...at, correctionId, reason: 'It was entered so.', write }, now)) },
    confirm: () => transact(db, (tx) => confirmEntry(tx, PUBLIC, at, now)),
    mark: (quote: string, occurrence?: number) => transact(db, (tx) => markPassage(tx, SYSTEM, { forumId: cycle.forumId, cycleId: cycle.id, sourceKind: 'answer', sourceId: answerId, marking: { quote, occurrence }, themeIds: [] }, now)),
    redact: (quote: string) => transact(db, (tx) => redactAnswer(tx, SYSTEM, { cycleId: cycle.id, answerId, marking: { quote }, reason: 'personal-data' }, now)),
    letters: async () => (await unscopedListOutbox(db, 500)).filter((item) => item.recipient === mail).length,
    text: async () => (await listAnswersAsSent(db, contributionId))[0]?.text,
  }
}

describe('what the desk entered', () => {
  test('is asked about once, however often its form was sent; without an address nobody is asked', async () => {
    const { cycle, enter, letters, confirm } = await seed()
    await enter()
    expect(await letters()).toBe(1)
    expect(confirmationOf((await findContribution(db, cycle.id, 1)) ?? { senderAskedAt: null, senderConfirmedAt: null })).toBe('asked')
    expect([await confirm(), await confirm()]).toEqual([{ confirmed: true }, { refusal: 'nothing-to-confirm' }])
    // The same form once more, after the sender has confirmed.
    await enter()
    expect(await letters()).toBe(1)
    const silent = await seed('mail', false)
    expect([await silent.confirm(), await silent.propose('Otherwise')]).toEqual([{ refusal: 'nothing-to-confirm' }, { refusal: 'nothing-to-correct' }])
  })

  test('is not corrected by the same words, nor twice at a time', async () => {
    const { propose } = await seed()
    expect(await propose(TEXT)).toEqual({ refusal: 'nothing-changed' })
    expect(await propose(TEXT, 'My name is misspelt.')).toHaveProperty('correctionId')
    expect(await propose('Other words')).toEqual({ refusal: 'correction-waiting' })
  })
})

describe('a correction', () => {
  test('declined changes nothing, is told, and another may follow', async () => {
    const { propose, decline, take, text, letters } = await seed()
    await propose('Other words')
    expect(await decline()).toEqual({ declined: true })
    expect([await decline(), await take()]).toEqual([{ refusal: 'already-decided' }, { refusal: 'already-decided' }])
    expect([await text(), await letters()]).toEqual([TEXT, 2])
    expect(await propose('Other words')).toHaveProperty('correctionId')
  })

  test('taken keeps passages and redactions on their words, and counts as confirmed', async () => {
    const { cycle, at, answerId, propose, take, mark, redact, text, letters } = await seed()
    await mark('We have two', 2)
    await mark('nets')
    await redact('Zoë')
    await propose(`Indeed 👩‍👩‍👧. ${TEXT} Thank you.`)
    expect(await take()).toEqual({ answers: 1 })
    expect([await text(), await letters()]).toEqual([`Indeed 👩‍👩‍👧. ${TEXT} Thank you.`, 2])
    const shift = Array.from('Indeed 👩‍👩‍👧. ').length
    expect((await listPassagesOf(db, [answerId])).map(({ start, quote }) => [start, quote])).toEqual([[19 + shift, 'We have two'], [31 + shift, 'nets']])
    expect((await listAnswers(db, cycle.id))[0]?.text).toContain('Write to ▇▇▇. Thank you.')
    expect((await findContribution(db, cycle.id, 1))?.senderConfirmedAt).toBe(now)
    const entries = await listEntriesOf(db, at.contributionId)
    expect(entries.map(({ act }) => act)).toEqual(['contribution-received', 'sender-asked', 'answer-redacted', 'correction-proposed', 'correction-taken'])
    expect(JSON.stringify(entries)).not.toContain('Indeed')
  })

  test('of quoted or redacted words is not taken, and nothing of it is', async () => {
    const quoted = await seed()
    await quoted.mark('two nets')
    await quoted.propose(TEXT.replace('two nets', 'three nets'))
    expect(await quoted.take()).toEqual({ refusal: 'passages-in-the-way', refs: ['P-1'] })
    expect(await quoted.text()).toBe(TEXT)
    const redacted = await seed()
    await redacted.redact('Zoë')
    await redacted.propose(TEXT.replace('Zoë', 'Zoe'))
    expect(await redacted.take()).toEqual({ refusal: 'redaction-in-the-way' })
    expect(await redacted.text()).toBe(TEXT)
    expect((await listCorrections(db, redacted.at.contributionId))[0]?.decidedAt).toBeNull()
  })

  test('decided by two at once is decided once', async () => {
    const { propose, take, decline, letters } = await seed()
    await propose('Other words')
    const outcomes = await Promise.all([take(), decline(), take()])
    expect(outcomes.filter((outcome) => !('refusal' in outcome))).toHaveLength(1)
    expect(await letters()).toBe(2)
  })
})
