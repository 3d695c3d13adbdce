import { Temporal } from 'temporal-polyfill'

/** A point in time, ISO 8601 in UTC with milliseconds: `2017-10-11T14:00:00.000Z`. */
export type Instant = string & { readonly __time: 'instant' }
/** A day of the calendar, `2017-10-11`. */
export type PlainDate = string & { readonly __time: 'date' }
/** A time on a wall clock, `15:00`. */
export type PlainTime = string & { readonly __time: 'time' }

/** UTC−12, where a day ends last: a deadline "anywhere on earth" is over when it is over there. */
export const ANYWHERE_ON_EARTH = '-12:00'

export function instantFromMilliseconds(milliseconds: number): Instant {
  return Temporal.Instant.fromEpochMilliseconds(milliseconds).toString({ fractionalSecondDigits: 3 }) as Instant
}

export function toMilliseconds(instant: Instant): number {
  return Temporal.Instant.from(instant).epochMilliseconds
}

export function addMilliseconds(instant: Instant, milliseconds: number): Instant {
  return instantFromMilliseconds(toMilliseconds(instant) + milliseconds)
}

/** Reads an instant with any offset; undefined when it is none. */
export function parseInstant(text: string): Instant | undefined {
  try {
    return instantFromMilliseconds(Temporal.Instant.from(text).epochMilliseconds)
  } catch {
    return undefined
  }
}

/** Reads `YYYY-MM-DD` of a day that exists; undefined for anything else, 30 February among it. */
export function parsePlainDate(text: string): PlainDate | undefined {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/u.test(text)) return undefined
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() as PlainDate
  } catch {
    return undefined
  }
}

/** Reads `HH:MM` or `HH:MM:SS`; seconds are dropped. */
export function parsePlainTime(text: string): PlainTime | undefined {
  if (!/^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$/u.test(text)) return undefined
  try {
    return Temporal.PlainTime.from(text, { overflow: 'reject' }).toString().slice(0, 5) as PlainTime
  } catch {
    return undefined
  }
}

/** True for an IANA zone name or a fixed offset such as `+01:00`. */
export function isTimeZone(zone: string): boolean {
  try {
    Temporal.PlainDate.from('2000-01-01').toZonedDateTime(zone)
    return true
  } catch {
    return false
  }
}

/** The day on which an instant falls in a zone. */
export function dateInZone(instant: Instant, zone: string): PlainDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString() as PlainDate
}

/**
 * The instant at which a wall clock in a zone shows this date and time. In a gap of summer time the later reading is taken. Where the
 * clock shows it twice, the first time, or with `later` the second.
 */
export function zonedInstant(date: PlainDate, time: PlainTime, zone: string, reading: 'compatible' | 'earlier' | 'later' = 'compatible'): Instant {
  const zoned = Temporal.PlainDate.from(date).toPlainDateTime(time).toZonedDateTime(zone, { disambiguation: reading })
  return instantFromMilliseconds(zoned.epochMilliseconds)
}

/**
 * Every instant at which a wall clock in a zone shows this date and time, earliest first: none where the clocks are put forward over
 * it, two where they are put back over it.
 */
export function readingsOf(date: PlainDate, time: PlainTime, zone: string): Instant[] {
  const wall = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time))
  const read = (disambiguation: 'earlier' | 'later') => wall.toZonedDateTime(zone, { disambiguation })
  const shown = [read('earlier'), read('later')].filter((each) => each.toPlainDateTime().equals(wall)).map((each) => instantFromMilliseconds(each.epochMilliseconds))
  return [...new Set(shown)]
}

/** What a zone's clocks are ahead of UTC at an instant, as `+05:30`: itself a zone, of clocks that are never changed. */
export function offsetOf(instant: Instant, zone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).offset.slice(0, 6)
}

const DAY = 86_400_000
const MINUTE = 60_000
/** What zones are from UTC at the beginnings of days, and on days on which that changes at single instants: by zone, in milliseconds. */
const offsets = new Map<string, Map<number, number>>()
const OFFSETS_KEPT = 20_000

/**
 * A zone's distance from UTC at any instant, both in milliseconds: the library works a tenth of a millisecond for each, and a page asks
 * for thousands, so that it is asked once a day. Only on a day on which the clocks are changed it is asked for each instant.
 */
export function offsetsOf(zone: string): (milliseconds: number) => number {
  const known = offsets.get(zone) ?? new Map<number, number>()
  offsets.set(zone, known)
  const at = (milliseconds: number): number => {
    const found = known.get(milliseconds) ?? Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000
    if (known.size >= OFFSETS_KEPT) known.clear()
    known.set(milliseconds, found)
    return found
  }
  return (milliseconds) => {
    const day = Math.floor(milliseconds / DAY) * DAY
    const offset = at(day)
    return at(day + DAY) === offset ? offset : at(milliseconds)
  }
}

/** How far a zone is from UTC at these times, as a key: two zones whose clocks show the same then have the same one. */
export function offsetsOver(zone: string, times: readonly number[]): string {
  const offset = offsetsOf(zone)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const days = Math.ceil((last - first) / DAY)
  // Most zones change nothing over a few days: a look at each day tells.
  const near = days < times.length ? Array.from({ length: days + 2 }, (_, day) => offset(first + (day - 1) * DAY)) : []
  if (near.length > 0 && near.every((each) => each === near[0]) && offset(last + DAY) === near[0]) return String(near[0])
  const all = times.map((at) => offset(at))
  return all.every((each) => each === all[0]) ? String(all[0] ?? 0) : all.join(' ')
}

/**
 * The day and the minute of the day (0 to 1439) that the clocks of a zone show at an instant: as `wallClock`, and fast. See `offsetsOf`.
 */
export function clockAt(instant: Instant, zone: string): { date: PlainDate; minute: number } {
  // Written by this module alone, always with milliseconds.
  const at = Date.parse(instant)
  const shown = at + offsetsOf(zone)(at)
  return { date: new Date(shown).toISOString().slice(0, 10) as PlainDate, minute: Math.floor((((shown % DAY) + DAY) % DAY) / MINUTE) }
}

/**
 * The instant at which a wall clock in a zone shows this, `isLater` the second time where it shows it twice. As `readingsOf`, and fast
 * where no clock is changed about that day; in a gap the later reading is taken.
 */
export function instantAt(date: PlainDate, time: PlainTime, zone: string, isLater = false): Instant {
  const wall = Date.parse(`${date}T${time}Z`)
  const near = offsetsOf(zone)
  const day = Math.floor(wall / DAY) * DAY
  const offset = near(day)
  if ([day - DAY, day + DAY, day + 2 * DAY].every((other) => near(other) === offset)) return new Date(wall - offset).toISOString() as Instant
  const readings = readingsOf(date, time, zone)
  return (isLater ? readings.at(-1) : readings[0]) ?? zonedInstant(date, time, zone)
}

/** `14:05`, of a minute of the day. */
export function timeOfMinute(minute: number): PlainTime {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}` as PlainTime
}

/** A zone as it is spelt in the zone database, whatever letters were typed large; undefined when it is none. */
export function readTimeZone(text: string): string | undefined {
  try {
    return Temporal.PlainDate.from('2000-01-01').toZonedDateTime(text).timeZoneId
  } catch {
    return undefined
  }
}

/** Date and wall clock of an instant in a zone. */
export function wallClock(instant: Instant, zone: string): { date: PlainDate; time: PlainTime } {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  return { date: zoned.toPlainDate().toString() as PlainDate, time: zoned.toPlainTime().toString().slice(0, 5) as PlainTime }
}

/** The last instant of a day, in the zone given; anywhere on earth when none is. */
export function endOfDay(date: PlainDate, zone: string = ANYWHERE_ON_EARTH): Instant {
  const next = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone)
  return instantFromMilliseconds(next.epochMilliseconds - 1)
}

/** 1 Monday … 7 Sunday. Weekdays are computed, never typed (2019-09-25 report ¶ 8 calls a Thursday a Wednesday). */
export function weekday(date: PlainDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek
}

export function addDays(date: PlainDate, days: number): PlainDate {
  return Temporal.PlainDate.from(date).add({ days }).toString() as PlainDate
}

/** Days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: PlainDate, b: PlainDate): number {
  return Temporal.PlainDate.from(a).until(b).days
}

/** `Wednesday 11 October 2017`, in the language's own order. */
export function writeDate(date: PlainDate, language: string): string {
  const written = formatter(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(noon(date))
  // Some releases of the language data put a comma after the English weekday, some none.
  return language.startsWith('en') ? written.replace(', ', ' ') : written
}

/** `11 October 2017`: the date without its weekday, where space is short. */
export function writeShortDate(date: PlainDate, language: string): string {
  return formatter(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(noon(date))
}

/** `11 October 2017, 14:05 UTC`. */
export function writeInstant(instant: Instant, language: string): string {
  const { date, time } = wallClock(instant, 'UTC')
  return `${writeShortDate(date, language)}, ${time} UTC`
}

const MAIL_DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const MAIL_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `Wed, 11 Oct 2017 14:05:00 +0000`, as the head of a mail has it (RFC 5322). */
export function writeMailDate(instant: Instant): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO('UTC')
  return `${MAIL_DAYS[at.dayOfWeek - 1] ?? ''}, ${at.day} ${MAIL_MONTHS[at.month - 1] ?? ''} ${at.year} ${at.toPlainTime().toString({ smallestUnit: 'second' })} +0000`
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const locale = language === 'en' ? 'en-GB' : language
  const made = new Intl.DateTimeFormat(locale, options)
  formatters.set(key, made)
  return made
}

function noon(date: PlainDate): Date {
  return new Date(`${date}T12:00:00Z`)
}

/** How months and weekdays are called in a language: for each month (January first) and weekday (Monday first) every form its calendar data has. */
export interface CalendarNames {
  readonly months: readonly (readonly string[])[]
  readonly weekdays: readonly (readonly string[])[]
}

/** Languages whose countries call months differently, or shorten them differently. */
const CALENDARS: Readonly<Record<string, readonly string[]>> = {
  en: ['en-GB', 'en-US'],
  ar: ['ar', 'ar-SY', 'ar-MA', 'ar-DZ', 'ar-MR'],
  es: ['es', 'es-MX'],
  fr: ['fr', 'fr-CA'],
  pt: ['pt', 'pt-PT'],
  zh: ['zh', 'zh-TW'],
}

/** The names of months and weekdays from the language data of the runtime: long and short, alone and within a date, without a full stop. */
export function calendarNames(language: string): CalendarNames {
  const locales = CALENDARS[language] ?? [language]
  const widths = (kind: 'month' | 'weekday'): Intl.DateTimeFormatOptions[] =>
    (['long', 'short'] as const).flatMap((width): Intl.DateTimeFormatOptions[] => (kind === 'month' ? [{ month: width }, { month: width, day: 'numeric' }] : [{ weekday: width }, { weekday: width, day: 'numeric', month: 'long' }]))
  const forms = (kind: 'month' | 'weekday', day: string): string[] => {
    const named = locales.flatMap((locale) => widths(kind).map((options) => ({ locale, options }))).map(({ locale, options }) => formatter(`${locale}-u-ca-gregory-nu-latn`, { ...options, timeZone: 'UTC' }).formatToParts(noon(day as PlainDate)).find(({ type }) => type === kind)?.value ?? '')
    return [...new Set(named.map((name) => name.replace(/\.$/u, '')))].filter((name) => /\p{L}/u.test(name))
  }
  const two = (number: number): string => String(number).padStart(2, '0')
  return {
    months: Array.from({ length: 12 }, (_, at) => forms('month', `2018-${two(at + 1)}-15`)),
    // The first of January 2018 was a Monday.
    weekdays: Array.from({ length: 7 }, (_, at) => forms('weekday', `2018-01-${two(at + 1)}`)),
  }
}

/** The name of a weekday (1 Monday … 7 Sunday), as it stands alone. */
export function writeWeekday(day: number, language: string): string {
  return formatter(language, { weekday: 'long', timeZone: 'UTC' }).format(noon(`2018-01-0${day}` as PlainDate))
}

/** Whether a month has such a day in a year; without a year, in any. */
export function isDay(year: number | null, month: number, day: number): boolean {
  return parsePlainDate(plainDate(year ?? 2000, month, day)) !== undefined
}

/** A date from its numbers; not checked. */
export function plainDate(year: number, month: number, day: number): PlainDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as PlainDate
}
