import { ADDED_RESERVED_SLUGS } from '../../../forums/model.ts'
import { EVENT_DAYS, enterEvent, planSession, reviseEvent } from '../../../meetings/events/commands.ts'
import { dayOf } from '../../../meetings/events/model.ts'
import { utcOf } from '../../../meetings/model.ts'
import { transact } from '../../../platform/database.ts'
import type { Actor } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal, type Refusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePage, servePrivatePage, servePublicFile, type PageRequest } from '../../page.tsx'
import type { AtDesk } from '../data.ts'
import { readRevision, slugField } from '../forms.tsx'
import { loadEvent, loadEventAtDesk, loadEventCalendar, loadEvents, loadEventsAtDesk, loadSessionAtDesk, type EventData, type EventsData, type SessionDeskData } from './data.ts'
import { EventForm, eventSchema, eventValues, readSessionForm, SessionDesk, sessionValues } from './forms.tsx'
import { EventPage, EventsPage } from './pages.tsx'

/** Annual meetings with their days and sessions: public pages, and planning at the desk. */
export function eventRoutes(app: App, services: Services): void {
  servePrivatePage(app, services, { path: '/desk/:forum/events', load: loadEventsAtDesk, render: (view, data) => <EventsPage view={view} data={data} isDesk /> })
  serveForm<EventsData & AtDesk>(app, services, {
    path: '/desk/:forum/events/new',
    load: loadEventsAtDesk,
    render: (view, data, form) => <EventForm view={view} data={data} form={form} />,
    submit: enterNew,
  })
  serveForm<EventData & AtDesk>(app, services, {
    path: '/desk/:forum/events/:event',
    load: loadEventAtDesk,
    initial: ({ event }) => eventValues(event),
    render: (view, data, form) => <EventForm view={view} data={data} form={form} />,
    submit: enterChange,
  })
  serveForm<SessionDeskData>(app, services, {
    path: '/desk/:forum/meetings/:meeting/session',
    load: loadSessionAtDesk,
    initial: sessionValues,
    render: (view, data, form) => <SessionDesk view={view} data={data} form={form} />,
    submit: enterSession,
  })
  servePage<EventsData>(app, services, {
    path: '/:forum/events',
    load: loadEvents,
    json: ({ forum, events }) => ({ forum: forum.slug, events: events.map((event) => eventJson(forum.slug, event)) }),
    render: (view, data) => <EventsPage view={view} data={data} />,
  })
  servePublicFile(app, services, '/:forum/events/:event/calendar.ics', loadEventCalendar)
  servePage<EventData>(app, services, { path: '/:forum/events/:event', load: loadEvent, usesZone: true, json: sessionsJson, render: (view, data) => <EventPage view={view} data={data} /> })
}

function eventJson(forum: string, { slug, title, place, zone, firstDay, lastDay, daysBefore, note, source }: EventData['event']): object {
  return { event: slug, title, place, zone, firstDay, lastDay, daysBefore, note, source, url: `/${forum}/events/${slug}` }
}

function sessionsJson({ forum, event, sessions }: EventData): object {
  return {
    forum: forum.slug,
    ...eventJson(forum.slug, event),
    sessions: sessions.map(({ meeting, session }) => ({
      meeting: meeting.slug,
      title: meeting.title,
      status: meeting.standing,
      form: session?.form ?? null,
      organiser: session?.organiser ?? null,
      panellists: (session?.panellists ?? []).filter(({ state }) => state === 'confirmed').map(({ name, organisation, part }) => ({ name, organisation, part })),
      sittings: meeting.sittings.map((sitting) => {
        const utc = utcOf(sitting)
        return { ...sitting, day: dayOf(event, sitting.date) ?? null, utc: utc === undefined ? null : { starts: utc.starts.at, ends: utc.ends?.at ?? null } }
      }),
      url: `/${forum.slug}/meetings/${meeting.slug}`,
    })),
  }
}

const EMPTY = { place: '', zone: '', daysBefore: '', note: '', source: '' }

async function enterNew(request: PageRequest, data: EventsData & AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const slug = parseFields(slugField, submitted.value('slug'))
  const parsed = parseFields(eventSchema, { ...EMPTY, ...fieldsToObject(submitted.fields) })
  if (!slug.ok || !parsed.ok) return { errors: { ...(slug.ok ? {} : { slug: slug.errors[''] ?? 'not-a-slug' }), ...(parsed.ok ? {} : parsed.errors) } }
  if (ADDED_RESERVED_SLUGS.has(slug.value)) return { errors: { slug: 'slug-reserved' } }
  const entered = await transact(request.db, (tx) => enterEvent(tx, actorOf(data), { ...parsed.value, forumId: data.forum.id, slug: slug.value }, request.now))
  return isRefusal(entered) ? { errors: errorsOf(entered) } : { seeOther: `/desk/${data.forum.slug}/events/${slug.value}?done=1` }
}

async function enterChange(request: PageRequest, data: EventData & AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(eventSchema, { ...EMPTY, ...fieldsToObject(submitted.fields) })
  if (!parsed.ok) return parsed
  const input = { ...parsed.value, forumId: data.forum.id, eventId: data.event.id, revision: readRevision(submitted) }
  const revised = await transact(request.db, (tx) => reviseEvent(tx, actorOf(data), input, request.now))
  return isRefusal(revised) ? { errors: errorsOf(revised) } : { seeOther: `${request.view.path}?done=1` }
}

async function enterSession(request: PageRequest, data: SessionDeskData, submitted: Submitted): Promise<FormOutcome> {
  const read = readSessionForm(submitted, data.events)
  if (!read.ok) return { errors: read.errors }
  const input = { ...read.value, forumId: data.forum.id, meetingId: data.meeting.id, revision: readRevision(submitted) }
  const planned = await transact(request.db, (tx) => planSession(tx, actorOf(data), input, request.now))
  if (!isRefusal(planned)) return { seeOther: `${request.view.path}?done=1` }
  return { errors: planned.refusal === 'no-such-event' ? { event: 'not-in-list' } : { '': 'meetings.refusal.changed-meanwhile' } }
}

function errorsOf({ refusal }: Refusal<'slug-taken' | 'ends-before-it-starts' | 'too-long' | 'changed-meanwhile'>): Record<string, string> {
  if (refusal === 'slug-taken') return { slug: 'meetings.plan.refusal.event-slug-taken' }
  if (refusal === 'changed-meanwhile') return { '': 'meetings.plan.refusal.event-changed' }
  return { lastDay: refusal === 'too-long' ? `meetings.plan.refusal.event-too-long:${EVENT_DAYS}` : 'meetings.plan.refusal.event-ends-before' }
}

function actorOf(data: AtDesk): Actor {
  return { kind: 'person', id: data.person.id }
}
