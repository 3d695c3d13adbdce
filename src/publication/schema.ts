import { z } from 'zod'
import { prose, requiredLine, requiredProse } from '../shared/fields.ts'
import { ANNEX_KINDS } from './text/model.ts'
import { isId, type Id } from '../shared/ids.ts'

/** An edition as the desk publishes it. */
export const editionSchema = z.object({
  title: requiredLine(300),
  summary: requiredProse(2000),
  version: requiredLine(40)
    .refine((text) => text === '' || isId(text), { error: 'not-in-list' })
    .transform((text) => text as Id<'version'>),
  annexes: z.array(z.enum(ANNEX_KINDS, { error: 'not-in-list' })).optional(),
  credits: prose(2000).optional(),
  residue: z.string().optional().transform((value) => value === 'yes'),
})
