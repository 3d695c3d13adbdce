import { z } from 'zod'
import { plainDateSchema } from '../../../shared/approximate-date.ts'
import { line, prose, requiredLine } from '../../../shared/fields.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { CONTENT_LANGUAGES, isLanguageTag, languageName } from '../../../shared/language.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, FileField, LineField, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'

/** Pasted words at most, in code points. */
const PASTED = 1_000_000

const formKey = z.string({ error: 'required' }).refine(isId, { error: 'not-found' })

export const newReviewSchema = z.object({
  formKey: formKey.transform((id) => id as Id<'forum'>),
  title: line(200),
  language: requiredLine(35).refine((tag) => tag === '' || isLanguageTag(tag), { error: 'not-in-list' }),
  text: prose(PASTED),
})

export const openAloneSchema = z.object({
  formKey: formKey.transform((id) => id as Id<'version'>),
  introduction: prose(5000),
  closesOn: z.preprocess((text) => (text === '' ? undefined : text), plainDateSchema.optional()),
})

/** Begins a review: a file, or pasted words. */
export function NewReviewPage(props: { view: View; form: FormState }) {
  const { view, form } = props
  const { t } = view
  const labels = { file: t('alone.field.file'), text: t('alone.field.text'), title: t('alone.field.title'), language: t('alone.field.language') }
  return (
    <Layout view={view} desk title={t('alone.new')} crumbs={[{ href: '/desk', label: t('forums.desk.title') }, { label: t('alone.new') }]}>
      <h1>{t('alone.new')}</h1>
      <p class="lead">{t('alone.new.lead')}</p>
      <form class="sheet" method="post" enctype="multipart/form-data" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <input type="hidden" name="formKey" value={typed(form, 'formKey')} />
        <FileField view={view} form={form} name="file" label={labels.file} hint={t('alone.hint.file')} optional />
        <TextField view={view} form={form} name="text" label={labels.text} hint={t('alone.hint.text')} rows={5} optional />
        <LineField view={view} form={form} name="title" label={labels.title} hint={t('alone.hint.title')} optional />
        <SelectField view={view} form={form} name="language" label={labels.language} choices={CONTENT_LANGUAGES.map((tag) => ({ value: tag, label: languageName(tag, view.lang) }))} />
        <div class="actions"><button>{t('alone.new.do')}</button></div>
      </form>
    </Layout>
  )
}

/** Opens it to comment, once somebody has looked at the paragraphs. */
export function OpenSheet(props: { view: View; form: FormState }) {
  const { view, form } = props
  const { t } = view
  const labels = { introduction: t('review.field.introduction'), closesOn: t('review.field.closes-on') }
  return (
    <form class="sheet" method="post" novalidate>
      <ErrorSummary view={view} form={form} labels={labels} />
      <input type="hidden" name="formKey" value={typed(form, 'formKey')} />
      <TextField view={view} form={form} name="introduction" rows={3} optional label={labels.introduction} hint={t('review.hint.introduction')} />
      <LineField view={view} form={form} name="closesOn" type="date" optional dir="ltr" label={labels.closesOn} hint={t('review.hint.closes-on')} />
      <div class="actions"><button name="act" value="open">{t('alone.open.do')}</button></div>
    </form>
  )
}
