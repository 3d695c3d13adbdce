import { z } from 'zod'
import { line, oneOf, optional, prose, requiredLine } from '../../shared/fields.ts'
import { parsePlainDate, parsePlainTime, readTimeZone, type PlainDate, type PlainTime } from '../../shared/time.ts'
import { LONGEST, NAMES, SHORTEST } from './model.ts'

/** A zone by its name in the zone database, and not left empty. */
export function requiredZone() {
  return requiredLine(60).refine((text) => text === '' || readTimeZone(text) !== undefined, { error: 'not-a-time-zone' }).transform((text) => readTimeZone(text) ?? '')
}

/** What a poll says. */
export const pollSchema = z.object({
  title: requiredLine(200),
  words: optional(prose(4000)),
  zone: requiredZone(),
  minutes: line(4).transform((text, context) => {
    const minutes = /^[0-9]{1,4}$/u.test(text) ? Number(text) : 0
    if (minutes >= SHORTEST && minutes <= LONGEST) return minutes
    context.addIssue({ code: 'custom', message: text === '' ? 'required' : `polls.refusal.length:${SHORTEST}-${LONGEST}` })
    return z.NEVER
  }),
  names: oneOf(NAMES),
})

/** A deadline: a day and a time in a zone, which is the poll's where none is named. */
export const deadlineSchema = z.object({
  deadlineDate: line(10).refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' }).transform((text) => parsePlainDate(text)),
  deadlineTime: line(8).refine((text) => text === '' || parsePlainTime(text) !== undefined, { error: 'not-a-time' }).transform((text) => parsePlainTime(text)),
  deadlineZone: line(60).refine((text) => text === '' || readTimeZone(text) !== undefined, { error: 'not-a-time-zone' }).transform((text) => (text === '' ? undefined : readTimeZone(text))),
})

/** `9:00`, `09.30`, `9h30`, `14:00`: several with spaces, commas or line ends between. Undefined names the first part that is none. */
export function readHours(text: string): { readonly hours: readonly PlainTime[] } | { readonly wrong: string } {
  const hours: PlainTime[] = []
  for (const part of text.split(/[\s,;،、]+/u).filter((each) => each !== '')) {
    const time = readTime(part)
    if (time === undefined) return { wrong: part }
    hours.push(time)
  }
  return { hours: [...new Set(hours)].sort() }
}

function readTime(part: string): PlainTime | undefined {
  const match = /^([0-9]{1,2})[:.h]([0-9]{2})$/u.exec(part)
  return match === null ? undefined : parsePlainTime(`${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? ''}`)
}

/** `2026-03-09 15:00`, one a line. */
export function readSingles(text: string): { readonly walls: readonly { date: PlainDate; time: PlainTime }[] } | { readonly wrong: string } {
  const walls: { date: PlainDate; time: PlainTime }[] = []
  for (const row of text.split('\n').map((each) => each.trim()).filter((each) => each !== '')) {
    const [day = '', hour = '', ...rest] = row.split(/[\s,;]+|T/u)
    const [date, time] = [parsePlainDate(day), readTime(hour)]
    if (date === undefined || time === undefined || rest.some((part) => part !== '')) return { wrong: row }
    walls.push({ date, time })
  }
  return { walls }
}
