import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock, type Clock } from '../platform/clock.ts'
import { readConfig } from '../platform/config.ts'
import { openDatabaseForCommand } from '../platform/database-access.ts'
import { migrate, openKysely, type Connections, type Db } from '../platform/database.ts'
import { dataFolderPaths, type DataFolderPaths } from '../platform/data-folder.ts'
import { openFileStore, type FileStore } from '../platform/files.ts'
import type { Log } from '../platform/log.ts'

/** What a command works on: the running server's database, or the private one started for the time of the command. */
export interface Installation {
  readonly db: Db
  readonly files: FileStore
  readonly clock: Clock
  readonly folder: DataFolderPaths
  /** The connections beneath `db`, for what works on whole tables. */
  readonly pool: Connections
  /** The folder of the migrations. */
  readonly migrations: string
  close(): Promise<void>
}

/** Opens the installation that the environment names, its tables up to date unless `asItIs`. A problem is a sentence. */
export async function openInstallation(env: Readonly<Record<string, string | undefined>>, log: Log, options: { asItIs?: boolean } = {}): Promise<Installation | { problem: string }> {
  const config = readConfig(env)
  if ('problems' in config) return { problem: config.problems.join('\n') }
  const access = await openDatabaseForCommand(config, log)
  if ('problem' in access) return access
  const { db, pool } = openKysely(access.pool)
  const migrations = migrationsFolder()
  if (options.asItIs !== true) await migrate(db, migrations)
  const folder = dataFolderPaths(config.dataFolder)
  return {
    db,
    pool,
    migrations,
    folder,
    files: await openFileStore(folder.files, systemClock()),
    clock: systemClock,
    close: async () => {
      await db.destroy()
      await access.close()
    },
  }
}

/** Beside `dist`, where the command line is built into, or two folders above this one. */
function migrationsFolder(): string {
  const beside = join(import.meta.dirname, '..', 'migrations')
  return existsSync(beside) ? beside : join(import.meta.dirname, '..', '..', 'migrations')
}
