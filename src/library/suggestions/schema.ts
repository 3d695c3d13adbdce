import { z } from 'zod'
import { oneOf, optional, prose } from '../../shared/fields.ts'

/** What the desk decides on a paper that it does not list anew: `same`, it is listed already; `declined`, with a reason; `withhold`: its words are shown to nobody. */
export const decidingSchema = z.object({ decision: oneOf(['same', 'declined']), reason: optional(prose(2000)), withhold: z.string().optional().transform((text) => text !== undefined && text !== '') })
