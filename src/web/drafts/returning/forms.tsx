import { excerpt } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ChoiceField, ErrorSummary, FileField, SelectField } from '../../ui/fields.tsx'
import { Layout, type Crumb } from '../../ui/layout.tsx'
import type { InDocument } from '../data.ts'
import type { ReturnData, SendBackData } from './data.ts'

const SHOWN = 400

function crumbs(view: View, data: InDocument, last: string): Crumb[] {
  return [...deskCrumbs(view, data), { href: `/desk${data.base}/documents`, label: view.t('drafts.title') }, { href: `/desk${data.address}`, label: data.document.title }, { label: last }]
}

/** Takes a file that was edited outside. */
export function SendBackPage(props: { view: View; data: SendBackData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { file: t('begin.file-field'), version: t('returning.field.version') }
  const choices = [...data.versions.map(({ id, number, title }) => ({ value: id as string, label: t('drafts.version-of', { number, title }) })), { value: 'working', label: t('returning.working') }]
  return (
    <Layout view={view} frame={data.frame} title={t('returning.title')} desk crumbs={crumbs(view, data, t('returning.title'))}>
      <h1>{t('returning.title')}</h1>
      <p class="lead">{t('returning.lead')}</p>
      <ErrorSummary view={view} form={form} labels={labels} />
      <form method="post" class="sheet" enctype="multipart/form-data">
        <FileField view={view} form={form} name="file" label={labels.file} hint={t('returning.file.hint')} />
        <SelectField view={view} form={form} name="version" label={labels.version} choices={choices} />
        <div class="actions"><button type="submit">{t('returning.send')}</button></div>
      </form>
    </Layout>
  )
}

/** What was found again and what was not; a person says what is doubtful, one by one or all at once. */
export function ReturnPage(props: { view: View; data: ReturnData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { doubtful, gone, fresh, made, file } = data
  const labels = Object.fromEntries(doubtful.map(({ part }) => [`is-${part.id}`, t('returning.is', { number: part.number })]))
  const carried = made.length - doubtful.length - gone.length
  const lang = data.document.language
  const block = (place: number): string => excerpt(data.returned.blocks[place]?.text ?? '', SHOWN)
  return (
    <Layout view={view} frame={data.frame} title={t('returning.title')} desk crumbs={crumbs(view, data, t('returning.title'))}>
      <h1>{t('returning.found')}</h1>
      <p class="lead"><bdi>{file.name}</bdi></p>
      <p class="meta"><span>{t('returning.carried', { count: carried })}</span><span>{t('returning.doubtful', { count: doubtful.length })}</span><span>{t('returning.gone', { count: gone.length })}</span><span>{t('returning.new', { count: fresh.length })}</span></p>
      {data.pictures === 0 ? null : <p class="differs">{t('returning.pictures', { count: data.pictures })}</p>}
      <ErrorSummary view={view} form={form} labels={labels} />
      {file.takenAt === null || Object.keys(form.errors).length > 0 ? null : <p class="notice">{t('returning.taken')}</p>}
      <form method="post" class="sheet returned">
        {doubtful.length === 0 ? null : (
          <section class="block">
            <h2>{t('returning.doubtful.title')}</h2>
            <p>{t('returning.doubtful.lead')}</p>
            <div class="actions"><button name="shall" value="likeliest" class="quiet">{t('returning.likeliest')}</button></div>
            {doubtful.map(({ part, candidates }) => (
              <div class="doubtful">
                <blockquote class="prose" lang={lang}><p dir="auto">¶ {part.number} {excerpt(part.text, SHOWN)}</p></blockquote>
                <ChoiceField view={view} form={form} name={`is-${part.id}`} label={t('returning.is', { number: part.number })} choices={[...candidates.map((place) => ({ value: String(place), label: block(place) })), { value: 'gone', label: t('returning.is-gone') }]} />
              </div>
            ))}
          </section>
        )}
        {fresh.length === 0 ? null : (
          <section class="block">
            <ChoiceField view={view} form={form} name="new" label={t('returning.new.title')} hint={t('returning.new.hint')} choices={fresh.map(({ place }) => ({ value: String(place), label: block(place) }))} several optional />
          </section>
        )}
        {gone.length === 0 ? null : (
          <section class="block">
            <h2>{t('returning.gone.title')}</h2>
            <ul class="lines" lang={lang}>{gone.map((part) => <li><span dir="auto">¶ {part.number} {excerpt(part.text, SHOWN)}</span></li>)}</ul>
          </section>
        )}
        <div class="actions"><button name="shall" value="take">{t('returning.take')}</button></div>
      </form>
    </Layout>
  )
}
