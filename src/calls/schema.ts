import { z } from 'zod'
import { isSlug } from '../forums/model.ts'
import { line, optional, prose, requiredLine, requiredProse, revision } from '../shared/fields.ts'
import { ANYWHERE_ON_EARTH, isTimeZone, parsePlainDate, type PlainDate } from '../shared/time.ts'
import { isId, type Id } from '../shared/ids.ts'

/** At most this many questions in a call. */
export const QUESTION_LIMIT = 50

const optionalDate = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text.trim() === '' ? null : text.trim()))
  .refine((text) => text === null || parsePlainDate(text) !== undefined, { error: 'not-a-date' })
  .transform((text) => text as PlainDate | null)

const requiredDate = z
  .string({ error: 'required' })
  .refine((text) => text !== '', { error: 'required' })
  .refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' })
  .transform((text) => text as PlainDate)

const question = z.object({
  /** Of a question that is there already. */
  id: z
    .string()
    .optional()
    .transform((text) => (isId(text) ? (text as Id<'question'>) : undefined)),
  text: requiredProse(2000),
  guidance: optional(prose(4000)),
})

const words = {
  title: requiredLine(200),
  introduction: requiredProse(20_000),
  audience: optional(line(300)),
  opensOn: optionalDate,
  deadline: optionalDate,
  deadlineZone: z
    .string()
    .optional()
    .transform((text) => (text === undefined || text.trim() === '' ? ANYWHERE_ON_EARTH : text.trim()))
    .refine(isTimeZone, { error: 'not-a-time-zone' }),
  /** A box in a form: `soft` when ticked. */
  isSoft: z.union([z.boolean(), z.string()]).optional().transform((value) => value === true || value === 'soft'),
  rollingUntil: optional(line(200)),
  source: optional(line(500)),
  questions: z.array(question).max(QUESTION_LIMIT),
}

/** What a call begins with. The slug is its place in the address and stays. */
export const openCallSchema = z.object({
  ...words,
  slug: requiredLine(60).refine((text) => text === '' || isSlug(text), { error: 'not-a-slug' }),
})
export type CallToOpen = z.output<typeof openCallSchema>

/** The call as it shall read. A question with an id is kept with its number; one without is new; one left out is removed. */
export const reviseCallSchema = z.object({ ...words, revision: revision() })
export type CallRevision = z.output<typeof reviseCallSchema>

/** `earlier` is the deadline that whoever extends it had before their eyes. */
export const extendDeadlineSchema = z.object({ earlier: requiredDate, deadline: requiredDate, reason: requiredLine(500) })

export const reasonSchema = z.object({ reason: requiredLine(500) })
