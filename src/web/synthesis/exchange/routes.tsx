import type { Context } from 'hono'
import { writeCsv } from '../../../platform/csv.ts'
import { transact } from '../../../platform/database.ts'
import { writeWorkbook } from '../../../platform/spreadsheet-writer.ts'
import { keepUpload } from '../../../platform/uploads.ts'
import { applyExchange } from '../../../procedures/apply-exchange.ts'
import { isRefusal } from '../../../shared/result.ts'
import { layExchange, type SheetOfCells } from '../../../synthesis/exchange/model.ts'
import { listPassages, listThemes } from '../../../synthesis/queries.ts'
import { loadExchange } from '../../../trace/exchange/queries.ts'
import type { App, Env, Services } from '../../context.ts'
import { forbiddenPage, notFoundPage } from '../../errors.tsx'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import { isMessageKey } from '../../messages.ts'
import { readRequest, type PageRequest } from '../../page.tsx'
import { actorOf, loadCycleAtDesk, placeOf, quotePassages } from '../data.ts'
import { loadPreview, readUpload, type PreviewData } from './data.ts'
import { ExchangeDesk, PreviewPage } from './desk.tsx'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The synthesis out to a spreadsheet and back, and its passages as tables. */
export function exchangeRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/exchange'
  serveForm<InCycle>(app, services, { path: base, load: loadCycleAtDesk, render: (view, data, form) => <ExchangeDesk view={view} data={data} form={form} />, submit: receive })
  app.get(`${base}/matrix.xlsx`, (c) => sendAtDesk(c, services, 'matrix.xlsx', async (sheets) => writeWorkbook(sheets)))
  app.get(`${base}/passages.xlsx`, (c) => sendAtDesk(c, services, 'passages.xlsx', async (sheets) => writeWorkbook(sheets.filter(({ name }) => name === 'Passages'))))
  app.get(`${base}/passages.csv`, (c) => sendAtDesk(c, services, 'passages.csv', (sheets) => Promise.resolve(writeCsv(sheets.find(({ name }) => name === 'Passages')?.rows ?? []))))
  app.get('/:forum/:cycle/passages.csv', (c) => sendToAnyone(c, services, 'passages.csv', (sheet) => Promise.resolve(writeCsv(sheet.rows))))
  app.get('/:forum/:cycle/passages.xlsx', (c) => sendToAnyone(c, services, 'passages.xlsx', (sheet) => writeWorkbook([sheet])))
  serveForm<PreviewData>(app, services, { path: `${base}/:key`, load: loadPreview, render: (view, data, form) => <PreviewPage view={view} data={data} form={form} />, submit: apply })
}

type Written = string | Uint8Array<ArrayBuffer>

async function sendAtDesk(c: Context<Env>, services: Services, name: string, write: (sheets: SheetOfCells[]) => Promise<Written>): Promise<Response> {
  const request = await readRequest(c, services)
  const inCycle = await loadCycleAtDesk(request)
  if (inCycle === undefined) return notFoundPage(c, request)
  if (inCycle === 'forbidden') return forbiddenPage(c, request.view)
  const exchange = await loadExchange(request.db, { forum: inCycle.forum.slug, cycle: inCycle.cycle.slug, cycleId: inCycle.cycle.id })
  return send(c, `${inCycle.forum.slug}-${inCycle.cycle.slug}-${name}`, await write(layExchange(exchange)), 'private, no-store')
}

async function sendToAnyone(c: Context<Env>, services: Services, name: string, write: (sheet: SheetOfCells) => Promise<Written>): Promise<Response> {
  const request = await readRequest(c, services)
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return notFoundPage(c, request)
  return send(c, `${inCycle.forum.slug}-${inCycle.cycle.slug}-${name}`, await write(await loadPublicPassages(request, inCycle)), 'no-cache')
}

/** The passages of a cycle as anyone may read them: words that may not be read are left out, and so is who said them. */
async function loadPublicPassages({ db }: PageRequest, inCycle: InCycle): Promise<SheetOfCells> {
  const slugOf = new Map((await listThemes(db, inCycle.cycle.id)).map(({ id, slug }) => [id, slug]))
  const quotations = await quotePassages(db, inCycle, await listPassages(db, inCycle.cycle.id))
  const rows = quotations.map(({ passage, of, voice, stakeholderGroup, regionalGroup, quote }) => [`P-${passage.number}`, of, voice, stakeholderGroup, regionalGroup, passage.themeIds.flatMap((id) => slugOf.get(id) ?? []).join('; '), quote])
  return { name: 'Passages', rows: [['id', 'of', 'contribution', 'stakeholderGroup', 'regionalGroup', 'themes', 'text'], ...rows] }
}

function send(c: Context<Env>, name: string, content: Written, cache: string): Response {
  const headers = { 'content-type': name.endsWith('.xlsx') ? XLSX : 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"`, 'cache-control': cache, 'x-robots-tag': 'noindex' }
  return typeof content === 'string' ? c.body(content, 200, headers) : c.body(content, 200, headers)
}

async function receive(request: PageRequest, data: InCycle, submitted: Submitted): Promise<FormOutcome> {
  const upload = submitted.uploads['file']
  if (upload === undefined) return { errors: { file: 'required' } }
  const read = await readUpload(request, upload)
  if ('problem' in read) return { errors: { file: request.view.t(`exchange.file-problem.${read.problem}`) } }
  return { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/exchange/${await keepUpload(request.db, upload, request.now)}` }
}

async function apply(request: PageRequest, data: PreviewData, submitted: Submitted): Promise<FormOutcome> {
  const input = { ...placeOf(data), forum: data.forum.slug, cycle: data.cycle.slug, read: data.read, seen: submitted.value('seen') }
  const applied = await transact(request.db, (tx) => applyExchange(tx, actorOf(request), input, request.now))
  if (!isRefusal(applied)) return { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/findings` }
  if (applied.refusal === 'changed-meanwhile') return { errors: { '': request.view.t('exchange.refusal.changed-meanwhile') } }
  const key = ['synthesis', 'findings'].map((part) => `${part}.refusal.${applied.reason}`).find(isMessageKey)
  return { errors: { '': request.view.t('exchange.refusal.not-applied', { ref: applied.ref, reason: key === undefined ? applied.reason : request.view.t(key) }) } }
}
