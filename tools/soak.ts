/** `npm run test:soak`: the long tests, on the built product. Ends with `N passed, N failed, N skipped`. */
import { join } from 'node:path'
import type { FileTime } from './vitest-step.ts'
import { programStep, root, runSteps, sum } from './steps.ts'
import { vitestStep } from './vitest-step.ts'

const times: FileTime[] = []
const built = await runSteps([programStep('build', join(root, 'tools', 'build.ts'))])
const soaked = sum(built).failed === 0 ? await runSteps([vitestStep('soak', ['soak'], times, { live: true })]) : []
// What `npm test` shares out among the forms, here to each of them.
const sent = await runSteps([vitestStep('bad input', ['http'], times, { only: ['test/http/bad-input'], env: { CONVOKE_THOROUGH: '1' } })])
const looked = await runSteps([vitestStep('every page', ['journeys'], times, { only: ['test/journeys/surface'], env: { CONVOKE_THOROUGH: '1' } })])
const installed = await runSteps([vitestStep('fresh clone, killing, documents', ['smoke'], times, { only: ['test/smoke/smoke', 'test/smoke/documents', 'test/kill/'], env: { CONVOKE_THOROUGH: '1' } })])
const { passed, failed, skipped } = sum([...built, ...soaked, ...sent, ...looked, ...installed])
process.exitCode = failed === 0 ? 0 : 1
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
