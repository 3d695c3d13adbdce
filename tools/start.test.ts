import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'

// The launcher in a project of its own: no packages, and a "server" that writes down each life it has.
const SERVER = `
import { appendFileSync } from 'node:fs';
const tell = (what) => appendFileSync('lives', what + ' ' + process.pid + '\\n');
process.on('SIGTERM', () => { tell('term'); process.exit(0); });
process.on('SIGINT', () => { tell('int'); process.exit(0); });
process.stdin.on('end', () => { tell('let-go'); process.exit(0); }).resume();
setInterval(() => {}, 1000);
tell('start');
`
const BUILD = `
import { appendFileSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs';
if (readFileSync('src/main.ts', 'utf8').includes('broken')) process.exit(1);
mkdirSync('dist', { recursive: true });
copyFileSync('src/main.ts', 'dist/main.js');
copyFileSync('src/main.ts', 'dist/convoke.js');
appendFileSync('lives', 'build 0\\n');
`

let project: string
let launched: ChildProcess | undefined

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'convoke-start-')))
  for (const folder of ['src', 'tools', 'node_modules']) mkdirSync(join(project, folder))
  for (const tool of ['bootstrap.mjs', 'parents.mjs', 'start.mjs', 'run.mjs'])
    cpSync(join(import.meta.dirname, tool), join(project, 'tools', tool))
  writeFileSync(join(project, 'package.json'), '{"type":"module"}')
  writeFileSync(join(project, 'package-lock.json'), '{"packages":{"":{}}}')
  writeFileSync(join(project, 'node_modules', '.package-lock.json'), '{"packages":{}}')
  writeFileSync(join(project, 'src', 'main.ts'), SERVER)
  writeFileSync(join(project, 'tools', 'build.ts'), BUILD)
})

afterEach(async () => {
  endGroup(launched?.pid)
  launched = undefined
  await sleep(50) // a server that a failed test left is let go now, and still writes so
  rmSync(project, { recursive: true, force: true, maxRetries: 5 })
})

function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL')
  } catch {
    // All in the group have ended, as they should.
  }
}

function launch(command: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  launched = spawn(command, args, {
    cwd: project,
    env: { ...process.env, npm_lifecycle_event: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  return launched
}

function lives(): { what: string; pid: number }[] {
  const file = join(project, 'lives')
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => ({ what: line.split(' ')[0] ?? '', pid: Number(line.split(' ')[1]) }))
}

async function expectEvents(...whats: readonly string[]): Promise<number> {
  const giveUpAt = performance.now() + 25_000
  while (lives().length < whats.length && performance.now() < giveUpAt) await sleep(15)
  expect(lives().map(({ what }) => what)).toEqual(whats)
  return lives().at(-1)?.pid ?? 0
}

async function exitOf(child: ChildProcess): Promise<unknown> {
  const [code]: unknown[] = await once(child, 'exit')
  return code
}

test('a second start builds nothing, a changed source does, and a signal is passed on once', async () => {
  for (const expected of [['build', 'start'], ['start'], ['build', 'start']]) {
    rmSync(join(project, 'lives'), { force: true })
    const child = launch(process.execPath, ['tools/start.mjs'])
    await expectEvents(...expected)
    // As npm and the terminal both do on one Ctrl-C.
    child.kill('SIGINT')
    child.kill('SIGINT')
    expect(await exitOf(child)).toBe(0)
    await expectEvents(...expected, 'int')
    if (expected.length === 1) appendFileSync(join(project, 'src', 'main.ts'), '\n// changed\n')
  }
}, 60_000)

test('a server killed from outside is an error', async () => {
  const child = launch(process.execPath, ['tools/start.mjs'])
  process.kill(await expectEvents('build', 'start'), 'SIGKILL')
  expect(await exitOf(child)).toBe(1)
}, 60_000)

test('when the launcher is killed the server is let go', async () => {
  const child = launch(process.execPath, ['tools/start.mjs'])
  const server = await expectEvents('build', 'start')
  child.kill('SIGKILL')
  expect(await expectEvents('build', 'start', 'let-go')).toBe(server)
}, 60_000)

test.each([
  { what: 'npm, with a shell in between', script: `sh -c '"$0" tools/start.mjs; :' "$0" & echo; wait` },
  { what: 'npm itself', script: '"$0" tools/start.mjs & echo; wait' },
])(
  'when $what is killed the server is let go',
  async ({ script }) => {
    const npm = launch('sh', ['-c', script, process.execPath], { npm_lifecycle_event: 'start' })
    const server = await expectEvents('build', 'start')
    npm.kill('SIGKILL')
    expect(await expectEvents('build', 'start', 'let-go')).toBe(server)
  },
  60_000,
)

test('a build that fails is an error, and leaves nothing that counts as built', async () => {
  appendFileSync(join(project, 'src', 'main.ts'), '// broken')
  expect(await exitOf(launch(process.execPath, ['tools/start.mjs']))).toBe(1)
  expect(await exitOf(launch(process.execPath, ['tools/start.mjs']))).toBe(1)
  expect(lives()).toEqual([])
}, 60_000)

test('in development a change rebuilds and restarts, and one that does not build keeps the old server', async () => {
  const child = launch(process.execPath, ['tools/start.mjs', '--dev'])
  await expectEvents('build', 'start')
  await sleep(200)
  writeFileSync(join(project, 'src', 'main.ts'), '// broken')
  await sleep(500)
  await expectEvents('build', 'start')
  writeFileSync(join(project, 'src', 'main.ts'), `${SERVER}// changed`)
  // A file that is written in two goes on a busy machine is a change twice: what was built first may never start.
  const after = () => lives().slice(2).map(({ what }) => what)
  const giveUpAt = performance.now() + 25_000
  while (after().at(-1) !== 'start' && performance.now() < giveUpAt) await sleep(15)
  expect(after().join(' ')).toMatch(/^build term (build (term )?)*start$/u)
  child.kill('SIGTERM')
  expect(await exitOf(child)).toBe(0)
}, 60_000)

test('a tool gets its arguments, its folder and the data folder, and its exit code is passed on', async () => {
  const tool = `console.log(JSON.stringify([process.argv.slice(2), process.cwd(), process.env.CONVOKE_DATA])); process.exit(7);`
  writeFileSync(join(project, 'tools', 'tool.ts'), tool)
  const child = launch(process.execPath, ['tools/run.mjs', 'tools/tool.ts', '--json', 'a b'], { CONVOKE_DATA: 'elsewhere' })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += String(chunk)))
  expect(await exitOf(child)).toBe(7)
  expect(JSON.parse(output)).toEqual([['--json', 'a b'], project, join(project, 'elsewhere')])
}, 60_000)

test('the command line is built first, and works where the person stands', async () => {
  const tool = `console.log(JSON.stringify([process.argv.slice(2), process.cwd(), process.env.CONVOKE_DATA]));`
  writeFileSync(join(project, 'src', 'main.ts'), tool)
  const child = launch(process.execPath, ['tools/run.mjs', '--convoke', 'check', 'x'], { INIT_CWD: join(project, 'src'), CONVOKE_DATA: '' })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += String(chunk)))
  expect(await exitOf(child)).toBe(0)
  expect(JSON.parse(output)).toEqual([['check', 'x'], join(project, 'src'), join(project, 'data')])
}, 60_000)

const LOCK = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0', optional: true } } }
const INSTALLED = { packages: { 'node_modules/a': { version: '1.0.0' } } }
const NPM = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
appendFileSync('lives', 'install-' + process.argv[2] + ' 0\\n');
mkdirSync('node_modules', { recursive: true });
writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(JSON.stringify(INSTALLED))});
process.exit(require('node:fs').existsSync('offline') ? 1 : 0);
`

test.each([
  { what: 'there are none', present: undefined, expected: ['install-ci', 'build', 'start'] },
  {
    what: 'one is of another version',
    present: { packages: { 'node_modules/a': { version: '0.9.0' } } },
    expected: ['install-ci', 'build', 'start'],
  },
  { what: 'one is missing', present: { packages: {} }, expected: ['install-ci', 'build', 'start'] },
  {
    what: 'one is no longer asked for',
    present: { packages: { ...INSTALLED.packages, 'node_modules/c': {} } },
    expected: ['install-ci', 'build', 'start'],
  },
  { what: 'only an optional one is missing', present: INSTALLED, expected: ['build', 'start'] },
])(
  'packages when $what',
  async ({ present, expected }) => {
    mkdirSync(join(project, 'npm'))
    writeFileSync(join(project, 'npm', 'package.json'), '{"type":"commonjs"}')
    writeFileSync(join(project, 'npm', 'npm.js'), NPM)
    writeFileSync(join(project, 'package-lock.json'), JSON.stringify(LOCK))
    rmSync(join(project, 'node_modules'), { recursive: true })
    if (present) {
      mkdirSync(join(project, 'node_modules'))
      writeFileSync(join(project, 'node_modules', '.package-lock.json'), JSON.stringify(present))
    }
    const env = { npm_execpath: join(project, 'npm', 'npm.js') }
    const child = launch(process.execPath, ['tools/start.mjs'], env)
    await expectEvents(...expected)
    child.kill('SIGTERM')
    expect(await exitOf(child)).toBe(0)
  },
  60_000,
)

test('packages that cannot be installed are an error, and nothing is started', async () => {
  mkdirSync(join(project, 'npm'))
  writeFileSync(join(project, 'npm', 'package.json'), '{"type":"commonjs"}')
  writeFileSync(join(project, 'npm', 'npm.js'), NPM)
  writeFileSync(join(project, 'offline'), '')
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify(LOCK))
  const child = launch(process.execPath, ['tools/start.mjs'], { npm_execpath: join(project, 'npm', 'npm.js') })
  expect(await exitOf(child)).toBe(1)
  expect(lives().map(({ what }) => what)).toEqual(['install-ci'])
}, 60_000)
