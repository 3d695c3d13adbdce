import type { App, Services } from '../../context.ts'
import type { Rendered } from '../../answer.ts'
import { servePage, servePublicFile, type PageRequest } from '../../page.tsx'
import { commentToJson } from '../register/data.ts'
import { loadTable, TABLE_PAGE, toAtom, toCsv, toIsoWord, toJsonLd, toWorkbook, type TableData } from './data.ts'
import { TablePage } from './pages.tsx'

const BASE = '/:forum/:cycle/reviews/:review'

/** The table of dispositions: as a page, and in the forms in which others work with it. */
export function tableRoutes(app: App, services: Services): void {
  servePage<TableData>(app, services, {
    path: `${BASE}/dispositions`,
    load: loadTable,
    json: (data) => ({
      forum: data.forum.slug,
      cycle: data.cycle.slug,
      review: data.review.number,
      total: data.rows.length,
      page: data.page,
      pages: Math.max(1, Math.ceil(data.rows.length / TABLE_PAGE)),
      satisfaction: data.satisfaction,
      judgedUntil: data.judgedUntil,
      rows: data.rows.slice((data.page - 1) * TABLE_PAGE, data.page * TABLE_PAGE).map(({ comment, ...row }) => ({ ...commentToJson(data, comment), clause: row.clause, paragraphs: row.paragraphs, changed: row.changed, duplicateOf: row.duplicateOf === '' ? null : row.duplicateOf, objection: row.objection === '' ? null : row.objection })),
    }),
    render: (view, data) => <TablePage view={view} data={data} />,
  })
  const serve = (name: string, write: (data: TableData, request: PageRequest) => Promise<Rendered>) =>
    servePublicFile(app, services, `${BASE}/${name}`, async (request) => {
      const data = await loadTable(request)
      return data === undefined ? undefined : write(data, request)
    })
  serve('dispositions.csv', toCsv)
  serve('dispositions.xlsx', toWorkbook)
  serve('dispositions.docx', (data, { view }) => toIsoWord(data, view))
  serve('annotations.jsonld', (data, { view }) => toJsonLd(data, view))
  serve('comments.atom', (data, { view }) => toAtom(data, view))
}
