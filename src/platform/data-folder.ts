/** The folder that holds all of an installation's data, and the lock that lets one process at a time work on it. */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export type DataFolderPaths = {
  readonly root: string
  /** What was attached or uploaded. */
  readonly files: string
  /** Documents made from what is in the database, which can be made again. */
  readonly renders: string
  /** What this machine has handed over and the database does not know of yet. */
  readonly mail: string
  /** The private PostgreSQL's cluster. */
  readonly postgres: string
}

export type DataFolder = DataFolderPaths & { readonly release: () => void }

/** `held`: another process works on the folder; `unusable`: it cannot be created or written. */
export type DataFolderRefusal = { readonly refusal: 'held' | 'unusable'; readonly problem: string }

const SQLITE_BUSY = 5

/** Where things are below a data folder, which need not exist yet. */
export function dataFolderPaths(folder: string): DataFolderPaths {
  const root = resolve(folder)
  return { root, files: join(root, 'files'), renders: join(root, 'renders'), mail: join(root, 'mail'), postgres: join(root, 'postgres') }
}

/**
 * Takes a lock that the kernel releases when this process ends, however it ends: SQLite's exclusive one on an empty file.
 * It is bound neither to a process number, which may be given out again, nor to a name that stays behind.
 */
function lock(path: string): () => void {
  const holder = new DatabaseSync(path, { timeout: 0 })
  try {
    holder.exec('pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    holder.close()
    throw error
  }
  return () => {
    if (holder.isOpen) holder.close()
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}

/** Not `recursive`, which tries without end where the system makes no folders, as below /proc. */
function makeFolder(path: string, mode: number): void {
  if (existsSync(path)) return
  makeFolder(dirname(path), 0o755)
  mkdirSync(path, { mode })
}

/**
 * Creates the folder where it is missing and locks it for this process. As root others may pass through it (not list it),
 * because the private PostgreSQL then runs under another account.
 */
export function openDataFolder(folder: string): DataFolder | DataFolderRefusal {
  const paths = dataFolderPaths(folder)
  try {
    makeFolder(paths.root, process.getuid?.() === 0 ? 0o711 : 0o700)
    makeFolder(paths.files, 0o700)
    return { ...paths, release: lock(join(paths.root, 'lock')) }
  } catch (error) {
    if (isBusy(error)) {
      return {
        refusal: 'held',
        problem: `Another Convoke is at work on the data folder ${paths.root}. Stop it first, or name another folder in CONVOKE_DATA.`,
      }
    }
    const why = error instanceof Error ? error.message : String(error)
    return {
      refusal: 'unusable',
      problem: `The data folder ${paths.root} cannot be used by this account (${why}). Make it writable, or name another folder in CONVOKE_DATA.`,
    }
  }
}
