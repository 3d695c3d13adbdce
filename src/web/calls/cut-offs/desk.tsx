import { writeShortDate } from '../../../shared/time.ts'
import type { CutOff } from '../../../calls/cut-offs/model.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, LineField } from '../../ui/fields.tsx'
import type { InCall } from '../data.ts'
import { callDeskAddress, CallDesk } from '../hub/desk.tsx'

/** The named days of a call, and a form for one more. */
export function CutOffsPage(props: { view: View; data: InCall; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { title: t('calls.cut-offs.title'), slug: t('calls.cut-offs.slug'), on: t('calls.cut-offs.on'), note: t('calls.cut-offs.note') }
  return (
    <CallDesk view={view} data={data} title={t('calls.hub.cut-offs')} room="cut-offs">
      <p>{t('calls.cut-offs.lead')}</p>
      <ul class="lines">
        {data.call.cutOffs.map((cutOff) => (
          <li>
            <span dir="auto">{cutOff.title}</span>
            <small>{writeShortDate(cutOff.on, view.lang)}</small>
            <a href={`${callDeskAddress(data)}/cut-offs/${cutOff.slug}`}>{t('calls.cut-offs.drop')}</a>
          </li>
        ))}
      </ul>
      <h2>{t('calls.cut-offs.new')}</h2>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <LineField view={view} form={form} name="title" label={labels.title} hint={t('calls.cut-offs.title.hint')} />
        <LineField view={view} form={form} name="slug" label={labels.slug} hint={t('calls.form.slug.hint')} dir="ltr" />
        <LineField view={view} form={form} name="on" type="date" label={labels.on} hint={t('calls.cut-offs.on.hint')} />
        <LineField view={view} form={form} name="note" label={labels.note} optional />
        <div class="actions"><button type="submit">{t('calls.cut-offs.add')}</button></div>
      </form>
    </CallDesk>
  )
}

export interface InCutOff extends InCall {
  readonly cutOff: CutOff
}

export function DropCutOffPage(props: { view: View; data: InCutOff; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  return (
    <CallDesk view={view} data={data} title={t('calls.cut-offs.drop.title')} room="cut-offs">
      <p dir="auto">{data.cutOff.title}, {writeShortDate(data.cutOff.on, view.lang)}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{ reason: t('calls.form.reason') }} />
        <LineField view={view} form={form} name="reason" label={t('calls.form.reason')} hint={t('calls.form.reason.hint')} />
        <div class="actions"><button type="submit">{t('calls.cut-offs.drop')}</button></div>
      </form>
    </CallDesk>
  )
}
