import { z } from 'zod'
import { line, oneOf, optional, pastedProse, prose, requiredProse } from '../../shared/fields.ts'
import { isId } from '../../shared/ids.ts'
import { PARAGRAPH_LIMIT } from '../schema.ts'
import { SUGGESTION_KINDS } from './model.ts'

const REASON_LIMIT = 2_000

/** A suggestion as its form sends it. `on`: the id of the paragraph; empty for an addition at the start of the text. */
export const suggestionSchema = z
  .object({
    kind: oneOf(SUGGESTION_KINDS),
    on: line(60).refine((text) => text === '' || isId(text), { error: 'not-in-list' }),
    text: pastedProse(PARAGRAPH_LIMIT),
    reason: requiredProse(REASON_LIMIT),
    formKey: z.string({ error: 'required' }).refine(isId, { error: 'not-found' }),
  })
  .superRefine((sent, context) => {
    if (sent.kind !== 'removal' && sent.text === '') context.addIssue({ code: 'custom', path: ['text'], message: 'required' })
    if (sent.kind !== 'addition' && sent.on === '') context.addIssue({ code: 'custom', path: ['on'], message: 'required' })
  })

/** What the editors decide of one. `text`: the words to take where the paragraph has changed since, or where they take others. */
export const decisionSchema = z.object({
  outcome: oneOf(['accepted', 'rejected']),
  reason: requiredProse(REASON_LIMIT),
  text: optional(prose(PARAGRAPH_LIMIT)),
  revision: optional(line(10)),
})

/** What they decide of all that wait in a document, or of all of one person. */
export const decisionOfAllSchema = z.object({
  outcome: oneOf(['accepted', 'rejected']),
  reason: requiredProse(REASON_LIMIT),
  author: optional(line(60).refine((text) => text === '' || isId(text), { error: 'not-in-list' })),
})

export const withdrawalSchema = z.object({ reason: optional(prose(REASON_LIMIT)) })
