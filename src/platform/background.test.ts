import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startBackground } from './background.ts'
import { createLog } from './log.ts'

test('takes turns, the next at once where there is more, goes on after a fault, and stops with the work at hand', async () => {
  const lines: string[] = []
  const log = createLog(() => '', (_, line) => lines.push(line))
  const turns: string[] = []
  const ended = Promise.withResolvers<undefined>()
  const background = startBackground({
    what: 'the test',
    every: 5,
    log,
    turn: async (signal) => {
      turns.push(signal.aborted ? 'stopped' : 'turn')
      if (turns.length === 1) throw new Error('lost its way')
      if (turns.length < 4) return true
      ended.resolve(undefined)
      await pause(20)
      turns.push('done')
      return false
    },
  })
  await ended.promise
  await background.stop()
  expect(turns).toEqual(['turn', 'turn', 'turn', 'turn', 'done'])
  expect(lines.join('\n')).toContain('lost its way')
})

test('is woken while it rests, and does not rest where it was woken at work', async () => {
  let turns = 0
  let wakeAtWork = (): void => undefined
  const background = startBackground({ what: 'the test', every: 60_000, log: createLog(() => '', () => undefined), turn: () => ((turns += 1) === 2 && wakeAtWork(), Promise.resolve(false)) })
  wakeAtWork = background.wake
  await pause(1)
  expect(turns).toBe(1)
  background.wake()
  await pause(1)
  expect(turns).toBe(3)
  await background.stop()
  expect(turns).toBe(3)
})
