import { z } from 'zod'
import { plainDateSchema } from '../../shared/approximate-date.ts'
import { line, mailAddress, oneOf, optional, optionalOneOf, pastedProse, prose, requiredPastedProse, withOriginal } from '../../shared/fields.ts'
import { isId } from '../../shared/ids.ts'
import { isLanguageTag } from '../../shared/language.ts'
import { COMMENT_TYPES } from '../../shared/vocabularies.ts'
import { parseParagraphNumbers, TARGETS } from '../model.ts'

/** Code points of a comment, and of the wording it proposes. */
export const COMMENT_LIMIT = 20_000

/** Code points of the words that a comment is on. */
export const QUOTE_LIMIT = 5000

/** What the public may choose: to be named, or not. */
const NAMING = ['full', 'without-name'] as const

const paragraphNumbers = line(400).transform((text, context) => {
  const parsed = parseParagraphNumbers(text)
  if ('numbers' in parsed) return parsed.numbers
  context.addIssue({ code: 'custom', message: parsed.error })
  return z.NEVER
})

/** Bodies that say it together may be so many. */
const BODY_LIMIT = 50

/** Names of bodies, one on each line; doubles and empty lines are dropped. Refuses: too-long, and too-many-bodies with their limit. */
function bodies() {
  return prose(10_000)
    .optional()
    .transform((text) => [...new Set((text ?? '').split('\n').map((name) => name.trim()).filter((name) => name !== ''))])
    .refine((names) => names.length <= BODY_LIMIT, { error: `review.refusal.too-many-bodies:${BODY_LIMIT}` })
    .refine((names) => names.every((name) => name.length <= 300), { error: 'review.refusal.body-too-long' })
}

const formKey = z.string({ error: 'required' }).refine(isId, { error: 'not-found' })

const shape = {
  formKey,
  target: oneOf(TARGETS),
  paragraphs: paragraphNumbers,
  missingWhere: optional(line(400)),
  /** The words it is on, and from which code point, where they stand several times. */
  quote: optional(line(QUOTE_LIMIT)),
  quoteStart: z.string().optional().transform((text) => (text !== undefined && /^[0-9]{1,6}$/u.test(text) ? Number(text) : undefined)),
  type: oneOf(COMMENT_TYPES),
  text: requiredPastedProse(COMMENT_LIMIT),
  /** What was pasted, where that was cleaned: it goes into the record, and is stored nowhere else (decision 20). */
  original: z.string().optional(),
  proposal: optional(pastedProse(COMMENT_LIMIT)),
  author: optional(line(200)),
  organisation: optional(line(300)),
  stakeholderGroup: optional(line(100)),
  regionalGroup: optional(line(100)),
  language: optional(line(35).refine((tag) => tag === '' || isLanguageTag(tag), { error: 'not-in-list' })),
  consent: oneOf(NAMING),
  mail: optional(mailAddress()),
  jointBodies: bodies(),
}

interface Targeted {
  readonly target: (typeof TARGETS)[number]
  readonly paragraphs: readonly number[]
  readonly missingWhere?: string | undefined
  readonly quote?: string | undefined
  readonly quoteStart?: number | undefined
}

/** Numbers count only where the comment is on paragraphs, and are needed there; likewise quoted words, and the place of what is missing. */
function settleTarget<T extends Targeted>(comment: T, context: z.RefinementCtx) {
  if (comment.target === 'paragraphs' && comment.paragraphs.length === 0) context.addIssue({ code: 'custom', path: ['paragraphs'], message: 'required' })
  const quote = comment.target === 'paragraphs' && comment.quote !== undefined ? { words: comment.quote, start: comment.quoteStart } : undefined
  return { ...comment, quote, paragraphs: comment.target === 'paragraphs' ? comment.paragraphs : [], missingWhere: comment.target === 'missing' ? comment.missingWhere : undefined }
}

/** A comment as the public form sends it. Errors as of `shared/fields.ts`, and not-paragraph-numbers, too-many-paragraphs. */
export const commentSchema = z.preprocess(withOriginal, z.object(shape).transform(settleTarget))

/** A comment as the desk enters it: how and when it came besides, and it may be only counted. */
export const enteredCommentSchema = z.preprocess(
  withOriginal,
  z.object({
    ...shape,
    consent: oneOf(['full', 'without-name', 'not-at-all']),
    channel: oneOf(['mail', 'list', 'meeting', 'paper', 'desk']),
    receivedBy: plainDateSchema,
  }).transform(settleTarget),
)

/** A reply in a thread: what it is on is what the thread is on. */
export const replySchema = z.preprocess(
  withOriginal,
  z.object({
    formKey,
    type: oneOf(COMMENT_TYPES),
    text: shape.text,
    original: shape.original,
    author: shape.author,
    organisation: shape.organisation,
    stakeholderGroup: shape.stakeholderGroup,
    regionalGroup: shape.regionalGroup,
    language: shape.language,
    consent: shape.consent,
    mail: shape.mail,
    /** Whoever may answer comments can speak as one of the editors: the reply then asks for no response. */
    as: optionalOneOf(['editors', 'myself']),
  }),
)

export const withdrawalSchema = z.object({ reason: optional(line(1000)) })

/** What the register of comments can be narrowed to. Anything else in the address is ignored. */
export const filterSchema = z.object({
  group: z.string().max(100).optional().catch(undefined),
  region: z.string().max(100).optional().catch(undefined),
  type: optionalOneOf(COMMENT_TYPES).catch(undefined),
  target: optionalOneOf(TARGETS).catch(undefined),
  state: optionalOneOf(['open', 'answered', 'withdrawn']).catch(undefined),
  p: z.coerce.number().int().positive().max(99_999).optional().catch(undefined),
  page: z.coerce.number().int().positive().max(100_000).catch(1),
})
/** What the review's own page is narrowed to, and whether every comment is to stand on it, as for printing. */
export const readingSchema = filterSchema.pick({ group: true, region: true, type: true, state: true }).extend({ comments: optionalOneOf(['all']).catch(undefined) })
export type ReadingFilter = z.output<typeof readingSchema>

export type CommentFilter = z.output<typeof filterSchema>
