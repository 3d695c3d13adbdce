import { cityOf, regionPlaces, seriesOf, type LocalHour, type SeriesRow, type Span } from '../../../meetings/hours/model.ts'
import { loadRegionZones } from '../../../meetings/hours/queries.ts'
import { utcOf, type MeetingSummary } from '../../../meetings/model.ts'
import { deadlineAt, type Deadline } from '../../../meetings/polls/model.ts'
import { listMeetings } from '../../../meetings/queries.ts'
import { clockAt, timeOfMinute, writeDate, writeInstant, writeShortDate, type Instant, type PlainDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'

type Reading = Pick<View, 't' | 'lang'>

/** From when to when, on the clocks of a zone: the hours, and where the day becomes another one, that day. */
function writeHours({ t, lang }: Reading, { starts, ends }: { starts: Instant; ends: Instant | undefined }, zone: string, day: PlainDate | undefined): string {
  const write = (instant: Instant, known: PlainDate | undefined): string => {
    const { date, minute } = clockAt(instant, zone)
    return known === undefined || date === known ? timeOfMinute(minute) : t('meetings.with-date', { time: timeOfMinute(minute), date: writeShortDate(date, lang) })
  }
  const first = write(starts, day)
  return ends === undefined ? first : t('meetings.span', { starts: first, ends: write(ends, clockAt(starts, zone).date) })
}

/** `15:00 – 16:30 (Europe/Berlin) · 14:00 – 15:30 UTC`: hours in a zone and in UTC, each with its day where that is not the day of the zone. */
export function writeHoursOf(view: Reading, span: Span, zone: string): string {
  const { date } = clockAt(span.starts, zone)
  const local = view.t('meetings.local', { time: writeHours(view, span, zone, date), zone })
  return zone === 'UTC' ? local : `${local} · ${view.t('meetings.utc', { time: writeHours(view, span, 'UTC', date) })}`
}

/** As `writeHoursOf`, with the day and its computed weekday before. */
export function writeSpanText(view: Reading, span: Span, zone: string): string {
  return `${writeDate(clockAt(span.starts, zone).date, view.lang)}, ${writeHoursOf(view, span, zone)}`
}

/** `Friday 6 March 2026, 18:00 (Europe/Berlin), which is 6 March 2026, 17:00 UTC`. */
export function writeDeadlineText({ t, lang }: Reading, { date, time, zone }: Deadline): string {
  return t('polls.deadline-written', { date: writeDate(date, lang), time, zone, utc: writeInstant(deadlineAt({ date, time, zone }), lang) })
}

const lists = new Map<string, Intl.ListFormat>()

/** Places by name, as a language lists things. Made once for each language: a page has one for every slot. */
export function writePlaces({ lang }: Pick<View, 'lang'>, places: readonly Pick<LocalHour, 'regionalGroup' | 'zone'>[]): string {
  const list = lists.get(lang) ?? new Intl.ListFormat(lang, { type: 'conjunction' })
  lists.set(lang, list)
  return list.format(places.map(writePlace))
}

/** `Nairobi (AFG)`: the city, with the key of the region that it stands for. */
export function writePlace({ regionalGroup, zone }: Pick<LocalHour, 'regionalGroup' | 'zone'>): string {
  return regionalGroup === null ? cityOf(zone) : `${cityOf(zone)} (${regionalGroup})`
}

export interface HoursData extends InCycle {
  readonly rows: readonly SeriesRow[]
  /** The meetings that count, in their order. */
  readonly meetings: readonly MeetingSummary[]
  /** Meetings of which no hour is recorded. */
  readonly untimed: number
}

/** Whose night the meetings of a cycle were, held and planned. */
export async function loadHours(request: PageRequest): Promise<HoursData | undefined> {
  const inCycle = await loadCycle(request, 'meetings')
  if (inCycle === undefined) return undefined
  const [all, zones] = [await listMeetings(request.db, inCycle.forum.id, inCycle.cycle.id), await loadRegionZones(request.db, inCycle.forum.id)]
  // What was cancelled was nobody's night.
  const meant = all.filter(({ standing }) => standing !== 'cancelled')
  const timed = meant.flatMap((meeting) => {
    const spans = meeting.sittings.flatMap((sitting): Span[] => {
      const utc = utcOf(sitting)
      return utc === undefined ? [] : [{ starts: utc.starts.at, ends: utc.ends?.at }]
    })
    return spans.length === 0 ? [] : [{ meeting, spans }]
  })
  const rows = seriesOf(timed.map(({ spans }) => spans), regionPlaces(inCycle.forum.regionalGroups, zones))
  return { ...inCycle, rows, meetings: timed.map(({ meeting }) => meeting), untimed: meant.length - timed.length }
}
