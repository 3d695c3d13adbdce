import { expect, test } from 'vitest'
import { surviveKills } from '../harness/kill-rounds.ts'

test('killed three times in a stream of contributions and comments, it has everything that was acknowledged, once', async () => {
  expect(await surviveKills(3, 2017)).toBeGreaterThan(6)
})
