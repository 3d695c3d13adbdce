import { z } from 'zod'
import { line, mailAddress, oneOf, optional, prose, requiredProse } from '../../shared/fields.ts'
import { isId } from '../../shared/ids.ts'
import { isLanguageTag } from '../../shared/language.ts'
import { SUGGESTION_VERDICTS } from './model.ts'

/** A comment or another wording for a finding, as the public form sends it. Errors as of `shared/fields.ts`; one of the two is needed. */
export const suggestionSchema = z
  .object({
    formKey: z.string({ error: 'required' }).refine(isId, { error: 'not-found' }),
    proposal: optional(prose(2000)),
    comment: optional(prose(10_000)),
    author: optional(line(200)),
    mail: optional(mailAddress()),
    language: optional(line(35).refine((tag) => tag === '' || isLanguageTag(tag), { error: 'not-in-list' })),
  })
  .superRefine(({ proposal, comment }, context) => {
    if (proposal === undefined && comment === undefined) context.addIssue({ code: 'custom', path: ['comment'], message: 'required' })
  })

/** The desk's answer to one. */
export const verdictSchema = z.object({ verdict: oneOf(SUGGESTION_VERDICTS), reason: requiredProse(3000) })
