import type { Child } from 'hono/jsx'
import { PARTS } from '../../meetings/model.ts'
import type { FormState, View } from '../context.ts'
import type { MessageKey } from '../messages.ts'
import { ErrorSummary, TextField } from '../ui/fields.tsx'
import { Layout, type Crumb } from '../ui/layout.tsx'
import { AgendaOfMeetingBlock } from './agenda/pages.tsx'
import type { MeetingData, MeetingsData } from './data.ts'
import { MeetingForm, Revision } from './forms.tsx'
import { MeetingList } from './pages.tsx'
import { SittingTime } from './sitting/pages.tsx'
import type { Finding } from '../../meetings/report-findings/model.ts'
import type { MeetingsDeskData } from './recordings/data.ts'
import { LinksBlock, UnreachedLinks } from './recordings/pages.tsx'
import { Findings } from './report/desk.tsx'
import { ReportForm } from './report/forms.tsx'

/** The meetings of a forum at the desk. */
export function MeetingsDesk(props: { view: View; data: MeetingsDeskData }) {
  const { view, data } = props
  const base = `/desk/${data.forum.slug}/meetings`
  return (
    <Layout view={view} frame={data.frame} desk title={view.t('meetings.title')} crumbs={[...deskCrumbs(view, data), { label: view.t('meetings.title') }]}>
      <h1>{view.t('meetings.title')}</h1>
      <div class="actions"><a class="button" href={`${base}/new`}>{view.t('meetings.desk.new')}</a> <a class="button quiet" href={`/desk/${data.forum.slug}/polls`}>{view.t('polls.link')}</a></div>
      <ul class="lines">
        <li><a href={`/desk/${data.forum.slug}/agenda-template`}>{view.t('meetings.plan.template.title')}</a></li>
        <li><a href={`/desk/${data.forum.slug}/events`}>{view.t('meetings.plan.events.title')}</a></li>
        <li><a href={`/${data.forum.slug}/actions`}>{view.t('meetings.plan.actions')}</a></li>
        <li><a href={`${base}/new/calendar`}>{view.t('meetings.calendar.import')}</a></li>
        <li><a href={`${base}/new/report`}>{view.t('meetings.report.import')}</a></li>
        <li><a href="/desk/calendars">{view.t('meetings.calendar.own')}</a></li>
      </ul>
      <UnreachedLinks view={view} forum={data.forum.slug} links={data.unreached} />
      {data.meetings.length === 0 ? <p class="empty">{view.t('meetings.none')}</p> : <MeetingList view={view} data={data} base={base} />}
    </Layout>
  )
}

export function NewMeetingPage(props: { view: View; data: MeetingsData; form: FormState }) {
  const { view, data } = props
  const crumbs = [...deskCrumbs(view, data), { href: `/desk/${data.forum.slug}/meetings`, label: view.t('meetings.title') }, { label: view.t('meetings.desk.new') }]
  return (
    <Layout view={view} frame={data.frame} desk title={view.t('meetings.desk.new')} crumbs={crumbs}>
      <h1>{view.t('meetings.desk.new')}</h1>
      <MeetingForm view={view} form={props.form} cycles={data.cycles} isNew sittings={0} />
    </Layout>
  )
}

/** One meeting at the desk: what there is of it, and what can be done. */
export function MeetingDesk(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  const { forum, meeting } = data
  const base = `/desk/${forum.slug}/meetings/${meeting.slug}`
  const plans = ['status', 'agenda', 'joining', 'attendance', 'actions', 'session'] as const
  const works = ['edit', 'participants', 'links', 'report'] as const
  return (
    <Layout view={view} frame={data.frame} desk title={meeting.title} crumbs={meetingCrumbs(view, data)}>
      <h1 lang={forum.language} dir="auto">{meeting.title}</h1>
      {view.query['done'] === undefined ? null : <p class="notice" role="status">{view.t('meetings.desk.saved')}</p>}
      {meeting.sittings.map((sitting) => <p><SittingTime view={view} sitting={sitting} /></p>)}
      <ul class="lines">
        {plans.map((plan) => <li><a href={`${base}/${plan}`}>{view.t(`meetings.plan.desk.${plan}`)}</a></li>)}
        {works.map((work) => <li><a href={`${base}/${work}`}>{view.t(`meetings.desk.${work}`)}</a></li>)}
        <li><a href={`${base}/room`}>{view.t('room.work')}</a></li>
        <li><a href={`${base}/transcripts`}>{view.t('room.transcript.add')}</a></li>
        <li><a href={`${base}/invitations`}>{view.t('meetings.invitations.title')}</a></li>
        {meeting.paragraphs.length === 0 ? null : <li><a href={`${base}/report-way`}>{view.t('meetings.report.way')}</a></li>}
        <li><a href={`/${forum.slug}/meetings/${meeting.slug}`}>{view.t('meetings.desk.public')}</a></li>
      </ul>
      <LinksBlock view={view} data={data} />
      <AgendaOfMeetingBlock view={view} language={forum.language} agenda={data.agenda} isDesk />
    </Layout>
  )
}

export function EditMeetingPage(props: { view: View; data: MeetingData; form: FormState }) {
  const { view, data } = props
  return (
    <WorkPage view={view} data={data} title="meetings.desk.edit">
      <MeetingForm view={view} form={props.form} cycles={data.cycles} isNew={false} sittings={data.meeting.sittings.length} />
    </WorkPage>
  )
}

export function ParticipantsPage(props: { view: View; data: MeetingData; form: FormState }) {
  const { view, data, form } = props
  const label = view.t('meetings.form.participants')
  const parts = PARTS.filter((part) => part !== 'participant').map((part) => view.t(`meetings.part.${part}`))
  return (
    <WorkPage view={view} data={data} title="meetings.desk.participants">
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={{ participants: label }} />
        <Revision form={form} />
        <TextField view={view} form={form} name="participants" rows={20} label={label} hint={view.t('meetings.form.participants-hint', { parts: parts.join(', ') })} />
        <div class="actions"><button type="submit">{view.t('meetings.form.save')}</button></div>
      </form>
    </WorkPage>
  )
}

export function ReportPage(props: { view: View; data: MeetingData; form: FormState; findings: readonly Finding[] }) {
  const { view, data } = props
  return (
    <WorkPage view={view} data={data} title="meetings.desk.report">
      {data.meeting.paragraphs.length === 0 && props.findings.length === 0 ? null : <Findings view={view} findings={props.findings} language={data.forum.language} />}
      <ReportForm view={view} form={props.form} annexes={Math.max(data.meeting.annexes.length, Object.keys(props.form.values).filter((name) => name.startsWith('annex-title-') && props.form.values[name]?.at(-1) !== '').length)} state={data.way.state} isNew={data.meeting.paragraphs.length === 0} />
      {data.meeting.paragraphs.length === 0 ? <p><a href="?draft=1">{view.t('meetings.report.draft.make')}</a></p> : <p><a href={`/desk/${data.forum.slug}/meetings/${data.meeting.slug}/report-way`}>{view.t('meetings.report.way')}</a></p>}
    </WorkPage>
  )
}

/** A page on which one thing of a meeting is worked on. */
export function WorkPage(props: { view: View; data: MeetingData; title: MessageKey; children?: Child }) {
  const { view, data } = props
  const title = view.t(props.title)
  return (
    <Layout view={view} frame={data.frame} desk title={title} crumbs={[...meetingCrumbs(view, data, true), { label: title }]}>
      <h1>{title}</h1>
      {view.query['done'] === undefined ? null : <p class="notice" role="status">{view.t('meetings.desk.saved')}</p>}
      {props.children}
    </Layout>
  )
}

function deskCrumbs(view: View, data: Pick<MeetingsData, 'forum'>): Crumb[] {
  return [{ href: '/desk', label: view.t('shell.desk') }, { href: `/desk/${data.forum.slug}`, label: data.forum.title }]
}

function meetingCrumbs(view: View, data: MeetingData, isLinked = false): Crumb[] {
  const base = `/desk/${data.forum.slug}/meetings`
  const own = { label: data.meeting.title }
  return [...deskCrumbs(view, data), { href: base, label: view.t('meetings.title') }, isLinked ? { ...own, href: `${base}/${data.meeting.slug}` } : own]
}
