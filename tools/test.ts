/**
 * `npm test`: all that `npm run check` does, and messages, PostgreSQL, HTTP and browser tests, the built product in an
 * empty folder, and whether every route was visited. Brings Chromium. Ends with `N passed, N failed, N skipped`.
 */
import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { codeSteps } from './check-steps.ts'
import { ensureChromium } from './chromium.ts'
import { postgres15Step } from './postgres-15.ts'
import { routesStep } from './routes-step.ts'
import type { Done, Step } from './steps.ts'
import { programStep, root, runSteps, sum } from './steps.ts'
import type { FileTime } from './vitest-step.ts'
import { vitestStep } from './vitest-step.ts'

const routes = join(root, 'test-results', 'routes')
const slowestShown = 10
const memory = '/dev/shm'
const roomInMemory = 4 * 2 ** 30

/** What the tests make for a moment goes into memory where there is room: servers that they start then wait for no disk. */
function workInMemory(): void {
  if (!existsSync(memory)) return
  const { bavail, bsize } = statfsSync(memory)
  if (bavail * bsize < roomInMemory) return
  const folder = mkdtempSync(join(memory, 'cvt-'))
  // PostgreSQL, which is another user where this one is the administrator, has to find its way through it.
  chmodSync(folder, 0o1777)
  process.env.TMPDIR = folder
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
}

const chromiumStep: Step = {
  name: 'chromium',
  run: async () => {
    // The browser tests find it by this name, in processes of their own.
    process.env.CHROMIUM_PATH = await ensureChromium()
    return { passed: 1, failed: 0, skipped: 0, output: '' }
  },
}

function printSlowest(done: readonly Done[], times: readonly FileTime[]): void {
  console.log('\nSlowest steps:')
  for (const { name, seconds } of [...done].sort((a, b) => b.seconds - a.seconds).slice(0, 5)) {
    console.log(`  ${seconds.toFixed(1).padStart(7)} s   ${name}`)
  }
  console.log('Slowest test files:')
  for (const { file, milliseconds } of [...times].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, slowestShown)) {
    console.log(`  ${String(milliseconds).padStart(7)} ms  ${file}`)
  }
}

process.env.CONVOKE_BUILT_READER = join(root, 'dist', 'extract.js')
workInMemory()
const start = performance.now()
const times: FileTime[] = []
rmSync(join(root, 'test-results'), { recursive: true, force: true })
const done = [
  ...(await runSteps([...codeSteps, chromiumStep])),
  ...(await runSteps([programStep('build', join(root, 'tools', 'build.ts'))])),
  // Two lanes: a browser and started servers wait as much as they work, and leave a core to the other.
  ...(await Promise.all([
    runSteps([vitestStep('browser', ['journeys', 'smoke'], times)]),
    runSteps([vitestStep('code and data', ['pure', 'database', 'http'], times)]),
  ])).flat(),
  ...(await runSteps([routesStep(routes), postgres15Step(times)])),
]
printSlowest(done, times)
console.log(`\nIn all ${((performance.now() - start) / 1000).toFixed(0)} s.`)
const { passed, failed, skipped } = sum(done)
process.exitCode = failed === 0 ? 0 : 1
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
