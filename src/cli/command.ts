import { parseArgs } from 'node:util'
import type { Log } from '../platform/log.ts'
import { backup } from './backup.ts'
import { importMailVerb } from './import-mail.ts'
import { importContributionsVerb } from './import-contributions.ts'
import { check } from './check.ts'
import { exportForumVerb } from './export-forum.ts'
import { extractVerb } from './extract.ts'
import { importReportVerb } from './import-report.ts'
import { importForumVerb } from './import-forum.ts'
import { restore } from './restore.ts'
import { verifyRecord } from './verify-record.ts'
import { openInstallation } from './installation.ts'
import { refusedWhole, type Environment, type Outcome, type Verb } from './verb.ts'

const VERBS: readonly Verb[] = [
  importForumVerb,
  exportForumVerb,
  importContributionsVerb,
  importMailVerb,
  importReportVerb,
  extractVerb,
  check,
  verifyRecord,
  backup,
  restore,
]

/** Finds the verb, opens the installation, runs, prints, closes. Answers the exit code. */
export async function runCommand(argv: readonly string[], env: Environment, log: Log): Promise<number> {
  const verb = VERBS.find((candidate) => candidate.words.every((word, place) => argv[place] === word))
  const parsed = verb === undefined ? undefined : parse(verb, argv.slice(verb.words.length))
  if (verb === undefined || parsed === undefined) {
    process.stderr.write(`Usage:\n${VERBS.map((known) => `  convoke ${known.usage} [--json]`).join('\n')}\n  convoke mail SENDER RECIPIENT… < message\n`)
    return 2
  }
  const isJson = parsed.options['json'] === true
  if (verb.runAlone !== undefined) return print(await verb.runAlone(parsed.args, parsed.options), isJson)
  const installation = await openInstallation(env, log, { asItIs: verb.asItIs ?? false })
  if ('problem' in installation) {
    process.stderr.write(`${installation.problem}\n`)
    return isJson ? print({ exit: 1, result: refusedWhole(installation.problem), text: [] }, isJson) : 1
  }
  try {
    return print(await verb.run(installation, parsed.args, parsed.options), isJson)
  } finally {
    await installation.close()
  }
}

function print({ exit, result, text }: Outcome, isJson: boolean): number {
  process.stdout.write(isJson ? `${JSON.stringify(result)}\n` : text.map((line) => `${line}\n`).join(''))
  return exit
}

function parse(verb: Verb, rest: readonly string[]) {
  const options = Object.fromEntries(Object.entries(verb.options ?? {}).map(([name, kind]) => [name, { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) }]))
  try {
    const { values, positionals } = parseArgs({ args: [...rest], options: { ...options, json: { type: 'boolean' } }, allowPositionals: true, strict: true })
    const [least, most] = verb.arguments
    return positionals.length >= least && positionals.length <= most ? { args: positionals, options: values as Record<string, string | boolean | undefined> } : undefined
  } catch {
    return undefined
  }
}
