import { resolve } from 'node:path'
import { checkCycles } from './fences/graph.ts'
import type { Violation } from './fences/house.ts'
import { checkImports } from './fences/imports.ts'
import { checkNames } from './fences/names.ts'
import { checkPurity } from './fences/purity.ts'
import { checkSurface } from './fences/surface.ts'
import { checkTables } from './fences/tables.ts'
import { readTree } from './fences/tree.ts'

const checks = [checkNames, checkImports, checkCycles, checkPurity, checkTables, checkSurface]

/**
 * Checks the house below `root` against its fences (`docs/reference/fences.md`): reads `src/`, `test/`, `tools/` and
 * `migrations/`, runs nothing. Violations come sorted by file and line.
 */
export function checkFences(root: string): Violation[] {
  const tree = readTree(root)
  return checks
    .flatMap((check) => check(tree))
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line))
}

/** One line for each violation: `file:line rule — sentence`. */
export function printViolation({ file, line, rule, sentence }: Violation): string {
  return `${file}:${line} ${rule} — ${sentence}`
}

if (import.meta.main) {
  const violations = checkFences(resolve(process.argv[2] ?? '.'))
  for (const each of violations) console.log(printViolation(each))
  console.log(violations.length === 0 ? 'fences: all stand' : `fences: ${violations.length} broken`)
  process.exitCode = violations.length === 0 ? 0 : 1
}
