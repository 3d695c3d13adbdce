/** The private PostgreSQL's files: created once, owned by the account it runs under, of the version its programs read. */
import {
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { PostgresAccount } from './postgres-account.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { startSupervised } from './supervised-process.ts'

// Byte order and Unicode properties from PostgreSQL itself: the same on every machine, whatever its C library sorts.
const INITDB = [
  '--username=convoke',
  '--auth=trust',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
]

async function createCluster(
  cluster: string,
  binaries: PostgresBinaries,
  account: PostgresAccount,
): Promise<{ readonly problem: string } | undefined> {
  // Made aside and put in place whole: a start that is killed half-way leaves nothing that looks like a cluster.
  const unfinished = `${cluster}.new`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  if (account.switchTo) chownSync(unfinished, account.owner.uid, account.owner.gid)
  const lines: string[] = []
  const initdb = startSupervised({
    command: [...account.prefix, binaries.initdb, '-D', unfinished, ...INITDB],
    ...account.switchTo,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' },
    onLine: (line) => lines.push(line),
    whenAbandoned: 'kill',
  })
  if ((await initdb.ended) !== 0) {
    return { problem: `The private PostgreSQL could not be created in ${cluster}. It said:\n${lines.slice(-8).join('\n')}` }
  }
  renameSync(unfinished, cluster)
  return undefined
}

/** As root the account can differ from the last start's, when the folder moved to or from a closed place. */
function handOver(cluster: string, account: PostgresAccount): { readonly problem: string } | undefined {
  const { uid } = statSync(cluster)
  const { owner } = account
  if (uid === owner.uid) return undefined
  if (process.getuid?.() !== 0) {
    return { problem: `The database in ${cluster} belongs to another user (number ${uid}). Start Convoke as that user, or as root.` }
  }
  for (const name of readdirSync(cluster, { recursive: true, encoding: 'utf8' })) lchownSync(join(cluster, name), owner.uid, owner.gid)
  chownSync(cluster, owner.uid, owner.gid)
  return undefined
}

/** Creates the cluster where there is none, and checks one that is there. */
export async function prepareCluster(
  cluster: string,
  binaries: PostgresBinaries,
  account: PostgresAccount,
): Promise<{ readonly cluster: string } | { readonly problem: string }> {
  if (!existsSync(cluster)) {
    const created = await createCluster(cluster, binaries, account)
    return created ?? { cluster }
  }
  const handedOver = handOver(cluster, account)
  if (handedOver) return handedOver
  const versionFile = join(cluster, 'PG_VERSION')
  if (!existsSync(versionFile)) return { problem: `The folder ${cluster} is not a PostgreSQL database. Move it away and start again.` }
  const major = readFileSync(versionFile, 'utf8').trim()
  if (major === binaries.major) return { cluster }
  return {
    problem:
      `The database in ${cluster} was made by PostgreSQL ${major}, and this Convoke brings PostgreSQL ${binaries.major}. ` +
      'Start the Convoke it was made with, take a backup there (npm run convoke -- backup), and restore it into an empty data folder here.',
  }
}

function isServerOf(pid: number, cluster: string): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster)
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * The process number in a lock file left behind, when a living process bears it that is no server of this cluster: after a
 * restart of the machine or container, numbers are given out again.
 */
export function findStrangerInPidFile(cluster: string): number | undefined {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
  return pid > 0 && isAlive(pid) && !isServerOf(pid, cluster) ? pid : undefined
}
