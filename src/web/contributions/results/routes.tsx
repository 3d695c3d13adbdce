import type { App, Services } from '../../context.ts'
import { notFoundPage } from '../../errors.tsx'
import { readRequest, servePage, servePublicFile } from '../../page.tsx'
import { FORMATS, writeSheet } from '../pictures/data.ts'
import { drawSheet } from '../pictures/pages.tsx'
import { loadResults, sheetOf, toCsv, toJson, type ResultsData } from './data.ts'
import { ResultsPage } from './pages.tsx'

/** What was chosen in a call: as a page with charts, as data, as a table. */
export function resultsRoutes(app: App, services: Services): void {
  servePage<ResultsData>(app, services, {
    path: '/:forum/:cycle/calls/:call/results',
    load: loadResults,
    json: toJson,
    render: (view, data) => <ResultsPage view={view} data={data} />,
  })
  servePublicFile(app, services, '/:forum/:cycle/calls/:call/results/:file', async (request) => {
    const [, number, ending] = /^q([1-9][0-9]{0,3})\.([a-z]{3})$/u.exec(request.params['file'] ?? '') ?? []
    const format = FORMATS.find((each) => each === ending)
    const data = format === undefined ? undefined : await loadResults(request)
    const result = data?.results.find(({ question }) => question.number === Number(number))
    if (format === undefined || data === undefined || result === undefined) return undefined
    const sheet = sheetOf(request, data, result)
    return writeSheet(sheet, format === 'csv' ? '' : await drawSheet(request.view, sheet), format, `${data.cycle.slug}-${data.call.slug}-q${result.question.number}`)
  })
  app.get('/:forum/:cycle/calls/:call/results.csv', async (c) => {
    const request = await readRequest(c, services)
    const data = await loadResults(request)
    if (data === undefined) return notFoundPage(c, request)
    const name = `${data.cycle.slug}-${data.call.slug}-results.csv`
    return c.body(toCsv(data), 200, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-cache' })
  })
}
