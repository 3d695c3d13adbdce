import { endDay, utcOf, type Meeting, type MeetingSummary, type Sitting } from '../../meetings/model.ts'
import { isMessageKey } from '../messages.ts'
import { parsePlainDate, writeDate, writeShortDate, type PlainDate, type PlainTime } from '../../shared/time.ts'
import { splitParagraphs } from '../../shared/text.ts'
import type { View } from '../context.ts'
import { Layout, type Crumb } from '../ui/layout.tsx'
import { AgendaOfMeetingBlock } from './agenda/pages.tsx'
import { CalendarLine, MeetingHead } from './calendar/pages.tsx'
import type { MeetingData, MeetingsData } from './data.ts'
import { Report } from './report/pages.tsx'

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
      {data.meetings.length === 0 ? null : <CalendarLine view={view} isMany href={`/${forum.slug}${cycle === undefined ? '' : `/${cycle.slug}`}/calendar.ics`} />}
      {cycle === undefined ? null : <p><a href={`/${forum.slug}/meetings`}>{view.t('meetings.all')}</a></p>}
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
          <p class="meta">{factsOf(view, meeting).map((fact) => <span>{fact}</span>)}</p>
        </li>
      ))}
    </ul>
  )
}

function factsOf(view: View, meeting: MeetingSummary): string[] {
  return [
    view.t(`meetings.kind.${meeting.kind}`),
    ...meeting.sittings.map((sitting) => writeDate(sitting.date, view.lang)),
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
      <Facts view={view} data={data} />
      <CalendarLine view={view} href={`/${forum.slug}/meetings/${meeting.slug}/calendar.ics`} />
      {meeting.note === null ? null : <div class="differs" lang={forum.language} dir="auto">{splitParagraphs(meeting.note).map((part) => <p>{part}</p>)}</div>}
      <Changes view={view} data={data} />
      <div class="columns beside">
        <div>
          <Links view={view} meeting={meeting} />
          <AgendaOfMeetingBlock view={view} language={forum.language} agenda={data.agenda} />
          <Report view={view} data={data} />
        </div>
        <Participants view={view} meeting={meeting} />
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
      <dd>{view.t(`meetings.kind.${meeting.kind}`)}</dd>
      {cycles.length === 0 ? null : <><dt>{view.t('meetings.cycle')}</dt><dd>{cycles.map((cycle, place) => <>{place > 0 ? ', ' : ''}<a href={`/${forum.slug}/${cycle.slug}`}>{cycle.title}</a></>)}</dd></>}
      {meeting.source === null ? null : <><dt>{view.t('meetings.source')}</dt><dd dir="auto">{/^https?:\/\/\S+$/u.test(meeting.source) ? <a href={meeting.source}>{meeting.source}</a> : meeting.source}</dd></>}
    </dl>
  )
}

/** Day with its computed weekday, local time and its UTC pair; the UTC day where it is another one. */
export function SittingTime(props: { view: View; sitting: Sitting }) {
  const { view, sitting } = props
  const utc = utcOf(sitting)
  const day = <time datetime={utc?.starts.at ?? sitting.date}>{writeDate(sitting.date, view.lang)}</time>
  if (utc === undefined || sitting.starts === null) return <>{day}, {view.t('meetings.time-unknown')}</>
  const ends = sitting.ends === null ? undefined : { date: endDay(sitting), time: sitting.ends }
  const local = writeSpan(view, { date: sitting.date, time: sitting.starts }, ends, sitting.date)
  return (
    <>
      {day}, {view.t('meetings.local', { time: local, zone: sitting.zone ?? '' })}
      {sitting.zone === 'UTC' ? null : <> · {view.t('meetings.utc', { time: writeSpan(view, utc.starts, utc.ends, sitting.date) })}</>}
    </>
  )
}

type Clock = { readonly date: PlainDate; readonly time: PlainTime }

function writeSpan(view: View, starts: Clock, ends: Clock | undefined, day: PlainDate): string {
  const write = (clock: Clock, known: PlainDate): string =>
    clock.date === known ? clock.time : view.t('meetings.with-date', { time: clock.time, date: writeShortDate(clock.date, view.lang) })
  return ends === undefined ? write(starts, day) : view.t('meetings.span', { starts: write(starts, day), ends: write(ends, starts.date) })
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

function Links(props: { view: View; meeting: Meeting }) {
  const { view, meeting } = props
  if (meeting.links.length === 0) return null
  return (
    <section class="block">
      <h2>{view.t('meetings.links')}</h2>
      <ul class="bare">
        {meeting.links.map((link) => {
          const key = `meetings.link.${link.kind}`
          const kind = isMessageKey(key) ? view.t(key) : link.kind
          return (
            <li>
              <a href={link.url} dir="auto">{link.title ?? kind}</a>
              {link.title === null ? null : <small> · {kind}</small>}
              {link.passcode === null ? null : <small> · {view.t('meetings.passcode-asked')}</small>}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Participants(props: { view: View; meeting: Meeting }) {
  const { view, meeting } = props
  if (meeting.participants.length === 0) return null
  return (
    <section class="block" id="participants">
      <h2>{view.t('meetings.participants', { count: meeting.participants.length })}</h2>
      <ol class="people">
        {meeting.participants.map(({ name, organisation, part }) => {
          const key = `meetings.part.${part}`
          return (
            <li dir="auto">
              {name}{organisation === null ? null : `, ${organisation}`}
              {part === 'participant' ? null : <small> · {isMessageKey(key) ? view.t(key) : part}</small>}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
