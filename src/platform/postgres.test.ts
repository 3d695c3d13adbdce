import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { PoolConfig } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from './log.ts'
import { connectPrivatePostgres, startPrivatePostgres } from './postgres.ts'
import { placeSocket } from './postgres-socket.ts'

const lines: string[] = []
const log = createLog(
  () => '',
  (_, line) => lines.push(line),
)
const parents = new Set<ChildProcess>()
let above: string
let folder: string

// One cluster for the whole file, in a folder that other accounts may pass through, as a data folder is.
beforeAll(async () => {
  above = mkdtempSync(join(tmpdir(), 'convoke-postgres-'))
  chmodSync(above, 0o711)
  folder = join(above, 'data')
  mkdirSync(folder, { mode: 0o711 })
  await (await start(folder)).stop()
}, 30_000)

afterAll(() => {
  for (const parent of parents) parent.kill('SIGKILL')
  rmSync(above, { recursive: true, force: true })
})

async function start(data: string) {
  const started = await startPrivatePostgres(data, log)
  if ('problem' in started) throw new Error(started.problem)
  return started
}

async function query(pool: PoolConfig, text: string): Promise<unknown[]> {
  const client = new Client(pool)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows.flatMap((row) => Object.values(row))
  } finally {
    await client.end()
  }
}

function listCommandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')]
      } catch {
        return [] // it ended while we looked
      }
    })
}

function countProcesses(data: string): number {
  return listCommandLines().filter((line) => line.includes(join(data, 'postgres'))).length
}

async function waitUntilNoProcess(data: string, withinMs: number): Promise<number> {
  const giveUpAt = performance.now() + withinMs
  while (countProcesses(data) > 0 && performance.now() < giveUpAt) await sleep(20)
  return countProcesses(data)
}

/** Another process that starts the database of `data`, for us to kill; it says "ready". */
function spawnStarter(data: string) {
  const program = `
    import { startPrivatePostgres } from ${JSON.stringify(join(import.meta.dirname, 'postgres.ts'))};
    const quiet = { info() {}, warn() {}, error() {} };
    const started = await startPrivatePostgres(${JSON.stringify(data)}, quiet);
    console.log('problem' in started ? started.problem : 'ready');
    setInterval(() => {}, 1000);`
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  parents.add(parent)
  return parent
}

/** Resolves once the database is ready. */
async function startInAnotherProcess(data: string): Promise<ChildProcess> {
  const parent = spawnStarter(data)
  const [output]: unknown[] = await once(parent.stdout, 'data')
  expect(String(output)).toBe('ready\n')
  return parent
}

test('a killed parent leaves no process behind, and what was written is there after the next start', async () => {
  const parent = await startInAnotherProcess(folder)
  const beside = await connectPrivatePostgres(folder)
  if (!beside) throw new Error('the running database was not found')
  await query(beside.pool, `create table note (text text)`)
  await query(beside.pool, `insert into note values ('kept')`)
  parent.kill('SIGKILL')
  expect(countProcesses(folder)).toBeGreaterThan(0)
  // At once, while the old server is still ending.
  const next = await start(folder)
  beside.close()
  expect(await query(next.pool, 'select text from note')).toEqual(['kept'])
  await next.stop()
  expect(countProcesses(folder)).toBe(0)

  const again = await startInAnotherProcess(folder)
  again.kill('SIGKILL')
  expect(await waitUntilNoProcess(folder, 1_000)).toBe(0)
}, 20_000)

test('a parent killed while the database is being created leaves no process behind, and the next start creates it', async () => {
  const fresh = join(above, 'fresh')
  mkdirSync(fresh, { mode: 0o711 })
  const parent = spawnStarter(fresh)
  const giveUpAt = performance.now() + 10_000
  while (!existsSync(join(fresh, 'postgres.new', 'PG_VERSION')) && performance.now() < giveUpAt) await sleep(5)
  parent.kill('SIGKILL')
  expect(await waitUntilNoProcess(fresh, 1_000)).toBe(0)
  expect(readdirSync(fresh)).toEqual(['postgres.new'])
  const next = await start(fresh)
  expect(await query(next.pool, 'select 1 as one')).toEqual([1])
  await next.stop()
  expect(readdirSync(fresh)).toEqual(['postgres'])
}, 30_000)

test('nothing listens on the network, writes are forced to disk, and text is Unicode', async () => {
  const database = await start(folder)
  const settings = ['listen_addresses', 'fsync', 'full_page_writes', 'synchronous_commit', 'server_encoding', 'TimeZone']
  const values = await query(database.pool, settings.map((name) => `select current_setting('${name}')`).join(' union all '))
  expect(values).toEqual(['', 'on', 'on', 'on', 'UTF8', 'UTC'])
  expect(await query(database.pool, `select upper('é') || ('é' ~ '\\w')::text`)).toEqual(['Étrue'])
  await database.stop()
}, 20_000)

test('stopping ends open connections and is not reported as a failure; a server killed from outside is', async () => {
  const database = await start(folder)
  const client = new Client(database.pool)
  client.on('error', () => undefined)
  await client.connect()
  let failure: string | undefined
  void database.failed.then((why) => (failure = why))
  await database.stop()
  expect(await connectPrivatePostgres(folder)).toBeUndefined()

  const killed = await start(folder)
  const server = Number.parseInt(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10)
  process.kill(server, 'SIGKILL')
  expect(await killed.failed).toContain('ended unexpectedly')
  expect(failure).toBeUndefined()
  expect(await waitUntilNoProcess(folder, 2_000)).toBe(0)
}, 20_000)

test('a lock file that names a living stranger, as after a restart of the machine, does not keep it from starting', async () => {
  const file = join(folder, 'postgres', 'postmaster.pid')
  const { uid, gid } = statSync(join(folder, 'postgres'))
  const own = process.getuid?.() === 0 ? { uid, gid } : {} // a stranger of another account would not be mistaken for a server
  const stranger = spawn('sleep', ['60'], { ...own, cwd: '/' })
  writeFileSync(file, `${stranger.pid}\n${join(folder, 'postgres')}\n1\n5432\n.\n\n        1         1\nready   \n`, { mode: 0o600 })
  chownSync(file, uid, gid)
  try {
    const database = await start(folder)
    expect(await query(database.pool, 'select 1 as one')).toEqual([1])
    await database.stop()
  } finally {
    stranger.kill()
  }
}, 20_000)

test('a path longer than a socket address, below a folder closed to others', async () => {
  const closed = join(above, 'closed', ...Array.from({ length: 5 }, () => 'a folder whose name is long, très long'))
  mkdirSync(closed, { recursive: true })
  chmodSync(join(above, 'closed'), 0o700)
  const long = join(closed, 'data')
  renameSync(folder, long)
  try {
    const database = await start(long)
    expect(await query(database.pool, 'select 1 as one')).toEqual([1])
    const beside = await connectPrivatePostgres(long)
    expect(beside && (await query(beside.pool, 'select 2 as two'))).toEqual([2])
    beside?.close()
    await database.stop()
  } finally {
    renameSync(long, folder)
  }
  // And back again: as root the files change hands, because nobody serves in the open and could not enter the closed folder.
  const database = await start(folder)
  expect(await query(database.pool, 'select 3 as three')).toEqual([3])
  await database.stop()
}, 30_000)

test('another version, or a folder that is no database, is refused with a sentence and left alone', async () => {
  const version = join(folder, 'postgres', 'PG_VERSION')
  const actual = readFileSync(version, 'utf8')
  writeFileSync(version, '17\n')
  expect(await startPrivatePostgres(folder, log)).toEqual({
    problem: expect.stringMatching(/made by PostgreSQL 17.* brings PostgreSQL 18/),
  })
  writeFileSync(version, actual)

  const other = join(above, 'other')
  mkdirSync(join(other, 'postgres'), { recursive: true })
  expect(await startPrivatePostgres(other, log)).toEqual({ problem: expect.stringContaining('is not a PostgreSQL database') })
  expect(readdirSync(join(other, 'postgres'))).toEqual([])
})

test('a server that cannot start says why', async () => {
  const settings = join(folder, 'postgres', 'postgresql.conf')
  const before = readFileSync(settings)
  appendFileSync(settings, '\nno_such_setting = 1\n')
  expect(await startPrivatePostgres(folder, log)).toEqual({ problem: expect.stringContaining('no_such_setting') })
  writeFileSync(settings, before)
}, 20_000)

test('where the system has no way around the limit, a long path gives way to a short folder', () => {
  const long = `/data/${'x'.repeat(100)}/postgres`
  expect(placeSocket(long, 'linux')).toEqual({ listenIn: '.', folder: long })
  expect(placeSocket('/data/postgres', 'darwin')).toEqual({ listenIn: '.', folder: '/data/postgres' })
  const short = placeSocket(long, 'darwin', '/tmp')
  expect(short.folder).toMatch(/^\/tmp\/convoke-[0-9a-f]{12}$/)
  expect(short.listenIn).toBe(short.folder)
  expect(placeSocket(`${long}2`, 'darwin', '/tmp')).not.toEqual(short)
})
