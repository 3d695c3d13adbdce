import type { App, Services } from '../../context.ts'
import { servePublicFile } from '../../page.tsx'
import { loadOverview } from '../overview/data.ts'
import { FORMATS, PICTURES, sheetOf, writeSheet } from './data.ts'
import { drawSheet } from './pages.tsx'

/** The pictures of the overview to be kept: as SVG, as PNG, and their numbers as CSV. */
export function pictureRoutes(app: App, services: Services): void {
  servePublicFile(app, services, '/:forum/:cycle/overview/:file', async (request) => {
    const [name, ending, ...rest] = (request.params['file'] ?? '').split('.')
    const picture = PICTURES.find((each) => each === name)
    const format = FORMATS.find((each) => each === ending)
    if (picture === undefined || format === undefined || rest.length > 0) return undefined
    const data = await loadOverview(request)
    if (data === undefined || data.wrongDate !== undefined) return undefined
    const sheet = sheetOf(request.view, data, picture)
    return writeSheet(sheet, format === 'csv' ? '' : await drawSheet(request.view, sheet), format, `${data.cycle.slug}-${picture}-${data.asOf}`)
  })
}
