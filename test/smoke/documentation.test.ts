import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Every command in the documentation is run: in a copy of the clone, beside the server that the first of them starts.
const root = join(import.meta.dirname, '..', '..')
const parent = mkdtempSync(join(realpathSync(tmpdir()), 'convoke-docs-'))
const clone = join(parent, 'clone')
const elsewhere = join(parent, 'elsewhere')

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md')).sort().map((path) => join('docs', path))]
const textOf = (page: string) => readFileSync(join(root, page), 'utf8')

const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
/** What takes minutes or runs until it is stopped: these must exist, with the program they name. */
const long = new Set(['npm test', 'npm run check', 'npm run dev', 'npm run bench', 'npm run test:soak'])

const blocks = pages.flatMap((page) => [...textOf(page).matchAll(/^```sh\n([\s\S]*?)^```$/gmu)].flatMap((match) => (match[1] ?? '').split('\n')).map((line) => ({ page, command: line.replace(/\s+#.*$/u, '').trim() })))
const commands = blocks.filter(({ command }) => command !== '' && !command.startsWith('#'))

let server: ChildProcess | undefined
let printed = ''

beforeAll(async () => {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\0')
  for (const file of files.filter((each) => each !== '' && existsSync(join(root, each)))) {
    mkdirSync(dirname(join(clone, file)), { recursive: true })
    copyFileSync(join(root, file), join(clone, file))
  }
  symlinkSync(realpathSync(join(root, 'node_modules')), join(clone, 'node_modules'))
  // That a clone builds itself is seen by the smoke test; this one has what was built for the run.
  cpSync(join(root, 'dist'), join(clone, 'dist'), { recursive: true })
  const { digestSources } = (await import(join(clone, 'tools', 'bootstrap.mjs'))) as { digestSources: () => string }
  writeFileSync(join(clone, 'dist', 'built-from'), digestSources())
  mkdirSync(elsewhere)
  // The pages speak of an answers.csv: it is the example that they print themselves.
  writeFileSync(join(clone, 'answers.csv'), /```csv\n([\s\S]*?)```/u.exec(textOf('docs/reference/import.md'))?.[1] ?? '')
})

afterAll(async () => {
  if (server?.exitCode === null) {
    const ended = new Promise((resolve) => server?.once('close', resolve))
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGINT')
    await ended
  }
  rmSync(parent, { recursive: true, force: true })
})

/** As on a machine with npm alone: nothing of this run's own settings. */
function environment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'LANG', 'TMPDIR']
  return { ...Object.fromEntries(names.map((name) => [name, process.env[name]])), PORT: '0' }
}

/** `npm start` runs until it is stopped: ready is done, and a second one in the documentation is the same server. */
async function start(): Promise<void> {
  if (server !== undefined) return
  server = spawn('npm', ['start'], { cwd: clone, env: environment(), detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  for (let waited = 0; !printed.includes('Convoke is ready') && server.exitCode === null && waited < 1200; waited++) await sleep(100)
  expect(printed).toMatch(/Secretariat, once[\s\S]*\/login\//u)
}

test('the documentation has commands, npm start before all others', () => {
  expect(commands.length).toBeGreaterThan(12)
  expect(commands[0]).toEqual({ page: 'README.md', command: 'npm start' })
})

describe('commands in blocks', () => {
  test.each(commands)('$page: $command', async ({ command }) => {
    if (command === 'npm start') return start()
    if (long.has(command)) return expectScript(command.replace(/^npm (run )?/u, ''))
    const { stdout } = await promisify(execFile)('sh', ['-c', command.replaceAll('/mnt/elsewhere', elsewhere)], { cwd: clone, env: environment() })
    expect(stdout).not.toBe('')
  })
})

/** A script of package.json whose own files are there. */
function expectScript(name: string): void {
  expect(Object.keys(scripts)).toContain(name)
  const files = (scripts[name] ?? '').split(' ').filter((word) => word.startsWith('tools/'))
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) expect({ file, exists: existsSync(join(root, file)) }).toEqual({ file, exists: true })
}

/** The verbs, as the command line tells them to who calls it wrongly. */
const usage = await promisify(execFile)(process.execPath, [join(root, 'dist', 'convoke.js')]).catch((error: unknown) => error as { stderr: string })
const verbs = [...usage.stderr.matchAll(/^ {2}convoke ((?:[a-z]+ ?)+)/gmu)].map((match) => (match[1] ?? '').trim())

describe.each(pages)('%s', (page) => {
  const text = textOf(page)
  test('names scripts and tools that are there', () => {
    for (const [, name = ''] of text.matchAll(/npm run (?!-)([\w:]+)/gu)) expectScript(name)
    for (const [, file = ''] of text.matchAll(/\bnode (tools\/[\w./-]+\w)/gu)) expect({ file, exists: existsSync(join(root, file)) }).toEqual({ file, exists: true })
  })

  test('calls verbs of the command line as they are called', () => {
    expect(verbs).toContain('record verify')
    for (const [, called = ''] of text.matchAll(/`(?:npm run convoke -- |convoke )([^`\n]+)`/gu)) {
      if (called === '…') continue
      expect(verbs.filter((verb) => called === verb || called.startsWith(`${verb} `)), called).toHaveLength(1)
    }
  })

  test('leads to files that are there', () => {
    for (const [, target = ''] of text.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)[^)]*\)/gu)) {
      const file = join(dirname(page), target)
      expect({ file, exists: existsSync(join(root, file)) }).toEqual({ file, exists: true })
    }
  })
})

test('the README has at most 120 lines', () => {
  expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(121)
})
