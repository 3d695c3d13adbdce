import { newId } from '../../../platform/new-id.ts'
import { transact } from '../../../platform/database.ts'
import { PUBLIC } from '../../../record/model.ts'
import { commentOnDraft, withdrawFromDraft } from '../../../review/early/commands.ts'
import { earlySchema } from '../../../review/early/schema.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { isTooMany, tooMany, withinLimit } from '../../people/limits/data.ts'
import { loadEarly, type EarlyData } from './data.ts'
import { EarlyForm } from './forms.tsx'
import { EarlyPage } from './pages.tsx'

const PATH = '/:forum/:cycle/documents/:document/draft-comments'

/** Comments of members on a draft between its versions. */
export function earlyRoutes(app: App, services: Services): void {
  serveForm<EarlyData>(app, services, { path: PATH, load: loadEarly, render: (view, data, form) => <EarlyPage view={view} data={data} form={form} />, submit: submitWithdrawal })
  serveForm<EarlyData>(app, services, {
    path: `${PATH}/new`,
    load: loadEarly,
    initial: (data, { view }) => ({ formKey: newId(), paragraph: data.chosen?.id ?? '', type: 'general', language: view.lang === 'fr' ? 'fr' : 'en' }),
    render: (view, data, form) => <EarlyForm view={view} data={data} form={form} />,
    submit: submitEarly,
  })
}

async function submitEarly(request: PageRequest, data: EarlyData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(earlySchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { formKey, paragraph, type, text, language, consent } = parsed.value
  const input = { id: formKey as Id<'comment'>, documentId: data.document.id, paragraphId: paragraph, personId: data.person.id, type, text, language, isNamed: consent === 'full' }
  // Not named by the record, as with every comment: whether the name may be shown is the member's to say.
  const sent = await withinLimit(request, 'comment', undefined, (tx) => commentOnDraft(tx, PUBLIC, input, request.now))
  if (isTooMany(sent)) return tooMany(request, 'comment', sent)
  if ('refusal' in sent) return { errors: { [sent.refusal === 'no-such-paragraph' ? 'paragraph' : '']: `early.refusal.${sent.refusal}` } }
  return { seeOther: `${data.address}/draft-comments#p${data.paragraphs.find(({ id }) => id === paragraph)?.number ?? 1}` }
}

async function submitWithdrawal(request: PageRequest, data: EarlyData, submitted: Submitted): Promise<FormOutcome> {
  const id = submitted.value('comment')
  if (submitted.value('act') !== 'withdraw' || !isId(id)) return { errors: { '': 'required' } }
  const done = await transact(request.db, (tx) => withdrawFromDraft(tx, PUBLIC, { id, documentId: data.document.id, personId: data.runsReviews ? undefined : data.person.id }, request.now))
  return 'refusal' in done ? { errors: { '': `early.refusal.${done.refusal}` } } : { seeOther: request.view.path }
}
