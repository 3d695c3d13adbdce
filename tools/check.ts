/** `npm run check`: types, lint, fences and the pure tests, in under a minute. */
import { codeSteps } from './check-steps.ts'
import { runSteps, sum } from './steps.ts'
import { vitestStep } from './vitest-step.ts'

const code = await runSteps(codeSteps)
const pure = await runSteps([vitestStep('pure', ['pure'], [])])
const { passed, failed, skipped } = sum([...code, ...pure])
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1
