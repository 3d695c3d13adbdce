import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { SYSTEM } from '../../record/model.ts'
import { listEntriesOf } from '../../record/queries.ts'
import type { Instant } from '../../shared/time.ts'
import { removeTarget, setTarget, type TargetToSet } from './commands.ts'
import { listTargets } from './queries.ts'

const db = await testDatabase()
const now = '2026-03-02T10:00:00.000Z' as Instant

async function seed() {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  const place = { forumId: cycle.forumId, cycleId: cycle.id }
  const set = (over: Partial<TargetToSet> = {}) => transact(db, (tx) => setTarget(tx, SYSTEM, { ...place, dimension: 'regionalGroup', key: null, unit: 'share', least: 10, ...over }, now))
  return { place, set }
}

describe('targets', () => {
  test('that would change nothing are refused, and nothing is recorded', async () => {
    const { place, set } = await seed()
    const first = await set()
    expect(await set()).toEqual({ refusal: 'as-it-was' })
    if ('refusal' in first) throw new Error(first.refusal)
    expect((await listEntriesOf(db, first.targetId)).map(({ act }) => act)).toEqual(['target-set'])
    expect(await listTargets(db, place.cycleId)).toHaveLength(1)
  })

  test('take the place of the one for the same group and unit, with the earlier figure in the record; set at once by several, one is there', async () => {
    const { place, set } = await seed()
    await Promise.all([set({ least: 5 }), set({ least: 6 }), set({ least: 7 }), set({ key: 'WEOG', unit: 'number', least: 3 })])
    const targets = await listTargets(db, place.cycleId)
    expect(targets.map(({ key, unit }) => [key, unit])).toEqual(expect.arrayContaining([[null, 'share'], ['WEOG', 'number']]))
    expect(targets).toHaveLength(2)
    const shared = targets.find(({ key }) => key === null)
    const acts = await listEntriesOf(db, shared?.id ?? newId())
    expect(acts).toHaveLength(3)
    expect(acts.at(-1)?.detail['least']).toBe(shared?.least)
    expect(acts.at(-1)?.detail['earlier']).toBe(acts.at(-2)?.detail['least'])
  })

  test('are taken back once, and not from another cycle', async () => {
    const { place, set } = await seed()
    const made = await set()
    if ('refusal' in made) throw new Error(made.refusal)
    const remove = (over: object = {}) => transact(db, (tx) => removeTarget(tx, SYSTEM, { ...place, targetId: made.targetId, ...over }, now))
    expect(await remove({ cycleId: newId<'cycle'>() })).toEqual({ refusal: 'gone' })
    expect(await remove()).toEqual({ removed: true })
    expect(await remove()).toEqual({ refusal: 'gone' })
    expect(await listTargets(db, place.cycleId)).toEqual([])
  })
})
