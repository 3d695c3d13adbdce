import { z } from 'zod'
import { plainDateSchema } from '../../shared/approximate-date.ts'
import { requiredProse } from '../../shared/fields.ts'

/** A review's last day as the desk moves it. */
export const extensionSchema = z.object({ earlier: plainDateSchema, closesOn: plainDateSchema, reason: requiredProse(2000) })
