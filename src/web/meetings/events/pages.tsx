import { daysOf, dayOf, type Conflict, type Event, type Panellist } from '../../../meetings/events/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { writeDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { isMessageKey } from '../../messages.ts'
import { Layout, type Crumb } from '../../ui/layout.tsx'
import { ZoneChoice } from '../../ui/zone.tsx'
import { CalendarLine } from '../calendar/pages.tsx'
import type { MeetingData } from '../data.ts'
import { SittingTime } from '../sitting/pages.tsx'
import type { EventData, EventsData } from './data.ts'

/** The annual meetings of a forum, latest first. */
export function EventsPage(props: { view: View; data: EventsData; isDesk?: boolean }) {
  const { view, data } = props
  const { forum, events } = data
  const isDesk = props.isDesk === true
  const title = view.t('meetings.plan.events.title')
  const crumbs: Crumb[] = isDesk
    ? [{ href: '/desk', label: view.t('shell.desk') }, { href: `/desk/${forum.slug}`, label: forum.title }, { href: `/desk/${forum.slug}/meetings`, label: view.t('meetings.title') }, { label: title }]
    : [{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/meetings`, label: view.t('meetings.title') }, { label: title }]
  return (
    <Layout view={view} frame={data.frame} desk={isDesk} title={title} crumbs={crumbs}>
      <h1>{title}</h1>
      {isDesk ? <div class="actions"><a class="button" href={`/desk/${forum.slug}/events/new`}>{view.t('meetings.plan.events.new')}</a></div> : <p class="lead">{view.t('meetings.plan.events.lead')}</p>}
      {events.length === 0 ? <p class="empty">{view.t('meetings.plan.events.none')}</p> : (
        <ul class="entries">
          {events.map((event) => (
            <li>
              <h2><a href={`${isDesk ? '/desk' : ''}/${forum.slug}/events/${event.slug}`} lang={forum.language} dir="auto">{event.title}</a></h2>
              <EventFacts view={view} event={event} />
            </li>
          ))}
        </ul>
      )}
    </Layout>
  )
}

function EventFacts(props: { view: View; event: Event }) {
  const { view, event } = props
  return (
    <p class="meta">
      <span>{event.firstDay === event.lastDay ? writeDate(event.firstDay, view.lang) : view.t('meetings.plan.events.days', { first: writeDate(event.firstDay, view.lang), last: writeDate(event.lastDay, view.lang) })}</span>
      {event.place === null ? null : <span dir="auto">{event.place}</span>}
      {event.zone === null ? null : <span dir="ltr">{event.zone}</span>}
    </p>
  )
}

/** An annual meeting: its days, and on each the forum's sessions. */
export function EventPage(props: { view: View; data: EventData }) {
  const { view, data } = props
  const { forum, event, sessions } = data
  const days = daysOf(event).map((day) => ({ ...day, sessions: sessions.filter(({ meeting }) => meeting.sittings.some(({ date }) => date === day.date)) }))
  const elsewhere = sessions.filter(({ meeting }) => meeting.sittings.every(({ date }) => dayOf(event, date) === undefined))
  return (
    <Layout view={view} frame={data.frame} title={event.title} crumbs={[{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/events`, label: view.t('meetings.plan.events.title') }, { label: event.title }]}>
      <h1 lang={forum.language} dir="auto">{event.title}</h1>
      <EventFacts view={view} event={event} />
      <CalendarLine view={view} href={`/${forum.slug}/events/${event.slug}/calendar.ics`} />
      {event.note === null ? null : <div class="differs" lang={forum.language} dir="auto">{splitParagraphs(event.note).map((part) => <p>{part}</p>)}</div>}
      <ZoneChoice view={view} />
      {sessions.length === 0 ? <p class="empty">{view.t('meetings.plan.events.no-sessions')}</p> : null}
      {days.filter((day) => day.sessions.length > 0).map((day) => (
        <section class="block">
          <h2>{view.t('meetings.plan.events.day', { number: day.number })} <small>{writeDate(day.date, view.lang)}</small></h2>
          <Sessions view={view} data={data} sessions={day.sessions} />
        </section>
      ))}
      {elsewhere.length === 0 ? null : <section class="block"><h2>{view.t('meetings.plan.events.other-days')}</h2><Sessions view={view} data={data} sessions={elsewhere} /></section>}
      {event.source === null ? null : <p class="meta"><span>{view.t('meetings.source')}: {/^https?:\/\/\S+$/u.test(event.source) ? <a href={event.source}>{event.source}</a> : event.source}</span></p>}
    </Layout>
  )
}

function Sessions(props: { view: View; data: EventData; sessions: EventData['sessions'] }) {
  const { view, data } = props
  return (
    <ul class="entries">
      {props.sessions.map(({ meeting, session }) => (
        <li>
          <h3><a href={`/${data.forum.slug}/meetings/${meeting.slug}`} lang={data.forum.language} dir="auto">{meeting.title}</a></h3>
          {meeting.sittings.map((sitting) => <p class="meta"><span><SittingTime view={view} sitting={sitting} /></span>{sitting.place === null ? null : <span dir="auto">{sitting.place}</span>}</p>)}
          <p class="meta">
            {meeting.standing === 'cancelled' ? <strong>{view.t('meetings.plan.status.cancelled')}</strong> : null}
            {session?.form === undefined || session.form === null ? null : <span lang={data.forum.language} dir="auto">{session.form}</span>}
            {session?.organiser === undefined || session.organiser === null ? null : <span dir="auto">{session.organiser}</span>}
          </p>
        </li>
      ))}
    </ul>
  )
}

/** What a meeting is as a session, on its page: event and day, organiser, description, panellists. Names of those who have not said yes are for the desk. */
export function SessionBlock(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  const { session, event, forum, meeting, reader } = data
  if (session === undefined) return null
  const panellists = session.panellists.filter(({ state }) => reader === 'desk' || state === 'confirmed')
  const [first] = meeting.sittings
  const day = event === undefined || first === undefined ? undefined : dayOf(event, first.date)
  const isBare = event === undefined && session.form === null && session.organiser === null && session.description === null
  return isBare && panellists.length === 0 ? null : (
    <section class="block" id="session">
      <h2>{view.t('meetings.plan.session.title')}</h2>
      <dl class="facts">
        {event === undefined ? null : <><dt>{view.t('meetings.plan.session.event')}</dt><dd><a href={`/${forum.slug}/events/${event.slug}`} lang={forum.language} dir="auto">{event.title}</a>{day === undefined ? null : <> · {view.t('meetings.plan.events.day', { number: day })}</>}</dd></>}
        {session.form === null ? null : <><dt>{view.t('meetings.plan.session.form')}</dt><dd lang={forum.language} dir="auto">{session.form}</dd></>}
        {session.organiser === null ? null : <><dt>{view.t('meetings.plan.session.organiser')}</dt><dd dir="auto">{session.organiser}</dd></>}
      </dl>
      {session.description === null ? null : <div lang={forum.language} dir="auto">{splitParagraphs(session.description).map((part) => <p>{part}</p>)}</div>}
      {panellists.length === 0 ? null : (
        <>
          <h3>{view.t('meetings.plan.session.panellists')}</h3>
          <ol class="people">{panellists.map((panellist) => <li dir="auto">{panellist.name}{panellist.organisation === null ? null : `, ${panellist.organisation}`}<PanellistNote view={view} panellist={panellist} isDesk={reader === 'desk'} /></li>)}</ol>
        </>
      )}
    </section>
  )
}

function PanellistNote(props: { view: View; panellist: Panellist; isDesk: boolean }) {
  const { view, panellist } = props
  const key = `meetings.part.${panellist.part}`
  const notes = [...(panellist.part === 'panellist' ? [] : [isMessageKey(key) ? view.t(key) : panellist.part]), ...(props.isDesk ? [view.t(`meetings.plan.panellist.${panellist.state}`)] : [])]
  return notes.length === 0 ? null : <small> · {notes.join(' · ')}</small>
}

/** A conflict as a sentence, with the sessions it is between. */
export function ConflictLine(props: { view: View; data: EventData; conflict: Conflict }) {
  const { view, data, conflict } = props
  const titles = conflict.slugs.map((slug) => data.sessions.find(({ meeting }) => meeting.slug === slug)?.meeting.title ?? slug)
  const sentence = (): string => {
    const [one = '', other = ''] = titles
    switch (conflict.kind) {
      case 'same-room': return view.t('meetings.plan.conflict.same-room', { one, other, place: conflict.place })
      case 'same-panellist': return view.t('meetings.plan.conflict.same-panellist', { one, other, name: conflict.name })
      case 'outside': return view.t('meetings.plan.conflict.outside', { one, date: writeDate(conflict.date, view.lang) })
      case 'other-clock': return view.t('meetings.plan.conflict.other-clock', { one, zone: conflict.zone, place: data.event.zone ?? '' })
    }
  }
  return <li>{sentence()} {conflict.slugs.map((slug) => <> <a href={`/desk/${data.forum.slug}/meetings/${slug}/edit`}>{view.t('meetings.plan.conflict.change', { slug })}</a></>)}</li>
}
