import { z } from 'zod'
import { line, oneOf, optional, prose, requiredProse, revision } from '../../shared/fields.ts'
import { DISPOSITIONS } from '../../shared/vocabularies.ts'
import { parseParagraphNumbers } from '../model.ts'

const shape = {
  disposition: oneOf(DISPOSITIONS),
  changedIn: line(20),
  changed: line(400).transform((text, context) => {
    const parsed = parseParagraphNumbers(text)
    if ('numbers' in parsed) return parsed.numbers
    context.addIssue({ code: 'custom', message: parsed.error })
    return z.NEVER
  }),
  duplicateOf: line(20),
}

function needsOriginal(answer: { readonly disposition: string; readonly duplicateOf: string }, context: z.RefinementCtx): void {
  if (answer.disposition === 'duplicate' && answer.duplicateOf === '') context.addIssue({ code: 'custom', path: ['duplicateOf'], message: 'required' })
}

/** An answer as the desk sends it. `changedIn`: `working`, or the number of a version of the reviewed document. */
export const answerSchema = z.object({ ...shape, revision: revision(), reason: requiredProse(10_000) }).superRefine(needsOriginal)

/** One answer for many: what all are told may be left out where each is told something of its own. */
export const togetherSchema = z.object({ ...shape, reason: prose(10_000) }).superRefine(needsOriginal)

export const satisfactionSchema = z.object({
  satisfied: oneOf(['yes', 'no']),
  words: optional(prose(5_000)),
  revision: revision(),
})
