import { expect, test } from 'vitest'
import { surviveKillsWhileTyping } from '../harness/live-rounds.ts'
import { isThorough } from '../harness/strange-input.ts'

// A minute of killing: in the soak.
test.skipIf(!isThorough)('killed while ten people type in one text, it has every word that was acknowledged, once, and all go on', async () => {
  expect(await surviveKillsWhileTyping(1)).toBeGreaterThan(50)
})
