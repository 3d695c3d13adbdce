import type { Context } from 'hono'
import { may } from '../../../people/policy.ts'
import { streamBody } from '../../answer.ts'
import type { App, Env, Services } from '../../context.ts'
import { forbiddenPage, notFoundPage } from '../../errors.tsx'
import { loadCycle } from '../../forums/data.ts'
import { readRequest, type PageRequest } from '../../page.tsx'
import { loadDownload, TABLES, toCsv, toJsonLines, toWorkbook, type Download, type Table } from './data.ts'

interface Format {
  readonly ending: string
  readonly type: string
  readonly write: (request: PageRequest, download: Download) => AsyncIterable<string | Uint8Array>
}

const CSV = (table: Table): Format => ({ ending: `${table}.csv`, type: 'text/csv; charset=utf-8; header=present', write: (request, download) => toCsv(request, download, table) })
const FORMATS: readonly Format[] = [
  ...(Object.keys(TABLES) as Table[]).map(CSV),
  { ending: 'contributions.xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: toWorkbook },
  { ending: 'contributions.ndjson', type: 'application/x-ndjson; charset=utf-8', write: toJsonLines },
]

/** Everything as tables: for anyone what the pages show, at the desk all that is known. Made while they are sent, however long they are. */
export function downloadRoutes(app: App, services: Services): void {
  for (const format of FORMATS) {
    app.get(`/:forum/:cycle/${format.ending}`, (c) => send(c, services, format, false))
    app.get(`/desk/:forum/:cycle/${format.ending}`, (c) => send(c, services, format, true))
  }
}

async function send(c: Context<Env>, services: Services, format: Format, isFull: boolean): Promise<Response> {
  const request = await readRequest(c, services)
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return notFoundPage(c, request)
  const { forum, cycle } = inCycle
  if (isFull && !may(request.view.person, 'enter-contributions', { forumId: forum.id, cycleId: cycle.id })) return forbiddenPage(c, request.view)
  const download = await loadDownload(request, inCycle, isFull)
  if (download === undefined) return notFoundPage(c, request)
  return c.body(streamBody(format.write(request, download)), 200, {
    'content-type': format.type,
    'content-disposition': `attachment; filename="${forum.slug}-${cycle.slug}-${format.ending}"`,
    'cache-control': isFull ? 'no-store' : 'no-cache',
    'x-robots-tag': 'noindex',
  })
}
