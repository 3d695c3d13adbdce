import type { App, Services } from '../../context.ts'
import { notFoundPage } from '../../errors.tsx'
import { readRequest, servePage } from '../../page.tsx'
import { loadResults, toCsv, toJson, type ResultsData } from './data.ts'
import { ResultsPage } from './pages.tsx'

/** What was chosen in a call: as a page with charts, as data, as a table. */
export function resultsRoutes(app: App, services: Services): void {
  servePage<ResultsData>(app, services, {
    path: '/:forum/:cycle/calls/:call/results',
    load: loadResults,
    json: toJson,
    render: (view, data) => <ResultsPage view={view} data={data} />,
  })
  app.get('/:forum/:cycle/calls/:call/results.csv', async (c) => {
    const request = await readRequest(c, services)
    const data = await loadResults(request)
    if (data === undefined) return notFoundPage(c, request)
    const name = `${data.cycle.slug}-${data.call.slug}-results.csv`
    return c.body(toCsv(data), 200, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-cache' })
  })
}
