import { decideDateOrder, guardCell } from '../../../contributions/cells/model.ts'
import { beginImport, describeImport, dropImport, startImport } from '../../../contributions/imports/commands.ts'
import { isRunning } from '../../../contributions/imports/model.ts'
import { countRefusals, listRefusals } from '../../../contributions/imports/queries.ts'
import { readMapForm } from '../../../contributions/imports/schema.ts'
import { writeDelimited } from '../../../platform/delimited.ts'
import { transact } from '../../../platform/database.ts'
import { openImportTable } from '../../../procedures/open-import-table.ts'
import { revision } from '../../../shared/fields.ts'
import { streamBody } from '../../answer.ts'
import type { App, Services } from '../../context.ts'
import { forbiddenPage, notFoundPage } from '../../errors.tsx'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { readRequest, servePrivatePage, type PageRequest } from '../../page.tsx'
import { downloadRoutes } from '../download/routes.tsx'
import {
  fieldLabel, importAddress, IMPORTS, loadImport, loadImportPage, loadImports, loadMapping, personOf, suggestMap, tell, type ImportList, type ImportPageData, type InImport, type MappingData,
} from './data.ts'
import { ImportPage, ImportsPage } from './desk.tsx'
import { initialMapping, MappingPage, UploadPage } from './forms.tsx'

/** Tables in and out: at the desk a file, what its columns are, how far it is, what came of it; and everything as tables again. */
export function importRoutes(app: App, services: Services): void {
  downloadRoutes(app, services)
  servePrivatePage<ImportList>(app, services, { path: IMPORTS, load: loadImports, render: (view, data) => <ImportsPage view={view} data={data} /> })
  serveForm<ImportList>(app, services, {
    path: `${IMPORTS}/new`,
    load: loadImports,
    initial: (data) => ({ call: data.calls.find(({ isOpen }) => isOpen)?.slug ?? '' }),
    render: (view, data, form) => <UploadPage view={view} data={data} form={form} />,
    submit: upload,
  })
  serveForm<ImportPageData>(app, services, {
    path: `${IMPORTS}/:import`,
    load: async (request) => {
      const data = await loadImportPage(request)
      return typeof data === 'object' && data.found.state === 'mapping' ? { seeOther: `${importAddress(data)}/columns` } : data
    },
    render: (view, data, form) => <ImportPage view={view} data={data} form={form} />,
    submit: act,
  })
  serveForm<MappingData>(app, services, {
    path: `${IMPORTS}/:import/columns`,
    load: async (request) => {
      const data = await loadImport(request)
      if (typeof data === 'object' && (isRunning(data.found) || data.found.state === 'done')) return { seeOther: importAddress(data) }
      return typeof data === 'object' ? loadMapping(request) : data
    },
    initial: initialMapping,
    render: (view, data, form) => <MappingPage view={view} data={data} form={form} />,
    submit: map,
  })
  progressRoute(app, services)
  refusedRoute(app, services)
}

async function upload(request: PageRequest, data: ImportList, submitted: Submitted): Promise<FormOutcome> {
  const call = data.calls.find(({ slug }) => slug === submitted.value('call'))
  const file = submitted.uploads['file']
  if (call === undefined || file === undefined) return { errors: { ...(call === undefined ? { call: 'required' } : {}), ...(file === undefined ? { file: 'required' } : {}) } }
  const suggested = await suggestMap(request, data.forum.id, call, request.services.files.path(file.sha256))
  const input = { forumId: data.forum.id, cycleId: data.cycle.id, callId: call.id, file, documents: submitted.uploads['documents'], map: suggested }
  const { importId } = await transact(request.db, (tx) => beginImport(tx, personOf(request), input, request.now))
  return { seeOther: `${request.view.path.replace(/\/new$/u, '')}/${importId}/columns` }
}

const LIST = (data: InImport): string => `/desk/${data.forum.slug}/${data.cycle.slug}/imports`

/** What a person decides about an import that waits. */
async function act(request: PageRequest, data: ImportPageData, submitted: Submitted): Promise<FormOutcome> {
  const [actor, action] = [personOf(request), submitted.value('action')]
  const input = { importId: data.found.id, revision: revision().parse(submitted.value('revision')) }
  if (!['drop', 'start', 'start-good'].includes(action)) return { errors: { '': 'not-in-list' } }
  const outcome = await transact(request.db, async (tx) =>
    action === 'drop' ? dropImport(tx, actor, input, request.now) : startImport(tx, actor, { ...input, takesGoodRows: action === 'start-good' || data.found.takesGoodRows }, request.now),
  )
  if ('refusal' in outcome) return { errors: { '': outcome.refusal } }
  return { seeOther: action === 'drop' ? LIST(data) : importAddress(data) }
}

async function map(request: PageRequest, data: MappingData, submitted: Submitted): Promise<FormOutcome> {
  const { preview, found } = data
  const action = submitted.value('action')
  const names = 'problem' in preview ? [] : preview.table.names
  const read = readMapForm(submitted.fields, names, found.map)
  if ('errors' in read) return read
  const isUndecided = !('problem' in preview) && preview.checked.dates.either > 0 && decideDateOrder(preview.checked.dates) === undefined && read.map.dates === undefined
  if (action.startsWith('start') && isUndecided && read.map.columns['received'] !== undefined) return { errors: { dates: 'required' } }
  const actor = personOf(request)
  const input = { importId: found.id, revision: revision().parse(submitted.value('revision')), map: read.map }
  const outcome = await transact(request.db, async (tx) => {
    if (action === 'drop') return dropImport(tx, actor, input, request.now)
    const described = await describeImport(tx, actor, input, request.now)
    if ('refusal' in described || !action.startsWith('start')) return described
    return startImport(tx, actor, { ...input, revision: described.revision, takesGoodRows: action === 'start-good' }, request.now)
  })
  if ('refusal' in outcome) return { errors: { '': outcome.refusal } }
  if (action === 'drop') return { seeOther: LIST(data) }
  return { seeOther: action.startsWith('start') ? importAddress(data) : `${importAddress(data)}/columns` }
}

/** How far an import has come, as data, for a page that asks again and again. */
function progressRoute(app: App, services: Services): void {
  app.get(`${IMPORTS}/:import/progress`, async (c) => {
    const request = await readRequest(c, services)
    const data = await loadImport(request)
    if (data === undefined) return notFoundPage(c, request)
    if (data === 'forbidden') return forbiddenPage(c, request.view)
    if (c.env.json !== true) return c.redirect(importAddress(data), 303)
    const { state, step, progress, rows } = data.found
    const percent = Math.round(progress * 100)
    return c.json({ state, step, percent, isRunning: isRunning(data.found), words: request.view.t(`imports.step.${step ?? 'checking'}`, { percent }), rows }, 200, { 'cache-control': 'no-store' })
  })
}

/** The rows that were refused, as they came, each with its reason: to be mended and sent again. */
function refusedRoute(app: App, services: Services): void {
  app.get(`${IMPORTS}/:import/refused.csv`, async (c) => {
    const request = await readRequest(c, services)
    const data = await loadImport(request)
    if (data === undefined) return notFoundPage(c, request)
    if (data === 'forbidden') return forbiddenPage(c, request.view)
    return c.body(streamBody(writeDelimited(refusedRows(request, data))), 200, {
      'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="refused.csv"', 'cache-control': 'no-store', 'x-robots-tag': 'noindex',
    })
  })
}

async function* refusedRows(request: PageRequest, data: InImport): AsyncGenerator<readonly string[]> {
  const { db, services, view } = request
  const reasons = new Map<number, string[]>()
  const count = await countRefusals(db, data.found.id)
  for (let offset = 0; offset < count; offset += 1000) {
    for (const { row, field, reason } of await listRefusals(db, data.found.id, { offset, limit: 1000 })) reasons.set(row, [...(reasons.get(row) ?? []), `${field === null ? '' : `${fieldLabel(view, field)}: `}${tell(view, reason)}`])
  }
  const table = await openImportTable({ path: services.files.path(data.found.sha256), map: data.found.map, questions: data.call.questions, maySearch: true })
  if ('reason' in table) {
    yield [view.t('imports.refused.reason')]
    yield [tell(view, table.reason)]
    return
  }
  yield [...table.names.map(guardCell), view.t('imports.refused.row'), view.t('imports.refused.reason')]
  for await (const { row, cells } of table.rows()) {
    const reason = reasons.get(row)
    if (reason !== undefined) yield [...cells.map(guardCell), String(row), guardCell(reason.join(' '))]
  }
}
