import { may } from '../../../people/policy.ts'
import { transact } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import { beginReview } from '../../../procedures/begin-review.ts'
import { freezeVersion } from '../../../procedures/freeze-version.ts'
import { takeReviewInto } from '../../../procedures/take-review-into.ts'
import { addressFor } from '../../../review/alone/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { CONTENT_LANGUAGES } from '../../../shared/language.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { actorOf } from '../desk.tsx'
import { loadAlone, readText, titleOf, type AloneData } from './data.ts'
import { AlonePage } from './desk.tsx'
import { newReviewSchema, NewReviewPage, openAloneSchema } from './forms.tsx'

/** A review by itself: begun with a file, opened, shared, answered, and later taken into a cycle. */
export function aloneRoutes(app: App, services: Services): void {
  serveForm(app, services, {
    path: '/desk/new-review',
    load: async ({ view }) => (may(view.person, 'manage-installation', {}) ? {} : 'forbidden'),
    initial: (_data, { view }) => ({ formKey: newId(), language: CONTENT_LANGUAGES.find((tag) => tag === view.lang) ?? 'en' }),
    render: (view, _data, form) => <NewReviewPage view={view} form={form} />,
    submit: submitNew,
  })
  serveForm<AloneData>(app, services, {
    path: '/desk/:forum/:cycle/alone',
    load: loadAlone,
    initial: () => ({ formKey: newId() }),
    render: (view, data, form) => <AlonePage view={view} data={data} form={form} />,
    submit: (request, data, submitted) => (submitted.value('act') === 'take' ? submitTaking(request, data, submitted) : submitOpening(request, data, submitted)),
  })
}

async function submitNew(request: PageRequest, _data: object, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(newReviewSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const upload = submitted.uploads['file']
  const read = await readText(request, upload, parsed.value.text, parsed.value.title)
  if ('errors' in read) return read
  const title = parsed.value.title === '' ? titleOf(read, upload) : parsed.value.title
  if (title === '') return { errors: { title: 'required' } }
  const { formKey, language } = parsed.value
  const input = { title, language, formKey, slug: addressFor(title, formKey.slice(-6)), format: read.format, sections: read.sections }
  const begun = await transact(request.db, (tx) => beginReview(tx, actorOf(request), input, request.now))
  if (!('refusal' in begun)) return { seeOther: `/desk/${begun.forum}/${begun.cycle}/alone` }
  if (begun.refusal === 'slug-taken') return { errors: { title: 'forums.refusal.slug-taken' } }
  return { errors: { [upload === undefined ? 'text' : 'file']: `begin.refusal.${begun.refusal}` } }
}

async function submitOpening(request: PageRequest, data: AloneData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(openAloneSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const here: FormOutcome = { seeOther: request.view.path }
  // Opened by somebody else meanwhile, or by the first of two clicks.
  if (data.reviews.length > 0) return here
  const { introduction, closesOn, formKey } = parsed.value
  const { t } = request.view
  const version = { documentId: data.document.id, title: t('alone.version'), note: t('alone.version.note'), isHeld: false, versionId: formKey, review: { title: data.forum.title, introduction, closesOn } }
  const frozen = await transact(request.db, (tx) => freezeVersion(tx, actorOf(request), version, request.now))
  if (!('refusal' in frozen)) return here
  return { errors: { [frozen.refusal === 'closes-in-the-past' ? 'closesOn' : '']: t(`drafts.refusal.${frozen.refusal}`) } }
}

async function submitTaking(request: PageRequest, data: AloneData, submitted: Submitted): Promise<FormOutcome> {
  const into = data.cycles.find(({ cycle }) => cycle.id === submitted.value('into'))
  if (into === undefined) return { errors: { '': 'not-in-list' } }
  const taken = await transact(request.db, (tx) => takeReviewInto(tx, actorOf(request), { from: data.cycle.id, into: into.cycle.id }, request.now))
  if ('refusal' in taken) return { errors: { '': `alone.refusal.${taken.refusal}` } }
  return { seeOther: `/desk/${into.forum.slug}/${into.cycle.slug}/reviews` }
}
