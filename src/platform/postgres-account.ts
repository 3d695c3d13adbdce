/**
 * Under which account the private PostgreSQL runs. It refuses to run as root, and its initdb refuses an account that has no
 * entry in the list of users. Nothing is created on the host: either `nobody` serves, or a user namespace in which our own
 * account bears the number of `nobody`.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'

type Ids = { readonly uid: number; readonly gid: number }

export type PostgresAccount = {
  /** Set where the process must change to another account. */
  readonly switchTo: Ids | undefined
  /** Words that come before the command. */
  readonly prefix: readonly string[]
  /** Who owns the cluster's files. */
  readonly owner: Ids
}

function findNobody(): Ids | undefined {
  const line = /^nobody:[^:]*:(-?\d+):(-?\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'))
  return line ? { uid: Number(line[1]) >>> 0, gid: Number(line[2]) >>> 0 } : undefined
}

/** Whether `account` can enter `folder` and run `program`: asked of the kernel, which also knows access lists. */
function canReach(account: Ids, folder: string, program: string): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'test -x "$1" && test -r "$2" && test -x "$2"', 'sh', folder, program], {
    ...account,
    cwd: '/',
  })
  return probe.status === 0
}

/** Our own account under the number of `nobody`, in a user namespace; undefined where the kernel or a container forbids it. */
function mappedPrefix(nobody: Ids): readonly string[] | undefined {
  const prefix = ['unshare', '--user', `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`]
  const probe = spawnSync('unshare', [...prefix.slice(1), 'true'], { stdio: 'ignore' })
  return probe.status === 0 ? prefix : undefined
}

function hasUserEntry(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

/** Chooses the account for a cluster below `dataFolder` and the server `program`, or says why there is none. */
export function choosePostgresAccount(dataFolder: string, program: string): PostgresAccount | { readonly problem: string } {
  const own: Ids = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  if (own.uid !== 0 && hasUserEntry()) return { switchTo: undefined, prefix: [], owner: own }
  const nobody = findNobody()
  if (own.uid === 0 && nobody && canReach(nobody, dataFolder, program)) return { switchTo: nobody, prefix: [], owner: nobody }
  const prefix = nobody && process.platform === 'linux' ? mappedPrefix(nobody) : undefined
  if (prefix) return { switchTo: undefined, prefix, owner: own }
  return { problem: explain(own.uid, dataFolder, program) }
}

function explain(uid: number, dataFolder: string, program: string): string {
  if (uid !== 0) {
    return `The private PostgreSQL cannot run under the user number ${uid}, which the list of users (/etc/passwd) does not have. Start Convoke under a listed user, or name a PostgreSQL server in DATABASE_URL.`
  }
  return (
    'PostgreSQL does not run as root, and the account "nobody" that it would run under here cannot reach ' +
    `${dataFolder} or ${program}: a folder above is closed to other users. Start Convoke as an ordinary user, ` +
    'keep it and CONVOKE_DATA outside of closed folders such as /root, or name a PostgreSQL server in DATABASE_URL.'
  )
}
