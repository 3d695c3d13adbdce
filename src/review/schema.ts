import { z } from 'zod'
import { plainDateSchema } from '../shared/approximate-date.ts'
import { prose, requiredLine } from '../shared/fields.ts'

/** A review as the desk opens it. */
export const reviewSchema = z.object({
  version: z.string({ error: 'required' }).min(1, { error: 'required' }).max(100),
  title: requiredLine(200),
  introduction: prose(5000),
  closesOn: z.preprocess((text) => (text === '' ? undefined : text), plainDateSchema.optional()),
})
