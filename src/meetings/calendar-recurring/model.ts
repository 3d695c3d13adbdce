/** Recurrence rules of calendars (RFC 5545, section 3.3.10), over the days of a window. Days are counted from 1 January 1970. */

/** A time on a wall clock: the day, and minutes since midnight; null where it is a whole day. */
export interface Moment {
  readonly day: number
  readonly minutes: number | null
}

interface DayOfRule {
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number
  /** The how manieth of its month or year, from the end where negative; 0 for each. */
  readonly ordinal: number
}

export interface Rule {
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  readonly interval: number
  readonly count: number | null
  /** The last moment, as written: `20120730T065959Z`; null without end. */
  readonly until: string | null
  readonly weekStart: number
  readonly months: readonly number[]
  readonly weeks: readonly number[]
  readonly yearDays: readonly number[]
  readonly monthDays: readonly number[]
  readonly days: readonly DayOfRule[]
  readonly hours: readonly number[]
  readonly minutes: readonly number[]
  readonly places: readonly number[]
}

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** Reads a rule; undefined for one that is none, or that repeats within a day by its frequency. */
export function readRule(value: string): Rule | undefined {
  const parts = new Map(value.split(';').map((part): [string, string] => [part.split('=')[0]?.trim().toUpperCase() ?? '', part.slice(part.indexOf('=') + 1).trim()]))
  const frequency = FREQUENCIES.find((name) => name === parts.get('FREQ')?.toUpperCase())
  const numbers = (name: string): number[] => (parts.get(name) ?? '').split(',').filter((part) => /^[+-]?\d{1,3}$/u.test(part)).map(Number)
  const whole = (name: string): number | null => (/^\d{1,6}$/u.test(parts.get(name) ?? '') ? Number(parts.get(name)) : null)
  const interval = whole('INTERVAL') ?? 1
  if (frequency === undefined || interval < 1) return undefined
  const days = (parts.get('BYDAY') ?? '').split(',').flatMap((part): DayOfRule[] => {
    const match = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/u.exec(part.trim().toUpperCase())
    return match === null ? [] : [{ weekday: WEEKDAYS.indexOf(match[2] ?? '') + 1, ordinal: Number(match[1] ?? 0) }]
  })
  return {
    frequency,
    interval,
    count: whole('COUNT'),
    until: parts.get('UNTIL') ?? null,
    weekStart: WEEKDAYS.indexOf((parts.get('WKST') ?? 'MO').toUpperCase()) + 1 || 1,
    months: numbers('BYMONTH'),
    weeks: numbers('BYWEEKNO'),
    yearDays: numbers('BYYEARDAY'),
    monthDays: numbers('BYMONTHDAY'),
    days,
    hours: numbers('BYHOUR'),
    minutes: numbers('BYMINUTE'),
    places: numbers('BYSETPOS'),
  }
}

/** Days at most that are walked over for one rule: some hundred and sixty years. */
const WALK = 60_000

/**
 * The moments of a rule that begins at one, in order, up to and with the day `until`, `limit` at most. `isOver` says from which moment
 * the rule has ended. Every day is looked at by itself, so that a rule that no day fits ends as well. The beginning is always the first.
 */
export function expandRule(rule: Rule, starts: Moment, window: { readonly from: number; readonly until: number }, limit: number, isOver: (moment: Moment) => boolean): Moment[] {
  // Counted from the beginning a rule is walked from there; else from a year before the window, where its periods begin.
  const first = rule.count === null ? Math.max(starts.day, window.from - 370) : starts.day
  const found: Moment[] = []
  let counted = 0
  const take = (moment: Moment): boolean => {
    if (isOver(moment) || (rule.count !== null && counted >= rule.count) || found.length >= limit) return false
    counted += 1
    if (moment.day >= window.from) found.push(moment)
    return true
  }
  if (first === starts.day && !take(starts)) return found
  for (const period of periodsOf(rule, starts, first, Math.min(window.until, first + WALK))) {
    for (const moment of rule.places.length === 0 ? period : placed(period, rule.places)) {
      if (compareMoments(moment, starts) > 0 && !take(moment)) return found
    }
  }
  return found
}

/** The moments of one period after the other. */
function* periodsOf(rule: Rule, starts: Moment, first: number, last: number): Generator<Moment[]> {
  const begin = civil(starts.day)
  const times = timesOf(rule, starts)
  let [period, key]: [Moment[], number] = [[], Number.NaN]
  for (let day = periodStart(rule, first); day <= last; day++) {
    const at = civil(day)
    const nth = periodOf(rule, day, at) - periodOf(rule, starts.day, begin)
    if (nth !== key) {
      if (period.length > 0) yield period
      period = []
      key = nth
    }
    if (nth >= 0 && nth % rule.interval === 0 && isDayOf(rule, at, day, { ...begin, weekday: weekdayOf(starts.day) })) period.push(...times.map((minutes) => ({ day, minutes })))
  }
  if (period.length > 0) yield period
}

function placed(period: readonly Moment[], places: readonly number[]): Moment[] {
  return [...new Set(places.map((place) => (place > 0 ? place - 1 : period.length + place)))].sort((a, b) => a - b).flatMap((at) => period[at] ?? [])
}

function timesOf({ hours, minutes }: Rule, starts: Moment): (number | null)[] {
  const own = starts.minutes
  if (own === null) return [null]
  const all = (hours.length === 0 ? [Math.floor(own / 60)] : hours).flatMap((hour) => (minutes.length === 0 ? [own % 60] : minutes).map((minute) => hour * 60 + minute))
  return [...new Set(all)].filter((time) => time >= 0 && time < 24 * 60).sort((a, b) => a - b)
}

/** Where the period begins in which a day lies: what is picked by its place is counted from there. */
function periodStart(rule: Rule, day: number): number {
  const { year, month } = civil(day)
  if (rule.frequency === 'DAILY') return day
  if (rule.frequency === 'WEEKLY') return day - ((weekdayOf(day) - rule.weekStart + 7) % 7)
  return dayNumber(year, rule.frequency === 'MONTHLY' ? month : 1, 1)
}

function periodOf({ frequency, weekStart }: Rule, day: number, { year, month }: Civil): number {
  if (frequency === 'DAILY') return day
  // The first of January 1970 was a Thursday.
  if (frequency === 'WEEKLY') return Math.floor((day + 3 - (weekStart - 1)) / 7)
  return frequency === 'MONTHLY' ? year * 12 + month : year
}

function isDayOf(rule: Rule, at: Civil, day: number, begin: Civil & { weekday: number }): boolean {
  const { frequency, months, weeks, yearDays, monthDays, days } = rule
  if (months.length > 0 && !months.includes(at.month)) return false
  const [inYear, ofYear] = [day - dayNumber(at.year, 1, 1) + 1, isLeap(at.year) ? 366 : 365]
  if (yearDays.length > 0 && !yearDays.includes(inYear) && !yearDays.includes(inYear - ofYear - 1)) return false
  if (monthDays.length > 0 && !monthDays.includes(at.day) && !monthDays.includes(at.day - daysIn(at.year, at.month) - 1)) return false
  if (weeks.length > 0 && !isWeekOf(rule, at.year, day)) return false
  if (days.length > 0) return days.some(({ weekday, ordinal }) => weekday === weekdayOf(day) && (ordinal === 0 || isNth(rule, at, inYear, ofYear, ordinal)))
  if (yearDays.length > 0 || monthDays.length > 0) return true
  if (frequency === 'WEEKLY' || weeks.length > 0) return weekdayOf(day) === begin.weekday
  if (frequency === 'DAILY') return true
  return at.day === begin.day && (frequency === 'MONTHLY' || months.length > 0 || at.month === begin.month)
}

function isNth({ frequency, months }: Rule, at: Civil, inYear: number, ofYear: number, ordinal: number): boolean {
  const isOfYear = frequency === 'YEARLY' && months.length === 0
  const [place, size] = isOfYear ? [inYear, ofYear] : [at.day, daysIn(at.year, at.month)]
  return ordinal > 0 ? Math.ceil(place / 7) === ordinal : Math.ceil((size - place + 1) / 7) === -ordinal
}

/** Weeks of a year by their number: the first is the one with four days in it at least. */
function isWeekOf({ weeks, weekStart }: Rule, year: number, day: number): boolean {
  const firstOf = (of: number): number => {
    const start = dayNumber(of, 1, 1)
    const back = (weekdayOf(start) - weekStart + 7) % 7
    return back <= 3 ? start - back : start - back + 7
  }
  const own = day < firstOf(year) ? year - 1 : day >= firstOf(year + 1) ? year + 1 : year
  const [number, all] = [Math.floor((day - firstOf(own)) / 7) + 1, Math.round((firstOf(own + 1) - firstOf(own)) / 7)]
  return weeks.includes(number) || weeks.includes(number - all - 1)
}

export function compareMoments(a: Moment, b: Moment): number {
  return a.day - b.day || (a.minutes ?? 0) - (b.minutes ?? 0)
}

interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

function daysIn(year: number, month: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** 1 Monday … 7 Sunday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** Days since 1 January 1970 (Hinnant's days from civil). */
export function dayNumber(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const ofEra = shifted - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}

/** Year, month and day of a day's number. */
export function civil(number: number): Civil {
  const shifted = number + 719_468
  const era = Math.floor(shifted / 146_097)
  const ofEra = shifted - era * 146_097
  const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365)
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const part = Math.floor((5 * ofYear + 2) / 153)
  const month = part < 10 ? part + 3 : part - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: ofYear - Math.floor((153 * part + 2) / 5) + 1 }
}
