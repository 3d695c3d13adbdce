import { CONTENT_LANGUAGES, languageName } from '../../shared/language.ts'
import { DOCUMENT_KINDS } from '../../shared/vocabularies.ts'
import type { FormState, View } from '../context.ts'
import { deskCrumbs } from '../forums/data.ts'
import { ErrorSummary, FileField, LineField, SelectField } from '../ui/fields.tsx'
import { Layout } from '../ui/layout.tsx'
import type { BeginData } from './begin/data.ts'

/** The documents of a cycle at the desk, and a form to start one. */
export function DocumentsDesk(props: { view: View; data: BeginData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { title: t('drafts.field.title'), slug: t('drafts.field.slug'), kind: t('drafts.field.kind'), language: t('drafts.field.language'), agreedIn: t('begin.agreed-in'), begin: t('begin.field'), file: t('begin.file-field') }
  return (
    <Layout view={view} frame={data.frame} title={t('drafts.desk.title')} desk crumbs={[...deskCrumbs(view, data), { label: t('drafts.title') }]}>
      <h1>{t('drafts.desk.title')}</h1>
      <div class="columns">
        <section>
          {data.documents.some(({ kind }) => kind === 'outline') ? <p class="actions"><a class="button quiet" href={`/desk${data.base}/outlines`}>{t('options.open')}</a></p> : null}
          {data.documents.length === 0 ? <p class="empty">{t('drafts.desk.none')}</p> : null}
          <ul class="entries">
            {data.documents.map((document) => {
              const latest = data.versions.find(({ documentId }) => documentId === document.id)
              return (
                <li>
                  <h2 lang={document.language} dir="auto"><a href={`/desk${data.base}/documents/${document.slug}`}>{document.title}</a></h2>
                  <p class="meta">
                    <span>{t(`drafts.kind.${document.kind}`)}</span>
                    {latest === undefined ? null : <a href={`${data.base}/documents/${document.slug}`}>{t('drafts.version', { number: latest.number })}</a>}
                  </p>
                </li>
              )
            })}
          </ul>
        </section>
        <section>
          <h2>{t('drafts.desk.start')}</h2>
          <ErrorSummary view={view} form={form} labels={labels} />
          <form method="post" class="sheet" enctype="multipart/form-data">
            <LineField view={view} form={form} name="title" label={labels.title} />
            <LineField view={view} form={form} name="slug" label={labels.slug} hint={t('drafts.field.slug.hint')} dir="ltr" />
            <SelectField view={view} form={form} name="kind" label={labels.kind} choices={DOCUMENT_KINDS.map((kind) => ({ value: kind, label: t(`drafts.kind.${kind}`) }))} />
            <SelectField view={view} form={form} name="language" label={labels.language} choices={CONTENT_LANGUAGES.map((language) => ({ value: language, label: languageName(language, view.lang) }))} />
            {data.meetings.length === 0 ? null : <SelectField view={view} form={form} name="agreedIn" label={labels.agreedIn} hint={t('begin.agreed-in.hint')} optional choices={[{ value: '', label: t('begin.agreed-in.none') }, ...data.meetings.map(({ id, title }) => ({ value: id, label: title }))]} />}
            <SelectField view={view} form={form} name="begin" label={labels.begin} hint={t('begin.field.hint')} choices={data.sources} />
            <FileField view={view} form={form} name="file" label={labels.file} hint={t('begin.file-field.hint')} optional />
            <div class="actions"><button type="submit">{t('drafts.desk.start')}</button></div>
          </form>
        </section>
      </div>
    </Layout>
  )
}
