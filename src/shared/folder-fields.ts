import { z } from 'zod'
import type { ApproximateDate } from './approximate-date.ts'
import { isCountry } from './countries.ts'
import { isId } from './ids.ts'
import { isLanguageTag } from './language.ts'
import { within, type FolderScope, type Place } from './folder.ts'
import { countCodePoints, hasControlCharacters, isBrokenEncoding } from './text.ts'
import { isTimeZone, parseInstant, parsePlainDate, parsePlainTime, type Instant, type PlainDate, type PlainTime } from './time.ts'

/**
 * Fields of the files of a forum folder. All values arrive as texts, lists and groups of keys; an empty text is the same as no key.
 * Texts stay as they are written, to the character. Each refusal is the end of a sentence that begins with the place.
 */
const SHORT = 10_000
const LONG = 1_000_000

/** A key that may be left out. An empty text is the same. */
export function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema.optional())
}

/** A text that must be there, of at most a million code points. */
export function text(limit: number = LONG) {
  return z.string({ error: wantsText }).superRefine((value, context) => {
    const problem = value === '' ? 'is missing.' : problemOf(value, limit)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
  })
}

/** A name, a title or another text that fits on a line. */
export function shortText() {
  return text(SHORT)
}

/** A text that the database keeps in an index, which takes so many bytes and no more. */
export function indexedText(bytes = 2400) {
  return text().refine((value) => new TextEncoder().encode(value).length <= bytes, { error: `is too long: ${bytes} bytes are the most.` })
}

export function optionalText() {
  return optional(text())
}

export function optionalShortText() {
  return optional(shortText())
}

/** Any text, an empty one too; nothing about it is changed, so that a quotation can be found. */
export function verbatim() {
  return z.string({ error: wantsText }).max(LONG, { error: 'is too long.' }).refine((value) => !value.includes('\u0000') && value.isWellFormed(), { error: 'has characters that are no text.' })
}

export function id() {
  return optional(z.string({ error: wantsText }).refine(isId, { error: 'is no id (a uuid in lower case).' }))
}

export function integer(least = 0, most = 999_999_999) {
  const error = `should be a whole number from ${least} to ${most}.`
  return z.string({ error: missingOr(error) }).regex(/^[0-9]{1,9}$/u, { error }).transform(Number).refine((value) => value >= least && value <= most, { error })
}

/** `true` or `false`; left out, it is false. */
export function flag() {
  return z.preprocess((value) => (value === '' ? undefined : value), z.enum(['true', 'false'], { error: 'should be true or false.' }).default('false')).transform((value) => value === 'true')
}

export function optionalFlag() {
  return optional(z.enum(['true', 'false'], { error: 'should be true or false.' }).transform((value) => value === 'true'))
}

export function date() {
  // The calendar of the database has no year 0.
  return read<PlainDate>((value) => (value.startsWith('0000') ? undefined : parsePlainDate(value)), 'is no day (YYYY-MM-DD) that exists.')
}

export function instant() {
  return read<Instant>((value) => (/^(?!0000)[0-9]{4}-/u.test(value) ? parseInstant(value) : undefined), 'is no instant, such as 2026-02-16T19:42:10Z.')
}

export function time() {
  return read<PlainTime>((value) => (/^[0-9]{2}:[0-9]{2}$/u.test(value) ? parsePlainTime(value) : undefined), 'is no time of the clock, such as "15:00".')
}

export function zone() {
  return read<string>((value) => (isTimeZone(value) ? value : undefined), 'is no time zone, such as Europe/Zagreb or +01:00.')
}

export function language() {
  return read<string>((value) => (isLanguageTag(value) && value.length <= 35 ? value : undefined), 'is no language tag, such as fr or pt-BR.')
}

export function country() {
  return read<string>((value) => (isCountry(value) ? value : undefined), 'is no country code of ISO 3166, such as KE.')
}

export function webAddress() {
  return read<string>(readWebAddress, 'is no web address (http or https).')
}

export function mailAddress() {
  return read<string>((value) => (value.length <= 254 && /^[^\s@]+@[^\s@]+$/u.test(value) ? value : undefined), 'is no mail address.')
}

/** Letters a to z, figures and hyphens, as they stand in an address. */
export function slug() {
  return read<string>((value) => (/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])$/u.test(value) && !value.includes('--') ? value : undefined), 'is no slug: 2 to 60 of a to z, figures and hyphens.')
}

export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, { error: missingOr(`is none of: ${values.join(', ')}.`) })
}

/** A list that may be left out, and is then empty. */
export function listOf<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === '' || value === undefined ? [] : value), z.array(schema, { error: 'should be a list.' }))
}

/** A group of keys, and no others. */
export function group<T extends z.ZodRawShape>(shape: T) {
  const known = Object.keys(shape).join(', ')
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? `is not a key here; those are: ${known}.` : missingOr('should be a group of keys.')(issue)) })
}

/** A day (`on`), a window (`from`, `until`, with the `words` used), or what it waits for (`when`). */
export function approximateDate() {
  return group({ on: optional(date()), from: optional(date()), until: optional(date()), words: optionalShortText(), when: optionalShortText() }).transform((value, context): ApproximateDate => {
    const { on, from, until, words, when } = value
    if (on !== undefined && from === undefined && until === undefined && words === undefined && when === undefined) return { on }
    if (when !== undefined && on === undefined && from === undefined && until === undefined && words === undefined) return { when }
    if (on === undefined && when === undefined && from !== undefined && until !== undefined && from <= until) return words === undefined ? { from, until } : { from, until, words }
    context.addIssue({ code: 'custom', message: 'should have on alone, or from and until (and words), or when alone.' })
    return z.NEVER
  })
}

/** Takes `YYYY-MM-DD` and the like through a reader that answers undefined for anything else. */
function read<T>(reader: (value: string) => T | undefined, error: string) {
  return z.string({ error: missingOr(error) }).transform((value, context): T => {
    const found = reader(value)
    if (found !== undefined) return found
    context.addIssue({ code: 'custom', message: value === '' ? 'is missing.' : error })
    return z.NEVER
  })
}

function missingOr(sentence: string) {
  return (issue: { input?: unknown }): string => (issue.input === undefined || issue.input === '' ? 'is missing.' : sentence)
}

function wantsText(issue: { input?: unknown }): string {
  return missingOr('should be a text.')(issue)
}

function problemOf(value: string, limit: number): string | undefined {
  if (value.length > limit && countCodePoints(value) > limit) return `is too long: ${countCodePoints(value)} characters, where ${limit} are the most.`
  if (hasControlCharacters(value)) return 'has control characters.'
  return isBrokenEncoding(value) ? 'has characters that were lost in another encoding.' : undefined
}

function readWebAddress(value: string): string | undefined {
  const url = value.length <= 4000 && URL.canParse(value) ? new URL(value) : undefined
  return url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' ? value : undefined
}

/** Takes a value through a schema; every fault is a mistake at its place. Undefined when there was one. */
export function parseAt<T extends z.ZodType>(schema: T, value: unknown, place: Place, mistake: FolderScope['mistake']): z.output<T> | undefined {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const steps = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined]
    for (const key of keys) mistake(within(place, ...steps, ...(key === undefined ? [] : [key.slice(0, 60)])), issue.message)
  }
  return undefined
}
