import { MEETING_KINDS } from '../../../meetings/model.ts'
import { REPORT_FORMATS } from '../../../publication/renders/model.ts'
import type { App, Services } from '../../context.ts'
import { servePage } from '../../page.tsx'
import { serveFile } from '../formats/routes.tsx'
import { loadReportFile, loadReports, loadReportsFile, reportsToJson, type ReportsData } from './data.ts'
import { ReportsPage } from './pages.tsx'

/** Reports of meetings as documents, and those of a cycle or of a series as one. Registered before the pages of meetings. */
export function reportDocumentRoutes(app: App, services: Services): void {
  for (const format of REPORT_FORMATS) {
    app.get(`/:forum/meetings/:meeting/report.${format}`, (c) => serveFile(c, services, (request) => loadReportFile(request, format)))
    app.get(`/:forum/:cycle/reports.${format}`, (c) => serveFile(c, services, (request) => loadReportsFile(request, `reports.${format}`)))
    for (const kind of MEETING_KINDS) {
      app.get(`/:forum/:cycle/reports/${kind}.${format}`, (c) => serveFile(c, services, (request) => loadReportsFile(request, `${kind}.${format}`)))
    }
  }
  for (const path of ['/:forum/:cycle/reports', '/:forum/:cycle/reports/:series']) {
    servePage<ReportsData>(app, services, { path, load: loadReports, json: reportsToJson, render: (view, data) => <ReportsPage view={view} data={data} /> })
  }
}
