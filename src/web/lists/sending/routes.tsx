import { Readable } from 'node:stream'
import { readMailbox } from '../../../lists/archive/export.ts'
import type { App, Services } from '../../context.ts'
import { forbiddenPage, notFoundPage } from '../../errors.tsx'
import { readRequest } from '../../page.tsx'
import { loadListDesk } from '../data.ts'

/** What leaves a list by the desk's hand: its archive as a mailbox. */
export function listSendingRoutes(app: App, services: Services): void {
  app.get('/desk/:forum/lists/:list/archive.mbox', async (c) => {
    const request = await readRequest(c, services)
    const data = await loadListDesk(request)
    if (data === undefined) return notFoundPage(c, request)
    if (data === 'forbidden') return forbiddenPage(c, request.view)
    const bytes = Readable.from(readMailbox(services.db, services.files, data.list.id))
    return c.body(Readable.toWeb(bytes) as ReadableStream, 200, { 'content-type': 'application/mbox', 'content-disposition': `attachment; filename="${data.list.slug}.mbox"`, 'cache-control': 'private, no-store' })
  })
}
