import { z } from 'zod'
import { isTimeZone } from '../shared/time.ts'
import { plainDateSchema } from '../shared/approximate-date.ts'
import { line, optional, optionalOneOf, prose, requiredLine } from '../shared/fields.ts'

/** A review as the desk opens it. */
export const reviewSchema = z.object({
  version: z.string({ error: 'required' }).min(1, { error: 'required' }).max(100),
  title: requiredLine(200),
  introduction: prose(5000),
  zone: optional(line(60)).refine((zone) => zone === undefined || isTimeZone(zone), { error: 'not-in-list' }),
  closing: optionalOneOf(['soft', 'by-itself']),
  closesOn: z.preprocess((text) => (text === '' ? undefined : text), plainDateSchema.optional()),
})
