import { z } from 'zod'
import type { Problem } from '../../drafts/notices/model.ts'
import { plainDateSchema } from '../../shared/approximate-date.ts'

const number = z.int().min(0)

/** What a check found, as it is read back from the database and from a forum folder. */
export const problemSchema: z.ZodType<Problem> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('weekday'), date: plainDateSchema, weekday: z.int().min(1).max(7), isYearAssumed: z.boolean() }),
  z.strictObject({ kind: z.literal('no-such-day') }),
  z.strictObject({ kind: z.literal('tally'), group: z.string().nullable(), stated: number, counted: number, asOf: plainDateSchema }),
  z.strictObject({ kind: z.literal('total'), stated: number, sum: number }),
  z.strictObject({ kind: z.literal('no-cut-off') }),
  z.strictObject({ kind: z.literal('empty-note') }),
  z.strictObject({ kind: z.literal('mark-without-note'), mark: number }),
  z.strictObject({ kind: z.literal('note-without-mark'), mark: number }),
  z.strictObject({ kind: z.literal('broken-reference') }),
  z.strictObject({ kind: z.literal('reference-to-itself') }),
  z.strictObject({ kind: z.literal('no-such-paragraph'), number, last: number }),
  z.strictObject({ kind: z.literal('no-such-section'), number, last: number }),
  z.strictObject({ kind: z.literal('renumbered'), number, now: number.nullable() }),
  z.strictObject({ kind: z.literal('name'), written: z.string(), known: z.string() }),
])
