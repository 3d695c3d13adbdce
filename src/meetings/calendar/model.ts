import type { Id } from '../../shared/ids.ts'
import { addDays, readingsOf, wallClock, type Instant, type PlainDate, type PlainTime } from '../../shared/time.ts'
import { offsetSeconds } from '../../shared/zone-changes.ts'
import { endDay, utcOf, type Sitting } from '../model.ts'
import { escapeValue, foldLine, quoteParameter } from '../calendar-lines/model.ts'
import { isWrittenInUtc, writeOffset, writeTimeZone } from '../calendar-zones/model.ts'

/** A meeting as calendars are told of it. */
export interface CalendarMeeting {
  readonly id: Id
  readonly title: string
  readonly note: string | null
  readonly sittings: readonly Sitting[]
  /** Grows with each change: programs take the entry with the higher one. */
  readonly revision: number
  readonly changedAt: Instant
  readonly isCancelled: boolean
  /** Where it is held where no place is recorded: on the line, or not known. */
  readonly isOnline: boolean
  readonly address: string
  /** Where the first of these sittings stands among all of the meeting's, from 0: of those that are taken out of a calendar. */
  readonly firstPlace?: number
  /** The annual meeting that it is a session of, by its id. */
  readonly within?: Id
}

/** An annual meeting as calendars are told of it: whole days, on which nobody is kept from other appointments. */
export interface CalendarEvent {
  readonly id: Id
  readonly title: string
  readonly note: string | null
  readonly place: string | null
  readonly firstDay: PlainDate
  readonly lastDay: PlainDate
  readonly revision: number
  readonly changedAt: Instant
  readonly address: string
}

/** Who is asked to an entry, in an invitation. */
export interface Attendee {
  readonly mail: string
  readonly name: string | null
}

export interface Calendar {
  readonly title: string | null
  /** PUBLISH to whoever reads, REQUEST and CANCEL to who is asked. */
  readonly method: 'PUBLISH' | 'REQUEST' | 'CANCEL'
  readonly meetings: readonly CalendarMeeting[]
  /** Annual meetings, before the sessions that are within them. */
  readonly events?: readonly CalendarEvent[]
  readonly organizer?: { readonly mail: string; readonly name: string } | undefined
  readonly attendees?: readonly Attendee[]
}

/** A meeting as several of one sitting each, which keep their places: what is asked or called off by mail names one entry alone (RFC 5546). */
export function eachSitting(meeting: CalendarMeeting): CalendarMeeting[] {
  return meeting.sittings.map((sitting, at) => ({ ...meeting, sittings: [sitting], firstPlace: (meeting.firstPlace ?? 0) + at }))
}

const PRODUCT = '-//Convoke//Open consultation//EN'

/** The lasting identity of a sitting: that of its meeting, and after the first its place. */
export function sittingUid(meetingId: Id, place: number): string {
  return place === 0 ? meetingId : `${meetingId}-${place + 1}`
}

/** The meeting and the sitting (from 0) that an identity names; undefined for one that is not ours. */
export function readSittingUid(uid: string): { meetingId: Id<'meeting'>; place: number } | undefined {
  const match = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:-([2-9]|[1-9]\d{1,2}))?$/u.exec(uid.trim().toLowerCase())
  return match === null ? undefined : { meetingId: match[1] as Id<'meeting'>, place: match[2] === undefined ? 0 : Number(match[2]) - 1 }
}

/**
 * A calendar as RFC 5545 has it: an entry for each sitting, the later ones related to the first; times in their zone, each zone with the
 * changes of its clocks in those years; what is cancelled stays and says so. Passcodes are in nothing that is handed in here.
 */
export function writeCalendar(calendar: Calendar): string {
  const { title, method, meetings } = calendar
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', `PRODID:${PRODUCT}`, 'CALSCALE:GREGORIAN', `METHOD:${method}`]
  const named = title === null ? [] : [`NAME:${escapeValue(title)}`, `X-WR-CALNAME:${escapeValue(title)}`, 'REFRESH-INTERVAL;VALUE=DURATION:PT6H', 'X-PUBLISHED-TTL:PT6H']
  const entries = meetings.flatMap((meeting) => meeting.sittings.flatMap((sitting, place) => writeEntry(calendar, meeting, sitting, place + (meeting.firstPlace ?? 0))))
  return [...head, ...named, ...writeZones(meetings.flatMap(({ sittings }) => sittings)), ...(calendar.events ?? []).flatMap(writeEvent), ...entries, 'END:VCALENDAR'].map(foldLine).join('')
}

function writeEvent({ id, title, note, place, firstDay, lastDay, revision, changedAt, address }: CalendarEvent): string[] {
  const stamp = writeUtc(changedAt)
  return [
    'BEGIN:VEVENT',
    `UID:${id}`,
    `SEQUENCE:${revision - 1}`,
    `DTSTAMP:${stamp}`,
    `LAST-MODIFIED:${stamp}`,
    `DTSTART;VALUE=DATE:${writeDay(firstDay)}`,
    // The end of whole days is the day after.
    `DTEND;VALUE=DATE:${writeDay(addDays(lastDay, 1))}`,
    `SUMMARY:${escapeValue(title)}`,
    `DESCRIPTION:${escapeValue([note, address].filter((part) => part !== null).join('\n\n'))}`,
    ...(place === null ? [] : [`LOCATION:${escapeValue(place)}`]),
    `URL:${address}`,
    'STATUS:CONFIRMED',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

/** The zones that times are written in, each with what its clocks did from the first time to the last. */
function writeZones(sittings: readonly Sitting[]): string[] {
  const spans = new Map<string, { from: Instant; until: Instant }>()
  for (const sitting of sittings) {
    const utc = utcOf(sitting)
    if (utc === undefined || sitting.zone === null || isInUtc(sitting)) continue
    const until = utc.ends?.at ?? utc.starts.at
    const known = spans.get(sitting.zone)
    spans.set(sitting.zone, known === undefined ? { from: utc.starts.at, until } : { from: known.from < utc.starts.at ? known.from : utc.starts.at, until: known.until > until ? known.until : until })
  }
  return [...spans].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([zone, { from, until }]) => writeTimeZone(zone, from, until))
}

function writeEntry({ method, organizer, attendees = [] }: Calendar, meeting: CalendarMeeting, sitting: Sitting, place: number): string[] {
  const uid = sittingUid(meeting.id, place)
  const isCancelled = meeting.isCancelled || method === 'CANCEL'
  const stamp = writeUtc(meeting.changedAt)
  const description = [meeting.note, meeting.address].filter((part) => part !== null).join('\n\n')
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SEQUENCE:${meeting.revision - 1}`,
    `DTSTAMP:${stamp}`,
    `LAST-MODIFIED:${stamp}`,
    ...writeTimes(sitting),
    `SUMMARY:${escapeValue(meeting.title)}`,
    `DESCRIPTION:${escapeValue(description)}`,
    ...(sitting.place === null ? [] : [`LOCATION:${escapeValue(sitting.place)}`]),
    `URL:${meeting.address}`,
    `STATUS:${isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    // A day without an hour keeps nobody from another appointment.
    `TRANSP:${sitting.starts === null || isCancelled ? 'TRANSPARENT' : 'OPAQUE'}`,
    ...(place === 0 ? [] : [`RELATED-TO;RELTYPE=SIBLING:${sittingUid(meeting.id, 0)}`]),
    ...(meeting.within === undefined ? [] : [`RELATED-TO;RELTYPE=PARENT:${meeting.within}`]),
    ...(organizer === undefined ? [] : [`ORGANIZER;CN=${quoteParameter(organizer.name)}:mailto:${organizer.mail}`]),
    ...attendees.map(({ mail, name }) => `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=${quoteParameter(name ?? mail)}:mailto:${mail}`),
    'END:VEVENT',
  ]
}

/** A time that the clocks show twice says which of them is meant only in UTC. */
function isInUtc(sitting: Sitting): boolean {
  const { zone, date, starts, ends } = sitting
  if (zone === null || isWrittenInUtc(zone)) return true
  return (starts !== null && readingsOf(date, starts, zone).length > 1) || (ends !== null && readingsOf(endDay(sitting), ends, zone).length > 1)
}

function writeTimes(sitting: Sitting): string[] {
  const { date, starts, ends, zone } = sitting
  const utc = utcOf(sitting)
  if (utc === undefined || starts === null) return [`DTSTART;VALUE=DATE:${writeDay(date)}`, `DTEND;VALUE=DATE:${writeDay(addDays(date, 1))}`]
  if (isInUtc(sitting)) return [`DTSTART:${writeUtc(utc.starts.at)}`, ...(utc.ends === undefined ? [] : [`DTEND:${writeUtc(utc.ends.at)}`])]
  const local = (day: PlainDate, time: PlainTime): string => `;TZID=${zone}:${writeDay(day)}T${time.replace(':', '')}00`
  return [`DTSTART${local(date, starts)}`, ...(ends === null ? [] : [`DTEND${local(endDay(sitting), ends)}`])]
}

function writeDay(date: PlainDate): string {
  return date.replaceAll('-', '')
}

/** `20171011T140000Z`. */
export function writeUtc(instant: Instant): string {
  return `${instant.slice(0, 19).replace(/[-:]/gu, '')}Z`
}

/** What schema.org calls an Event, one for each sitting, to be read by search engines. A time goes with its offset; without one it is a day. */
export function toSchemaEvents(meeting: CalendarMeeting, forum: { readonly title: string; readonly address: string }): object {
  const events = meeting.sittings.map((sitting) => {
    const utc = utcOf(sitting)
    return {
      '@type': 'Event',
      name: meeting.title,
      url: meeting.address,
      startDate: utc === undefined ? sitting.date : withOffset(utc.starts.at, sitting.zone),
      ...(utc?.ends === undefined ? {} : { endDate: withOffset(utc.ends.at, sitting.zone) }),
      eventStatus: `https://schema.org/${meeting.isCancelled ? 'EventCancelled' : 'EventScheduled'}`,
      ...whereOf(meeting, sitting),
      organizer: { '@type': 'Organization', name: forum.title, url: forum.address },
    }
  })
  return { '@context': 'https://schema.org', ...(events.length === 1 ? events[0] : { '@graph': events }) }
}

function whereOf({ isOnline, address }: CalendarMeeting, { place }: Sitting): object {
  const mode = (name: string): string => `https://schema.org/${name}EventAttendanceMode`
  if (place !== null) return { eventAttendanceMode: mode(isOnline ? 'Mixed' : 'Offline'), location: { '@type': 'Place', name: place } }
  return isOnline ? { eventAttendanceMode: mode('Online'), location: { '@type': 'VirtualLocation', url: address } } : {}
}

/** `2019-11-27T15:00:00+01:00`. */
function withOffset(at: Instant, zone: string | null): string {
  const { date, time } = wallClock(at, zone ?? 'UTC')
  const offset = writeOffset(offsetSeconds(at, zone ?? 'UTC'))
  return `${date}T${time}:00${offset.slice(0, 3)}:${offset.slice(3, 5)}`
}
