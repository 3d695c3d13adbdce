import { z } from 'zod'
import { parsePlainDate, writeDate, writeShortDate, type PlainDate } from './time.ts'

export const plainDateSchema = z
  .string({ error: 'required' })
  .refine((text) => parsePlainDate(text) !== undefined, { error: 'not-a-date' })
  .transform((text) => text as PlainDate)

/**
 * A date as it is spoken of: a day; a window with the words used for it ("later in the week of 14 November"); or something that
 * waits for something else ("when drafting starts"), whose words are kept.
 */
export const approximateDateSchema = z.union([
  z.strictObject({ on: plainDateSchema }),
  z.strictObject({ from: plainDateSchema, until: plainDateSchema, words: z.string().optional() }),
  z.strictObject({ when: z.string() }),
])
export type ApproximateDate = z.output<typeof approximateDateSchema>

/** The day by which to sort; what waits for something else has none. */
export function sortDate(date: ApproximateDate): PlainDate | undefined {
  if ('on' in date) return date.on
  return 'from' in date ? date.from : undefined
}

/** The last day it can mean. */
export function lastDate(date: ApproximateDate): PlainDate | undefined {
  if ('on' in date) return date.on
  return 'until' in date ? date.until : undefined
}

/** Written out in a language; words that were used are kept as they were. */
export function writeApproximateDate(date: ApproximateDate, language: string): string {
  if ('on' in date) return writeDate(date.on, language)
  if ('when' in date) return date.when
  const window = `${writeShortDate(date.from, language)} – ${writeShortDate(date.until, language)}`
  return date.words === undefined ? window : `${date.words} (${window})`
}
