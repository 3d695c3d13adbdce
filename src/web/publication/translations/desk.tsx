import { languageName } from '../../../shared/language.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary, FileField, LineField, TextField, typed } from '../../ui/fields.tsx'
import { Layout, type Crumb } from '../../ui/layout.tsx'
import type { EditionDeskData } from '../errata/data.ts'
import { partsOnPage, type PartAtDesk, type TranslationDeskData } from './data.ts'

function crumbsOf(view: View, data: EditionDeskData, last: string): Crumb[] {
  const edition = `/desk${data.base}/editions/${data.edition.number}`
  return [...deskCrumbs(view, data), { href: edition, label: view.t('publication.edition', { number: data.edition.number }) }, { label: last }]
}

/** A translation is begun: its language, and what stands on its title page. */
export function NewTranslationDesk(props: { view: View; data: EditionDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('publication.translations.new')
  const labels = { language: t('publication.translations.language'), title: t('publication.field.title'), summary: t('publication.field.summary'), translator: t('publication.translations.translator') }
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={crumbsOf(view, data, title)}>
      <h1>{title}</h1>
      <p class="lead" lang={data.language} dir="auto">{data.edition.title}</p>
      <form method="post" action={view.path} class="sheet">
        <ErrorSummary view={view} form={form} labels={labels} />
        <LineField view={view} form={form} name="language" label={labels.language} hint={t('publication.translations.language.hint')} dir="ltr" />
        <LineField view={view} form={form} name="title" label={labels.title} />
        <TextField view={view} form={form} name="summary" label={labels.summary} rows={4} />
        <LineField view={view} form={form} name="translator" label={labels.translator} optional />
        <div class="actions"><button type="submit">{t('publication.translations.begin')}</button></div>
      </form>
    </Layout>
  )
}

/** A translation as it is worked on: each part of the original with the field of its translation. */
export function TranslationDesk(props: { view: View; data: TranslationDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { translation, page, pages, desk } = data
  const title = t('publication.translations.into', { language: languageName(translation.language, view.lang) })
  const labels = { title: t('publication.field.title'), summary: t('publication.field.summary'), translator: t('publication.translations.translator'), ...Object.fromEntries(partsOnPage(data).map(({ id, name }) => [`text-${id}`, name])) }
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={crumbsOf(view, data, title)}>
      <h1>{title}</h1>
      <p class="lead" lang={translation.language} dir="auto">{translation.title}</p>
      <p class="meta">
        <span>{t('publication.translations.done', { done: data.done, all: data.all })}</span>
        <a href={`${desk}/sheet.csv`}>{t('publication.translations.sheet')}</a>
        <a href={`${desk}/import`}>{t('publication.translations.import')}</a>
        {translation.publishedAt === null ? <a href={`${desk}/publish`}>{t('publication.translations.publish')}</a> : <a href={`${data.base}/editions/${data.edition.number}/${translation.language}`}>{t('publication.desk.read')}</a>}
      </p>
      <details><summary>{t('publication.translations.marks')}</summary><p>{t('publication.translations.marks.about')}</p></details>
      <PartPages view={view} page={page} pages={pages} />
      <form method="post" action={`${view.path}?part=${page}`} class="sheet translation">
        <ErrorSummary view={view} form={form} labels={labels} />
        {page > 1 ? null : (
          <>
            {(['title', 'summary', 'translator'] as const).map((name) => <input type="hidden" name={`was-${name}`} value={typed(form, `was-${name}`)} />)}
            <LineField view={view} form={form} name="title" label={labels.title} />
            <TextField view={view} form={form} name="summary" label={labels.summary} rows={4} lang={translation.language} />
            <LineField view={view} form={form} name="translator" label={labels.translator} optional />
          </>
        )}
        {partsOnPage(data).map((part) => <PartField view={view} data={data} form={form} part={part} />)}
        <div class="actions"><button type="submit">{t('publication.translations.save')}</button></div>
      </form>
      <PartPages view={view} page={page} pages={pages} />
    </Layout>
  )
}

function PartField(props: { view: View; data: TranslationDeskData; form: FormState; part: PartAtDesk }) {
  const { view, data, form, part } = props
  const name = `text-${part.id}`
  return (
    <div class="opposite" id={`part-${part.id}`}>
      <p class="original" lang={data.language} dir="auto">{part.original.split('\n').map((line, at) => <>{at === 0 ? null : <br />}{line}</>)}</p>
      <div>
        <input type="hidden" name={`was-${part.id}`} value={typed(form, `was-${part.id}`)} />
        <TextField view={view} form={form} name={name} label={part.name} rows={Math.min(12, 2 + Math.ceil(part.original.length / 60))} lang={data.translation.language} optional />
      </div>
    </div>
  )
}

function PartPages(props: { view: View; page: number; pages: number }) {
  const { view, page, pages } = props
  if (pages === 1) return null
  return (
    <nav class="pages" aria-label={view.t('publication.translations.pages')}>
      <span>{view.t('publication.translations.page', { page, pages })}</span>
      {page > 1 ? <a href={`?part=${page - 1}`} rel="prev">{view.t('drafts.parts.earlier')}</a> : null}
      {page < pages ? <a href={`?part=${page + 1}`} rel="next">{view.t('drafts.parts.later')}</a> : null}
    </nav>
  )
}

/** Before a translation is published: how much of it is done, and what becomes of the rest. */
export function PublishTranslationDesk(props: { view: View; data: TranslationDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('publication.translations.publish')
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={crumbsOf(view, data, title)}>
      <h1>{title}</h1>
      <p class="lead" lang={data.translation.language} dir="auto">{data.translation.title}</p>
      <p>{t('publication.translations.done', { done: data.done, all: data.all })} {data.done < data.all ? t('publication.translations.partly') : null}</p>
      <form method="post" action={view.path}>
        <ErrorSummary view={view} form={form} labels={{}} />
        <div class="actions"><button type="submit">{t('publication.translations.publish.send')}</button> <a href={data.desk}>{t('publication.translations.back')}</a></div>
      </form>
    </Layout>
  )
}

/** A table of translations is taken back. */
export function ImportTranslationDesk(props: { view: View; data: TranslationDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('publication.translations.import')
  const labels = { file: t('publication.translations.file') }
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={crumbsOf(view, data, title)}>
      <h1>{title}</h1>
      <p class="lead">{t('publication.translations.import.lead')}</p>
      <p class="meta"><a href={`${data.desk}/sheet.csv`}>{t('publication.translations.sheet')}</a></p>
      <form method="post" action={view.path} enctype="multipart/form-data" class="sheet">
        <ErrorSummary view={view} form={form} labels={labels} />
        <FileField view={view} form={form} name="file" label={labels.file} />
        <div class="actions"><button type="submit">{t('publication.translations.import.send')}</button> <a href={data.desk}>{t('publication.translations.back')}</a></div>
      </form>
    </Layout>
  )
}
