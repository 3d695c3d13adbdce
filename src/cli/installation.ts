import { join } from 'node:path'
import { systemClock, type Clock } from '../platform/clock.ts'
import { readConfig } from '../platform/config.ts'
import { openDatabaseForCommand } from '../platform/database-access.ts'
import { migrate, openKysely, type Db } from '../platform/database.ts'
import { dataFolderPaths } from '../platform/data-folder.ts'
import { openFileStore, type FileStore } from '../platform/files.ts'
import type { Log } from '../platform/log.ts'

/** What a command works on: the running server's database, or the private one started for the time of the command. */
export interface Installation {
  readonly db: Db
  readonly files: FileStore
  readonly clock: Clock
  close(): Promise<void>
}

/** Opens the installation that the environment names, its tables up to date. A problem is a sentence. */
export async function openInstallation(env: Readonly<Record<string, string | undefined>>, log: Log): Promise<Installation | { problem: string }> {
  const config = readConfig(env)
  if ('problems' in config) return { problem: config.problems.join('\n') }
  const access = await openDatabaseForCommand(config, log)
  if ('problem' in access) return access
  const { db } = openKysely(access.pool)
  await migrate(db, join(import.meta.dirname, '..', 'migrations'))
  return {
    db,
    files: await openFileStore(dataFolderPaths(config.dataFolder).files),
    clock: systemClock,
    close: async () => {
      await db.destroy()
      await access.close()
    },
  }
}
