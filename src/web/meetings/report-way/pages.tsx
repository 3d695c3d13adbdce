import { takesCorrections } from '../../../meetings/report/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { writeInstant, writeShortDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, LineField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { MeetingData } from '../data.ts'
import type { CorrectData } from './data.ts'

/** How a report stands: a draft, open to corrections until a day, or final. */
export function WayNotice(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  const { way, meeting, forum } = data
  if (way.state === null) return null
  if (way.state === 'final') return <p class="meta">{view.t('meetings.report.way.final', { date: way.finalAt === null ? '' : writeInstant(way.finalAt, view.lang) })}</p>
  if (way.state === 'draft') return <p class="differs">{view.t('meetings.report.way.draft')}</p>
  const until = way.correctUntil === null ? '' : writeShortDate(way.correctUntil, view.lang)
  if (!takesCorrections(way, view.now)) return <p class="differs">{view.t('meetings.report.way.over', { until })}</p>
  return (
    <p class="differs">
      {view.t('meetings.report.way.correcting', { until })} <a href={`/${forum.slug}/meetings/${meeting.slug}/correct`}>{view.t('meetings.report.correct')}</a>
    </p>
  )
}

/** What was said to be wrong, each with its answer and the reason. */
export function Corrections(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  if (data.corrections.length === 0) return null
  return (
    <section id="corrections">
      <h3>{view.t('meetings.report.corrections', { count: data.corrections.length })}</h3>
      <ul class="entries">
        {data.corrections.map(({ number, paragraph, name, text, language, response, reason }) => (
          <li id={`correction-${number}`}>
            <p class="meta"><span>{view.t('meetings.report.correction-of', { number, name, place: paragraph === null ? view.t('meetings.report.whole') : `¶ ${paragraph}` })}</span></p>
            <blockquote lang={language} dir="auto">{splitParagraphs(text).map((part) => <p>{part}</p>)}</blockquote>
            {response === null ? <p>{view.t('meetings.report.response.none')}</p> : <p><strong>{view.t(`meetings.report.response.${response}`)}</strong>: <span lang={data.forum.language} dir="auto">{reason}</span></p>}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What a final report was before it was changed. */
export function Revisions(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  const { revisions } = data.way
  if (revisions.length < 2) return null
  return (
    <section id="revisions">
      <h3>{view.t('meetings.report.revisions')}</h3>
      {revisions.toReversed().map(({ number, madeAt, reason, body }) => (
        <details>
          <summary>{view.t('meetings.report.revision', { number, date: writeInstant(madeAt, view.lang) })}{reason === null ? null : <>: <span dir="auto">{reason}</span></>}</summary>
          <ol class="paras" lang={data.forum.language}>
            {body.paragraphs.map((paragraph) => <li class="para"><span class="mark">{paragraph.number === null ? '' : `¶ ${paragraph.number}`}</span><div class="text" dir="auto">{splitParagraphs(paragraph.text).map((part) => <p>{part}</p>)}</div></li>)}
          </ol>
        </details>
      ))}
    </section>
  )
}

/** Says what is wrong in a report, without an account. */
export function CorrectPage(props: { view: View; data: CorrectData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { forum, meeting } = data
  const labels = { paragraph: t('meetings.report.correct.paragraph'), text: t('meetings.report.correct.text'), name: t('meetings.report.correct.name'), mail: t('meetings.report.correct.mail') }
  const crumbs = [{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/meetings`, label: t('meetings.title') }, { href: `/${forum.slug}/meetings/${meeting.slug}`, label: meeting.title }, { label: t('meetings.report.correct') }]
  return (
    <Layout view={view} frame={data.frame} title={t('meetings.report.correct')} crumbs={crumbs}>
      <h1>{t('meetings.report.correct')}</h1>
      {view.query['sent'] === undefined ? null : <p class="notice" role="status">{t('meetings.report.correct.sent', { number: view.query['sent'].slice(0, 6) })}</p>}
      <p class="lead">{t('meetings.report.correct.lead', { until: data.way.correctUntil === null ? '' : writeShortDate(data.way.correctUntil, view.lang) })}</p>
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <input type="hidden" name="formKey" value={form.values['formKey']?.at(-1) ?? ''} />
        <LineField view={view} form={form} name="paragraph" dir="ltr" optional label={labels.paragraph} hint={t('meetings.report.correct.paragraph-hint')} />
        <TextField view={view} form={form} name="text" rows={6} label={labels.text} hint={t('meetings.report.correct.text-hint')} />
        <LineField view={view} form={form} name="name" autocomplete="name" label={labels.name} />
        <LineField view={view} form={form} name="mail" type="email" dir="ltr" autocomplete="email" optional label={labels.mail} hint={t('meetings.report.correct.mail-hint')} />
        <div class="actions"><button type="submit">{t('meetings.report.correct.send')}</button></div>
      </form>
    </Layout>
  )
}
