import { keepReturn } from '../../../drafts/returning/commands.ts'
import { transact } from '../../../platform/database.ts'
import { takeReturn } from '../../../procedures/take-return.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { readFile } from '../begin/data.ts'
import { loadReturn, loadSendBack, readAnswers, type ReturnData, type SendBackData } from './data.ts'
import { ReturnPage, SendBackPage } from './forms.tsx'

/** A file that was edited outside comes back into the text that it was made from. */
export function returnRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/documents/:document/return'
  serveForm<SendBackData>(app, services, {
    path: base,
    load: loadSendBack,
    initial: ({ versions }) => ({ version: versions[0]?.id ?? 'working' }),
    render: (view, data, form) => <SendBackPage view={view} data={data} form={form} />,
    submit: sendBack,
  })
  serveForm<ReturnData>(app, services, {
    path: `${base}/:return`,
    load: loadReturn,
    initial: ({ fresh }) => ({ new: fresh.filter(({ isWithin }) => isWithin).map(({ place }) => String(place)) }),
    render: (view, data, form) => <ReturnPage view={view} data={data} form={form} />,
    submit: answer,
  })
}

async function sendBack(request: PageRequest, data: SendBackData, submitted: Submitted): Promise<FormOutcome> {
  const { person } = request.view
  const upload = submitted.uploads['file']
  if (person === undefined) return { errors: { '': 'not-found' } }
  if (upload === undefined) return { errors: { file: 'required' } }
  const said = submitted.value('version')
  const version = data.versions.find(({ id }) => id === said)
  if (version === undefined && said !== 'working') return { errors: { version: 'not-in-list' } }
  const read = await readFile(request, upload, data.document.title)
  if ('errors' in read) return read
  const input = { documentId: data.document.id, versionId: version?.id ?? null, name: upload.name, sections: read.sections, pictures: read.warnings.find(({ code }) => code === 'pictures')?.count ?? 0, personId: person.id }
  const { returnId } = await transact(request.db, (tx) => keepReturn(tx, input, request.now))
  return { seeOther: `/desk${data.address}/return/${returnId}` }
}

async function answer(request: PageRequest, data: ReturnData, submitted: Submitted): Promise<FormOutcome> {
  const { db, now, view } = request
  const { person } = view
  if (person === undefined) return { errors: { '': 'not-found' } }
  const { choices, taken } = readAnswers(data, submitted.fields)
  if (submitted.value('shall') === 'likeliest') return { page: likeliest(request, data, submitted) }
  if (submitted.value('shall') !== 'take') return { errors: { '': 'required' } }
  const missing = data.doubtful.filter(({ part }) => !choices.has(part.id))
  if (missing.length > 0) return { errors: Object.fromEntries(missing.map(({ part }) => [`is-${part.id}`, 'required'])) }
  const input = { documentId: data.document.id, returnId: data.file.id, choices, taken, personId: person.id }
  const done = await transact(db, (tx) => takeReturn(tx, { kind: 'person', id: person.id }, input, now))
  if (isRefusal(done)) return { errors: { '': view.t(`returning.refusal.${done.refusal}`) } }
  return { seeOther: done.conflicts > 0 ? `/desk${data.address}/suggestions` : `/desk${data.address}` }
}

/** The same page with the likeliest chosen wherever nothing was. */
function likeliest({ view }: PageRequest, data: ReturnData, { fields }: Submitted) {
  const chosen = data.doubtful.map(({ part, candidates }): [string, readonly string[]] => {
    const name = `is-${part.id}`
    const first = candidates[0]
    return [name, fields[name] ?? (first === undefined ? ['gone'] : [String(first)])]
  })
  return <ReturnPage view={view} data={data} form={{ values: { ...fields, ...Object.fromEntries(chosen) }, errors: {}, uploads: {} }} />
}
