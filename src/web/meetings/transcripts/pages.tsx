import { cueRef } from '../../../meetings/citing/model.ts'
import { writeTime } from '../../../meetings/transcripts/model.ts'
import { CONTENT_LANGUAGES, languageName } from '../../../shared/language.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, FileField, LineField, SelectField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { AtDesk, MeetingData } from '../data.ts'
import { anchorsOf, type TranscriptData } from './data.ts'

/** A transcript: cues with their times and speakers as the file has them, searchable, each with an address and a reference. */
export function TranscriptPage(props: { view: View; data: TranscriptData }) {
  const { view, data } = props
  const { forum, meeting, transcript, cues, words } = data
  const { t } = view
  const here = `/${forum.slug}/meetings/${meeting.slug}`
  const title = transcript.title ?? t('room.transcript.title', { number: transcript.number })
  const anchors = anchorsOf(cues)
  const query = (page: number): string => `?${words === '' ? '' : `q=${encodeURIComponent(words)}&`}page=${page}`
  return (
    <Layout view={view} frame={data.frame} title={`${title} · ${meeting.title}`} crumbs={[{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/meetings`, label: t('meetings.title') }, { href: here, label: meeting.title }, { label: title }]} sheets={['room.css']}>
      <h1 dir="auto">{title}</h1>
      <p class="meta"><span>{languageName(transcript.language, view.lang)}</span>{transcript.url === null ? null : <a href={transcript.url}>{t('room.transcript.recording')}</a>}<a href={`${view.path}.json`}>{t('room.data')}</a></p>
      <form method="get" action={view.path} class="filters" role="search"><label for="field-q">{t('room.transcript.search')}</label> <input id="field-q" name="q" type="search" value={words} dir="auto" /> <button class="quiet" type="submit">{t('room.transcript.find')}</button></form>
      {words === '' ? null : <p role="status">{t('room.transcript.found', { count: data.total })} <a href={view.path}>{t('room.transcript.all')}</a></p>}
      <ol class="cues">
        {cues.map((cue) => (
          <li id={`c${cue.number}`}>
            <a class="mark" id={anchors.get(cue.number)} href={`?cue=${cue.number}#c${cue.number}`} title={cueRef(meeting.slug, transcript.number, cue.number)}>{cue.starts === null ? `#${cue.number}` : writeTime(cue.starts)}</a>
            <p lang={transcript.language} dir="auto">{cue.speaker === null ? null : <strong>{cue.speaker} </strong>}{cue.text}</p>
          </li>
        ))}
      </ol>
      {data.pages === 1 ? null : (
        <nav class="pages" aria-label={t('room.transcript.pages')}>
          {data.page > 1 ? <a href={query(data.page - 1)}>{t('review.earlier')}</a> : null}
          {data.page < data.pages ? <a href={query(data.page + 1)}>{t('review.later')}</a> : null}
        </nav>
      )}
      <p class="quiet-text">{t('room.transcript.cite', { ref: cueRef(meeting.slug, transcript.number, cues[0]?.number ?? 1) })}</p>
    </Layout>
  )
}

/** Adds a transcript: pasted, or as a file. */
export function AddTranscriptPage(props: { view: View; data: MeetingData & AtDesk; form: FormState }) {
  const { view, data, form } = props
  const { forum, meeting } = data
  const { t } = view
  const title = t('room.transcript.add')
  const labels = { text: t('room.transcript.text'), file: t('room.transcript.file'), title: t('meetings.form.title'), language: t('room.form.language'), url: t('room.transcript.recording') }
  return (
    <Layout view={view} frame={data.frame} desk title={title} crumbs={[{ href: `/desk/${forum.slug}/meetings`, label: t('meetings.title') }, { href: `/desk/${forum.slug}/meetings/${meeting.slug}`, label: meeting.title }, { label: title }]}>
      <h1>{title}</h1>
      <form method="post" action={view.path} class="sheet" enctype="multipart/form-data" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <FileField view={view} form={form} name="file" optional label={labels.file} hint={t('room.transcript.file-hint')} />
        <TextField view={view} form={form} name="text" rows={10} optional label={labels.text} hint={t('room.transcript.text-hint')} />
        <SelectField view={view} form={form} name="language" label={labels.language} choices={CONTENT_LANGUAGES.map((tag) => ({ value: tag, label: languageName(tag, view.lang) }))} />
        <LineField view={view} form={form} name="title" optional label={labels.title} />
        <LineField view={view} form={form} name="url" type="url" dir="ltr" optional label={labels.url} />
        <div class="actions"><button type="submit">{t('meetings.form.add')}</button></div>
      </form>
    </Layout>
  )
}
