import type { App, Services } from '../../context.ts'
import { servePage, servePublicFile } from '../../page.tsx'
import { FORMATS, writeSheet } from '../pictures/data.ts'
import { drawSheet } from '../pictures/pages.tsx'
import { cyclesJson, cyclesSheet, loadCycles, type CyclesData } from './data.ts'
import { CyclesPage } from './pages.tsx'

/** The cycles of a forum beside each other. */
export function cyclesRoutes(app: App, services: Services): void {
  servePage<CyclesData>(app, services, { path: '/:forum/overview', load: loadCycles, json: cyclesJson, render: (view, data) => <CyclesPage view={view} data={data} /> })
  // The address of a cycle's own page has three parts too, and no cycle is called overview.
  servePublicFile(app, services, '/:forum/overview/:file', async (request) => {
    const format = FORMATS.find((each) => request.params['file'] === `cycles.${each}`)
    const data = format === undefined ? undefined : await loadCycles(request)
    if (data === undefined || format === undefined) return undefined
    const sheet = cyclesSheet(request.view, data)
    return writeSheet(sheet, format === 'csv' ? '' : await drawSheet(request.view, sheet), format, `${data.forum.slug}-cycles`)
  })
}
