import { privateHtml } from '../../answer.ts'
import type { App, Services } from '../../context.ts'
import { forbiddenPage, notFoundPage } from '../../errors.tsx'
import { readRequest } from '../../page.tsx'
import { loadChecks, noticeAsData } from './data.ts'
import { ChecksDesk } from './desk.tsx'

/** The checks of a working text: a page for those who write it, and the same as data, which the editor asks for while one writes. */
export function checksRoutes(app: App, services: Services): void {
  app.get('/desk/:forum/:cycle/documents/:document/checks', async (c) => {
    const request = await readRequest(c, services)
    const data = await loadChecks(request)
    if (data === undefined) return notFoundPage(c, request)
    if (data === 'forbidden') return forbiddenPage(c, request.view)
    if (c.env.json === true) return c.json({ notices: data.notices.map((notice) => noticeAsData(request.view, notice)) }, 200, { 'cache-control': 'no-store' })
    return privateHtml(c, <ChecksDesk view={request.view} data={data} />)
  })
}
