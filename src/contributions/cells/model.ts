import { addDays, dateInZone, instantFromMilliseconds, parseInstant, parsePlainDate, type Instant, type PlainDate } from '../../shared/time.ts'

/** What stands in a cell of a spreadsheet in place of a value that went wrong. */
const FAULT = /^#(?:NAME\?|REF!|VALUE!|N\/A|NUM!|DIV\/0!|NULL!|SPILL!|CALC!|FORMULA\?|#+)$/u
/** In place of a result that a spreadsheet did not store with its formula. */
export const NOT_CALCULATED = '#FORMULA?'
const ROUNDED = /^(\d)(?:[.,](\d+))?E\+(\d+)$/iu

/** True for what a formula left that could not be worked out, or whose result was not stored with the file. */
export function isFault(text: string): boolean {
  return FAULT.test(text)
}

/** True for what a spreadsheet makes of a long number or of a formula: the value itself is lost. */
export function isDamaged(text: string): boolean {
  return ROUNDED.test(text) || FAULT.test(text) || /^#+$/u.test(text)
}

/** The one whole value that a spreadsheet can have rounded to this, such as 900006484081234 to 9.00006E+14; undefined where there is none, or more than one. */
export function restoreDamaged(text: string, whole: readonly string[]): string | undefined {
  const [, first = '', rest = '', exponent = ''] = ROUNDED.exec(text) ?? []
  if (first === '' || Number(exponent) > 30) return undefined
  const digits = Number(exponent) + 1
  const kept = first.length + rest.length
  const fitting = whole.filter((value) => /^\d+$/u.test(value) && value.length === digits && roundTo(value, kept) === first + rest)
  return fitting.length === 1 ? fitting[0] : undefined
}

function roundTo(digits: string, kept: number): string {
  const head = BigInt(digits.slice(0, kept))
  return String(Number(digits[kept] ?? '0') >= 5 ? head + 1n : head)
}

/** What a spreadsheet would run as a formula when it opens the file. */
const GUARDED = /^'*[=+\-@\t\r＝＋－＠]/u

/** Puts an apostrophe before what a spreadsheet would take for a formula, and before what already looks guarded; `unguardCell` takes it off again. */
export function guardCell(text: string): string {
  return GUARDED.test(text) ? `'${text}` : text
}

/** As `guardCell`, where every cell says itself that it is text: only what would be taken for guarded is marked. */
export function guardTypedCell(text: string): string {
  return text.startsWith("'") && GUARDED.test(text) ? `'${text}` : text
}

/** Takes off the apostrophe that an export put before what looked like a formula. */
export function unguardCell(text: string): string {
  return text.startsWith("'") && GUARDED.test(text) ? text.slice(1) : text
}

export const DATE_ORDERS = ['day/month/year', 'month/day/year', 'year/month/day'] as const
export type DateOrder = (typeof DATE_ORDERS)[number]

const PARTS = /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?:$|[\sT,])/u

/** What dates written with numbers alone tell of their order. */
export interface DateEvidence {
  dayFirst: number
  monthFirst: number
  /** Could be either: 03/04/2017. */
  either: number
  example: string | null
}

export function noEvidence(): DateEvidence {
  return { dayFirst: 0, monthFirst: 0, either: 0, example: null }
}

/** Adds what one date tells. */
export function weighDate(evidence: DateEvidence, text: string): void {
  const [, first = '', , second = '', third = ''] = PARTS.exec(text.trim()) ?? []
  if (third.length !== 4 || first.length > 2) return
  const [a, b] = [Number(first), Number(second)]
  if (a > 12 && b <= 12) evidence.dayFirst++
  else if (b > 12 && a <= 12) evidence.monthFirst++
  else if (a !== b) {
    evidence.either++
    evidence.example ??= text.trim()
  }
}

/** The order that all dates of a column have; undefined where they leave it open, or contradict each other. */
export function decideDateOrder({ dayFirst, monthFirst }: DateEvidence): DateOrder | undefined {
  if (dayFirst > 0 && monthFirst === 0) return 'day/month/year'
  return monthFirst > 0 && dayFirst === 0 ? 'month/day/year' : undefined
}

/** When something came: a day, with the instant where that is known. */
export interface Arrived {
  readonly day: PlainDate | null
  readonly at: Instant | null
}

/**
 * Reads when something came: a day, an instant with its offset, the milliseconds of a clock, a day in words, the day number of a
 * spreadsheet. A day of numbers is read in the order given, for 6/5 is in May for some and in June for others; it is undefined where
 * none is given and both could be meant. A clock without its zone says the day at most. Nothing where the text is empty.
 */
export function readArrived(text: string, order: DateOrder | undefined): Arrived | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return { day: null, at: null }
  if (/^\d{13}$/u.test(trimmed)) return ofInstant(instantFromMilliseconds(Number(trimmed)))
  const at = /^\d{4}-\d{2}-\d{2}[T ].*(?:Z|[+-]\d{2}:?\d{2})$/u.test(trimmed) ? parseInstant(trimmed.replace(' ', 'T')) : undefined
  if (at !== undefined) return ofInstant(at)
  const day = parsePlainDate(/^(\d{4}-\d{2}-\d{2})(?:$|[T ]\d{1,2}:\d{2})/u.exec(trimmed)?.[1] ?? '') ?? readNumbers(trimmed, order) ?? readWords(trimmed) ?? readSerial(trimmed)
  return day === undefined ? undefined : { day, at: null }
}

function ofInstant(at: Instant): Arrived {
  return { day: dateInZone(at, 'UTC'), at }
}

function readNumbers(text: string, order: DateOrder | undefined): PlainDate | undefined {
  const [, first = '', , second = '', third = ''] = PARTS.exec(text) ?? []
  if (first.length === 4) return toDay(first, second, third)
  if (third.length !== 4) return /^\d{8}$/u.test(text) ? toDay(text.slice(0, 4), text.slice(4, 6), text.slice(6)) : undefined
  if (first === second || order === 'day/month/year') return toDay(third, second, first)
  return order === 'month/day/year' ? toDay(third, first, second) : undefined
}

function toDay(year: string, month: string, day: string): PlainDate | undefined {
  return parsePlainDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

const MONTHS = [
  'january jan janvier janv', 'february feb février fevrier févr fév', 'march mar mars', 'april apr avril avr', 'may mai', 'june jun juin', 'july jul juillet juil',
  'august aug août aout', 'september sep sept septembre', 'october oct octobre', 'november nov novembre', 'december dec décembre decembre déc',
].map((names) => new Set(names.split(' ')))
const DAY_FIRST = /^(?:\p{L}+\.?,?\s+)?(\d{1,2})(?:er|st|nd|rd|th|\.)?[\s-]+(\p{L}+)\.?,?[\s-]+(\d{4})(?:$|[\s,T])/iu
const MONTH_FIRST = /^(?:\p{L}+\.?,\s+)?(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:$|[\s,T])/iu

/** `5 June 2018`, `June 5, 2018`, `mardi 5 juin 2018`, `Tue, 05 Jun 2018 10:00:00 +0000`. */
function readWords(text: string): PlainDate | undefined {
  const [, firstDay, firstMonth, firstYear] = DAY_FIRST.exec(text) ?? []
  const [, month = firstMonth, day = firstDay, year = firstYear] = firstDay === undefined ? (MONTH_FIRST.exec(text) ?? []) : []
  const place = MONTHS.findIndex((names) => names.has((month ?? '').toLowerCase()))
  return place < 0 || day === undefined || year === undefined ? undefined : toDay(year, String(place + 1), day)
}

/** The day numbers of spreadsheets between 1954 and 2064. */
function readSerial(text: string): PlainDate | undefined {
  const number = /^\d{5}(?:\.\d+)?$/u.test(text) ? Math.floor(Number(text)) : 0
  return number < 20_000 || number > 60_000 ? undefined : addDays('1899-12-30' as PlainDate, number)
}
