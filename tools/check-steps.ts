import { join } from 'node:path'
import type { Step } from './steps.ts'
import { binary, programStep, root } from './steps.ts'

// They run side by side. Several checkers of one program each do much of the same work again: a quarter more in all.
const ONE_THREAD = { GOMAXPROCS: '1' }

/** What is true of the code without running it: types, lint, fences. */
export const codeSteps: readonly Step[] = [
  programStep('types', binary('tsc'), ['--project', root, '--checkers', '1'], ONE_THREAD),
  programStep('lint', binary('oxlint'), [], ONE_THREAD),
  programStep('fences', join(root, 'tools', 'fences.ts'), [root]),
]
