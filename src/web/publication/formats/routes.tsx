import { Readable } from 'node:stream'
import type { Context } from 'hono'
import { citeInBibtex, citeInCsl, citeInText } from '../../../publication/citing/model.ts'
import { MEDIA_TYPES } from '../../../publication/renders/model.ts'
import { writeDocument } from '../../answer.ts'
import type { App, Env, Services } from '../../context.ts'
import { notFoundPage } from '../../errors.tsx'
import { readRequest, type PageRequest } from '../../page.tsx'
import { loadCitation, loadEditionFile, loadReviewFile, type FileData } from './data.ts'
import { NoFilePage } from './pages.tsx'

/** The permanent addresses of an edition's documents and citations, and the review copies of versions. */
export function formatRoutes(app: App, services: Services): void {
  for (const ending of ['', '.bib', '.txt']) {
    app.get(`/:forum/:cycle/editions/:edition/:language/citation${ending}`, (c) => serveCitation(c, services, c.env.json === true ? 'json' : ending.slice(1)))
  }
  app.get('/:forum/:cycle/editions/:edition/:language/:file', (c) => serveFile(c, services, (request) => loadEditionFile(request, c.env.json === true)))
  app.get('/:forum/:cycle/documents/:document/versions/:version/:file', (c) => serveFile(c, services, loadReviewFile))
  // Each by its name, so that no name of a language is taken for one. What ends in .json is asked for without its ending.
  for (const ending of ['', '.html', '.pdf', '.docx', '.epub', '.md']) {
    app.get(`/:forum/:cycle/editions/:edition/edition${ending}`, (c) => serveFile(c, services, (request) => loadEditionFile(request, c.env.json === true, `edition${ending}`)))
  }
  for (const ending of ['', '.bib', '.txt']) {
    app.get(`/:forum/:cycle/editions/:edition/citation${ending}`, (c) => serveCitation(c, services, c.env.json === true ? 'json' : ending.slice(1)))
  }
}

/** What a browser shows by itself; all else is kept as a file, among it pages that stand alone and would not look as they should under our rules. */
const SHOWN = new Set(['pdf', 'json', 'md'])

/** Serves a document once it is made; a page that says so while it is not. */
export async function serveFile(c: Context<Env>, services: Services, load: (request: PageRequest) => Promise<FileData | undefined>): Promise<Response> {
  const request = await readRequest(c, services)
  const data = await load(request)
  if (data === undefined) return notFoundPage(c, request)
  const { render, format, fileName } = data
  if (render.state !== 'made' || render.sha256 === null) {
    c.header('cache-control', 'no-store')
    if (render.state === 'waiting') c.header('retry-after', '5')
    return c.body(await writeDocument(<NoFilePage view={request.view} data={data} />), 503, { 'content-type': 'text/html; charset=utf-8' })
  }
  const tag = `"${render.sha256.slice(0, 32)}"`
  const headers = { etag: tag, 'cache-control': 'no-cache', 'content-type': MEDIA_TYPES[format], 'content-disposition': `${SHOWN.has(format) ? 'inline' : 'attachment'}; filename="${fileName}"`, ...(render.size === null ? {} : { 'content-length': String(render.size) }) }
  if ((c.req.header('if-none-match') ?? '').includes(tag)) return c.body(null, 304, { etag: tag })
  return c.body(Readable.toWeb(Readable.from(services.renders.store.read(render.sha256), { objectMode: false })) as ReadableStream, 200, headers)
}

async function serveCitation(c: Context<Env>, services: Services, ending: string | undefined): Promise<Response> {
  const request = await readRequest(c, services)
  const data = await loadCitation(request)
  const written = data === undefined ? undefined : { bib: { text: citeInBibtex(data.cited), type: 'application/x-bibtex; charset=utf-8' }, txt: { text: `${citeInText(data.cited)}\n`, type: 'text/plain; charset=utf-8' }, json: { text: `${JSON.stringify([citeInCsl(data.cited)], null, 1)}\n`, type: 'application/vnd.citationstyles.csl+json; charset=utf-8' } }
  const one = written === undefined || ending === undefined || !Object.hasOwn(written, ending) ? undefined : written[ending as keyof typeof written]
  return one === undefined ? notFoundPage(c, request) : c.body(one.text, 200, { 'content-type': one.type, 'cache-control': 'no-cache' })
}
