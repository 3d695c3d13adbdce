import { writeCsv } from '../../../platform/csv.ts'
import { DIMENSIONS } from '../../../synthesis/matrix/model.ts'
import type { App, Services } from '../../context.ts'
import { notFoundPage } from '../../errors.tsx'
import { readRequest, servePage, servePrivatePage } from '../../page.tsx'
import { quotationToJson } from '../data.ts'
import { loadCell, loadMatrix, loadMatrixAtDesk, type CellData, type MatrixData } from './data.ts'
import { CellPage, MatrixPage } from './pages.tsx'

/** The matrix of themes by groups, for anyone and at the desk, and the passages behind each of its cells. */
export function matrixRoutes(app: App, services: Services): void {
  servePage<MatrixData>(app, services, {
    path: '/:forum/:cycle/matrix',
    load: loadMatrix,
    json: matrixToJson,
    render: (view, data) => <MatrixPage view={view} data={data} />,
  })
  app.get('/:forum/:cycle/matrix.csv', async (c) => {
    const request = await readRequest(c, services)
    const data = await loadMatrix(request)
    if (data === undefined) return notFoundPage(c, request)
    return c.body(writeCsv(matrixToRows(data)), 200, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${data.cycle.slug}-matrix.csv"`, 'cache-control': 'no-cache' })
  })
  servePage<CellData>(app, services, {
    path: '/:forum/:cycle/matrix/:theme',
    load: loadCell,
    json: (data) => ({ theme: data.theme.slug, stakeholderGroup: data.dimension === 'stakeholderGroup' ? data.group : null, regionalGroup: data.dimension === 'regionalGroup' ? data.group : null, passages: data.quotations.map((quotation) => quotationToJson(data, quotation)) }),
    render: (view, data) => <CellPage view={view} data={data} />,
  })
  servePrivatePage<MatrixData>(app, services, { path: '/desk/:forum/:cycle/matrix', load: loadMatrixAtDesk, render: (view, data) => <MatrixPage view={view} data={data} isDesk /> })
}

function matrixToJson(data: MatrixData): object {
  return {
    forum: data.forum.slug,
    cycle: data.cycle.slug,
    total: data.total,
    groups: Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, data.columns[dimension].map(({ key, title, present }) => ({ key, title, contributions: present }))])),
    themes: data.rows.map((row) => ({
      theme: row.theme.slug,
      title: row.theme.title,
      contributions: row.contributions,
      passages: row.passages,
      agreements: row.agreements.map((number) => `${data.cycle.slug}/F-${number}`),
      ...Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, row.cells[dimension].map(({ key, state, contributions, passages }) => ({ key, state, contributions, passages }))])),
    })),
  }
}

function matrixToRows(data: MatrixData): (string | number)[][] {
  const head = ['theme', 'title', 'dimension', 'group', 'groupContributions', 'state', 'contributions', 'passages']
  const rows = data.rows.flatMap((row) =>
    DIMENSIONS.flatMap((dimension) => row.cells[dimension].map((cell, index) => [row.theme.slug, row.theme.title, dimension, cell.key, data.columns[dimension][index]?.present ?? 0, cell.state, cell.contributions, cell.passages])),
  )
  return [head, ...rows]
}
