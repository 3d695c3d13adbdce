import { z } from 'zod'
import { requiredProse } from '../../shared/fields.ts'

/** A note for the desk: some two pages at most. */
export const noteSchema = z.object({ text: requiredProse(5000) })
