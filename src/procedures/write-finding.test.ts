import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { buildForum } from '../forums/testing.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { SYSTEM } from '../record/model.ts'
import { listEntriesOf } from '../record/queries.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { findFindings, listFindings, listPassages } from '../synthesis/queries.ts'
import { buildPassage } from '../synthesis/testing.ts'
import { setLinks } from '../trace/commands.ts'
import { listLinksFrom } from '../trace/queries.ts'
import { discardFinding } from './discard-finding.ts'
import { reviseFinding } from './revise-finding.ts'
import { unmarkPassage } from './unmark-passage.ts'
import { writeFinding } from './write-finding.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant

async function seed() {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  const place = { forumId: cycle.forumId, cycleId: cycle.id }
  const source = { id: newId(), text: 'One. Two. Three.' }
  const [one, two] = [(await buildPassage(db, cycle, source, 'One.', now)).passageId, (await buildPassage(db, cycle, source, 'Two.', now)).passageId]
  const finding = { ...place, kind: 'agreement' as const, statement: 'They agree.', questionId: null }
  const write = (passageIds: readonly Id[]) => transact(db, (tx) => writeFinding(tx, SYSTEM, { ...finding, passageIds }, now))
  const unmark = (passageId: Id<'passage'>) => transact(db, (tx) => unmarkPassage(tx, SYSTEM, { ...place, passageId }, now))
  const restsOn = async (id: Id) => (await listLinksFrom(db, [id], 'rests-on')).map((link) => link.to.id)
  const written = async (passageIds: readonly Id[]) => {
    const done = await write(passageIds)
    if ('refusal' in done) throw new Error(done.refusal)
    return done
  }
  return { cycle, place, finding, one, two, write, written, unmark, restsOn }
}

describe('a finding', () => {
  test('is refused without passages, with one that is not there, taken back, or of another cycle', async () => {
    const { cycle, write, one, two, unmark } = await seed()
    const other = await seed()
    await unmark(two)
    expect(await write([])).toEqual({ refusal: 'no-passages' })
    for (const passages of [[newId()], [one, two], [other.one]]) expect(await write(passages)).toEqual({ refusal: 'passage-not-found' })
    expect(await listFindings(db, cycle.id)).toEqual([])
  })

  test('rests on its passages in their order, and is in the record with them', async () => {
    const { cycle, written, one, two, restsOn } = await seed()
    const { findingId, number } = await written([two, one, two])
    expect(number).toBe(1)
    expect(await restsOn(findingId)).toEqual([two, one])
    expect(await listFindings(db, cycle.id)).toMatchObject([{ number: 1, kind: 'agreement', statement: 'They agree.', revision: 1 }])
    expect((await listEntriesOf(db, findingId)).map((entry) => entry.act)).toEqual(['finding-written', 'links-changed'])
  })

  test('keeps its passages from being taken back, one after the other or at the same time', async () => {
    const { cycle, written, write, unmark, one, two } = await seed()
    await written([one])
    expect(await unmark(one)).toEqual({ refusal: 'rested-on' })
    const [findingWritten, taken] = await Promise.all([write([two]), unmark(two)])
    expect([findingWritten, taken].filter((outcome) => 'refusal' in outcome)).toHaveLength(1)
    const left = (await listPassages(db, cycle.id)).map((passage) => passage.id)
    expect(left.includes(two)).toBe(!('refusal' in findingWritten))
  })

  test('is revised by whoever saw it last, and rests on something else then', async () => {
    const { finding, written, one, two, unmark, restsOn } = await seed()
    const { findingId } = await written([one])
    const revise = (revision: number, passageIds: readonly Id[]) =>
      transact(db, (tx) => reviseFinding(tx, SYSTEM, { ...finding, kind: 'concern', statement: 'They worry.', findingId, revision, passageIds }, now))
    expect(await revise(1, [])).toEqual({ refusal: 'no-passages' })
    expect(await Promise.all([revise(1, [two]), revise(1, [two])])).toContainEqual({ refusal: 'changed-meanwhile' })
    expect(await revise(1, [one])).toEqual({ refusal: 'changed-meanwhile' })
    expect(await findFindings(db, [findingId])).toMatchObject([{ kind: 'concern', statement: 'They worry.', revision: 2 }])
    expect(await restsOn(findingId)).toEqual([two])
    expect(await unmark(one)).toEqual({ unmarked: true })
  })

  test('is discarded only while no paragraph cites it, lets its passages go, and its number is not given again', async () => {
    const { cycle, place, written, one, unmark } = await seed()
    const { findingId } = await written([one])
    const discard = () => transact(db, (tx) => discardFinding(tx, SYSTEM, { ...place, findingId, reason: 'Said twice.' }, now))
    const cite = (to: readonly { kind: 'finding'; id: Id }[]) =>
      transact(db, (tx) => setLinks(tx, SYSTEM, { ...place, relation: 'rests-on', from: { kind: 'paragraph', id: paragraphId }, fromRef: '¶ 1', to }, now))
    const paragraphId = newId()
    await cite([{ kind: 'finding', id: findingId }])
    expect(await discard()).toEqual({ refusal: 'cited' })
    await cite([])
    expect(await discard()).toEqual({ number: 1 })
    expect(await discard()).toEqual({ refusal: 'finding-not-found' })
    expect(await findFindings(db, [findingId])).toEqual([])
    expect((await written([one])).number).toBe(2)
    expect(await listFindings(db, cycle.id)).toHaveLength(1)
    expect(await unmark(one)).toEqual({ refusal: 'rested-on' })
  })
})
