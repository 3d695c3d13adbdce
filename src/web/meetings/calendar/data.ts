import { findForumById, listCycles, listForums } from '../../../forums/queries.ts'
import { toSchemaEvents, writeCalendar, type CalendarMeeting } from '../../../meetings/calendar/model.ts'
import { listCalendarMeetings, type CalendarChoice } from '../../../meetings/calendar/queries.ts'
import type { Meeting } from '../../../meetings/model.ts'
import { findMeeting } from '../../../meetings/queries.ts'
import type { Person } from '../../../people/model.ts'
import { findPerson } from '../../../people/queries.ts'
import { equalSecrets, hmac } from '../../../platform/digest.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import type { Rendered } from '../../answer.ts'
import type { Services } from '../../context.ts'
import { loadCycle, loadForum } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'

export const CALENDAR_TYPE = 'text/calendar; charset=utf-8'

function written(title: string | null, meetings: readonly CalendarMeeting[], name: string): Rendered {
  return { type: CALENDAR_TYPE, text: writeCalendar({ title, method: 'PUBLISH', meetings }), saveAs: `${name}.ics` }
}

/** The meetings of a forum. */
export async function loadForumCalendar(request: PageRequest): Promise<Rendered | undefined> {
  const inForum = await loadForum(request)
  if (inForum === undefined) return undefined
  const { forum } = inForum
  return written(forum.title, await listCalendarMeetings(request.db, { forum, publicUrl: request.services.publicUrl }), forum.slug)
}

/** The meetings of a cycle. */
export async function loadCycleCalendar(request: PageRequest): Promise<Rendered | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  const { forum, cycle } = inCycle
  const meetings = await listCalendarMeetings(request.db, { forum, publicUrl: request.services.publicUrl }, { cycleIds: [cycle.id] })
  return written(`${forum.title}: ${cycle.title}`, meetings, `${forum.slug}-${cycle.slug}`)
}

/** One meeting, each of its sittings an entry. */
export async function loadMeetingCalendar(request: PageRequest): Promise<Rendered | undefined> {
  const inForum = await loadForum(request)
  const meeting = inForum === undefined ? undefined : await findMeeting(request.db, inForum.forum.id, request.params['meeting'] ?? '')
  if (inForum === undefined || meeting === undefined) return undefined
  const { forum } = inForum
  return written(null, await listCalendarMeetings(request.db, { forum, publicUrl: request.services.publicUrl }, { meetingIds: [meeting.id] }), meeting.slug)
}

/** The name of somebody's own calendar in its address: whose it is, and what nobody else can know. */
export function ownCalendarKey(services: Pick<Services, 'secret'>, personId: Id): string {
  return `${personId}.${hmac(services.secret, `calendar:${personId}`)}.ics`
}

/** The meetings of everything in which somebody holds a role, behind a secret link. Kept by nobody, and gone with the roles. */
export async function loadOwnCalendar(request: PageRequest): Promise<Rendered | undefined> {
  const [, id = '', secret = ''] = /^([^.]+)\.([^.]+)\.ics$/u.exec(request.params['key'] ?? '') ?? []
  if (!isId(id) || !equalSecrets(secret, hmac(request.services.secret, `calendar:${id}`))) return undefined
  const person = await findPerson(request.db, id)
  return person === undefined ? undefined : written(request.view.t('meetings.calendar.own-title', { name: person.name }), await listOwnMeetings(request, person), 'convoke')
}

async function listOwnMeetings(request: PageRequest, person: Person): Promise<CalendarMeeting[]> {
  const isEverywhere = person.roles.some(({ forumId }) => forumId === null)
  const forumIds = isEverywhere ? (await listForums(request.db)).map(({ id }) => id) : [...new Set(person.roles.flatMap(({ forumId }) => forumId ?? []))]
  const meetings: CalendarMeeting[] = []
  for (const forumId of forumIds) {
    const forum = await findForumById(request.db, forumId)
    if (forum === undefined) continue
    const held = person.roles.filter((role) => role.forumId === forumId)
    const choice: CalendarChoice = isEverywhere || held.some(({ cycleId }) => cycleId === null) ? {} : { cycleIds: held.flatMap(({ cycleId }) => cycleId ?? []) }
    meetings.push(...(await listCalendarMeetings(request.db, { forum, publicUrl: request.services.publicUrl }, choice)))
  }
  return meetings
}

export interface OwnCalendarsData {
  readonly person: Person
  /** The secret address of the calendar of all that is theirs. */
  readonly own: string
  readonly forums: readonly { readonly title: string; readonly address: string; readonly cycles: readonly { readonly title: string; readonly address: string }[] }[]
}

/** The calendars that somebody at the desk can subscribe to. */
export async function loadOwnCalendars(request: PageRequest): Promise<OwnCalendarsData | 'forbidden'> {
  const { person, publicUrl } = request.view
  if (person === undefined) return 'forbidden'
  const forums = await listForums(request.db)
  const mine = forums.filter(({ id }) => person.roles.some(({ forumId }) => forumId === null || forumId === id))
  const listed = []
  for (const forum of mine) {
    const cycles = await listCycles(request.db, forum.id)
    listed.push({ title: forum.title, address: `${publicUrl}/${forum.slug}/calendar.ics`, cycles: cycles.map(({ slug, title }) => ({ title, address: `${publicUrl}/${forum.slug}/${slug}/calendar.ics` })) })
  }
  return { person, own: `${publicUrl}/calendars/${ownCalendarKey(request.services, person.id)}`, forums: listed }
}

/** What search engines are told of a meeting. */
export function schemaOf(data: { readonly forum: { readonly slug: string; readonly title: string }; readonly meeting: Meeting }, publicUrl: string): object {
  const { forum, meeting } = data
  const { id, title, note, sittings, revision, kind, slug, standing } = meeting
  const told: CalendarMeeting = { id, title, note, sittings, revision, changedAt: '' as CalendarMeeting['changedAt'], isCancelled: standing === 'cancelled', isOnline: kind !== 'session', address: `${publicUrl}/${forum.slug}/meetings/${slug}` }
  return toSchemaEvents(told, { title: forum.title, address: `${publicUrl}/${forum.slug}` })
}
