import { join } from 'node:path'
import type { Step } from './steps.ts'
import { binary, programStep, root } from './steps.ts'

/** What is true of the code without running it: types, lint, fences. */
export const codeSteps: readonly Step[] = [
  programStep('types', binary('tsc'), ['--project', root]),
  programStep('lint', binary('oxlint'), []),
  programStep('fences', join(root, 'tools', 'fences.ts'), [root]),
]
