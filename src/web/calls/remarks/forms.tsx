import { takesRemarks } from '../../../calls/model.ts'
import { parts } from '../../../calls/translations/model.ts'
import { newId } from '../../../platform/new-id.ts'
import { excerpt } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { ErrorSummary, LineField, SelectField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { writeWhatIsPossible, type InCall } from '../data.ts'

/** The public form of a remark on the text of a call: no account, and a name only for who wants to give one. */
export function RemarkPage(props: { view: View; data: InCall; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { forum, cycle, call } = data
  const title = data.say(parts.title, call.title)
  const labels = { question: t('calls.remarks.about'), text: t('calls.remarks.text'), author: t('calls.remarks.author') }
  const isTaken = takesRemarks(call, view.now)
  const hasErrors = Object.keys(form.errors).length > 0
  return (
    <Layout view={view} frame={data.frame} title={t('calls.remarks.send.title')} crumbs={[...cycleCrumbs(data), { href: `/${forum.slug}/${cycle.slug}/calls/${call.slug}`, label: title.text }, { label: t('calls.remarks.send.title') }]}>
      <h1>{t('calls.remarks.send.title')}</h1>
      <p class="lead" lang={title.lang} dir="auto">{title.text}</p>
      <p class={isTaken ? 'notice' : 'differs'}>{isTaken ? writeWhatIsPossible(view, call, data.say) : t('calls.remarks.refusal.not-a-draft')}</p>
      {isTaken || hasErrors ? (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={labels} />
          <input type="hidden" name="formKey" value={form.errors[''] === undefined ? form.values['formKey']?.at(-1) : newId()} />
          <SelectField
            view={view} form={form} name="question" label={labels.question} nothing={t('calls.remarks.about.whole')} optional
            choices={call.questions.map((question) => ({ value: String(question.number), label: `${question.number}. ${excerpt(data.say(parts.question(question.number), question.text).text, 90)}` }))}
          />
          <TextField view={view} form={form} name="text" label={labels.text} rows={6} />
          <LineField view={view} form={form} name="author" label={labels.author} hint={t('calls.remarks.author.hint')} autocomplete="name" optional />
          <div class="actions"><button type="submit">{t('calls.remarks.send')}</button></div>
        </form>
      ) : null}
    </Layout>
  )
}
