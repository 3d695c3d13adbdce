import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { stopInOrder } from './lifecycle.ts'
import { createLog } from './log.ts'

const never = new Promise<void>(() => undefined)

test('a step that fails or hangs is logged and does not keep the next from being taken', async () => {
  const taken: string[] = []
  const lines: string[] = []
  const log = createLog(
    () => 'now',
    (_, line) => lines.push(line),
  )
  const step = (what: string, outcome: Promise<void>) => ({
    what,
    stop: () => {
      taken.push(what)
      return outcome
    },
  })
  const failing = Promise.reject(new Error('no'))
  failing.catch(() => undefined)
  const steps = [step('first', failing), step('second', never), step('third', Promise.resolve())]
  expect(await stopInOrder(steps, log, 20)).toBe(false)
  expect(taken).toEqual(['first', 'second', 'third'])
  expect(lines).toEqual([
    'now error Stopping did not go well what=first fault=no',
    'now error Stopping did not go well what=second fault="did not end within 20 ms"',
  ])
  expect(await stopInOrder(steps.slice(2), log, 20)).toBe(true)
})

/** A process that waits for a reason to stop, does `act` to it once it waits, and returns what it says at its end. */
async function reasonAfter(env: Record<string, string>, act: (child: ReturnType<typeof spawn>) => void): Promise<string> {
  const program = `
    import { untilStopped } from ${JSON.stringify(join(import.meta.dirname, 'lifecycle.ts'))};
    setInterval(() => {}, 1000);
    const failed = new Promise((resolve) => process.once('SIGUSR2', () => resolve('the database ended')));
    const stopped = untilStopped([failed]);
    console.log('waiting');
    console.log(await stopped);
    process.exit();`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  act(child)
  return text(child.stdout)
}

test.each([
  { what: 'SIGINT', act: (child: ReturnType<typeof spawn>) => void child.kill('SIGINT'), reason: 'asked to stop (SIGINT)' },
  { what: 'SIGTERM', act: (child: ReturnType<typeof spawn>) => void child.kill('SIGTERM'), reason: 'asked to stop (SIGTERM)' },
  {
    what: 'a closed lifeline',
    act: (child: ReturnType<typeof spawn>) => void child.stdin?.end(),
    reason: 'the process that started Convoke has ended',
  },
  { what: 'a reason given', act: (child: ReturnType<typeof spawn>) => void child.kill('SIGUSR2'), reason: 'the database ended' },
])('$what is a reason to stop', async ({ act, reason }) => {
  expect(await reasonAfter({ CONVOKE_LIFELINE: 'stdin' }, act)).toBe(`${reason}\n`)
})

test('without a lifeline a closed stdin is no reason to stop: a service has none', async () => {
  const reason = await reasonAfter({ CONVOKE_LIFELINE: '' }, (child) => {
    child.stdin?.end()
    setTimeout(() => child.kill('SIGTERM'), 150)
  })
  expect(reason).toBe('asked to stop (SIGTERM)\n')
})
