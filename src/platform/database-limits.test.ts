import { expect, test } from 'vitest'
import { testDatabase } from '../../test/harness/postgres.ts'
import { parseInstant, type Instant } from '../shared/time.ts'
import { transact } from './database.ts'
import { countWithin } from './limits.ts'

const db = await testDatabase()
const at = (time: string): Instant => parseInstant(`2026-11-02T${time}:00.000Z`) as Instant
const limit = (key: string, most: number) => ({ key, most, every: 600_000 })
const count = (time: string, ...limits: ReturnType<typeof limit>[]) => transact(db, (tx) => countWithin(tx, limits, at(time)))

test('counts up to the limit, says when it begins anew, and begins anew then', async () => {
  expect(await count('10:00', limit('a', 2))).toBeUndefined()
  expect(await count('10:05', limit('a', 2))).toBeUndefined()
  expect(await count('10:09', limit('a', 2))).toEqual({ until: at('10:10') })
  expect(await count('10:09', limit('b', 2))).toBeUndefined()
  expect(await count('10:10', limit('a', 2))).toBeUndefined()
})

test('what is full under one key is counted under none, and what is rolled back neither', async () => {
  await count('11:00', limit('full', 1))
  expect(await transact(db, async (tx) => ((await countWithin(tx, [limit('free', 1), limit('full', 1)], at('11:01'))) === undefined ? {} : { refusal: 'full' as const }))).toEqual({ refusal: 'full' })
  expect(await count('11:02', limit('free', 1))).toBeUndefined()
})

test('of many at the same moment no more than the limit are counted', async () => {
  const all = await Promise.all(Array.from({ length: 12 }, () => count('12:00', limit('many', 5))))
  expect(all.filter((each) => each === undefined)).toHaveLength(5)
})

test('what is over is dropped', async () => {
  await count('13:00', limit('later', 1))
  await count('20:00', limit('last', 1))
  expect((await db.selectFrom('platform_limit').select('key').execute()).map(({ key }) => key)).toEqual(['last'])
})
