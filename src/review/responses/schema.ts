import { z } from 'zod'
import { line, oneOf, requiredProse, revision } from '../../shared/fields.ts'
import { DISPOSITIONS } from '../../shared/vocabularies.ts'
import { parseParagraphNumbers } from '../model.ts'

/** An answer as the desk sends it. `changedIn`: `working`, or the number of a version of the reviewed document. */
export const answerSchema = z
  .object({
    revision: revision(),
    disposition: oneOf(DISPOSITIONS),
    reason: requiredProse(10_000),
    changedIn: line(20),
    changed: line(400).transform((text, context) => {
      const parsed = parseParagraphNumbers(text)
      if ('numbers' in parsed) return parsed.numbers
      context.addIssue({ code: 'custom', message: parsed.error })
      return z.NEVER
    }),
    duplicateOf: line(20),
  })
  .superRefine((answer, context) => {
    if (answer.disposition === 'duplicate' && answer.duplicateOf === '') context.addIssue({ code: 'custom', path: ['duplicateOf'], message: 'required' })
  })

export const satisfactionSchema = z.object({
  satisfied: oneOf(['yes', 'no']),
  revision: revision(),
})
