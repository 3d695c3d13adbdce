import { writeCalendar, type CalendarEvent } from '../../../meetings/calendar/model.ts'
import { BEFORE_ALL, listCalendarMeetings } from '../../../meetings/calendar/queries.ts'
import { findConflicts, type Conflict, type Event, type Session } from '../../../meetings/events/model.ts'
import { findEvent, listEvents, listSessionIds, listSessions } from '../../../meetings/events/queries.ts'
import type { MeetingSummary } from '../../../meetings/model.ts'
import { listMeetings } from '../../../meetings/queries.ts'
import { listCycles } from '../../../forums/queries.ts'
import { listLastActs } from '../../../record/queries.ts'
import { addDays } from '../../../shared/time.ts'
import type { Rendered } from '../../answer.ts'
import { CALENDAR_TYPE } from '../calendar/data.ts'
import { loadForum, type InForum } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadMeetingAtDesk, mayHold, type AtDesk, type MeetingData } from '../data.ts'

export interface EventsData extends InForum {
  readonly events: readonly Event[]
}

/** The annual meetings of a forum. */
export async function loadEvents(request: PageRequest): Promise<EventsData | undefined> {
  const data = await loadForum(request, 'meetings')
  return data === undefined ? undefined : { ...data, events: await listEvents(request.db, data.forum.id) }
}

export interface EventData extends InForum {
  readonly event: Event
  /** In the order of their first sittings. */
  readonly sessions: readonly { readonly meeting: MeetingSummary; readonly session: Session | undefined }[]
  readonly conflicts: readonly Conflict[]
}

/** An annual meeting with its sessions. */
export async function loadEvent(request: PageRequest): Promise<EventData | undefined> {
  const data = await loadForum(request, 'meetings')
  const event = data === undefined ? undefined : await findEvent(request.db, data.forum.id, request.params['event'] ?? '')
  if (data === undefined || event === undefined) return undefined
  const ids = new Set(await listSessionIds(request.db, event.id))
  const meetings = (await listMeetings(request.db, data.forum.id)).filter(({ id }) => ids.has(id)).sort((a, b) => keyOf(a).localeCompare(keyOf(b)))
  const sessions = await listSessions(request.db, [...ids])
  const planned = meetings.filter(({ standing }) => standing !== 'cancelled').map(({ id, slug, title, sittings }) => ({ slug, title, sittings, panellists: sessions.get(id)?.panellists ?? [] }))
  return { ...data, event, sessions: meetings.map((meeting) => ({ meeting, session: sessions.get(meeting.id) })), conflicts: findConflicts(event, planned) }
}

function keyOf({ sittings: [first], slug }: MeetingSummary): string {
  return `${first?.date ?? '9999'} ${first?.starts ?? '99'} ${slug}`
}

/** An annual meeting, for whoever holds meetings in all of the forum or in one of its cycles. */
export async function loadEventAtDesk(request: PageRequest): Promise<(EventData & AtDesk) | 'forbidden' | undefined> {
  return forHolders(request, await loadEvent(request))
}

export async function loadEventsAtDesk(request: PageRequest): Promise<(EventsData & AtDesk) | 'forbidden' | undefined> {
  return forHolders(request, await loadEvents(request))
}

async function forHolders<Data extends InForum>({ db, view: { person } }: PageRequest, data: Data | undefined): Promise<(Data & AtDesk) | 'forbidden' | undefined> {
  if (data === undefined) return undefined
  const isHere = person !== undefined && mayHold(person, data.forum.id, (await listCycles(db, data.forum.id)).map(({ id }) => id))
  return isHere ? { ...data, person } : 'forbidden'
}

/** An annual meeting with its sessions, as a calendar. */
export async function loadEventCalendar(request: PageRequest): Promise<Rendered | undefined> {
  const data = await loadEvent(request)
  if (data === undefined) return undefined
  const { forum, event, sessions } = data
  const { db, services } = request
  const { publicUrl } = services
  const meetings = await listCalendarMeetings(db, { forum, publicUrl }, { meetingIds: sessions.map(({ meeting }) => meeting.id) })
  const acts = await listLastActs(db, forum.id, [event.id])
  const { id, title, note, place, revision, slug } = event
  const told: CalendarEvent = { id, title, note, place, revision, firstDay: addDays(event.firstDay, -event.daysBefore), lastDay: event.lastDay, changedAt: acts.of.get(id) ?? acts.began ?? BEFORE_ALL, address: `${publicUrl}/${forum.slug}/events/${slug}` }
  return { type: CALENDAR_TYPE, text: writeCalendar({ title, method: 'PUBLISH', events: [told], meetings: meetings.map((meeting) => ({ ...meeting, within: id })) }), saveAs: `${slug}.ics` }
}

export interface SessionDeskData extends MeetingData, AtDesk {
  readonly events: readonly Event[]
}

/** A meeting that is, or is to be, a session. */
export async function loadSessionAtDesk(request: PageRequest): Promise<SessionDeskData | 'forbidden' | undefined> {
  const data = await loadMeetingAtDesk(request)
  if (data === undefined || data === 'forbidden') return data
  return { ...data, events: await listEvents(request.db, data.forum.id) }
}
