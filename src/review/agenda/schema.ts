import { z } from 'zod'
import { optional, pastedProse, requiredPastedProse, revision } from '../../shared/fields.ts'
import { isId, type Id } from '../../shared/ids.ts'

/** Which meeting's agenda a comment is put on, and why. */
export const putOnAgendaSchema = z.object({
  meeting: z
    .string({ error: 'required' })
    .refine((text) => text !== '', { error: 'required' })
    .refine((text) => text === '' || isId(text), { error: 'not-in-list' })
    .transform((text) => text as Id),
  why: optional(pastedProse(2000)),
})

/** What was said of a comment: some ten pages at most. */
export const saidSchema = z.object({ said: requiredPastedProse(20_000), revision: revision() })
