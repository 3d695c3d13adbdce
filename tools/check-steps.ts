import { join } from 'node:path'
import type { Step } from './steps.ts'
import { binary, programStep, root } from './steps.ts'

/** What is true of the code without running it: types, lint, fences. */
export const codeSteps: readonly Step[] = [
  // Lint runs beside it: one checker does the work once, where several each do much of it again.
  programStep('types', binary('tsc'), ['--project', root, '--checkers', '1']),
  programStep('lint', binary('oxlint'), []),
  programStep('fences', join(root, 'tools', 'fences.ts'), [root]),
]
