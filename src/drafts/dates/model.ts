import { isDay, plainDate, weekday } from '../../shared/time.ts'
import { findDates, findWeekdays, type WeekdayOfDate } from '../../shared/written-dates.ts'
import { noticeOf, type Notice, type Words } from '../notices/model.ts'

/**
 * Weekdays that are not those of the day beside them ("Wednesday Nov 28" of 2019, a Thursday: 2019-09-25 report ¶ 8), and days that no
 * month has. `years`: those of the cycle. A day without a year is read in them and in the years that the same words name; only where
 * none of these bears the weekday out is it said.
 */
export function checkDates(all: readonly Words[], years: readonly number[]): Notice[] {
  return all.flatMap((words) => {
    const dates = findDates(words.text, words.language)
    if (dates.length === 0) return []
    const impossible = dates.filter(({ readings }) => readings.every(({ year, month, day }) => !isDay(year, month, day)))
    const named = [...words.text.matchAll(/(?<!\p{N})(?:19|20)\d{2}(?!\p{N})/gu)].map(([year]) => Number(year))
    const possible = dates.filter((date) => !impossible.includes(date))
    return [
      ...impossible.map(({ start, end }) => noticeOf(words, { kind: 'no-such-day' }, start, end)),
      ...findWeekdays(words.text, words.language, possible).flatMap((written) => judge(words, written, [...years, ...named])),
    ]
  })
}

function judge(words: Words, written: WeekdayOfDate, years: readonly number[]): Notice[] {
  const { readings } = written.date
  const days = readings.flatMap(({ year, month, day }) => (year === null ? years : [year]).filter((each) => isDay(each, month, day)).map((each) => plainDate(each, month, day)))
  const [first] = days
  if (first === undefined || days.some((day) => weekday(day) === written.weekday)) return []
  const [start, end] = [Math.min(written.start, written.date.start), Math.max(written.end, written.date.end)]
  return [noticeOf(words, { kind: 'weekday', date: first, weekday: weekday(first), isYearAssumed: readings.every(({ year }) => year === null) }, start, end)]
}
