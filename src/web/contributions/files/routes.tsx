import { sendAgain } from '../../../contributions/documents/commands.ts'
import { typedSchema } from '../../../contributions/documents/schema.ts'
import { transact } from '../../../platform/database.ts'
import { typeInDocument } from '../../../procedures/type-in-document.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { actorOf } from '../../synthesis/data.ts'
import { loadFile, loadFiles, textOfPage, type FileAtDesk, type FilesAtDesk } from './data.ts'
import { FilePage, FilesPage } from './desk.tsx'

/** The desk of attached files: what could be read, and what has to be typed in. */
export function filesRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/files'
  servePrivatePage<FilesAtDesk>(app, services, {
    path: base,
    load: loadFiles,
    render: (view, data) => <FilesPage view={view} data={data} />,
  })
  serveForm<FileAtDesk>(app, services, {
    path: `${base}/:ref/:position`,
    load: loadFile,
    initial: (data) => ({ page: data.typing === null ? '' : String(data.typing), text: textOfPage(data) }),
    render: (view, data, form) => <FilePage view={view} data={data} form={form} />,
    submit: takeTyped,
  })
}

async function takeTyped(request: PageRequest, data: FileAtDesk, submitted: Submitted): Promise<FormOutcome> {
  const { document, cycle } = data
  const parsed = parseFields(typedSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return { errors: 'page' in parsed.errors ? { ...parsed.errors, page: request.view.t('documents.refusal.no-page') } : parsed.errors }
  const { page, text, revision } = parsed.value
  const at = { cycleId: cycle.id, attachmentId: document.attachmentId, revision }
  const done =
    submitted.value('shall') === 'again'
      ? await transact(request.db, (tx) => sendAgain(tx, actorOf(request), at, request.now))
      : await transact(request.db, (tx) => typeInDocument(tx, actorOf(request), { ...at, page, text }, request.now))
  if (isRefusal(done)) return { errors: { [done.refusal === 'passages-marked' ? 'text' : '']: request.view.t(`documents.refusal.${done.refusal}`) } }
  // On to the next page, as long as there is one.
  const next = page !== null && document.pages !== null && page < document.pages ? page + 1 : page
  return { seeOther: `${request.view.path}${next === null ? '' : `?page=${next}#type-in`}` }
}
