import { parts } from '../../../calls/translations/model.ts'
import { listTranslations } from '../../../calls/translations/queries.ts'
import { writeWordForm } from '../../../contributions/word-form/export.ts'
import { may } from '../../../people/policy.ts'
import { newId } from '../../../platform/new-id.ts'
import type { App, FormState, Services } from '../../context.ts'
import { loadCall, type InCall } from '../../calls/data.ts'
import { notFoundPage } from '../../errors.tsx'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { cycleCrumbs, deskCrumbs } from '../../forums/data.ts'
import { readRequest, type PageRequest } from '../../page.tsx'
import { Layout } from '../../ui/layout.tsx'
import { EntryPage } from '../entry/desk.tsx'
import { initialLanguage, takesContributions } from '../send/data.ts'
import { ContributePage } from '../send/forms.tsx'
import { formBlocks, readerOf, readWordForm, type FormValues } from './data.ts'
import { ReadNotice, WordUpload } from './pages.tsx'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** The Word form of a call: to download, and to send back filled, here and at the desk. Either way the web form is shown for checking. */
export function wordFormRoutes(app: App, services: Services): void {
  app.get('/:forum/:cycle/calls/:call/form.docx', async (c) => {
    const request = await readRequest(c, services)
    const data = await loadCall(request)
    if (data === undefined) return notFoundPage(c, request)
    const { forum, cycle, call, variant } = data
    const reader = readerOf(forum, await listTranslations(request.db, call.id), request.view.lang)
    const file = await writeWordForm({ callId: call.id, title: reader.say(parts.title, call.title).text, lang: reader.lang, blocks: formBlocks(forum, call, variant, reader) })
    const name = `${cycle.slug}-${call.slug}${variant === undefined ? '' : `-${variant.slug}`}.docx`
    return c.body(new Uint8Array(file), 200, { 'content-type': DOCX, 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-cache' })
  })
  serveForm<InCall>(app, services, {
    path: '/:forum/:cycle/calls/:call/word',
    load: async (request) => {
      const data = await loadCall(request)
      return data === undefined || takesContributions(data.call, request.view) ? data : { seeOther: `/${data.forum.slug}/${data.cycle.slug}/calls/${data.call.slug}` }
    },
    render: (view, data, form) => {
      const { forum, cycle, call } = data
      const title = data.say(parts.title, call.title)
      const address = `/${forum.slug}/${cycle.slug}/calls/${call.slug}`
      return (
        <Layout view={view} frame={data.frame} title={view.t('word-form.send.title')} crumbs={[...cycleCrumbs(data), { href: address, label: title.text }, { label: view.t('word-form.send.title') }]}>
          <WordUpload view={view} form={form} lead={view.t('word-form.send.lead')}><p><a href={`${address}/form.docx`}>{view.t('word-form.download')}</a></p></WordUpload>
        </Layout>
      )
    },
    submit: (request, data, submitted) =>
      read(request, data, submitted, (values, missing) => {
        const form = toForm({ formKey: newId(), revision: String(data.call.revision), language: initialLanguage(request.view.lang), ...values })
        const address = `/${data.forum.slug}/${data.cycle.slug}/calls/${data.call.slug}/contribute`
        return <ContributePage view={request.view} data={data} form={form} action={address} notice={<ReadNotice view={request.view} missing={missing} />} />
      }),
  })
  deskRoute(app, services)
}

function deskRoute(app: App, services: Services): void {
  serveForm<InCall>(app, services, {
    path: '/desk/:forum/:cycle/contributions/new/:call/word',
    load: async (request) => {
      const data = await loadCall(request)
      if (data === undefined) return undefined
      return may(request.view.person, 'enter-contributions', { forumId: data.forum.id, cycleId: data.cycle.id }) ? data : 'forbidden'
    },
    render: (view, data, form) => (
      <Layout view={view} frame={data.frame} title={view.t('word-form.send.title')} crumbs={[...deskCrumbs(view, data), { label: view.t('word-form.send.title') }]} desk>
        <WordUpload view={view} form={form} lead={view.t('word-form.desk.lead')} />
      </Layout>
    ),
    submit: (request, data, submitted) =>
      read(request, data, submitted, (values, missing) => {
        const address = `/desk/${data.forum.slug}/${data.cycle.slug}/contributions/new/${data.call.slug}`
        const form = toForm({ formKey: newId(), channel: 'mail', ...values })
        return <EntryPage view={request.view} data={data} form={form} action={address} notice={<ReadNotice view={request.view} missing={missing} />} />
      }),
  })
}

async function read(request: PageRequest, data: InCall, submitted: Submitted, show: (values: FormValues, missing: number) => Extract<FormOutcome, { page: unknown }>['page']): Promise<FormOutcome> {
  const file = submitted.uploads['form']
  if (file === undefined) return { errors: { form: 'required' } }
  const found = await readWordForm(request, data, file)
  return 'refusal' in found ? { errors: { form: request.view.t(`word-form.refusal.${found.refusal}`) } } : { page: show(found.values, found.missing) }
}

function toForm(values: FormValues): FormState {
  return { values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? [value] : value])), errors: {}, uploads: {} }
}
