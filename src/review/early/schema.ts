import { z } from 'zod'
import { line, oneOf, optional, requiredPastedProse } from '../../shared/fields.ts'
import { isId } from '../../shared/ids.ts'
import { isLanguageTag } from '../../shared/language.ts'
import { COMMENT_TYPES } from '../../shared/vocabularies.ts'
import { COMMENT_LIMIT } from '../comments/schema.ts'

/** A comment on a draft between its versions. */
export const earlySchema = z.object({
  formKey: z.string({ error: 'required' }).refine(isId, { error: 'not-found' }),
  paragraph: z.string({ error: 'required' }).refine(isId, { error: 'early.refusal.no-such-paragraph' }),
  type: oneOf(COMMENT_TYPES),
  text: requiredPastedProse(COMMENT_LIMIT),
  language: optional(line(35).refine((tag) => tag === '' || isLanguageTag(tag), { error: 'not-in-list' })),
  consent: oneOf(['full', 'without-name']),
})
