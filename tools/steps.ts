import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'

/** What came of a step; `passed` and so on count tests where there are any, else the step itself. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export interface Step {
  readonly name: string
  /** `remark` stands beside the step's line. */
  run(): Promise<Outcome & { readonly output: string; readonly remark?: string }>
}

export interface Done extends Outcome {
  readonly name: string
  readonly seconds: number
}

export const root = dirname(import.meta.dirname)

/** A program of `node_modules/.bin`, to be run by this Node. */
export const binary = (name: string): string => join(root, 'node_modules', '.bin', name)

/** Runs a JavaScript program under this Node and collects what it prints; `live` also prints it as it comes. */
export function runNode(program: string, parameters: readonly string[], options: { live?: boolean; env?: NodeJS.ProcessEnv } = {}): Promise<{ code: number; output: string }> {
  return runCommand(process.execPath, [program, ...parameters], {
    ...options,
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`, ...options.env },
  })
}

/** Runs any program; a program that cannot be started counts as code 127. */
export function runCommand(command: string, parameters: readonly string[], options: { live?: boolean; env?: NodeJS.ProcessEnv; cwd?: string } = {}): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { cwd: options.cwd ?? root, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] })
    const stop = (signal: NodeJS.Signals) => child.kill(signal)
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
    let output = ''
    const take = (chunk: Buffer) => {
      output += chunk.toString()
      if (options.live === true) process.stdout.write(chunk)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    const end = (code: number) => {
      process.removeListener('SIGTERM', stop)
      process.removeListener('SIGINT', stop)
      resolve({ code, output })
    }
    child.once('error', (error) => {
      output += `${error.message}\n`
      end(127)
    })
    child.once('close', (code) => end(code ?? 1))
  })
}

/** A step that passes or fails as one, by the exit code of a program. */
export function programStep(name: string, program: string, parameters: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Step {
  return {
    name,
    run: async () => {
      const { code, output } = await runNode(program, parameters, { env })
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output }
    },
  }
}

/** Runs steps side by side, prints a line for each as it ends, and what a failed one said. */
export async function runSteps(steps: readonly Step[]): Promise<Done[]> {
  return Promise.all(
    steps.map(async (step) => {
      const start = performance.now()
      const { output, remark, ...outcome } = await step.run().catch((error: unknown) => ({
        passed: 0,
        failed: 1,
        skipped: 0,
        output: `${error instanceof Error ? error.message : String(error)}\n`,
        remark: undefined,
      }))
      const seconds = (performance.now() - start) / 1000
      console.log(`${outcome.failed === 0 ? 'ok    ' : 'FAILED'} ${step.name.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s${remark === undefined ? '' : `   ${remark}`}`)
      if (outcome.failed > 0 && output !== '') console.log(output)
      return { name: step.name, seconds, ...outcome }
    }),
  )
}

/** Sums what steps counted. */
export function sum(steps: readonly Outcome[]): Outcome {
  const add = (key: keyof Outcome) => steps.reduce((total, step) => total + step[key], 0)
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') }
}
