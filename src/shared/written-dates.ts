import { calendarNames, isDay } from './time.ts'
import { asciiDigits, HAN_NUMBER, readHanNumber } from './written-numbers.ts'

/** A day as a text names it. Places are UTF-16 units. */
export interface WrittenDate {
  readonly start: number
  readonly end: number
  /** What it may mean: one reading, or two where day and month can be taken for each other. The year is null where none is written. */
  readonly readings: readonly { readonly year: number | null; readonly month: number; readonly day: number }[]
}

/** A weekday and the day beside it that it names. */
export interface WeekdayOfDate {
  readonly start: number
  readonly end: number
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number
  readonly date: WrittenDate
}

interface Forms {
  readonly dates: readonly { readonly pattern: RegExp; readonly read: (match: RegExpMatchArray) => WrittenDate['readings'] }[]
  /** A weekday with the way to the date after it, of which only the beginning is known here. */
  readonly before: RegExp
  readonly after: RegExp
  readonly weekdayOf: (written: string) => number | undefined
}

/** Languages that write words without spaces, so that a name may stand between other signs. */
const UNSPACED = new Set(['zh', 'ja', 'th', 'lo', 'km', 'my'])
/** Languages whose nouns change their ends by case, where the calendar data has the first case alone: среда, в среду. */
const INFLECTED = new Set(['ru', 'uk'])
const END_OF_CASE = '\\p{Script=Cyrillic}{0,3}'
/** How far from a day its weekday is looked for, in UTF-16 units. */
const REACH = 60
const ORDINAL = '(?:st|nd|rd|th|er|re|[ºª°]|-?(?:го|е|ое)|\\.)?'
/** What may stand between a weekday and the day after it, or within a date: words that carry nothing. */
const LINK = '(?:the|of|de|del|le|el|día|d[’\']|den|dem|числа|يوم|الموافق|من|в|о)'
const YEAR = '(?:\\s*,?\\s*(?:de\\s+|del\\s+|عام\\s+|سنة\\s+)?(\\d{4})(?!\\p{N})(?:\\s*(?:года|году|[гр]\\.|م(?!\\p{L})))?)?'

const known = new Map<string, Forms>()

/** Days that a text in a language names, in order: with the month's name, in figures with the year, or as 2019年11月28日. */
export function findDates(text: string, language: string): WrittenDate[] {
  const plain = plainText(text)
  if (!/\d|[〇一二三四五六七八九十]/u.test(plain)) return []
  const found: WrittenDate[] = []
  for (const { pattern, read } of formsOf(language).dates) {
    for (const match of plain.matchAll(pattern)) {
      const readings = read(match)
      if (readings.length > 0) found.push({ start: match.index, end: match.index + match[0].length, readings })
    }
  }
  return withoutOverlaps(found)
}

/** Of readings that overlap the longest, in order. */
function withoutOverlaps(found: readonly WrittenDate[]): WrittenDate[] {
  const kept: WrittenDate[] = []
  for (const date of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1)
    if (last === undefined || date.start >= last.end) kept.push(date)
    else if (date.end - date.start > last.end - last.start) kept[kept.length - 1] = date
  }
  return kept
}

/** Weekdays that stand with a day: before it (`Wednesday, 28 November`), or after it in brackets or between commas. */
export function findWeekdays(text: string, language: string, dates: readonly WrittenDate[] = findDates(text, language)): WeekdayOfDate[] {
  if (dates.length === 0) return []
  const plain = plainText(text)
  const forms = formsOf(language)
  const found: WeekdayOfDate[] = []
  const [taken, done] = [new Set<number>(), new Set<WrittenDate>()]
  const add = (date: WrittenDate, from: number, match: RegExpExecArray | null): void => {
    const written = match?.[1] ?? match?.[2] ?? ''
    const weekday = forms.weekdayOf(written)
    if (match === null || weekday === undefined) return
    const start = from + match.index + match[0].indexOf(written)
    if (taken.has(start) || done.has(date)) return
    taken.add(start)
    done.add(date)
    found.push({ start, end: start + written.length, weekday, date })
  }
  const before = (): void => dates.forEach((date) => add(date, Math.max(0, date.start - REACH), forms.before.exec(plain.slice(Math.max(0, date.start - REACH), date.start))))
  const after = (): void => dates.forEach((date) => add(date, date.end, forms.after.exec(plain.slice(date.end, date.end + REACH))))
  // A weekday between two days belongs to the one after it; where words are not set apart, to the one before.
  for (const look of UNSPACED.has(language) || language === 'ko' ? [after, before] : [before, after]) look()
  return found.sort((a, b) => a.start - b.start)
}

/** Text in which figures, spaces and the forms of alef are one, sign for sign at their places. */
function plainText(text: string): string {
  return asciiDigits(text).replace(/[أإآٱ]/gu, 'ا').replace(/[\u00a0\u202f\u2009]/gu, ' ')
}

function formsOf(language: string): Forms {
  const made = known.get(language) ?? makeForms(language)
  known.set(language, made)
  return made
}

function makeForms(language: string): Forms {
  const names = calendarNames(language)
  const months = new Map(names.months.flatMap((forms, at) => forms.flatMap((form) => casesOf(form, language)).map((form): [string, number] => [form, at + 1])))
  const stemOf = (form: string): string => (INFLECTED.has(language) && form.length > 3 ? form.replace(/[аеиоуыьюяіїй]$/u, '') : form)
  const weekdays = new Map(names.weekdays.flatMap((forms, at) => forms.flatMap((form) => casesOf(stemOf(form), language)).map((form): [string, number] => [form, at + 1])))
  const isSpaced = !UNSPACED.has(language)
  const inWord = isSpaced ? '(?![\\p{L}\\p{M}])' : ''
  const ofWord = isSpaced ? '(?<![\\p{L}\\p{M}\\p{N}])' : ''
  const month = alternation([...months.keys()].filter((form) => !/\d/u.test(form)))
  const caseEnd = INFLECTED.has(language) ? END_OF_CASE : ''
  // A short form of one sign is a word of its own nearly everywhere: 水, 月. It counts in brackets alone.
  const weekday = alternation([...weekdays.keys()].filter((form) => Array.from(form).length > 1))
  const bracketed = alternation([...weekdays.keys()])
  const prefix = language === 'ar' ? '[وفبل]?' : ''
  return {
    dates: datePatterns({ month, months, ofWord, inWord, language }),
    before: new RegExp(`${ofWord}${prefix}(${weekday}${caseEnd})${inWord}\\s*[.,،、，]?\\s*(?:${LINK}\\s*)*$`, 'u'),
    after: new RegExp(`^\\s*(?:[(（\\[]\\s*(?:${LINK}\\s+)?(${bracketed}${caseEnd})\\.?\\s*[)）\\]]|${isSpaced ? '[,،]\\s+' : '[,，、]?\\s*'}(?:a\\s+|an\\s+|un\\s+)?(${weekday}${caseEnd})${isSpaced ? '(?=\\s*(?:[.,;:،؛)]|$))' : ''})`, 'u'),
    weekdayOf: (written) => (written === '' ? undefined : (weekdays.get(written) ?? weekdays.get(longestStem(written, weekdays)))),
  }
}

function longestStem(written: string, weekdays: ReadonlyMap<string, number>): string {
  for (let length = written.length; length > 1; length--) if (weekdays.has(written.slice(0, length))) return written.slice(0, length)
  return written
}

function datePatterns(by: { month: string; months: ReadonlyMap<string, number>; ofWord: string; inWord: string; language: string }): Forms['dates'] {
  const { month, months, inWord, language } = by
  const number = (text: string | undefined): number | null => (text === undefined || text === '' ? null : Number(text))
  const named = (year: string | undefined, name: string, day: string): WrittenDate['readings'] => [{ year: number(year), month: months.get(name) ?? 0, day: Number(day) }].filter((reading) => reading.month > 0 && reading.day > 0)
  const start = '(?<!\\p{N}|\\p{N}[.,:/])'
  const patterns: { pattern: RegExp; read: (match: RegExpMatchArray) => WrittenDate['readings'] }[] = [
    { pattern: new RegExp(`${start}(\\d{4})-(\\d{2})-(\\d{2})(?!\\p{N})`, 'gu'), read: ([, year = '', m = '', day = '']) => [{ year: Number(year), month: Number(m), day: Number(day) }] },
    { pattern: new RegExp(`${start}(\\d{1,2})([./-])(\\d{1,2})\\2(\\d{4})(?!\\p{N})`, 'gu'), read: ([, one = '', sign = '', other = '', year = '']) => readFigures(Number(year), Number(one), Number(other), sign) },
    {
      pattern: new RegExp(`(?:(\\d{4}|${HAN_NUMBER})\\s*[年년]\\s*)?(\\d{1,2}|${HAN_NUMBER})\\s*[月월]\\s*(\\d{1,2}|${HAN_NUMBER})\\s*[日号號일]`, 'gu'),
      read: ([, year, m = '', day = '']) => [{ year: year === undefined ? null : (han(year) ?? null), month: han(m) ?? 0, day: han(day) ?? 0 }].filter((reading) => reading.month > 0 && reading.day > 0),
    },
  ]
  if (months.size === 0 || month === '(?!)') return patterns
  patterns.push({ pattern: new RegExp(`${start}(\\d{1,2})${ORDINAL}\\s*(?:${LINK}\\s*)?(${month})${inWord}\\.?${YEAR}`, 'gu'), read: ([, day = '', name = '', year]) => named(year, name, day) })
  if (language === 'en') patterns.push({ pattern: new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(${month})\\.?\\s+(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?(?!\\p{N}|[:.,]\\d|\\s*%)(?:,?\\s+(\\d{4})(?!\\p{N}))?`, 'gu'), read: ([, name = '', day = '', year]) => named(year, name, day) })
  return patterns
}

/** Day and month in figures: both readings where both can be, the day first; with full stops the day always comes first. */
function readFigures(year: number, one: number, other: number, sign: string): WrittenDate['readings'] {
  const readings = sign === '.' ? [[one, other]] : [[one, other], [other, one]]
  const possible = readings.filter(([day = 0, month = 0]) => month >= 1 && month <= 12 && isDay(year, month, day))
  return possible.map(([day = 0, month = 0]) => ({ year, month, day }))
}

function han(written: string): number | undefined {
  return /^\d+$/u.test(written) ? Number(written) : readHanNumber(written)
}

/** As the calendar data has it, and in capitals; a name with a small first letter also at the beginning of a sentence. */
function casesOf(form: string, language: string): string[] {
  const plain = plainText(form)
  const [first = ''] = Array.from(plain)
  return [...new Set([plain, first.toLocaleUpperCase(language) + plain.slice(first.length), plain.toLocaleUpperCase(language)])]
}

function alternation(forms: readonly string[]): string {
  const escaped = forms.toSorted((a, b) => b.length - a.length).map((form) => form.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'))
  return escaped.length === 0 ? '(?!)' : `(?:${escaped.join('|')})`
}
