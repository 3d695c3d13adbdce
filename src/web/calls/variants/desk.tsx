import type { FormState, View } from '../../context.ts'
import { ChoiceField, ErrorSummary, LineField, TextField } from '../../ui/fields.tsx'
import { excerpt } from '../../../shared/text.ts'
import type { InCall } from '../data.ts'
import { CallDesk } from '../hub/desk.tsx'
import { rowsOf } from './forms.tsx'

/** Who the call speaks to, each with its own introduction and questions, in one form. */
export function VariantsPage(props: { view: View; data: InCall; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const rows = rowsOf(form.values)
  const labels = Object.fromEntries(rows.flatMap((row) => [[`variants.${row}.title`, t('calls.variants.title')], [`variants.${row}.slug`, t('calls.variants.slug')], [`variants.${row}.introduction`, t('calls.variants.introduction')]])) as Record<string, string>
  const wasDeclined = form.errors[''] !== undefined
  return (
    <CallDesk view={view} data={data} title={t('calls.hub.variants')} room="variants">
      <p>{t('calls.variants.lead')}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <input type="hidden" name="revision" value={wasDeclined ? String(data.call.revision) : form.values['revision']?.at(-1)} />
        {rows.map((row) => <VariantRow view={view} data={data} form={form} row={row} />)}
        <div class="actions"><button type="submit">{t('calls.form.save')}</button></div>
      </form>
    </CallDesk>
  )
}

function VariantRow(props: { view: View; data: InCall; form: FormState; row: number }) {
  const { view, data, form, row } = props
  const { t } = view
  const id = form.values[`variants.${row}.id`]?.at(-1) ?? ''
  const known = data.call.variants.find((variant) => variant.id === id)
  const name = (field: string) => `variants.${row}.${field}`
  return (
    <fieldset class="group">
      <legend>{known === undefined ? t('calls.variants.new') : known.title}</legend>
      <input type="hidden" name={name('id')} value={id} />
      <LineField view={view} form={form} name={name('title')} label={t('calls.variants.title')} hint={known === undefined ? undefined : t('calls.variants.title.hint')} optional />
      <LineField view={view} form={form} name={name('slug')} label={t('calls.variants.slug')} hint={t('calls.variants.slug.hint')} dir="ltr" optional />
      <TextField view={view} form={form} name={name('introduction')} label={t('calls.variants.introduction')} hint={t('calls.variants.introduction.hint')} rows={4} optional />
      <ChoiceField
        view={view} form={form} name={name('questions')} label={t('calls.variants.questions')} hint={t('calls.variants.questions.hint')} several optional
        choices={data.call.questions.map(({ number, text }) => ({ value: String(number), label: `${number}. ${excerpt(text, 90)}` }))}
      />
    </fieldset>
  )
}
