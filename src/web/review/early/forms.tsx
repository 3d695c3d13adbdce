import { CONTENT_LANGUAGES, languageName } from '../../../shared/language.ts'
import { COMMENT_TYPES } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import { crumbsOf } from '../../drafts/pages.tsx'
import { ChoiceField, ErrorSummary, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { EarlyData } from './data.ts'

/** A comment on a paragraph of the draft as it is being written. */
export function EarlyForm(props: { view: View; data: EarlyData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const paragraph = data.paragraphs.find(({ id }) => id === typed(form, 'paragraph')) ?? data.chosen
  const title = t('early.new', { number: paragraph?.number ?? 0 })
  const labels = { type: t('review.field.type'), text: t('review.field.text'), language: t('review.field.language'), consent: t('review.field.consent'), paragraph: t('review.field.paragraphs') }
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbsOf(view, data, title)}>
      <h1>{title}</h1>
      {paragraph === undefined ? null : <blockquote class="prose" lang={data.document.language}><p dir="auto">{paragraph.text}</p></blockquote>}
      <form class="sheet" method="post" action={`${data.address}/draft-comments/new`} novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <input type="hidden" name="formKey" value={typed(form, 'formKey')} />
        <input type="hidden" name="paragraph" value={typed(form, 'paragraph')} />
        <TextField view={view} form={form} name="text" label={labels.text} />
        <ChoiceField view={view} form={form} name="type" label={labels.type} choices={COMMENT_TYPES.map((type) => ({ value: type, label: t(`review.type.${type}`), hint: t(`review.type-hint.${type}`) }))} />
        <SelectField view={view} form={form} name="language" optional nothing={t('review.not-said')} label={labels.language} choices={CONTENT_LANGUAGES.map((tag) => ({ value: tag, label: languageName(tag, view.lang) }))} />
        <ChoiceField view={view} form={form} name="consent" label={labels.consent} choices={(['full', 'without-name'] as const).map((consent) => ({ value: consent, label: t(`review.consent.${consent}`) }))} />
        <div class="actions"><button>{t('review.form.send')}</button></div>
      </form>
    </Layout>
  )
}
