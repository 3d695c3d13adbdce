import { confirmationOf } from '../../../contributions/corrections/model.ts'
import { dateInZone, writeDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { ErrorSummary, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { writeReceived } from '../data.ts'
import { answerName, type CheckData } from './data.ts'

/** For whoever sent what the desk entered: what stands here, to be confirmed or corrected. No account. */
export function CheckPage(props: { view: View; data: CheckData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { contribution } = data
  const state = confirmationOf(contribution)
  return (
    <Layout view={view} frame={data.frame} title={t('check.title', { ref: data.ref })} crumbs={[...cycleCrumbs(data), { label: data.ref }]}>
      <h1>{t('check.title', { ref: data.ref })}</h1>
      <p class="meta"><span>{writeReceived(view, contribution)}</span><span>{t(`contributions.channel.${contribution.channel}`)}</span></p>
      {contribution.senderConfirmedAt === null ? <p class="lead">{t('check.lead')}</p> : <p class="notice" role="status">{t('check.confirmed', { date: writeDate(dateInZone(contribution.senderConfirmedAt, 'UTC'), view.lang) })}</p>}
      {data.isWaiting ? <p class="notice" role="status">{t('check.waits')}</p> : null}
      {data.declined === null ? null : <p class="differs">{t('check.declined', { reason: data.declined })}</p>}
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={labelsOf(view, data)} />
        {data.answers.map((answer) => (
          <TextField view={view} form={form} name={answerName(answer.id)} label={answer.question} rows={Math.min(24, 4 + Math.ceil(answer.text.length / 90))} {...(contribution.language === null ? {} : { lang: contribution.language })} />
        ))}
        {data.isWaiting && typed(form, 'remark') === '' ? null : <TextField view={view} form={form} name="remark" label={t('check.remark')} hint={t('check.remark.hint')} rows={3} optional />}
        <div class="actions">
          {state === 'asked' ? <button name="action" value="confirm">{t('check.confirm')}</button> : null}
          {data.isWaiting ? null : <button class={state === 'asked' ? 'quiet' : undefined} name="action" value="correct">{t('check.correct')}</button>}
        </div>
      </form>
    </Layout>
  )
}

function labelsOf(view: View, data: CheckData): Record<string, string> {
  return Object.fromEntries([...data.answers.map((answer) => [answerName(answer.id), answer.question]), ['remark', view.t('check.remark')]]) as Record<string, string>
}
