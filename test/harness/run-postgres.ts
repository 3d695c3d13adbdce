import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync, statfsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate, openKysely } from '../../src/platform/database.ts'
import { startedFolders } from './server.ts'

/** How a worker reaches the run's PostgreSQL; plain data, for it crosses into other processes. */
export interface RunPostgres {
  readonly connection: { readonly connectionString?: string; readonly host?: string; readonly port?: number; readonly user?: string; readonly password?: string }
  /** The database with all migrations applied, copied for each test file. */
  readonly template: string
  /** What the names of this run's databases begin with. */
  readonly prefix: string
  /** How to copy: files where they lie in memory (30 ms), through the log on a disk (90 ms, where files took up to 340). */
  readonly strategy: 'file_copy' | 'wal_log'
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: RunPostgres
  }
}

interface Server {
  readonly connection: RunPostgres['connection']
  readonly isOurs: boolean
  readonly isInMemory: boolean
  stop(): Promise<void>
}

const memory = '/dev/shm'
const roomInMemory = 2 ** 31

const needing = new Set(['database', 'http', 'journeys'])

/**
 * Starts one PostgreSQL for the whole run, if a kind of test that needs it takes part, and makes the template database.
 * `TEST_DATABASE_URL`, the address of an administrator's database, uses that server instead and leaves it as it was.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!project.vitest.projects.some((each) => needing.has(each.name))) return removeStarted
  const server = await startServer()
  const prefix = `convoke_test_${randomBytes(4).toString('hex')}_`
  const template = `${prefix}template`
  try {
    await asAdministrator(server, async (client) => {
      // Nothing here outlives the run, so no commit waits for a disk. Set for the role: that also wins over the server's command line.
      if (server.isOurs) await client.query('alter role current_user set synchronous_commit = off')
      // Databases live for some seconds: none of them has to be tidied meanwhile.
      if (server.isOurs) {
        await client.query('alter system set autovacuum = off')
        await client.query('select pg_reload_conf()')
      }
      await client.query(`create database ${template}`)
    })
    const { db } = openKysely(toDatabase(server.connection, template))
    try {
      await migrate(db, fileURLToPath(new URL('../../migrations', import.meta.url)))
    } finally {
      await db.destroy()
    }
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('postgres', { connection: server.connection, template, prefix, strategy: server.isInMemory ? 'file_copy' : 'wal_log' })
  return async () => {
    if (!server.isOurs) await dropDatabases(server, prefix)
    await server.stop()
    await removeStarted()
  }
}

/** What `startServer` made once for all tests of this run. */
async function removeStarted(): Promise<void> {
  const [folder, beginning] = [dirname(startedFolders(process.pid)), basename(startedFolders(process.pid))]
  for (const name of await readdir(folder)) if (name.startsWith(beginning)) await rm(join(folder, name), { recursive: true, force: true })
}

async function startServer(): Promise<Server> {
  const url = process.env.TEST_DATABASE_URL
  if (url !== undefined && url !== '') return { connection: { connectionString: url }, isOurs: false, isInMemory: false, stop: async () => undefined }
  const { startPrivatePostgres } = await import('../../src/platform/postgres.ts')
  const { createLog } = await import('../../src/platform/log.ts')
  const isInMemory = hasRoomInMemory()
  // A short path, so that the socket can be reached by its own name from every worker.
  const folder = mkdtempSync(join(isInMemory ? memory : realpathSync(tmpdir()), 'cvk-'))
  chmodSync(folder, 0o755)
  const started = await startPrivatePostgres(folder, createLog(() => '', () => undefined))
  if ('problem' in started) throw new Error(started.problem)
  const { host, port, user, password } = started.pool
  const connection = {
    ...(host === undefined ? {} : { host: reachableHost(host) }),
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { user }),
    ...(typeof password === 'string' ? { password } : {}),
  }
  return {
    connection,
    isOurs: true,
    isInMemory,
    stop: async () => {
      await started.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Nothing here outlives the run, so it need not reach a disk; containers often have 64 MB there, which is too little. */
function hasRoomInMemory(): boolean {
  if (!existsSync(memory)) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize >= roomInMemory
}

/** A path through this process's open files means nothing in another process: name the folder itself. */
function reachableHost(host: string): string {
  return host.startsWith('/proc/self/fd/') ? realpathSync(host) : host
}

/** The connection with another database in it. */
export function toDatabase(connection: RunPostgres['connection'], database: string): pg.PoolConfig {
  if (connection.connectionString === undefined) return { ...connection, database }
  const url = new URL(connection.connectionString)
  url.pathname = `/${database}`
  return { connectionString: url.href }
}

async function asAdministrator<T>(server: Server, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { connectionString } = server.connection
  const client = new pg.Client(connectionString === undefined ? { ...server.connection, database: 'postgres' } : { connectionString })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function dropDatabases(server: Server, prefix: string): Promise<void> {
  await asAdministrator(server, async (client) => {
    const { rows } = await client.query<{ datname: string }>('select datname from pg_database where starts_with(datname, $1)', [prefix])
    for (const { datname } of rows) await client.query(`drop database "${datname}" with (force)`)
  })
}
