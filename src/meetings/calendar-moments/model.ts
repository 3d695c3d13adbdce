import { parsePlainDate, plainDate, zonedInstant, wallClock, type Instant, type PlainDate, type PlainTime } from '../../shared/time.ts'
import { civil, dayNumber, type Moment } from '../calendar-recurring/model.ts'

/** Reads `20171011`, `20171011T140000` or `20171011T140000Z` of a day that exists; seconds are dropped. */
export function readMoment(written: string): { readonly moment: Moment; readonly isUtc: boolean } | undefined {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2})(?::?\d{2})?)?(Z)?$/u.exec(written.trim())
  if (match === null) return undefined
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number)
  if (year === undefined || month === undefined || day === undefined || parsePlainDate(plainDate(year, month, day)) === undefined) return undefined
  const hasTime = match[4] !== undefined
  if (hasTime && ((hour ?? 0) > 23 || (minute ?? 0) > 59)) return undefined
  return { moment: { day: dayNumber(year, month, day), minutes: hasTime ? (hour ?? 0) * 60 + (minute ?? 0) : null }, isUtc: match[6] !== undefined && hasTime }
}

/** Minutes of `P1DT2H30M`; weeks and days are of 24 hours. Undefined for what is none, or goes backwards. */
export function readDuration(written: string): number | undefined {
  const match = /^\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d{1,7}S)?)?$/u.exec(written.trim())
  if (match === null) return undefined
  const [weeks, days, hours, minutes] = match.slice(1, 5).map((part) => Number(part ?? 0))
  return ((weeks ?? 0) * 7 + (days ?? 0)) * 1440 + (hours ?? 0) * 60 + (minutes ?? 0)
}

export function dateOf({ day }: Moment): PlainDate {
  const { year, month, day: ofMonth } = civil(day)
  return plainDate(year, month, ofMonth)
}

export function timeOf({ minutes }: Moment): PlainTime {
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${two(Math.floor((minutes ?? 0) / 60))}:${two((minutes ?? 0) % 60)}` as PlainTime
}

/** The instant of a moment in a zone; of a whole day its beginning. In a gap of summer time the later reading, as RFC 5545 has it. */
export function instantOf(moment: Moment, zone: string): Instant {
  return zonedInstant(dateOf(moment), timeOf(moment), zone)
}

/** A moment of the clocks of another zone. */
export function momentOf(instant: Instant, zone: string): Moment {
  const { date, time } = wallClock(instant, zone)
  return { day: dayOf(date), minutes: Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) }
}

export function dayOf(date: PlainDate): number {
  return dayNumber(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)))
}

export function addMinutes({ day, minutes }: Moment, more: number): Moment {
  const all = day * 1440 + (minutes ?? 0) + more
  return { day: Math.floor(all / 1440), minutes: all - Math.floor(all / 1440) * 1440 }
}
