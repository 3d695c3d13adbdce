import { newId } from '../../../platform/new-id.ts'
import { transact } from '../../../platform/database.ts'
import { noteErratum } from '../../../publication/errata/commands.ts'
import { erratumSchema } from '../../../publication/errata/schema.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { loadEditionDesk, type EditionDeskData } from './data.ts'
import { EditionDesk } from './desk.tsx'

/** An edition at the desk, and the notes on it. */
export function errataRoutes(app: App, services: Services): void {
  serveForm<EditionDeskData>(app, services, {
    path: '/desk/:forum/:cycle/editions/:edition',
    load: loadEditionDesk,
    initial: () => ({ formKey: newId() }),
    render: (view, data, form) => <EditionDesk view={view} data={data} form={form} />,
    submit: note,
  })
}

async function note({ db, now, view }: PageRequest, { edition, mayPublish }: EditionDeskData, submitted: Submitted): Promise<FormOutcome> {
  const { person } = view
  if (person === undefined || !mayPublish) return { errors: { '': view.t('publication.refusal.may-not-publish') } }
  const parsed = parseFields(erratumSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return { errors: parsed.errors }
  const { paragraph, text } = parsed.value
  const formKey = submitted.value('formKey')
  const noted = await transact(db, (tx) => noteErratum(tx, { kind: 'person', id: person.id }, { editionId: edition.id, paragraph, text, erratumId: isId(formKey) ? (formKey as Id<'erratum'>) : newId() }, now))
  if (isRefusal(noted)) return noted.refusal === 'paragraph-not-found' ? { errors: { paragraph: view.t('publication.refusal.paragraph-not-found') } } : { errors: { '': view.t('publication.refusal.edition-not-found') } }
  return { seeOther: view.path }
}
