import { z } from 'zod'
import { requiredLine, requiredProse } from '../shared/fields.ts'
import { isId, type Id } from '../shared/ids.ts'

/** An edition as the desk publishes it. */
export const editionSchema = z.object({
  title: requiredLine(300),
  summary: requiredProse(2000),
  version: requiredLine(40)
    .refine((text) => text === '' || isId(text), { error: 'not-in-list' })
    .transform((text) => text as Id<'version'>),
  residue: z.string().optional().transform((value) => value === 'yes'),
})
