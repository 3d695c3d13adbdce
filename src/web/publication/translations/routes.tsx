import { transact } from '../../../platform/database.ts'
import { publishTranslation, startTranslation, translateParts, type PartToTranslate, type TranslateRefusal } from '../../../publication/translations/commands.ts'
import { translationSchema } from '../../../publication/translations/schema.ts'
import { parseFields, type FieldErrors } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import { hasControlCharacters, normaliseText } from '../../../shared/text.ts'
import type { App, Services, View } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { notFoundPage, forbiddenPage } from '../../errors.tsx'
import { readRequest, type PageRequest } from '../../page.tsx'
import { writeCsv } from '../../contributions/pictures/data.ts'
import { loadEditionDesk, type EditionDeskData } from '../errata/data.ts'
import { loadTranslationDesk, PART_LIMIT, partsOnPage, readSheet, type TranslationDeskData } from './data.ts'
import { ImportTranslationDesk, NewTranslationDesk, PublishTranslationDesk, TranslationDesk } from './desk.tsx'

/** Translations of editions at the desk: begun, worked on field by field or as a table, published. */
export function translationRoutes(app: App, services: Services): void {
  serveForm<EditionDeskData>(app, services, {
    path: '/desk/:forum/:cycle/editions/:edition/translations/new',
    load: loadEditionDesk,
    render: (view, data, form) => <NewTranslationDesk view={view} data={data} form={form} />,
    submit: begin,
  })
  serveForm<TranslationDeskData>(app, services, {
    path: '/desk/:forum/:cycle/editions/:edition/translations/:language',
    load: loadTranslationDesk,
    initial: ({ translation, ...data }) => ({
      ...Object.fromEntries((['title', 'summary', 'translator'] as const).flatMap((name) => [[name, translation[name]], [`was-${name}`, translation[name]]])),
      ...Object.fromEntries(partsOnPage(data).flatMap(({ id, translated }) => [[`text-${id}`, translated], [`was-${id}`, translated]])),
    }),
    render: (view, data, form) => <TranslationDesk view={view} data={data} form={form} />,
    submit: translate,
  })
  serveForm<TranslationDeskData>(app, services, {
    path: '/desk/:forum/:cycle/editions/:edition/translations/:language/publish',
    load: loadTranslationDesk,
    render: (view, data, form) => <PublishTranslationDesk view={view} data={data} form={form} />,
    submit: publish,
  })
  serveForm<TranslationDeskData>(app, services, {
    path: '/desk/:forum/:cycle/editions/:edition/translations/:language/import',
    load: loadTranslationDesk,
    render: (view, data, form) => <ImportTranslationDesk view={view} data={data} form={form} />,
    submit: take,
  })
  app.get('/desk/:forum/:cycle/editions/:edition/translations/:language/sheet.csv', async (c) => {
    const request = await readRequest(c, services)
    const data = await loadTranslationDesk(request)
    if (data === undefined) return notFoundPage(c, request)
    if (data === 'forbidden') return forbiddenPage(c, request.view)
    const { t } = request.view
    const rows = data.parts.map(({ name, original, translated }) => [name, original, translated])
    const name = `${data.forum.slug}-${data.cycle.slug}-${data.edition.number}-${data.translation.language}.csv`
    return c.body(writeCsv([[t('publication.translations.column.part'), data.language, data.translation.language], ...rows]), 200, { 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'no-store', 'content-disposition': `attachment; filename="${name}"` })
  })
}

async function begin({ db, now, view }: PageRequest, data: EditionDeskData, { fields }: Submitted): Promise<FormOutcome> {
  const { person } = view
  if (person === undefined) return { errors: { '': 'not-found' } }
  const parsed = parseFields(translationSchema, fieldsToObject(fields))
  if (!parsed.ok) return { errors: parsed.errors }
  const begun = await transact(db, (tx) => startTranslation(tx, { kind: 'person', id: person.id }, { editionId: data.edition.id, original: data.language, ...parsed.value }, now))
  if (isRefusal(begun)) return { errors: { language: view.t(`publication.refusal.${begun.refusal}`) } }
  return { seeOther: `/desk${data.base}/editions/${data.edition.number}/translations/${parsed.value.language}` }
}

const MATTER = ['title', 'summary', 'translator'] as const

async function translate(request: PageRequest, data: TranslationDeskData, submitted: Submitted): Promise<FormOutcome> {
  const { view } = request
  const errors: Record<string, string> = {}
  const read = (name: string): string => normaliseText(submitted.value(name))
  const parts = partsOnPage(data).flatMap(({ id, kind }): PartToTranslate[] => {
    if (submitted.fields[`text-${id}`] === undefined) return []
    const text = read(`text-${id}`)
    if (text.length > PART_LIMIT) errors[`text-${id}`] = `too-long:${PART_LIMIT}:${text.length}`
    else if (hasControlCharacters(text) || !text.isWellFormed()) errors[`text-${id}`] = 'control-characters'
    return [{ partId: id, kind, text, was: read(`was-${id}`) }]
  })
  const isFirst = data.page === 1 && submitted.fields['title'] !== undefined
  const parsed = parseFields(translationSchema, { language: data.translation.language, ...Object.fromEntries(MATTER.map((name) => [name, submitted.value(name)])) })
  if (isFirst && !parsed.ok) Object.assign(errors, parsed.errors)
  if (Object.keys(errors).length > 0) return { errors }
  const matter = isFirst && parsed.ok ? { is: { title: parsed.value.title, summary: parsed.value.summary, translator: parsed.value.translator }, was: { title: read('was-title'), summary: read('was-summary'), translator: read('was-translator') } } : undefined
  const refused = await run(request, data, parts, matter)
  return refused === undefined ? { seeOther: `${view.path}?part=${data.page}` } : { errors: refused }
}

async function run({ db, now, view }: PageRequest, data: TranslationDeskData, parts: readonly PartToTranslate[], matter?: Parameters<typeof translateParts>[2]['matter']): Promise<FieldErrors | undefined> {
  const { person } = view
  if (person === undefined) return { '': 'not-found' }
  const done = await transact(db, (tx) => translateParts(tx, { kind: 'person', id: person.id }, { translationId: data.translation.id, parts, matter }, now))
  // Nothing to save is no mistake.
  return !isRefusal(done) || done.refusal === 'nothing-changed' ? undefined : errorsOf(view, data, done)
}

function errorsOf(view: View, data: TranslationDeskData, refused: TranslateRefusal): FieldErrors {
  switch (refused.refusal) {
    case 'changed-meanwhile':
      return refused.partIds.length === 0 ? { '': 'changed-meanwhile' } : Object.fromEntries(refused.partIds.map((id) => [`text-${id}`, view.t('publication.refusal.changed-meanwhile', { text: data.parts.find((part) => part.id === id)?.translated ?? '' })]))
    case 'not-like-the-original':
      return { [`text-${refused.partId}`]: view.t(`publication.refusal.not-like-the-original.${refused.problem}`, { name: data.parts.find(({ id }) => id === refused.partId)?.name ?? '' }) }
    default:
      return { '': view.t('publication.refusal.translation-not-found') }
  }
}

async function publish({ db, now, view }: PageRequest, data: TranslationDeskData): Promise<FormOutcome> {
  const { person } = view
  if (person === undefined || !data.mayPublish) return { errors: { '': view.t('publication.refusal.may-not-publish') } }
  const published = await transact(db, (tx) => publishTranslation(tx, { kind: 'person', id: person.id }, { translationId: data.translation.id }, now))
  if (isRefusal(published)) return { errors: { '': view.t(published.refusal === 'already-published' ? 'publication.refusal.translation-published' : `publication.refusal.${published.refusal}`) } }
  return { seeOther: `${data.base}/editions/${data.edition.number}/${data.translation.language}` }
}

async function take(request: PageRequest, data: TranslationDeskData, { uploads }: Submitted): Promise<FormOutcome> {
  const { view, services } = request
  const file = uploads['file']
  if (file === undefined) return { errors: { file: 'required' } }
  const sheet = await readSheet(services.files, file.sha256, data.parts)
  if ('problem' in sheet) return { errors: { file: view.t(`publication.refusal.sheet-${sheet.problem}`, { name: sheet.problem === 'unknown' ? sheet.name : '' }) } }
  const refused = await run(request, data, sheet.parts)
  if (refused === undefined) return { seeOther: data.desk }
  return { errors: { file: Object.values(refused)[0] ?? 'changed-meanwhile' } }
}
