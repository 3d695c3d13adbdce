import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

const root = join(import.meta.dirname, '..', '..')
/** What V8 made of the program: the next start of many need not make it again. */
const compiled = join(root, 'test-results', 'compiled')
const startLimitMs = 60_000
const linkLimitMs = 10_000
const address = /http:\/\/localhost:\d+/
/** The one-time link is the only printed address that ends in a token. */
const tokenLink = /https?:\/\/\S*[\w-]{20,}/

/** A server of the built product, in a process of its own. */
export interface TestServer {
  /** Such as `http://localhost:41234`, without a trailing slash. */
  readonly url: string
  readonly dataFolder: string
  readonly pid: number
  /** All it printed so far. */
  output(): string
  /** The one-time link for the secretariat; waits until it is printed. */
  secretariatLink(): Promise<string>
  /** Its exit code, once it has ended by itself or by anything else. */
  readonly ended: Promise<number>
  /** Asks it to stop, waits until it has, and returns its exit code. A data folder made here is removed. */
  stop(): Promise<number>
  /** Kills it as a power cut would; its data folder stays, for the next start. */
  kill9(): Promise<void>
}

export interface ServerOptions {
  /** The data folder; without one, a fresh one that goes with the server. */
  readonly data?: string
  /** More settings: `CONVOKE_SAMPLE`, `DATABASE_URL` (see `freshDatabaseUrl`), … */
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Starts `dist/main.js` on a free port and waits until it listens. Fails with what it printed when it does not. An empty data folder is
 * filled as a first start of the same product left another: what a first start does itself is seen by `npm start` in an empty folder.
 */
export async function startServer({ data, env = {} }: ServerOptions = {}): Promise<TestServer> {
  const program = join(root, 'dist', 'main.js')
  if (!existsSync(program)) throw new Error('There is no dist/main.js: build first (node tools/run.mjs tools/build.ts).')
  const dataFolder = data ?? freshDataFolder()
  if (env['DATABASE_URL'] === undefined && readdirSync(dataFolder).length === 0) await fillAsStarted(dataFolder, env['CONVOKE_SAMPLE'] ?? 'default')
  const child = spawn(process.execPath, [program], {
    cwd: root,
    // Its standard input is its lifeline: when the test's process is gone, so is the server.
    env: { ...process.env, PORT: '0', CONVOKE_DATA: dataFolder, CONVOKE_TEST: '1', CONVOKE_LINK_CHECK: 'none', CONVOKE_LIFELINE: 'stdin', NODE_COMPILE_CACHE: compiled, MAIL_PORT: '0', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => undefined)
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)))
  const removeOwnFolder = () => data === undefined && rmSync(dataFolder, { recursive: true, force: true })
  const url = await waitFor(() => address.exec(printed)?.[0], startLimitMs, ended)
  if (url === undefined) {
    child.kill('SIGKILL')
    await ended
    removeOwnFolder()
    throw new Error(`The server did not listen. It printed:\n${printed}`)
  }
  return {
    url,
    dataFolder,
    pid: pidOf(child),
    output: () => printed,
    ended,
    secretariatLink: async () => {
      const link = await waitFor(() => tokenLink.exec(printed)?.[0], linkLimitMs, ended)
      if (link === undefined) throw new Error(`The server printed no link for the secretariat. It printed:\n${printed}`)
      return link
    },
    stop: async () => {
      child.kill('SIGTERM')
      const code = await ended
      removeOwnFolder()
      return code
    },
    kill9: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** What names of folders begin with that were made for one run, by the process that directs it; it removes them at the end. */
export const startedFolders = (director: number): string => join(realpathSync(tmpdir()), `convoke-started-${director}-`)

/** Makes the folder of a first start once for all processes of a run, and copies it into an empty one. `sample`: as `CONVOKE_SAMPLE`, or `default`. */
export async function fillAsStarted(dataFolder: string, sample: string): Promise<void> {
  const started = `${startedFolders(process.ppid)}${sample}`
  if (!existsSync(started)) await makeStarted(started, sample)
  execFileSync('cp', ['-Rp', `${started}/.`, dataFolder])
}

async function makeStarted(folder: string, sample: string): Promise<void> {
  const lock = `${folder}.lock`
  try {
    mkdirSync(lock)
  } catch {
    // Another process of this run is making it.
    for (let waited = 0; !existsSync(folder) && waited < startLimitMs; waited += 50) await setTimeout(50)
    return
  }
  const unfinished = freshDataFolder()
  const inside = join(unfinished, 'data')
  mkdirSync(inside, { mode: 0o755 })
  const child = spawn(process.execPath, [join(root, 'dist', 'main.js')], {
    cwd: root,
    env: { ...process.env, PORT: '0', CONVOKE_DATA: inside, CONVOKE_TEST: '1', CONVOKE_LINK_CHECK: 'none', CONVOKE_LIFELINE: 'stdin', NODE_COMPILE_CACHE: compiled, CONVOKE_SAMPLE: sample === 'default' ? '' : sample },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  await waitFor(() => tokenLink.exec(printed)?.[0], startLimitMs, ended)
  child.kill('SIGTERM')
  await ended
  renameSync(inside, folder)
  rmSync(unfinished, { recursive: true, force: true })
}

/** A data folder that the private PostgreSQL's own account can enter. */
export function freshDataFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'convoke-test-'))
  chmodSync(folder, 0o755)
  return folder
}

/** Asks again until there is a value, the time is up or the process has ended. */
async function waitFor(find: () => string | undefined, limitMs: number, ended: Promise<unknown>): Promise<string | undefined> {
  const over = ended.then(() => 'over' as const)
  const giveUpAt = performance.now() + limitMs
  while (performance.now() < giveUpAt) {
    const found = find()
    if (found !== undefined) return found
    if ((await Promise.race([over, setTimeout(20)])) === 'over') break
  }
  return find()
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('The server has no process.')
  return child.pid
}
