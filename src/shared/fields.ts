import { z } from 'zod'
import { cleanPasted } from './pasted.ts'
import { countCodePoints, excerpt, hasControlCharacters, isBrokenEncoding, normaliseText } from './text.ts'

/**
 * Building blocks for schemas at the doors. An error is a code, with what its sentence needs after a colon (`too-long:2000:2310`:
 * limit, length); the door turns it into a sentence beside the field in the reader's language.
 */
export type FieldErrors = Readonly<Record<string, string>>

/** Several lines of text of at most `limit` code points. Line ends become \n. Refuses: too-long, control-characters, broken-encoding. */
export function prose(limit: number) {
  return z.string({ error: 'required' }).transform(normaliseText).superRefine(checkText(limit))
}

/** As `prose`, cleaned of what word processors leave in what is pasted (`shared/pasted`). */
export function pastedProse(limit: number) {
  return z.string({ error: 'required' }).transform((text) => cleanPasted(text).text).superRefine(checkText(limit))
}

/** As `pastedProse`, and not empty. Refuses also: required. */
export function requiredPastedProse(limit: number) {
  return pastedProse(limit).refine((text) => text !== '', { error: 'required' })
}

/** Code points kept of an original: what is more is style sheets. */
const ORIGINAL_LIMIT = 200_000

/**
 * Before a form is parsed: sets `original` to its `text` word for word where cleaning takes out what a reader would have seen, and to
 * nothing otherwise. What is kept, shown and cited is the cleaned text; the original goes into the record, for its sender to read.
 */
export function withOriginal(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('text' in input) || typeof input.text !== 'string') return input
  const original = cleanPasted(input.text).isVisible ? excerpt(input.text.toWellFormed().replace(/[\u0000-\u0008\u000e-\u001f\u007f]/gu, ''), ORIGINAL_LIMIT) : undefined
  return { ...input, original }
}

/** One line of at most `limit` code points; line ends become spaces. */
export function line(limit: number) {
  return z
    .string({ error: 'required' })
    .transform((text) => normaliseText(text).replace(/\s*\n\s*/gu, ' '))
    .superRefine(checkText(limit))
}

/** As `line`, and not empty. Refuses also: required. */
export function requiredLine(limit: number) {
  return line(limit).refine((text) => text !== '', { error: 'required' })
}

/** As `prose`, and not empty. Refuses also: required. */
export function requiredProse(limit: number) {
  return prose(limit).refine((text) => text !== '', { error: 'required' })
}

/** Empty text means that nothing was said: undefined. */
export function optional<T extends z.ZodType<string, string>>(schema: T) {
  return schema.optional().transform((text) => (text === '' ? undefined : text))
}

/** One of a closed list. Refuses: required when empty, not-in-list. */
export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, { error: (issue) => (issue.input === '' || issue.input === undefined ? 'required' : 'not-in-list') })
}

/** One of a closed list, or nothing. */
export function optionalOneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.preprocess((value) => (value === '' ? undefined : value), z.enum(values, { error: 'not-in-list' }).optional())
}

/** A mail address as far as form can tell; only delivery proves it. Refuses: not-a-mail-address. */
export function mailAddress() {
  return line(254).refine((text) => text === '' || /^[^\s@<>"(),;:]+@[^\s@<>"(),;:.]+(\.[^\s@<>"(),;:.]+)+$/u.test(text), {
    error: 'not-a-mail-address',
  })
}

/** A web address, http or https, without a user name in it. Refuses: not-a-web-address. */
export function webAddress() {
  return line(2000).refine((text) => text === '' || isWebAddress(text), { error: 'not-a-web-address' })
}

/** The revision that a form carried in a hidden field; 0, which nothing that was revised has, when it carried none that can be. */
export function revision() {
  return z.union([z.string(), z.number()]).optional().catch(undefined).transform((value) => (/^[0-9]{1,9}$/u.test(String(value)) ? Number(value) : 0))
}

/** Parses what a form sent; either the value, or a code for each field (the first of each; '' is the form as a whole). */
export function parseFields<T extends z.ZodType>(schema: T, input: unknown): { ok: true; value: z.output<T> } | { ok: false; errors: FieldErrors } {
  const parsed = schema.safeParse(input)
  if (parsed.success) return { ok: true, value: parsed.data }
  const errors: Record<string, string> = {}
  for (const issue of parsed.error.issues) errors[issue.path.join('.')] ??= issue.message
  return { ok: false, errors }
}

/** True for http and https, without a user name in it. */
export function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:') && url.username === ''
}

function checkText(limit: number) {
  return (text: string, context: z.RefinementCtx): void => {
    const length = countCodePoints(text)
    if (length > limit) context.addIssue({ code: 'custom', message: `too-long:${limit}:${length}` })
    if (hasControlCharacters(text)) context.addIssue({ code: 'custom', message: 'control-characters' })
    if (isBrokenEncoding(text)) context.addIssue({ code: 'custom', message: 'broken-encoding' })
  }
}
