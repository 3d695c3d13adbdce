import { expect, it } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildCall } from '../../calls/testing.ts'
import { listAnswers } from '../../contributions/queries.ts'
import { buildContribution } from '../../contributions/testing.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { SYSTEM } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { giveFate, revokeFate } from './commands.ts'
import { listGivenFates } from './queries.ts'

const db = await testDatabase()
const NOW = '2026-11-02T10:00:00.000Z' as Instant

async function someInput() {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), NOW)
  await buildContribution(db, await buildCall(db, cycle, NOW), NOW)
  const units = (await listAnswers(db, cycle.id)).map(({ id }) => id)
  const scope = { forumId: forum.id, cycleId: cycle.id, cycle: cycle.slug }
  const give = (unitIds: readonly Id[]) => transact(db, (tx) => giveFate(tx, SYSTEM, { ...scope, unitIds, fate: 'carried-over', reason: 'Next year.' }, NOW))
  const revoke = (unitId: Id, revision = 1) => transact(db, (tx) => revokeFate(tx, SYSTEM, { ...scope, unitId, revision }, NOW))
  return { cycle, units, give, revoke }
}

it('refuses nothing chosen, and what is no input of this cycle', async () => {
  const { cycle, units, give } = await someInput()
  const other = await someInput()
  expect(await give([])).toEqual({ refusal: 'nothing-chosen' })
  expect(await give([...units, newId()])).toEqual({ refusal: 'unit-not-found' })
  expect(await give(other.units)).toEqual({ refusal: 'unit-not-found' })
  expect(await listGivenFates(db, cycle.id)).toEqual([])
})

it('gives several one reason, once; who comes second is told of which', async () => {
  const { cycle, units, give } = await someInput()
  const [first, second] = units
  if (first === undefined || second === undefined) throw new Error('two answers were built')
  expect(await give([first])).toEqual({ given: 1 })
  expect(await give([first, second])).toEqual({ refusal: 'has-a-fate', refs: ['2026/C-1/1'] })
  const both = await Promise.all([give([second]), give([second])])
  expect(both.filter((outcome) => 'given' in outcome)).toHaveLength(1)
  expect((await listGivenFates(db, cycle.id)).map(({ fate, reason }) => [fate, reason])).toEqual([['carried-over', 'Next year.'], ['carried-over', 'Next year.']])
})

it('takes back once, and not from a stale page', async () => {
  const { cycle, units, give, revoke } = await someInput()
  const unit = units[0] ?? newId()
  await give([unit])
  expect(await revoke(unit, 2)).toEqual({ refusal: 'no-such-fate' })
  expect(await revoke(unit)).toEqual({ revoked: true })
  expect(await revoke(unit)).toEqual({ refusal: 'no-such-fate' })
  expect(await listGivenFates(db, cycle.id)).toEqual([])
})
