/** Which PostgreSQL Convoke works on, and how the server and the command line get at it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { PoolConfig } from 'pg'
import { withoutPassword } from './config.ts'
import type { Config } from './config.ts'
import { openDataFolder } from './data-folder.ts'
import type { Log } from './log.ts'
import { connectPrivatePostgres, startPrivatePostgres } from './postgres.ts'

export type DatabaseAccess = {
  readonly pool: PoolConfig
  /** Resolves with the reason when the database has ended by itself; never when it is somebody else's server. */
  readonly failed: Promise<string>
  /** To be called once the pool has ended. */
  readonly close: () => Promise<void>
}

type Problem = { readonly problem: string }

const OLDEST_SERVER = 150_000 // as server_version_num counts: PostgreSQL 15.0
const CONNECT_WITHIN_MS = 10_000
const WAIT_FOR_SERVER_MS = 10_000

async function accessServer(url: string): Promise<DatabaseAccess | Problem> {
  const pool: PoolConfig = { connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN_MS }
  const client = new Client(pool)
  client.on('error', () => undefined) // a connection that breaks also fails the query below
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string; number: number; encoding: string; may_create: boolean }>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
              current_setting('server_encoding') as encoding,
              coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create`,
    )
    const [server] = rows
    if (!server || server.number < OLDEST_SERVER) {
      return {
        problem: `DATABASE_URL names a PostgreSQL ${server?.version ?? 'of unknown version'}; Convoke needs PostgreSQL 15 or newer.`,
      }
    }
    if (server.encoding !== 'UTF8') {
      return { problem: `DATABASE_URL names a database in the encoding ${server.encoding}; Convoke needs one in UTF8.` }
    }
    if (!server.may_create) {
      return { problem: `The user that DATABASE_URL names (${withoutPassword(url)}) may not make tables there. Make that user the owner of the database.` }
    }
  } catch (error) {
    const why = error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : String(error)
    return { problem: `The PostgreSQL that DATABASE_URL names (${withoutPassword(url)}) cannot be used: ${why}.` }
  } finally {
    await client.end().catch(() => undefined)
  }
  return { pool, failed: new Promise(() => undefined), close: () => Promise.resolve() }
}

/**
 * The database for the server, which holds the data folder's lock: the one DATABASE_URL names, after a look at its version,
 * else the private one, started. A problem is a sentence for the person who started Convoke.
 */
export async function openDatabase(config: Config, log: Log): Promise<DatabaseAccess | Problem> {
  if (config.databaseUrl !== undefined) return accessServer(config.databaseUrl)
  const started = await startPrivatePostgres(config.dataFolder, log)
  return 'problem' in started ? started : { pool: started.pool, failed: started.failed, close: started.stop }
}

/**
 * The database for one command: that of the running server where there is one, without its lock; else the private PostgreSQL is
 * started for the time of the command, under the lock, so that no server starts meanwhile. Waits `waitMs` for a server that starts.
 */
export async function openDatabaseForCommand(config: Config, log: Log, waitMs = WAIT_FOR_SERVER_MS): Promise<DatabaseAccess | Problem> {
  if (config.databaseUrl !== undefined) return accessServer(config.databaseUrl)
  const giveUpAt = performance.now() + waitMs
  for (;;) {
    const beside = await connectPrivatePostgres(config.dataFolder)
    if (beside) {
      return { pool: beside.pool, failed: new Promise(() => undefined), close: () => Promise.resolve(beside.close()) }
    }
    const folder = openDataFolder(config.dataFolder)
    if (!('refusal' in folder)) return openUnderLock(config, log, folder.release)
    // Held, yet no database answers: a server is just starting or stopping.
    if (folder.refusal === 'unusable' || performance.now() > giveUpAt) return { problem: folder.problem }
    await sleep(50)
  }
}

async function openUnderLock(config: Config, log: Log, release: () => void): Promise<DatabaseAccess | Problem> {
  const opened = await openDatabase(config, log)
  if ('problem' in opened) {
    release()
    return opened
  }
  const close = async (): Promise<void> => {
    await opened.close()
    release()
  }
  return { ...opened, close }
}
