import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Outcome, Step } from './steps.ts'
import { binary, root, runNode } from './steps.ts'

interface FileReport {
  readonly name: string
  readonly status: string
  readonly startTime: number
  readonly endTime: number
  readonly assertionResults: readonly { readonly status: string }[]
}

/** Time of one test file, in milliseconds. */
export interface FileTime {
  readonly file: string
  readonly milliseconds: number
}

/** Runs kinds of tests (`vitest.config.ts`) in one run and counts their tests; `times` fills with the time of each file; `only` names beginnings of files. */
export function vitestStep(name: string, projects: readonly string[], times: FileTime[], options: { live?: boolean; env?: NodeJS.ProcessEnv; only?: readonly string[] } = {}): Step {
  return {
    name,
    run: async () => {
      const folder = join(root, 'test-results')
      const report = join(folder, `${name.replaceAll(' ', '-')}.json`)
      mkdirSync(folder, { recursive: true })
      rmSync(report, { force: true })
      const chosen = [...projects.flatMap((project) => ['--project', project]), ...(options.only ?? [])]
      const parameters = ['run', ...chosen, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
      const { code, output } = await runNode(binary('vitest'), parameters, options)
      const outcome = existsSync(report) ? count(readFileSync(report, 'utf8'), times) : { passed: 0, failed: 0, skipped: 0 }
      // A run that ends badly without a failed test (a fault outside all tests, nothing run) has failed all the same.
      const failed = code !== 0 && outcome.failed === 0 ? 1 : outcome.failed
      return { ...outcome, failed, output: options.live === true ? '' : output }
    },
  }
}

/** Counts tests by state; a file that could not even be loaded is one failure. */
export function count(report: string, times: FileTime[]): Outcome {
  const { testResults } = JSON.parse(report) as { readonly testResults: readonly FileReport[] }
  let [passed, failed, skipped] = [0, 0, 0]
  for (const file of testResults) {
    times.push({ file: relative(root, file.name), milliseconds: Math.round(file.endTime - file.startTime) })
    const failures = file.assertionResults.filter(({ status }) => status === 'failed').length
    failed += file.status === 'failed' ? Math.max(1, failures) : failures
    passed += file.assertionResults.filter(({ status }) => status === 'passed').length
    skipped += file.assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed').length
  }
  return { passed, failed, skipped }
}
