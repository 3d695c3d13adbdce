import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildCall } from '../../calls/testing.ts'
import { buildForum } from '../../forums/testing.ts'
import { buildLogin } from '../../people/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { SYSTEM, type Actor } from '../../record/model.ts'
import { listEntriesOf } from '../../record/queries.ts'
import type { Instant } from '../../shared/time.ts'
import { buildContribution } from '../testing.ts'
import { assignReader, chooseReaders, markRead, markUnread, strikeNote, writeNote } from './commands.ts'
import type { InboxReason } from './model.ts'
import { countInbox, findInInbox, listInbox, listNotes, listProgress, listReadersProgress, listReadUnits } from './queries.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const nobody = { people: [], organisations: [] }
const LONG = 'The same long letter that an association asked its members to send in, word for word, eighty characters and more.'

async function seed() {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now)
  const [reader, other] = [await buildLogin(db, 'editor', forum.id, now), await buildLogin(db, 'secretariat', forum.id, now)]
  const person: Actor = { kind: 'person', id: reader.personId }
  const received = [await buildContribution(db, call, now), await buildContribution(db, call, now, { answers: [], attachments: [{ name: 'a.pdf', mediaType: 'application/pdf', size: 3, sha256: 'a'.repeat(64) }] })]
  const ids = received.map(({ contributionId }) => contributionId)
  return { forum, cycle, call, reader, other, person, ids, inbox: (over = {}, open: { people: readonly string[]; organisations: readonly string[] } = nobody) => listInbox(db, cycle.id, over, open, { offset: 0, limit: 50 }) }
}

describe('notes', () => {
  test('are refused without somebody who writes them and beside another cycle', async () => {
    const { cycle, person, ids } = await seed()
    const [contributionId = newId()] = ids
    const input = { cycleId: cycle.id, contributionId, text: 'Ask about the annex.' }
    expect(await transact(db, (tx) => writeNote(tx, SYSTEM, input, now))).toEqual({ refusal: 'nobody' })
    expect(await transact(db, (tx) => writeNote(tx, person, { ...input, cycleId: newId() }, now))).toEqual({ refusal: 'contribution-not-found' })
    expect(await listNotes(db, contributionId)).toEqual([])
  })

  test('are kept, struck once, and never stand in the public record', async () => {
    const { cycle, person, ids } = await seed()
    const [contributionId = newId()] = ids
    const at = { cycleId: cycle.id, contributionId }
    const written = await transact(db, (tx) => writeNote(tx, person, { ...at, text: 'Ask about the annex.' }, now))
    if ('refusal' in written) throw new Error(written.refusal)
    const strike = () => transact(db, (tx) => strikeNote(tx, person, { ...at, noteId: written.noteId }, now))
    expect([await strike(), await strike()]).toEqual([{ struck: true }, { refusal: 'already-struck' }])
    expect(await listNotes(db, contributionId)).toMatchObject([{ text: 'Ask about the annex.', isStruck: true }])
    const entries = await listEntriesOf(db, contributionId)
    expect(entries.map(({ act }) => act)).toEqual(['contribution-received', 'note-written', 'note-struck'])
    expect(JSON.stringify(entries)).not.toContain('annex')
  })
})

describe('reading', () => {
  test('is marked by people alone, and nothing chosen is refused', async () => {
    const { cycle, person, ids } = await seed()
    expect(await transact(db, (tx) => markRead(tx, SYSTEM, { cycleId: cycle.id, contributionIds: ids }, now))).toEqual({ refusal: 'nobody' })
    expect(await transact(db, (tx) => markRead(tx, person, { cycleId: cycle.id, contributionIds: [] }, now))).toEqual({ refusal: 'nothing-chosen' })
    expect(await transact(db, (tx) => assignReader(tx, SYSTEM, { cycleId: cycle.id, contributionIds: [], personId: newId() }, now))).toEqual({ refusal: 'nothing-chosen' })
  })

  test('marks answer by answer or all at once, tells what is new alone, and is taken back', async () => {
    const { cycle, person, reader, ids } = await seed()
    const [first = newId()] = ids
    const mark = (answerNumber?: number) => transact(db, (tx) => markRead(tx, person, { cycleId: cycle.id, contributionIds: ids, answerNumber }, now))
    expect(await mark(2)).toEqual({ answers: 1 })
    expect((await listReadUnits(db, first, reader.personId)).size).toBe(1)
    // Two answers and the file alone: one answer was read before.
    expect([await mark(), await mark()]).toEqual([{ answers: 2 }, { answers: 0 }])
    const entries = await listEntriesOf(db, first)
    expect(entries.slice(1).map(({ act, detail }) => [act, detail])).toEqual([
      ['answers-read', { ref: '2026/C-1', contributions: 1, answers: 1 }],
      ['answers-read', { ref: '2026/C-1', contributions: 2, answers: 2 }],
    ])
    expect(await transact(db, (tx) => markUnread(tx, person, { cycleId: cycle.id, contributionIds: [first] }, now))).toEqual({ answers: 2 })
    expect((await listReadUnits(db, first, reader.personId)).size).toBe(0)
  })

  test('readers are these and nobody else, and their progress is told question by question', async () => {
    const { cycle, person, reader, other, ids } = await seed()
    const [first = newId(), second = newId()] = ids
    const choose = (personIds: readonly ReturnType<typeof newId>[]) => transact(db, (tx) => chooseReaders(tx, SYSTEM, { cycleId: cycle.id, contributionId: first, personIds }, now))
    expect(await transact(db, (tx) => chooseReaders(tx, SYSTEM, { cycleId: newId(), contributionId: first, personIds: [] }, now))).toEqual({ refusal: 'contribution-not-found' })
    await choose([reader.personId, other.personId])
    await choose([reader.personId])
    await choose([reader.personId])
    expect(await transact(db, (tx) => assignReader(tx, SYSTEM, { cycleId: cycle.id, contributionIds: ids, personId: reader.personId }, now))).toEqual({ assigned: 1 })
    await transact(db, (tx) => markRead(tx, person, { cycleId: cycle.id, contributionIds: ids, answerNumber: 1 }, now))
    expect((await listProgress(db, ids)).get(first)).toEqual([expect.objectContaining({ personId: reader.personId, isAssigned: true, read: 1, total: 2 })])
    expect(await listReadersProgress(db, cycle.id)).toEqual([
      { personId: reader.personId, number: 1, read: 1, assigned: 1 },
      { personId: reader.personId, number: 2, read: 0, assigned: 1 },
      { personId: reader.personId, number: null, read: 0, assigned: 1 },
    ])
    expect((await listEntriesOf(db, first)).filter(({ act }) => act === 'readers-chosen')).toHaveLength(2)
    expect((await listProgress(db, [second])).get(second)).toMatchObject([{ read: 0, total: 1 }])
  })
})

describe('the inbox', () => {
  test('says of each why it waits, and nothing waits that was read and has no other reason', async () => {
    const { cycle, call, person, ids, inbox } = await seed()
    for (let copies = 0; copies < 2; copies++) await buildContribution(db, call, now, { contributor: `Writer ${copies}`, answers: call.questions.map(({ id }, place) => ({ questionId: id, text: place === 0 ? LONG : `Own words ${copies}` })) })
    const reasons = async (open = nobody) => (await inbox({}, open)).map(({ contribution, reasons: why }): [number, readonly InboxReason[]] => [contribution.number, why])
    expect(await reasons()).toEqual([[1, ['unread']], [2, ['unread', 'file-only']], [3, ['unread', 'same-text']], [4, ['unread', 'same-text']]])
    await transact(db, (tx) => markRead(tx, person, { cycleId: cycle.id, contributionIds: ids }, now))
    expect(await reasons()).toEqual([[3, ['unread', 'same-text']], [4, ['unread', 'same-text']]])
    const open = { people: ['Ada Example'], organisations: [] }
    expect((await inbox({}, open)).map(({ contribution }) => contribution.number)).toEqual([1, 2, 3, 4])
    expect((await inbox({ reason: 'name' }, open)).map(({ contribution }) => contribution.number)).toEqual([1, 2])
    const counts = await countInbox(db, cycle.id, {}, open)
    expect([counts.all, counts.byReason.get('unread'), counts.byReason.get('name'), counts.byReason.get('same-text')]).toEqual([4, 2, 2, 2])
    expect(await findInInbox(db, { cycleId: cycle.id, number: 3 }, {}, nobody)).toEqual({ reasons: ['unread', 'same-text'], before: null, after: 4 })
  })
})
