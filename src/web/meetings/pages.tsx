import type { MeetingSummary } from '../../meetings/model.ts'
import { isMessageKey } from '../messages.ts'
import { parsePlainDate, writeDate } from '../../shared/time.ts'
import { splitParagraphs } from '../../shared/text.ts'
import type { View } from '../context.ts'
import { Layout, type Crumb } from '../ui/layout.tsx'
import { AftermathBlock } from './aftermath/pages.tsx'
import { AgendaOfMeetingBlock } from './agenda/pages.tsx'
import { CalendarLine, MeetingHead } from './calendar/pages.tsx'
import type { MeetingData, MeetingsData } from './data.ts'
import { ActionsBlock } from './actions/pages.tsx'
import { CameBlock } from './attendance/pages.tsx'
import { SessionBlock } from './events/pages.tsx'
import { AgendaBlock } from './items/pages.tsx'
import { JoiningBlock } from './joining/pages.tsx'
import { LinksBlock } from './recordings/pages.tsx'
import { Report } from './report/pages.tsx'
import { SittingTime } from './sitting/pages.tsx'
import { Standing, StatusLog } from './status/pages.tsx'
import { ZoneChoice } from '../ui/zone.tsx'

/** The meetings of a forum or of one of its cycles. */
export function MeetingsPage(props: { view: View; data: MeetingsData }) {
  const { view, data } = props
  const { forum, cycle } = data
  const crumbs: Crumb[] = [{ href: `/${forum.slug}`, label: forum.title }]
  if (cycle !== undefined) crumbs.push({ href: `/${forum.slug}/${cycle.slug}`, label: cycle.title })
  return (
    <Layout view={view} frame={data.frame} title={view.t('meetings.title')} crumbs={[...crumbs, { label: view.t('meetings.title') }]}>
      <h1>{view.t('meetings.title')}</h1>
      <p class="lead">{view.t(cycle === undefined ? 'meetings.lead' : 'meetings.lead-cycle')}</p>
      {data.meetings.length === 0 ? <p class="empty">{view.t('meetings.none')}</p> : <MeetingList view={view} data={data} base={`/${forum.slug}/meetings`} />}
      <ul class="lines">
        {cycle === undefined ? null : <li><a href={`/${forum.slug}/meetings`}>{view.t('meetings.all')}</a></li>}
        {cycle === undefined || !data.meetings.some(({ hasReport }) => hasReport) ? null : <li><a href={`/${forum.slug}/${cycle.slug}/reports`}>{view.t('meetings.reports.all')}</a></li>}
        {cycle === undefined ? null : <li><a href={`/${forum.slug}/${cycle.slug}/participation`}>{view.t('meetings.plan.participation.title')}</a></li>}
        {cycle === undefined ? null : <li><a href={`/${forum.slug}/${cycle.slug}/meetings/hours`}>{view.t('polls.hours.title')}</a></li>}
        <li><a href={`/${forum.slug}/polls`}>{view.t('polls.link')}</a></li>
        <li><a href={`/${forum.slug}/actions${cycle === undefined ? '' : `?cycle=${cycle.slug}`}`}>{view.t('meetings.plan.actions')}</a></li>
        <li><a href={`/${forum.slug}/events`}>{view.t('meetings.plan.events.title')}</a></li>
        <li><a href={`/${forum.slug}/follow-meetings`}>{view.t('meetings.plan.follow.title')}</a></li>
        {data.meetings.length === 0 ? null : <li><a href={`/${forum.slug}${cycle === undefined ? '' : `/${cycle.slug}`}/calendar.ics`}>{view.t('meetings.calendar.subscribe')}</a></li>}
      </ul>
      <ZoneChoice view={view} />
    </Layout>
  )
}

/** Meetings as a list of links below `base`. */
export function MeetingList(props: { view: View; data: Pick<MeetingsData, 'forum' | 'meetings'>; base: string }) {
  const { view, data } = props
  return (
    <ul class="entries aside">
      {data.meetings.map((meeting) => (
        <li>
          <h2><a href={`${props.base}/${meeting.slug}`} lang={data.forum.language} dir="auto">{meeting.title}</a></h2>
          <div class="meta">
            {meeting.sittings.map((sitting) => <p><SittingTime view={view} sitting={sitting} /></p>)}
            <p class="meta">{meeting.standing === 'cancelled' ? <strong>{view.t('meetings.plan.status.cancelled')}</strong> : null}{factsOf(view, meeting).map((fact) => <span>{fact}</span>)}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}

function factsOf(view: View, meeting: MeetingSummary): string[] {
  return [
    view.t(`meetings.kind.${meeting.kind}`),
    ...(meeting.ordinal === null ? [] : [view.t('meetings.plan.series.number', { number: meeting.ordinal })]),
    ...(meeting.hasReport ? [view.t('meetings.has-report')] : []),
  ]
}

/** A meeting with all that it left. */
export function MeetingPage(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  const { forum, meeting } = data
  const crumbs = [{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/meetings`, label: view.t('meetings.title') }, { label: meeting.title }]
  return (
    <Layout view={view} frame={data.frame} title={meeting.title} crumbs={crumbs} head={<MeetingHead view={view} data={data} />}>
      <h1 lang={forum.language} dir="auto">{meeting.title}</h1>
      <Standing view={view} data={data} />
      <Facts view={view} data={data} />
      <CalendarLine view={view} href={`/${forum.slug}/meetings/${meeting.slug}/calendar.ics`} />
      <ZoneChoice view={view} />
      {meeting.note === null ? null : <div class="differs" lang={forum.language} dir="auto">{splitParagraphs(meeting.note).map((part) => <p>{part}</p>)}</div>}
      <StatusLog view={view} data={data} />
      <Changes view={view} data={data} />
      {data.hasRoom ? <p class="meta"><a href={`/${forum.slug}/meetings/${meeting.slug}/room`}>{view.t('room.to-room')}</a></p> : null}
      <div class="columns beside">
        <div>
          <JoiningBlock view={view} data={data} />
          <SessionBlock view={view} data={data} />
          <AgendaBlock view={view} data={data} />
          <LinksBlock view={view} data={data} />
          <AgendaOfMeetingBlock view={view} language={forum.language} agenda={data.agenda} />
          <ActionsBlock view={view} data={data} />
          <AftermathBlock view={view} data={data} />
          <Report view={view} data={data} />
        </div>
        <CameBlock view={view} data={data} />
      </div>
    </Layout>
  )
}

function Facts(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  const { meeting, forum } = data
  const cycles = data.cycles.filter((cycle) => meeting.cycleIds.includes(cycle.id))
  return (
    <dl class="facts">
      {meeting.sittings.map((sitting, place) => (
        <>
          <dt>{meeting.sittings.length > 1 ? view.t('meetings.sitting', { number: place + 1 }) : view.t('meetings.when')}</dt>
          <dd>
            <SittingTime view={view} sitting={sitting} />
            {sitting.place === null ? null : <><br /><span dir="auto">{sitting.place}</span></>}
          </dd>
        </>
      ))}
      <dt>{view.t('meetings.kind')}</dt>
      <dd>{view.t(`meetings.kind.${meeting.kind}`)}<InSeries view={view} data={data} /></dd>
      {cycles.length === 0 ? null : <><dt>{view.t('meetings.cycle')}</dt><dd>{cycles.map((cycle, place) => <>{place > 0 ? ', ' : ''}<a href={`/${forum.slug}/${cycle.slug}`}>{cycle.title}</a></>)}</dd></>}
      {meeting.source === null ? null : <><dt>{view.t('meetings.source')}</dt><dd dir="auto">{/^https?:\/\/\S+$/u.test(meeting.source) ? <a href={meeting.source}>{meeting.source}</a> : meeting.source}</dd></>}
    </dl>
  )
}

/** Its number in its series, with the way to the one before and the one after it. */
function InSeries(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  const { meeting, series, forum } = data
  const at = series.findIndex(({ id }) => id === meeting.id)
  if (meeting.ordinal === null) return null
  const [earlier, later] = [at > 0 ? series[at - 1] : undefined, at < 0 ? undefined : series[at + 1]]
  return (
    <>
      {' '}{view.t('meetings.plan.series.number', { number: meeting.ordinal })}
      {earlier === undefined ? null : <> · <a href={`/${forum.slug}/meetings/${earlier.slug}`} rel="prev">{view.t('meetings.plan.series.earlier', { number: earlier.ordinal ?? 0 })}</a></>}
      {later === undefined ? null : <> · <a href={`/${forum.slug}/meetings/${later.slug}`} rel="next">{view.t('meetings.plan.series.later', { number: later.ordinal ?? 0 })}</a></>}
    </>
  )
}

function Changes(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  if (data.meeting.changes.length === 0) return null
  return (
    <section class="block">
      <h2>{view.t('meetings.changes')}</h2>
      <ul lang={data.forum.language}>
        {data.meeting.changes.map(({ what, earlier, reason }) => {
          const key = `meetings.change.${what}`
          const date = parsePlainDate(earlier)
          const shown = date === undefined ? earlier : writeDate(date, view.lang)
          return <li dir="auto"><s>{view.t(isMessageKey(key) ? key : 'meetings.change.other', { earlier: shown })}</s> – {reason}</li>
        })}
      </ul>
    </section>
  )
}
