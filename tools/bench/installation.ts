/** The application on a private PostgreSQL in a folder of its own, as `npm start` runs it, in this process. */
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { systemClock } from '../../src/platform/clock.ts'
import { migrate, openKysely } from '../../src/platform/database.ts'
import { createExtractor } from '../../src/platform/extractor.ts'
import { createTypesetter } from '../../src/platform/typesetter.ts'
import { openRenderDesk } from '../../src/publication/renders/reactions.ts'
import { fixedDns } from '../../src/platform/mail-dns.ts'
import { openMailKeys } from '../../src/platform/mail-signing.ts'
import { openFileStore } from '../../src/platform/files.ts'
import { createLog } from '../../src/platform/log.ts'
import { startPrivatePostgres } from '../../src/platform/postgres.ts'
import { createApp, handleRequest } from '../../src/web/app.tsx'
import { readAssets } from '../../src/web/assets.ts'
import type { Services } from '../../src/web/context.ts'
import type { Installation } from './measure.ts'

/** Opens it; `close` leaves neither process nor folder behind. `root` is the checkout, whose `dist` is built. */
export async function openInstallation(root: string): Promise<Installation & { close(): Promise<void> }> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'cvk-bench-'))
  chmodSync(folder, 0o755)
  const log = createLog(systemClock, (level, line) => level === 'info' || process.stderr.write(`${line}\n`))
  const postgres = await startPrivatePostgres(folder, log)
  if ('problem' in postgres) throw new Error(postgres.problem)
  const { db } = openKysely(postgres.pool)
  await migrate(db, join(root, 'migrations'))
  const files = await openFileStore(join(folder, 'files'), systemClock())
  const typesetter = createTypesetter()
  const renders = openRenderDesk({ db, files, store: await openFileStore(join(folder, 'renders'), systemClock()), typesetter, clock: systemClock, publicUrl: () => 'http://localhost' })
  const services: Services = {
    db,
    extractor: createExtractor(),
    mailAddress: 'convoke@localhost',
    files,
    renders,
    clock: systemClock,
    publicUrl: 'http://localhost',
    secret: 'only for measuring',
    assets: await readAssets(join(root, 'dist', 'assets')),
    log: (level, message, fields) => log[level](message, fields),
    keepsMail: true,
    mailDomain: 'forum.example.org',
    mailLeaves: 'not',
    mailKeys: () => openMailKeys(db, 'forum.example.org'),
    mailDns: fixedDns({}),
    takesMail: true,
  }
  const app = createApp(services)
  const server = serve({ fetch: (request) => handleRequest(app, request), port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://localhost:${port}`
  return {
    db,
    url,
    handle: async (path, headers = {}) => handleRequest(app, new Request(`${url}${path}`, { headers })),
    close: async () => {
      await new Promise((done) => server.close(done))
      await typesetter.stop()
      await db.destroy()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
