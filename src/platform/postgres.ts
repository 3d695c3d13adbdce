/**
 * The private PostgreSQL: a server of our own on the folder `postgres` of the data folder, reached through a Unix socket only,
 * that ends when we end. The caller holds the data folder's lock (`openDataFolder`).
 */
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PoolConfig } from 'pg'
import { dataFolderPaths } from './data-folder.ts'
import type { Log } from './log.ts'
import { choosePostgresAccount } from './postgres-account.ts'
import type { PostgresAccount } from './postgres-account.ts'
import { findPostgresBinaries } from './postgres-binaries.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { findStrangerInPidFile, prepareCluster } from './postgres-cluster.ts'
import { answers, openSocketHost, placeSocket, prepareSocket } from './postgres-socket.ts'
import type { SocketPlace } from './postgres-socket.ts'
import { startSupervised } from './supervised-process.ts'
import type { SupervisedProcess } from './supervised-process.ts'

export type PrivatePostgres = {
  readonly pool: PoolConfig
  /** Resolves with the reason when the server ends without `stop`. */
  readonly failed: Promise<string>
  /** Ends connections that are still open, writes everything down and resolves when no process is left. */
  readonly stop: () => Promise<void>
}

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '50',
  max_logical_replication_workers: '0',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  // A refused statement reaches the caller; in the log it would only repeat what people wrote.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
}
const READY = 'database system is ready to accept connections'
// A server whose parent was killed needs a moment to end; nothing else can hold the folder while we hold its lock.
// It may take its lock file away between our server's reading it and removing it.
const STILL_ENDING =
  /lock file "postmaster\.pid" (?:already exists|is empty)|could not (?:open|read|remove old) lock file|pre-existing shared memory block|still in use/
const WAIT_FOR_ENDING_MS = 15_000
const KEPT_LINES = 12

type Attempt = { readonly running: RunningServer } | { readonly failure: string }
type RunningServer = { readonly process: SupervisedProcess; readonly beQuiet: () => void }

function poolFor(host: string, port: number): PoolConfig {
  return { host, port, user: 'convoke', database: 'postgres', ssl: false }
}

function startServer(
  binaries: PostgresBinaries,
  account: PostgresAccount,
  cluster: string,
  place: SocketPlace,
  log: Log,
): Promise<Attempt> {
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: place.listenIn }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const lines: string[] = []
  let isStarting = true
  let isQuiet = false
  return new Promise((resolve) => {
    const onLine = (line: string): void => {
      if (isStarting) lines.push(line)
      else if (!isQuiet && /\b(FATAL|PANIC):/.test(line)) log.error('PostgreSQL reports a fault', { line })
      if (!line.includes(READY)) return
      isStarting = false
      resolve({ running: { process: server, beQuiet: () => (isQuiet = true) } })
    }
    const stranger = findStrangerInPidFile(cluster)
    const server = startSupervised({
      command: [...account.prefix, binaries.postgres, '-D', cluster, ...settings],
      ...account.switchTo,
      env: {
        PATH: process.env['PATH'] ?? '/usr/bin:/bin',
        LC_ALL: 'C',
        // How pg_ctl tells the server which living process is not a server, although the lock file left behind names it.
        ...(stranger === undefined ? {} : { PG_GRANDPARENT_PID: String(stranger) }),
      },
      onLine,
      whenAbandoned: 'end',
    })
    void server.ended.then(() => resolve({ failure: lines.slice(-KEPT_LINES).join('\n') }))
  })
}

async function startWhenFree(attempt: () => Promise<Attempt>): Promise<Attempt> {
  const giveUpAt = performance.now() + WAIT_FOR_ENDING_MS
  let last = await attempt()
  while ('failure' in last && STILL_ENDING.test(last.failure) && performance.now() < giveUpAt) {
    await sleep(100)
    last = await attempt()
  }
  return last
}

/**
 * Creates the cluster on the first start, starts the server and resolves once it accepts connections.
 * A problem is a sentence for the person who started Convoke.
 */
export async function startPrivatePostgres(dataFolder: string, log: Log): Promise<PrivatePostgres | { readonly problem: string }> {
  const { root, postgres: cluster } = dataFolderPaths(dataFolder)
  const binaries = findPostgresBinaries()
  if ('problem' in binaries) return binaries
  const account = choosePostgresAccount(root, binaries.postgres)
  if ('problem' in account) return account
  const prepared = await prepareCluster(cluster, binaries, account)
  if ('problem' in prepared) return prepared
  const place = placeSocket(cluster)
  prepareSocket(place)
  const attempt = await startWhenFree(() => startServer(binaries, account, cluster, place, log))
  if ('failure' in attempt) return { problem: `The private PostgreSQL in ${cluster} did not start. It said:\n${attempt.failure}` }
  return hold(attempt.running, place)
}

function hold(server: RunningServer, place: SocketPlace): PrivatePostgres {
  const host = openSocketHost(place)
  let isStopping = false
  const failed = new Promise<string>((resolve) => {
    void server.process.ended.then((code) => {
      if (!isStopping) resolve(`the private PostgreSQL ended unexpectedly (code ${code})`)
    })
  })
  const stop = async (): Promise<void> => {
    isStopping = true
    server.beQuiet()
    await server.process.stop()
    host.close()
  }
  return { pool: poolFor(host.host, host.port), failed, stop }
}

/** For the command line beside a running server: how to reach its private PostgreSQL, or undefined when none answers. */
export async function connectPrivatePostgres(dataFolder: string): Promise<{ pool: PoolConfig; close: () => void } | undefined> {
  const place = placeSocket(dataFolderPaths(dataFolder).postgres)
  if (!existsSync(place.folder)) return undefined
  const host = openSocketHost(place)
  if (await answers(host)) return { pool: poolFor(host.host, host.port), close: host.close }
  host.close()
  return undefined
}
