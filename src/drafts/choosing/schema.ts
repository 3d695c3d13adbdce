import { requiredProse } from '../../shared/fields.ts'
import { z } from 'zod'
import { documentSchema } from '../schema.ts'

/** An outline that is chosen: which, why, and what the draft is called that begins with it. */
export const choiceSchema = documentSchema.pick({ title: true, slug: true }).extend({ outline: z.string().max(100).catch(''), reason: requiredProse(2000) })
