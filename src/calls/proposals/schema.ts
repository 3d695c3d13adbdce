import { z } from 'zod'
import { line, oneOf, optional, prose, requiredLine, requiredProse, revision } from '../../shared/fields.ts'
import { isId } from '../../shared/ids.ts'
import { optionalDate } from '../schema.ts'
import { PROPOSAL_KINDS } from './model.ts'

export const scopingSchema = z.object({
  introduction: requiredProse(5000),
  until: optionalDate,
  isOpen: z.string().optional().transform((value) => value === 'open'),
  revision: revision(),
})
export type ScopingToSet = z.output<typeof scopingSchema>

export const proposalSchema = z.object({
  kind: oneOf(PROPOSAL_KINDS),
  text: requiredProse(2000),
  reason: optional(prose(5000)),
  author: optional(line(300)),
  formKey: z.string({ error: 'required' }).refine(isId, { error: 'required' }),
})
export type ProposalToSend = z.output<typeof proposalSchema>

/** What the desk makes of a proposal. `wording` is how the theme or the question shall read. */
export const proposalAnswerSchema = z
  .object({
    outcome: oneOf(['theme', 'question', 'declined']),
    wording: optional(prose(2000)),
    call: optional(line(60)),
    reason: requiredLine(1000),
    isHidden: z.string().optional().transform((value) => value === 'yes'),
  })
  .superRefine((value, context) => {
    if (value.outcome === 'question' && value.call === undefined) context.addIssue({ code: 'custom', path: ['call'], message: 'required' })
    if (value.outcome !== 'declined' && value.wording === undefined) context.addIssue({ code: 'custom', path: ['wording'], message: 'required' })
  })
export type ProposalAnswer = z.output<typeof proposalAnswerSchema>
