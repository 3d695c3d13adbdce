import { expect, test } from 'vitest'
import { surviveKills } from '../harness/kill-rounds.ts'

test.each([11, 25, 27, 190])('killed five times at moments drawn from seed %i, it has everything that was acknowledged, once', async (seed) => {
  expect(await surviveKills(5, seed)).toBeGreaterThan(30)
})
