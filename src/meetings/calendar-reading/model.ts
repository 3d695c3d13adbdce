import type { Sitting } from '../model.ts'
import { problemOfSitting } from '../model.ts'
import { readForeignZone, zoneAt, type ForeignZone } from '../calendar-foreign/model.ts'
import { lineOf, readComponents, textOf, type Component, type Line, type LinesProblem } from '../calendar-lines/model.ts'
import { addMinutes, dateOf, instantOf, momentOf, readDuration, readMoment, timeOf } from '../calendar-moments/model.ts'
import { compareMoments, expandRule, readRule, type Moment } from '../calendar-recurring/model.ts'

/** A meeting as a file has it: one occurrence of an entry. */
export interface ReadMeeting {
  /** The entry's own identity; made from what it says where it has none. */
  readonly uid: string
  /** The day of the occurrence within its series, `20121002`, with its hour for the second of a day; empty for what stands alone. */
  readonly occurrence: string
  readonly sequence: number
  readonly title: string
  readonly note: string | null
  readonly place: string | null
  readonly address: string | null
  readonly isCancelled: boolean
  readonly sittings: readonly Sitting[]
}

export const READ_PROBLEMS = ['no-start', 'no-title', 'zone-unknown', 'zone-missing', 'repeats-too-often', 'too-long', 'not-in-window', 'ends-before-it-starts'] as const
export type ReadProblem = (typeof READ_PROBLEMS)[number]

export interface RefusedEntry {
  readonly title: string
  readonly problem: ReadProblem
  /** What it is about: a zone's name, a rule, a day. */
  readonly about: string
}

export interface ReadCalendar {
  readonly meetings: readonly ReadMeeting[]
  readonly refused: readonly RefusedEntry[]
  /** The file has times of no zone, for which the one given was taken. */
  readonly hasFloating: boolean
  /** Further occurrences were left out, for there are too many. */
  readonly isCut: boolean
}

export interface ReadOptions {
  /** Days by their number, the first and the last of which occurrences are taken. */
  readonly window: { readonly from: number; readonly until: number }
  /** For times that name no zone; null where nobody has said. */
  readonly zone: string | null
}

/** Meetings of one file at most. */
export const MOST_MEETINGS = 500
/** Days that one entry may last: as many sittings. */
const MOST_DAYS = 14

/** The meetings of a calendar file within a window: entries, series drawn out, exceptions in their place. Times are in the zones of the file. */
export function readCalendar(text: string, options: ReadOptions): ReadCalendar | { readonly problem: LinesProblem | 'no-entries' } {
  const read = readComponents(text)
  if ('problem' in read) return read
  const found: Found = { meetings: [], refused: [], hasFloating: false, isCut: false }
  let entries = 0
  for (const calendar of read.calendars) {
    const events = calendar.components.filter(({ name }) => name === 'VEVENT')
    entries += events.length
    for (const series of Map.groupBy(events, uidOf).values()) readSeries(series, { calendar, options, zones: new Map() }, found)
  }
  return entries === 0 ? { problem: 'no-entries' } : found
}

interface Found {
  readonly meetings: ReadMeeting[]
  readonly refused: RefusedEntry[]
  hasFloating: boolean
  isCut: boolean
}

interface Within {
  readonly calendar: Component
  readonly options: ReadOptions
  readonly zones: Map<string, ForeignZone | undefined>
}

/** A time with what is known of its zone: `zone` null for a whole day. */
interface Timed {
  readonly moment: Moment
  readonly foreign: ForeignZone | null
}

function uidOf(event: Component): string {
  return textOf(event, 'UID') ?? ['no uid', lineOf(event, 'DTSTART')?.value ?? '', textOf(event, 'SUMMARY') ?? ''].join(' ')
}

/** One entry with those that replace occurrences of it. */
function readSeries(series: readonly Component[], within: Within, found: Found): void {
  const replacing = series.filter((event) => lineOf(event, 'RECURRENCE-ID') !== undefined)
  // Of two with one identity the later one counts, wherever it stands.
  const main = series.filter((event) => !replacing.includes(event)).toSorted((a, b) => sequenceOf(b) - sequenceOf(a))[0]
  const replaced = new Set<string>()
  const before = found.meetings.length
  if (main !== undefined) {
    const begins = timed(lineOf(main, 'DTSTART'), within, found)
    if ('problem' in begins) return refuse(found, main, begins)
    if (textOf(main, 'SUMMARY') === undefined) return refuse(found, main, { problem: 'no-title', about: dateOf(begins.moment) })
    for (const event of replacing) {
      const at = timed(lineOf(event, 'RECURRENCE-ID'), within, found)
      if (!('problem' in at)) replaced.add(occurrenceName(inZoneOf(at, begins)))
    }
    readMain(main, begins, replaced, within, found)
  }
  for (const event of replacing) {
    const [starts, at] = [timed(lineOf(event, 'DTSTART'), within, found), timed(lineOf(event, 'RECURRENCE-ID'), within, found)]
    if ('problem' in starts) refuse(found, event, starts)
    else if (isIn(starts.moment, within)) take(event, starts, 'problem' in at ? '' : occurrenceName(at.moment), within, found)
  }
  // In the order of time, as the file would have them.
  const days = new Set<string>()
  const inOrder = found.meetings.slice(before).sort((a, b) => (firstOf(a) < firstOf(b) ? -1 : 1))
  found.meetings.splice(before, Infinity, ...inOrder.map((meeting) => ({ ...meeting, occurrence: dayName(meeting.occurrence, days) })))
}

/** The day of an occurrence, by which it is known again when the hour of the whole series becomes another; its hour too for the second of a day. */
function dayName(occurrence: string, days: Set<string>): string {
  const day = occurrence.slice(0, 8)
  if (days.has(day)) return occurrence
  days.add(day)
  return day
}

function firstOf({ sittings }: ReadMeeting): string {
  return `${sittings[0]?.date} ${sittings[0]?.starts ?? ''}`
}

function readMain(main: Component, starts: Timed, replaced: ReadonlySet<string>, within: Within, found: Found): void {
  const { window } = within.options
  const rules = main.lines.filter(({ name }) => name === 'RRULE')
  const moments = new Map<string, Moment>([[occurrenceName(starts.moment), starts.moment]])
  for (const { value } of rules) {
    const rule = readRule(value)
    if (rule === undefined) return refuse(found, main, { problem: 'repeats-too-often', about: value })
    for (const moment of expandRule(rule, starts.moment, window, MOST_MEETINGS + 1, overAfter(rule.until, starts))) moments.set(occurrenceName(moment), moment)
  }
  for (const line of main.lines.filter(({ name }) => name === 'RDATE')) for (const moment of listed(line, starts, within, found)) moments.set(occurrenceName(moment), moment)
  for (const line of main.lines.filter(({ name }) => name === 'EXDATE')) {
    for (const left of listed(line, starts, within, found)) for (const [name, moment] of moments) if (isSame(left, moment)) moments.delete(name)
  }
  const inWindow = [...moments.values()].filter((moment) => isIn(moment, within)).sort(compareMoments)
  if (inWindow.length === 0 && replaced.size === 0) return refuse(found, main, { problem: 'not-in-window', about: dateOf(starts.moment) })
  const isSeries = moments.size > 1 || rules.length > 0
  for (const moment of inWindow) if (!replaced.has(occurrenceName(moment))) take(main, { ...starts, moment }, isSeries ? occurrenceName(moment) : '', within, found)
}

/** Whether a day or time left out is this one: a whole day leaves out all of it. */
function isSame(left: Moment, moment: Moment): boolean {
  return left.day === moment.day && (left.minutes === null || moment.minutes === null || left.minutes === moment.minutes)
}

function isIn({ day }: Moment, { options }: Within): boolean {
  return day >= options.window.from && day <= options.window.until
}

function overAfter(until: string | null, starts: Timed): (moment: Moment) => boolean {
  const last = until === null ? undefined : readMoment(until)
  if (last === undefined) return () => false
  // A day alone is meant with all of it.
  if (last.moment.minutes === null) return (moment) => moment.day > last.moment.day
  if (!last.isUtc || starts.foreign === null) return (moment) => compareMoments(moment, last.moment) > 0
  const end = instantOf(last.moment, 'UTC')
  const { foreign } = starts
  return (moment) => instantOf(moment, zoneAt(foreign, moment)) > end
}

/** The times of an RDATE or EXDATE, on the clocks of the entry. */
function listed(line: Line, starts: Timed, within: Within, found: Found): Moment[] {
  return line.value.split(',').flatMap((value) => {
    const at = timed({ ...line, value: value.split('/')[0] ?? '' }, within, found)
    return 'problem' in at ? [] : [inZoneOf(at, starts)]
  })
}

function inZoneOf({ moment, foreign }: Timed, starts: Timed): Moment {
  if (moment.minutes === null || foreign === null || starts.foreign === null || foreign === starts.foreign) return moment
  const instant = instantOf(moment, zoneAt(foreign, moment))
  return momentOf(instant, zoneAt(starts.foreign, moment))
}

const UTC: ForeignZone = { zone: 'UTC' }

/** A time of the file with its zone: a Z, a TZID, or the zone that was said for those without. */
function timed(line: Line | undefined, { calendar, options, zones }: Within, found: Found): Timed | { problem: ReadProblem; about: string } {
  const read = readMoment(line?.value ?? '')
  if (read === undefined) return { problem: 'no-start', about: line?.value ?? '' }
  if (read.moment.minutes === null) return { moment: read.moment, foreign: null }
  if (read.isUtc) return { moment: read.moment, foreign: UTC }
  const tzid = line?.parameters.get('TZID')?.[0]?.trim()
  if (tzid === undefined) {
    found.hasFloating = true
    const chosen = said(zones, options.zone)
    return chosen === undefined ? { problem: 'zone-missing', about: '' } : { moment: read.moment, foreign: chosen }
  }
  if (!zones.has(tzid)) zones.set(tzid, readForeignZone(tzid, calendar))
  const foreign = zones.get(tzid)
  if (foreign !== undefined) return { moment: read.moment, foreign }
  found.hasFloating = true
  const chosen = said(zones, options.zone)
  return chosen === undefined ? { problem: 'zone-unknown', about: tzid } : { moment: read.moment, foreign: chosen }
}

function said(zones: Within['zones'], zone: string | null): ForeignZone | undefined {
  if (zone === null) return undefined
  const known = zones.get(' said') ?? { zone }
  zones.set(' said', known)
  return known
}

function take(event: Component, starts: Timed, occurrence: string, within: Within, found: Found): void {
  if (found.meetings.length >= MOST_MEETINGS) {
    found.isCut = true
    return
  }
  const title = textOf(event, 'SUMMARY')
  if (title === undefined) return refuse(found, event, { problem: 'no-title', about: dateOf(starts.moment) })
  const place = textOf(event, 'LOCATION') ?? null
  const sittings = sittingsOf(event, starts, place, within, found)
  if ('problem' in sittings) return refuse(found, event, sittings)
  found.meetings.push({
    uid: uidOf(event),
    occurrence,
    sequence: sequenceOf(event),
    title: title.replace(/\s+/gu, ' ').slice(0, 200),
    note: textOf(event, 'DESCRIPTION') ?? null,
    place,
    address: textOf(event, 'URL') ?? null,
    isCancelled: textOf(event, 'STATUS')?.toUpperCase() === 'CANCELLED',
    sittings,
  })
}

function sittingsOf(event: Component, starts: Timed, place: string | null, within: Within, found: Found): Sitting[] | { problem: ReadProblem; about: string } {
  const minutes = lengthOf(event, within, found)
  if (minutes !== null && minutes < 0) return { problem: 'ends-before-it-starts', about: dateOf(starts.moment) }
  if (starts.moment.minutes === null || starts.foreign === null) {
    const days = Math.max(1, Math.round((minutes ?? 1440) / 1440))
    if (days > MOST_DAYS) return { problem: 'too-long', about: dateOf(starts.moment) }
    return Array.from({ length: days }, (_, more) => ({ date: dateOf({ day: starts.moment.day + more, minutes: null }), starts: null, ends: null, zone: null, place }))
  }
  const zone = zoneAt(starts.foreign, starts.moment)
  // Through the instant and back: what the clocks skip is an hour later by them.
  const begin = momentOf(instantOf(starts.moment, zone), zone)
  const end = minutes === null || minutes === 0 ? null : addMinutes(begin, minutes)
  const sitting: Sitting = { date: dateOf(begin), starts: timeOf(begin), ends: end === null ? null : timeOf(end), zone, place }
  const problem = (end?.day ?? begin.day) > begin.day + 1 || (end !== null && compareMoments(end, addMinutes(begin, 1440)) >= 0) ? 'ends-before-it-starts' : problemOfSitting(sitting)
  if (problem === undefined) return [sitting]
  return problem === 'no-such-time' ? [{ ...sitting, ends: null }] : { problem: 'too-long', about: sitting.date }
}

/** Minutes that an entry lasts; null where it does not say. */
function lengthOf(event: Component, within: Within, found: Found): number | null {
  const [starts, ends] = [timed(lineOf(event, 'DTSTART'), within, found), timed(lineOf(event, 'DTEND'), within, found)]
  if ('problem' in starts) return null
  if ('problem' in ends) return readDuration(lineOf(event, 'DURATION')?.value ?? '') ?? null
  const end = inZoneOf(ends, starts)
  return (end.day - starts.moment.day) * 1440 + (end.minutes ?? 0) - (starts.moment.minutes ?? 0)
}

function sequenceOf(event: Component): number {
  const written = lineOf(event, 'SEQUENCE')?.value.trim() ?? ''
  return /^\d{1,9}$/u.test(written) ? Number(written) : 0
}

function occurrenceName(moment: Moment): string {
  const date = dateOf(moment).replaceAll('-', '')
  return moment.minutes === null ? date : `${date}T${timeOf(moment).replace(':', '')}00`
}

function refuse(found: Found, event: Component, { problem, about }: { problem: ReadProblem; about: string }): void {
  found.refused.push({ title: textOf(event, 'SUMMARY') ?? textOf(event, 'UID') ?? '', problem, about })
}
