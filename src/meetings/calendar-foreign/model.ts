import { readTimeZone } from '../../shared/time.ts'
import { lineOf, textOf, type Component } from '../calendar-lines/model.ts'
import { compareMoments, expandRule, readRule, type Moment } from '../calendar-recurring/model.ts'
import { readMoment } from '../calendar-moments/model.ts'
import { readOffset, writeOffset } from '../calendar-zones/model.ts'

/** What a TZID of a file means: a zone that has a name here, or clocks as the file itself describes them. */
export type ForeignZone = { readonly zone: string } | { readonly observances: readonly Observance[] }

interface Observance {
  readonly starts: Moment
  readonly after: number
  readonly before: number
  readonly rules: readonly string[]
  readonly dates: readonly Moment[]
}

/**
 * The zone of a TZID. First the name itself (`America/Denver`, also at the end of a longer one, as older programs write it), then the
 * name beside it (X-LIC-LOCATION), then what the file says of its clocks, then an offset in the name (`(GMT +01:00)`). Undefined where
 * none of them helps: then somebody has to say.
 */
export function readForeignZone(tzid: string, calendar: Component): ForeignZone | undefined {
  const component = calendar.components.find((part) => part.name === 'VTIMEZONE' && lineOf(part, 'TZID')?.value.trim() === tzid)
  const named = namedZone(tzid) ?? namedZone(component === undefined ? '' : (textOf(component, 'X-LIC-LOCATION') ?? ''))
  if (named !== undefined) return { zone: named }
  const observances = (component?.components ?? []).flatMap((part) => readObservance(part) ?? [])
  if (observances.length > 0) return { observances }
  const offset = /(?:GMT|UTC)\s*([+-]\d{1,2}:?\d{2})/iu.exec(tzid)?.[1]
  const seconds = offset === undefined ? undefined : readOffset(offset.replace(/^([+-])(\d:?\d{2})$/u, '$10$2'))
  return seconds === undefined ? undefined : { zone: offsetZone(seconds) }
}

function namedZone(tzid: string): string | undefined {
  const parts = tzid.trim().split('/')
  // A fixed offset is no name: `+01:00` in a TZID is read as what the file says of it.
  for (let from = 0; from < parts.length; from++) {
    const name = parts.slice(from).join('/')
    if (!/^[A-Za-z]/u.test(name) || (parts.length - from === 1 && name.length < 3)) continue
    const zone = readTimeZone(name)
    if (zone !== undefined) return zone
  }
  return undefined
}

function readObservance(part: Component): Observance | undefined {
  const [starts, after] = [readMoment(lineOf(part, 'DTSTART')?.value ?? ''), readOffset(lineOf(part, 'TZOFFSETTO')?.value ?? '')]
  if (starts === undefined || after === undefined) return undefined
  const before = readOffset(lineOf(part, 'TZOFFSETFROM')?.value ?? '') ?? after
  const dates = part.lines.filter(({ name }) => name === 'RDATE').flatMap(({ value }) => value.split(',').flatMap((one) => toLocal(readMoment(one), before) ?? []))
  return { starts: starts.moment, after, before, rules: part.lines.filter(({ name }) => name === 'RRULE').map(({ value }) => value), dates }
}

/** A change that is written in UTC, as the clocks showed it that went until then. */
function toLocal(read: ReturnType<typeof readMoment>, before: number): Moment | undefined {
  if (read === undefined) return undefined
  return read.isUtc ? shiftMoment(read.moment, before) : { ...read.moment, minutes: read.moment.minutes ?? 0 }
}

function shiftMoment({ day, minutes }: Moment, seconds: number): Moment {
  const all = day * 1440 + (minutes ?? 0) + Math.round(seconds / 60)
  return { day: Math.floor(all / 1440), minutes: all - Math.floor(all / 1440) * 1440 }
}

/** The zone at a moment of the clocks: its name, or the offset that the file gives it then, such as `+01:00`. */
export function zoneAt(foreign: ForeignZone, moment: Moment): string {
  if ('zone' in foreign) return foreign.zone
  let [latest, first]: [{ at: Moment; after: number } | undefined, Observance | undefined] = [undefined, undefined]
  for (const observance of foreign.observances) {
    if (first === undefined || compareMoments(observance.starts, first.starts) < 0) first = observance
    for (const at of onsetsOf(observance, moment)) if (compareMoments(at, moment) <= 0 && (latest === undefined || compareMoments(at, latest.at) >= 0)) latest = { at, after: observance.after }
  }
  return offsetZone(latest?.after ?? first?.before ?? 0)
}

function onsetsOf({ starts, dates, rules, before }: Observance, moment: Moment): Moment[] {
  if (starts.day > moment.day) return []
  const window = { from: moment.day - 800, until: moment.day }
  const ruled = rules.flatMap((value) => {
    const rule = readRule(value)
    if (rule === undefined) return []
    const until = rule.until === null ? undefined : toLocal(readMoment(rule.until), before)
    return expandRule(rule, starts, window, 4000, (each) => until !== undefined && compareMoments(each, until) > 0)
  })
  return [starts, ...dates, ...ruled]
}

/** `+01:00`, to the minute. */
function offsetZone(seconds: number): string {
  const written = writeOffset(Math.round(seconds / 60) * 60)
  return `${written.slice(0, 3)}:${written.slice(3, 5)}`
}
