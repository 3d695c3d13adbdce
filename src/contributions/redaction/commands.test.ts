import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildCall } from '../../calls/testing.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { SYSTEM } from '../../record/model.ts'
import { listEntriesOf } from '../../record/queries.ts'
import type { Marking } from '../../shared/quote.ts'
import type { Instant } from '../../shared/time.ts'
import { listAnswers, listAnswersAsSent } from '../queries.ts'
import { buildContribution } from '../testing.ts'
import { liftRedaction, redactAnswer } from './commands.ts'
import { cutRedacted, maskText, overlaps } from './model.ts'
import { listRedactionsOf } from './queries.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const TEXT = 'Write to Zoë Example 👩‍👩‍👧 (zoe@hidden.example). Zoë Example knows.'

async function seed() {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now)
  const { contributionId } = await buildContribution(db, call, now, { answers: call.questions.slice(0, 1).map(({ id }) => ({ questionId: id, text: TEXT })) })
  const [answer] = await listAnswersAsSent(db, contributionId)
  const answerId = answer?.id ?? newId()
  const redact = (marking: Marking) => transact(db, (tx) => redactAnswer(tx, SYSTEM, { cycleId: cycle.id, answerId, marking, reason: 'personal-data', note: 'Asked by Zoë' }, now))
  const shown = async () => (await listAnswers(db, cycle.id))[0]?.text
  return { cycle, contributionId, answerId, redact, shown }
}

describe('redacting', () => {
  test('refuses what is not there, what is there twice, a place outside, an answer of another cycle, and the same again', async () => {
    const { answerId, redact, shown } = await seed()
    expect(await redact({ quote: 'Zoé' })).toEqual({ refusal: 'quote-not-found' })
    expect(await redact({ quote: 'Zoë Example' })).toMatchObject({ refusal: 'quote-not-unique', occurrences: [{ start: 9, end: 20 }, {}] })
    expect(await redact({ start: 4, end: 4000 })).toEqual({ refusal: 'range-out-of-text' })
    expect(await transact(db, (tx) => redactAnswer(tx, SYSTEM, { cycleId: newId(), answerId, marking: { start: 0, end: 5 }, reason: 'other' }, now))).toEqual({ refusal: 'answer-not-found' })
    expect(await shown()).toBe(TEXT)
    expect(await redact({ quote: 'Zoë Example', occurrence: 2 })).toHaveProperty('redactionId')
    expect(await redact({ quote: 'Zoë Example', occurrence: 2 })).toEqual({ refusal: 'already-redacted' })
  })

  test('blackens the words for everybody but keeps them, and is lifted once', async () => {
    const { cycle, contributionId, redact, shown } = await seed()
    const made = await redact({ quote: 'zoe@hidden.example' })
    if ('refusal' in made) throw new Error(made.refusal)
    expect(await shown()).toBe(TEXT.replace('zoe@hidden.example', '▇'.repeat(18)))
    expect((await listAnswersAsSent(db, contributionId))[0]?.text).toBe(TEXT)
    const lift = () => transact(db, (tx) => liftRedaction(tx, SYSTEM, { cycleId: cycle.id, redactionId: made.redactionId, reason: 'It is the public address' }, now))
    expect([await lift(), await lift()]).toEqual([{ lifted: true }, { refusal: 'already-lifted' }])
    expect(await shown()).toBe(TEXT)
    expect(await listRedactionsOf(db, contributionId)).toMatchObject([{ reason: 'personal-data', note: 'Asked by Zoë', liftedReason: 'It is the public address' }])
    const entries = (await listEntriesOf(db, contributionId)).slice(1)
    expect(entries.map(({ act, detail }) => [act, detail])).toEqual([
      ['answer-redacted', { ref: '2026/C-1/1', reason: 'personal-data' }],
      ['redaction-lifted', { ref: '2026/C-1/1', reason: 'personal-data' }],
    ])
    expect(JSON.stringify(entries)).not.toMatch(/hidden|Zoë|public address/u)
    expect(await redact({ quote: 'zoe@hidden.example' })).toHaveProperty('redactionId')
  })
})

describe('a masked text', () => {
  test('counts in code points and keeps all places', () => {
    expect(maskText('a👩‍👩‍👧b', [{ start: 1, end: 6 }])).toBe('a▇▇▇▇▇b')
    expect(maskText('quoted words', [{ start: 8, end: 14 }], 7)).toBe('q▇▇▇▇▇▇words')
    expect([overlaps({ start: 0, end: 8 }, [{ start: 8, end: 9 }]), overlaps({ start: 0, end: 9 }, [{ start: 8, end: 9 }])]).toEqual([false, true])
  })

  test('is cut where redactions begin and end, overlapping ones told once', () => {
    const masked = '0123456789'
    expect(cutRedacted(masked, [{ start: 2, end: 5, reason: 'abuse' }, { start: 4, end: 7, reason: 'other' }])).toEqual([
      { text: '01', reason: null }, { text: '234', reason: 'abuse' }, { text: '56', reason: 'other' }, { text: '789', reason: null },
    ])
    expect(cutRedacted('456', [{ start: 2, end: 5, reason: 'abuse' }], 4)).toEqual([{ text: '4', reason: 'abuse' }, { text: '56', reason: null }])
    expect(cutRedacted('789', [{ start: 2, end: 5, reason: 'abuse' }], 7)).toEqual([{ text: '789', reason: null }])
  })
})
