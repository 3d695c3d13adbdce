import { isNearlySame, plainWords } from '../../people/spelling/model.ts'
import { isDay, plainDate, weekday } from '../../shared/time.ts'
import { findDates, findWeekdays } from '../../shared/written-dates.ts'
import { splitAtMarks, type Meeting } from '../model.ts'
import type { CheckedReport, Finding, Stretch } from '../report-findings/model.ts'
import { fullDates, isAgenda, listedNames, readAnnex } from '../report-reading/model.ts'
import { primaryLanguage } from '../../shared/words.ts'
import { checkTallies } from '../report-tallies/model.ts'
import { findTimesWithoutZone } from '../report-times/model.ts'

/** What can be seen to be wrong in a report by rule alone, in reading order of each rule. Nothing here is a guess at what was meant. */
export function checkReport(report: CheckedReport): Finding[] {
  const stretches: Stretch[] = [
    ...report.title.map((text) => ({ text, paragraph: null, annex: null })),
    ...report.paragraphs.map(({ text, number }) => ({ text, paragraph: number, annex: null })),
    ...report.annexes.flatMap(({ title, text }) => [title, ...text.split('\n')].map((line) => ({ text: line, paragraph: null, annex: title }))),
  ]
  return [
    ...stretches.flatMap((stretch) => checkDays(stretch, report)),
    ...checkTwoDates(report),
    ...stretches.flatMap((stretch) => findTimesWithoutZone(stretch.text).map((words): Finding => ({ ...placeOf(stretch), words, kind: 'no-zone' }))),
    ...checkTallies(report),
    ...checkMarks(report),
    ...report.annexes.flatMap(({ title, asOf }): Finding[] => (asOf !== null && report.date !== null && asOf > report.date ? [{ paragraph: null, annex: title, words: title, kind: 'annex-later', asOf, date: report.date }] : [])),
    ...checkNames(report),
    ...checkNumbers(report),
    ...stretches.flatMap((stretch) => [...stretch.text.matchAll(/[\p{L}\p{N}]+(?:(?<!\.)\.\.(?!\.)|,,|;;)/gu)].map(([words]): Finding => ({ ...placeOf(stretch), words, kind: 'doubled-sign' }))),
    ...(report.deadLinks ?? []).map((words): Finding => ({ paragraph: report.paragraphs.find(({ text }) => text.includes(words))?.number ?? null, annex: null, words, kind: 'dead-link' })),
  ]
}

export function placeOf({ paragraph, annex }: Stretch): Pick<Finding, 'paragraph' | 'annex'> {
  return { paragraph, annex }
}

function checkDays(stretch: Stretch, { language, date, heldOn }: CheckedReport): Finding[] {
  const dates = findDates(stretch.text, language)
  if (dates.length === 0) return []
  const of = date ?? heldOn[0]
  const named = [...stretch.text.matchAll(/(?<!\p{N})(?:19|20)\d{2}(?!\p{N})/gu)].map(([year]) => Number(year))
  // A day without a year may be meant of the meeting's, or the one after: a report looks ahead.
  const years = [...(of === undefined ? [] : [Number(of.slice(0, 4)), Number(of.slice(0, 4)) + 1]), ...named]
  const impossible = dates.filter(({ readings }) => readings.every(({ year, month, day }) => !isDay(year, month, day)))
  const wrong = findWeekdays(stretch.text, language, dates.filter((each) => !impossible.includes(each))).flatMap((written): Finding[] => {
    const days = written.date.readings.flatMap(({ year, month, day }) => (year === null ? years : [year]).filter((each) => isDay(each, month, day)).map((each) => plainDate(each, month, day)))
    const [first] = days
    if (first === undefined || days.some((day) => weekday(day) === written.weekday)) return []
    const words = stretch.text.slice(Math.min(written.start, written.date.start), Math.max(written.end, written.date.end))
    return [{ ...placeOf(stretch), words, kind: 'weekday', date: first, weekday: weekday(first) }]
  })
  return [...impossible.map(({ start, end }): Finding => ({ ...placeOf(stretch), words: stretch.text.slice(start, end), kind: 'no-such-day' })), ...wrong]
}

/** Where the report says when its meeting is: in its first paragraph, and in the lines of its agenda. Annexes have days of their own. */
function checkTwoDates(report: CheckedReport): Finding[] {
  const { language, heldOn, paragraphs, annexes } = report
  const [first] = paragraphs
  const own = first === undefined ? [] : fullDates(first.text, language).slice(0, 1)
  const days = heldOn.length > 0 ? heldOn : own
  const [day] = days
  if (day === undefined) return []
  const stretches: Stretch[] = [
    ...(first === undefined || heldOn.length === 0 ? [] : [{ text: first.text, paragraph: first.number, annex: null }]),
    ...annexes.filter(({ title }) => isAgenda(title)).flatMap(({ title, text }) => [title, ...text.split('\n')].map((line) => ({ text: line, paragraph: null, annex: title }))),
  ]
  return stretches.flatMap((stretch): Finding[] => {
    const [date] = fullDates(stretch.text, language)
    return date === undefined || days.includes(date) || fullDates(stretch.text, language).some((each) => days.includes(each)) ? [] : [{ ...placeOf(stretch), words: wordsOfDate(stretch.text, language), kind: 'two-dates', date, heldOn: day }]
  })
}

function wordsOfDate(text: string, language: string): string {
  const date = findDates(text, language).find(({ readings: [reading] }) => reading !== undefined && reading.year !== null)
  return date === undefined ? text : text.slice(date.start, date.end)
}

function checkMarks({ paragraphs, footnotes, annexes }: CheckedReport): Finding[] {
  const isMark = (text: string): boolean => /^\p{N}{1,2}$/u.test(text)
  const marks = paragraphs.flatMap(({ number, text }) => splitAtMarks(text).filter((mark, place) => place % 2 === 1 && isMark(mark)).map((mark) => ({ mark, number })))
  const inAnnexes = new Set(annexes.flatMap(({ text }) => splitAtMarks(text).filter((_, place) => place % 2 === 1)))
  const unexplained = marks.filter(({ mark }, at) => !footnotes.some((note) => note.mark === mark) && marks.findIndex((each) => each.mark === mark) === at)
  const unmarked = footnotes.filter(({ mark }) => !marks.some((each) => each.mark === mark) && !paragraphs.some(({ text }) => splitAtMarks(text).includes(mark)) && !inAnnexes.has(mark))
  return [
    ...unexplained.map(({ mark, number }): Finding => ({ paragraph: number, annex: null, words: `[${mark}]`, kind: 'mark-without-note', mark })),
    ...unmarked.map(({ mark, text }): Finding => ({ paragraph: null, annex: null, words: text, kind: 'note-without-mark', mark })),
  ]
}

/** Paragraphs without a number after some that have one: they cannot be cited. */
function checkNumbers({ paragraphs }: CheckedReport): Finding[] {
  const last = paragraphs.findLastIndex(({ number }) => number !== null)
  const without = paragraphs.filter(({ number }) => number === null)
  const [first] = without
  if (last < 0 || first === undefined) return []
  return [{ paragraph: null, annex: null, words: first.text.slice(0, 60), kind: 'unnumbered', count: without.length }]
}

/** Names that differ from another one in the report, or from one that is known, by a slip of the hand. */
function checkNames({ names = [], known = [], annexes }: CheckedReport): Finding[] {
  const placed = [...new Set(names)]
  const all = [...placed, ...known].map((name) => ({ name, words: bareWords(name) })).filter(({ words }) => words.length > 1)
  const found: Finding[] = []
  const said = new Set<string>()
  for (const one of all.slice(0, placed.length)) {
    for (const other of all) {
      const key = [one.words.join(' '), other.words.join(' ')].sort().join('|')
      if (said.has(key) || !differsBySlip(one.words, other.words)) continue
      said.add(key)
      found.push({ paragraph: null, annex: annexes.find(({ text }) => text.includes(one.name))?.title ?? null, words: one.name, kind: 'name', known: other.name })
    }
  }
  return found
}

const TITLES = new Set(['mr', 'mrs', 'ms', 'dr', 'prof', 'm', 'mme', 'sr', 'sra', 'herr', 'frau'])

function bareWords(name: string): string[] {
  const words = plainWords(name)
  return TITLES.has(words[0] ?? '') ? words.slice(1) : words
}

function differsBySlip(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false
  const differing = one.flatMap((word, at) => (word === other[at] ? [] : [at]))
  const [at] = differing
  return at !== undefined && differing.length === 1 && isNearlySame(one[at] ?? '', other[at] ?? '', true)
}

/** A report as it is checked, from a meeting that has one. */
export function checkedOf(meeting: Pick<Meeting, 'reportDate' | 'sittings' | 'paragraphs' | 'footnotes' | 'annexes'>, language: string): CheckedReport {
  const annexes = meeting.annexes.map(({ title, text }) => readAnnex(title, text, language))
  return {
    language: primaryLanguage(language),
    date: meeting.reportDate,
    heldOn: meeting.sittings.map(({ date }) => date),
    title: [],
    paragraphs: meeting.paragraphs,
    footnotes: meeting.footnotes,
    annexes: meeting.annexes,
    names: listedNames(annexes),
  }
}
