import { z } from 'zod'
import { line, oneOf, optional, requiredLine, requiredProse } from '../shared/fields.ts'
import { isLanguageTag } from '../shared/language.ts'
import { countCodePoints, splitParagraphs } from '../shared/text.ts'
import { parsePlainDate, type PlainDate } from '../shared/time.ts'
import { DOCUMENT_KINDS } from '../shared/vocabularies.ts'

/** A paragraph's text at most, in code points. */
export const PARAGRAPH_LIMIT = 10_000

export const titleSchema = z.object({ title: requiredLine(300) })

/** A section's title as it shall be, and as it was when the form was made; what no title can be is none. */
export const sectionTitleSchema = titleSchema.extend({ before: line(300).catch('') })

export const documentSchema = titleSchema.extend({
  slug: requiredLine(60).refine((text) => text === '' || (/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])$/u.test(text) && !text.includes('--')), { error: 'not-a-slug' }),
  kind: oneOf(DOCUMENT_KINDS),
  language: requiredLine(35).refine((text) => text === '' || isLanguageTag(text), { error: 'not-in-list' }),
})

/** A paragraph as typed again; an empty line inside splits it. */
export const paragraphSchema = z.object({ text: requiredProse(PARAGRAPH_LIMIT) })

/** Several paragraphs at once, an empty line between them; each no longer than one is. */
export const paragraphsSchema = z.object({
  text: requiredProse(200_000).superRefine((text, context) => {
    const longest = Math.max(0, ...splitParagraphs(text).map(countCodePoints))
    if (longest > PARAGRAPH_LIMIT) context.addIssue({ code: 'custom', message: `too-long:${PARAGRAPH_LIMIT}:${longest}` })
  }),
})

/** A day that may be left open. */
export function versionDate() {
  const day = optional(line(20)).superRefine((text, context) => {
    if (text !== undefined && parsePlainDate(text) === undefined) context.addIssue({ code: 'custom', message: 'not-a-date' })
  })
  return z.preprocess((text) => text ?? '', day.transform((text) => text as PlainDate | undefined))
}

export const versionSchema = z.object({
  title: requiredLine(300),
  note: requiredProse(5000),
  cutOff: versionDate(),
  commentsCutOff: versionDate(),
  /** `held`: for members and those who are sent it, until it is released. */
  stage: z.enum(['public', 'held']).catch('public'),
  releaseOn: versionDate(),
  /** Open to comment from its first moment, until a day or without end. */
  review: z.string().optional().transform((value) => value === 'yes'),
  reviewCloses: versionDate(),
})
