import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { afterAll } from 'vitest'
import { createApp, handleRequest } from '../../src/web/app.tsx'
import { readAssets } from '../../src/web/assets.ts'
import type { TestApplication } from './application.ts'

const root = join(import.meta.dirname, '..', '..')

/** The application of a test file on a free port, with the built style sheets and islands, for a browser. Answers its address; closed when the file is done. */
export async function serveApplication(app: TestApplication): Promise<string> {
  const assets = await readAssets(join(root, 'dist', 'assets'))
  const web = createApp({ ...app.services, assets })
  const server = serve({ fetch: (request) => handleRequest(web, request), port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  afterAll(() => {
    server.close()
    // The lines that the pages keep open would ask a database that is gone.
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
  return `http://localhost:${(server.address() as AddressInfo).port}`
}
