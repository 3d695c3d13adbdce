import { CORRECTION_RESPONSES } from '../../../meetings/report/model.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, LineField, SelectField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { Revision } from '../forms.tsx'
import type { WayData } from './data.ts'
import { Corrections, WayNotice } from './pages.tsx'

/** The way of a report at the desk: opened to corrections, answered, finished. */
export function WayPage(props: { view: View; data: WayData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { forum, meeting, way, corrections } = data
  const base = `/desk/${forum.slug}/meetings`
  const crumbs = [{ href: '/desk', label: t('shell.desk') }, { href: `/desk/${forum.slug}`, label: forum.title }, { href: base, label: t('meetings.title') }, { href: `${base}/${meeting.slug}`, label: meeting.title }, { label: t('meetings.report.way') }]
  const labels = { until: t('meetings.report.way.until'), number: t('meetings.report.way.number'), response: t('meetings.report.way.response'), reason: t('meetings.report.way.reason') }
  const open = corrections.filter(({ response }) => response === null)
  return (
    <Layout view={view} frame={data.frame} desk title={t('meetings.report.way')} crumbs={crumbs}>
      <h1>{t('meetings.report.way')}</h1>
      <WayNotice view={view} data={data} />
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <Revision form={form} />
        {way.state === 'final' ? null : (
          <fieldset class="group">
            <legend>{t('meetings.report.way.open')}</legend>
            <LineField view={view} form={form} name="until" type="date" dir="ltr" optional label={labels.until} hint={t('meetings.report.way.until-hint')} />
            <div class="actions"><button type="submit" name="shall" value="open">{t('meetings.report.way.open-now')}</button></div>
          </fieldset>
        )}
        {open.length === 0 ? null : (
          <fieldset class="group">
            <legend>{t('meetings.report.way.answer')}</legend>
            <SelectField view={view} form={form} name="number" label={labels.number} choices={open.map(({ number, text }) => ({ value: String(number), label: `${number}: ${text.slice(0, 80)}` }))} />
            <SelectField view={view} form={form} name="response" label={labels.response} choices={CORRECTION_RESPONSES.map((response) => ({ value: response, label: t(`meetings.report.response.${response}`) }))} />
            <TextField view={view} form={form} name="reason" rows={3} optional label={labels.reason} />
            <div class="actions"><button type="submit" name="shall" value="answer">{t('meetings.report.way.answer-now')}</button></div>
          </fieldset>
        )}
        {way.state === 'final' ? null : <div class="actions"><button type="submit" name="shall" value="finish" class="quiet">{t('meetings.report.way.finish')}</button></div>}
      </form>
      <Corrections view={view} data={data} />
    </Layout>
  )
}
