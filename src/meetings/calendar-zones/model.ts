import { addMilliseconds, wallClock, type Instant } from '../../shared/time.ts'
import { offsetChanges, offsetSeconds } from '../../shared/zone-changes.ts'

/** Zones that are UTC by another name: their times are written with a Z. */
const UTC = /^(?:Etc\/)?(?:UTC|UCT|GMT|Zulu|Universal|Greenwich)$|^GMT[+-]?0$/u

/** Whether times of a zone are written as UTC: it is UTC, or nothing but an offset, which has no name that calendars know. */
export function isWrittenInUtc(zone: string): boolean {
  return UTC.test(zone) || /^[+-]/u.test(zone)
}

/** How long clocks that were put forward stay so at most: what lasts longer is a new standard time. */
const SUMMER = 300 * 24 * 3_600_000

/**
 * The VTIMEZONE of a zone for times from one instant to another: each change of its clocks in those years, as the time zone database
 * has it, and none guessed from a rule: rules are changed by governments, and calendars would go on repeating the old one.
 */
export function writeTimeZone(zone: string, from: Instant, until: Instant): string[] {
  const changes = offsetChanges(zone, from, until)
  const known = changes[0] !== undefined && changes[0].at <= from ? [] : [observance('STANDARD', '19700101T000000', offsetSeconds(from, zone), offsetSeconds(from, zone))]
  const observed = changes.map((change, place) => {
    const next = changes[place + 1]
    const isSummer = change.after > change.before && (next === undefined ? isShort(zone, change.at) : next.after < next.before && next.at <= addMilliseconds(change.at, SUMMER))
    // The time on the clocks as they still were: where they are put forward at two, that is two.
    const { date, time } = wallClock(addMilliseconds(change.at, change.before * 1000), 'UTC')
    return observance(isSummer ? 'DAYLIGHT' : 'STANDARD', `${date.replaceAll('-', '')}T${time.replace(':', '')}00`, change.before, change.after)
  })
  // A calendar that knows no other time needs one that is not of the summer.
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, `X-LIC-LOCATION:${zone}`, ...[...known, ...observed].flat(), 'END:VTIMEZONE']
}

function isShort(zone: string, at: Instant): boolean {
  const [, next] = offsetChanges(zone, at, at)
  return next !== undefined && next.after < next.before && next.at <= addMilliseconds(at, SUMMER)
}

function observance(kind: 'STANDARD' | 'DAYLIGHT', starts: string, before: number, after: number): string[] {
  return [`BEGIN:${kind}`, `DTSTART:${starts}`, `TZOFFSETFROM:${writeOffset(before)}`, `TZOFFSETTO:${writeOffset(after)}`, `END:${kind}`]
}

/** `+0530`, with seconds where there are any: `+001730`. */
export function writeOffset(seconds: number): string {
  const two = (number: number): string => String(number).padStart(2, '0')
  const size = Math.abs(seconds)
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}${two(Math.floor(size / 60) % 60)}${size % 60 === 0 ? '' : two(size % 60)}`
}

/** Seconds of `+0530`; undefined for what is none. */
export function readOffset(written: string): number | undefined {
  const match = /^([+-])(\d{2}):?(\d{2})(?::?(\d{2}))?$/u.exec(written.trim())
  if (match === null) return undefined
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0)
  return match[1] === '-' ? -seconds || 0 : seconds
}
