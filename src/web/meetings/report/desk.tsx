import type { Finding } from '../../../meetings/report-findings/model.ts'
import { languageName } from '../../../shared/language.ts'
import { dateInZone, writeDate, writeShortDate, writeWeekday } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ChoiceField, ErrorSummary, FileField, LineField, SelectField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { MeetingsData } from '../data.ts'
import type { ReadPreview } from './data.ts'

/** What the checks see in a report: where, the words, and what is wrong with them. */
export function Findings(props: { view: View; findings: readonly Finding[]; language: string }) {
  const { view, findings, language } = props
  return (
    <section class="block" id="findings">
      <h2>{view.t('meetings.report.findings', { count: findings.length })}</h2>
      {findings.length === 0 ? null : (
        <ul class="todo notices">
          {findings.map((finding) => (
            <li>
              <span>
                <strong>{placeOf(view, finding)}</strong> <q class="stretch" lang={language} dir="auto">{finding.words}</q> {sentenceOf(view, finding)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function placeOf(view: View, { annex, paragraph }: Finding): string {
  return annex ?? (paragraph === null ? view.t('meetings.report.whole') : `¶ ${paragraph}`)
}

/** What is wrong, as a sentence. */
export function sentenceOf(view: View, finding: Finding): string {
  const { t, lang } = view
  switch (finding.kind) {
    case 'weekday':
      return t('meetings.report.finding.weekday', { weekday: writeWeekday(finding.weekday, lang), date: writeDate(finding.date, lang) })
    case 'two-dates':
      return t('meetings.report.finding.two-dates', { heldOn: writeDate(finding.heldOn, lang) })
    case 'annex-later':
      return t('meetings.report.finding.annex-later', { asOf: writeShortDate(finding.asOf, lang), date: writeShortDate(finding.date, lang) })
    case 'tally':
      return t('meetings.report.finding.tally', { counted: finding.counted, stated: finding.stated })
    case 'tally-sum':
      return t('meetings.report.finding.tally-sum', { stated: finding.stated, without: finding.without, rows: finding.rows })
    case 'entries':
      return t('meetings.report.finding.entries', { counted: finding.counted, stated: finding.stated })
    case 'mark-without-note':
      return t('meetings.report.finding.mark-without-note', { mark: finding.mark })
    case 'note-without-mark':
      return t('meetings.report.finding.note-without-mark', { mark: finding.mark })
    case 'name':
      return t('meetings.report.finding.name', { known: finding.known })
    case 'unnumbered':
      return t('meetings.report.finding.unnumbered', { count: finding.count })
    case 'unreached':
      return t('meetings.report.finding.unreached', { since: writeShortDate(dateInZone(finding.since, 'UTC'), lang) })
    case 'no-such-day':
    case 'no-zone':
    case 'doubled-sign':
    case 'dead-link':
      return t(`meetings.report.finding.${finding.kind}`)
  }
}

/** A report from a file: read, looked at, kept with its meeting. */
export function ReportImportPage(props: { view: View; data: MeetingsData; form: FormState; preview?: ReadPreview | undefined }) {
  const { view, data, form, preview } = props
  const { t } = view
  const crumbs = [{ href: '/desk', label: t('shell.desk') }, { href: `/desk/${data.forum.slug}`, label: data.forum.title }, { href: `/desk/${data.forum.slug}/meetings`, label: t('meetings.title') }, { label: t('meetings.report.import') }]
  const labels = { file: t('meetings.report.file'), text: t('meetings.report.pasted'), language: t('meetings.report.language'), meeting: t('meetings.report.meeting'), title: t('meetings.report.new-title'), cycles: t('meetings.form.cycles') }
  const languages = [...new Set([data.forum.language, 'en', 'fr', 'es', 'ru', 'zh', 'ar'])]
  return (
    <Layout view={view} frame={data.frame} desk title={t('meetings.report.import')} crumbs={crumbs}>
      <h1>{t('meetings.report.import')}</h1>
      <p class="lead">{t('meetings.report.import-lead')}</p>
      {preview === undefined ? null : <Preview view={view} data={data} preview={preview} />}
      <form method="post" action={view.path} class="sheet" enctype="multipart/form-data" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        {preview === undefined ? <FileField view={view} form={form} name="file" optional label={labels.file} hint={t('meetings.calendar.file-hint')} /> : null}
        {preview === undefined ? <TextField view={view} form={form} name="text" rows={8} optional label={labels.text} /> : <textarea name="text" hidden>{`\n${preview.text}`}</textarea>}
        <SelectField view={view} form={form} name="language" label={labels.language} choices={languages.map((value) => ({ value, label: languageName(value, view.lang) }))} />
        <SelectField
          view={view} form={form} name="meeting" label={labels.meeting} hint={t('meetings.report.meeting-hint')} nothing={t('meetings.report.meeting-found')}
          choices={[{ value: 'new', label: t('meetings.report.meeting-new') }, ...data.meetings.map(({ slug, title, sittings: [sitting] }) => ({ value: slug, label: sitting === undefined ? title : `${sitting.date} · ${title}` }))]}
        />
        <LineField view={view} form={form} name="title" optional label={labels.title} />
        <ChoiceField view={view} form={form} name="cycles" several optional label={labels.cycles} hint={t('meetings.calendar.cycles-hint')} choices={data.cycles.map(({ slug, title }) => ({ value: slug, label: title }))} />
        <div class="actions">
          {preview?.target === undefined ? null : <button type="submit" name="shall" value="keep">{t('meetings.report.keep')}</button>}
          <button type="submit" name="shall" value="read" class={preview?.target === undefined ? undefined : 'quiet'}>{t(preview === undefined ? 'meetings.report.read' : 'meetings.report.read-again')}</button>
        </div>
      </form>
    </Layout>
  )
}

function Preview(props: { view: View; data: MeetingsData; preview: ReadPreview }) {
  const { view, data, preview } = props
  const { t } = view
  const { report, target } = preview
  const unnumbered = report.paragraphs.filter(({ number }) => number === null).length
  return (
    <>
      <section class="block">
        <h2>{t('meetings.report.what')}</h2>
        <p>{t('meetings.report.counts', { paragraphs: report.paragraphs.length - unnumbered, unnumbered, footnotes: report.footnotes.length, addresses: report.addresses.length })}</p>
        <p class={target === undefined ? 'differs' : undefined}>
          {target === undefined
            ? t('meetings.report.of-none')
            : target.kind === 'here'
              ? t('meetings.report.of-meeting', { meeting: target.meeting.title })
              : t('meetings.report.of-new', { slug: target.slug, date: writeDate(target.date, view.lang) })}
        </p>
        {report.annexes.length === 0 ? null : <ul>{report.annexes.map(({ title, kind, rows }) => <li dir="auto">{t('meetings.report.annex-read', { title, kind: t(`meetings.report.annex-kind.${kind}`), count: rows.length })}</li>)}</ul>}
      </section>
      <Findings view={view} findings={preview.findings} language={data.forum.language} />
      <ol class="paras" lang={data.forum.language}>
        {report.paragraphs.map(({ number, heading, text }) => (
          <li class="para">
            <span class="mark">{number === null ? '' : `¶ ${number}`}</span>
            <div class="text" dir="auto">{heading === null ? null : <h3>{heading}</h3>}{text.split('\n').map((part) => <p>{part}</p>)}</div>
          </li>
        ))}
      </ol>
      {report.footnotes.length === 0 ? null : <dl class="facts">{report.footnotes.map(({ mark, text }) => <><dt>{mark}</dt><dd dir="auto">{text}</dd></>)}</dl>}
    </>
  )
}
