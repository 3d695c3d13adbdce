import { z } from 'zod'
import { ADDED_RESERVED_SLUGS, isSlug } from '../forums/model.ts'
import { line, optional, prose, requiredLine, requiredProse, revision } from '../shared/fields.ts'
import { normaliseText } from '../shared/text.ts'
import { ANYWHERE_ON_EARTH, isTimeZone, parsePlainDate, type PlainDate } from '../shared/time.ts'
import { isId, type Id } from '../shared/ids.ts'
import { OPTION_LIMIT, QUESTION_KINDS } from './questions/model.ts'

/** At most this many questions in a call. */
export const QUESTION_LIMIT = 50

export const optionalDate = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text.trim() === '' ? null : text.trim()))
  .refine((text) => text === null || parsePlainDate(text) !== undefined, { error: 'not-a-date' })
  .transform((text) => text as PlainDate | null)

export const requiredDate = z
  .string({ error: 'required' })
  .refine((text) => text !== '', { error: 'required' })
  .refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' })
  .transform((text) => text as PlainDate)

const box = z.union([z.boolean(), z.string()]).optional().transform((value) => value === true || value === 'yes')

/** Options, one a line; empty lines are none, and the same words twice are one. */
const options = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => {
    const lines = (typeof value === 'string' ? normaliseText(value).split('\n') : (value ?? [])).map((line) => line.trim()).filter((line) => line !== '')
    return [...new Set(lines)]
  })
  .pipe(z.array(line(500)).max(OPTION_LIMIT, { error: `calls.question.refusal.too-many-options:${OPTION_LIMIT}` }))

const lengthLimit = z
  .union([z.string(), z.number()])
  .optional()
  .transform((value) => (value === undefined || String(value).trim() === '' ? undefined : String(value).trim()))
  .refine((value) => value === undefined || (/^[0-9]{1,6}$/u.test(value) && Number(value) >= 1 && Number(value) <= 100_000), { error: 'calls.question.refusal.not-a-limit' })
  .transform((value) => (value === undefined ? undefined : Number(value)))

const question = z
  .object({
    /** Of a question that is there already. */
    id: z
      .string()
      .optional()
      .transform((text) => (isId(text) ? (text as Id<'question'>) : undefined)),
    text: requiredProse(2000),
    guidance: optional(prose(4000)),
    kind: z.preprocess((value) => (value === undefined || value === '' ? 'open' : value), z.enum(QUESTION_KINDS, { error: 'not-in-list' })),
    isRequired: box,
    lengthLimit,
    hasWords: box,
    options,
  })
  .superRefine((value, context) => {
    if (value.kind !== 'open' && value.options.length < 2) context.addIssue({ code: 'custom', path: ['options'], message: 'calls.question.refusal.too-few-options' })
  })
  // An open question has nothing to choose from, and always takes words.
  .transform((value) => (value.kind === 'open' ? { ...value, options: [], hasWords: false } : value))

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
  isSurvey: z.union([z.boolean(), z.string()]).optional().transform((value) => value === true || value === 'survey'),
  questions: z.array(question).max(QUESTION_LIMIT, { error: `calls.refusal.too-many-questions:${QUESTION_LIMIT}` }),
}

/** What a call begins with. The slug is its place in the address and stays. */
export const openCallSchema = z.object({
  ...words,
  /** `draft`: the text is shown and open to remarks, and contributions are taken once it is opened. */
  isDraft: z.union([z.boolean(), z.string()]).optional().transform((value) => value === true || value === 'draft'),
  remarksUntil: optionalDate,
  slug: requiredLine(60).refine((text) => text === '' || isSlug(text), { error: 'not-a-slug' }).refine((text) => !ADDED_RESERVED_SLUGS.has(text), { error: 'slug-reserved' }),
})
export type CallToOpen = z.output<typeof openCallSchema>

/** The call as it shall read. A question with an id is kept with its number; one without is new; one left out is removed. */
export const reviseCallSchema = z.object({ ...words, revision: revision() })
export type CallRevision = z.output<typeof reviseCallSchema>

/** `earlier` is the deadline that whoever extends it had before their eyes. */
export const extendDeadlineSchema = z.object({ earlier: requiredDate, deadline: requiredDate, reason: requiredLine(500) })

export const reasonSchema = z.object({ reason: requiredLine(500) })
