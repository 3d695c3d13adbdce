import type { FormState, View } from '../../context.ts'
import { ChoiceField, ErrorSummary, TextField } from '../../ui/fields.tsx'
import { CallDesk, callDeskAddress } from '../hub/desk.tsx'
import type { InRemark, WithRemarks } from './data.ts'
import { RemarkWords } from './pages.tsx'

/** All remarks on the text of a call, those that wait for an answer first. */
export function RemarksDeskPage(props: { view: View; data: WithRemarks }) {
  const { view, data } = props
  const { t } = view
  const waiting = data.remarks.toSorted((a, b) => Number(a.answeredAt !== null) - Number(b.answeredAt !== null))
  return (
    <CallDesk view={view} data={data} title={t('calls.hub.remarks')} room="remarks">
      {data.remarks.length === 0 ? <p class="empty">{t('calls.remarks.none')}</p> : null}
      <ul class="entries">
        {waiting.map((remark) => (
          <li>
            <RemarkWords view={view} data={data} remark={remark} />
            {remark.isHidden ? <p class="hint">{t('calls.remarks.hidden')}</p> : null}
            {remark.answer === null ? null : <p class="answer" dir="auto">{remark.answer}</p>}
            <p class="actions"><a class={remark.answer === null ? 'button' : 'button quiet'} href={`${callDeskAddress(data)}/remarks/${remark.number}`}>{t(remark.answer === null ? 'calls.remarks.answer' : 'calls.remarks.see')}</a></p>
          </li>
        ))}
      </ul>
    </CallDesk>
  )
}

export function AnswerRemarkPage(props: { view: View; data: InRemark & WithRemarks; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { remark } = data
  const isOpen = remark.answeredAt === null || Object.keys(form.errors).length > 0
  return (
    <CallDesk view={view} data={data} title={t('calls.remarks.answer')} room="remarks">
      <RemarkWords view={view} data={data} remark={remark} />
      {remark.answer === null ? <p class="notice">{t('calls.remarks.answer.lead')} <a href={`${callDeskAddress(data)}/edit`}>{t('calls.hub.edit')}</a></p> : <p class="answer" dir="auto">{remark.answer}</p>}
      {isOpen ? (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={{ answer: t('calls.remarks.answer.text') }} />
          <TextField view={view} form={form} name="answer" label={t('calls.remarks.answer.text')} hint={t('calls.form.reason.hint')} rows={4} />
          <ChoiceField view={view} form={form} name="isChanged" label={t('calls.remarks.answer.changed')} choices={[{ value: 'yes', label: t('calls.remarks.answer.changed.yes') }, { value: 'no', label: t('calls.remarks.answer.changed.no') }]} />
          <ChoiceField view={view} form={form} name="isHidden" label={t('calls.remarks.answer.shown')} choices={[{ value: 'no', label: t('calls.remarks.answer.shown.yes') }, { value: 'yes', label: t('calls.remarks.answer.shown.no') }]} />
          <div class="actions"><button type="submit">{t('calls.remarks.answer')}</button></div>
        </form>
      ) : null}
    </CallDesk>
  )
}
