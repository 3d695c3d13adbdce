import { z } from 'zod'
import { oneOf, requiredProse } from '../shared/fields.ts'

/** What the editors can say became of a unit that no paragraph rests on. */
export const GIVABLE_FATES = ['answered', 'merged', 'carried-over'] as const

export const fateSchema = z.object({ fate: oneOf(GIVABLE_FATES), reason: requiredProse(3000) })
