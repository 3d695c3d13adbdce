import { z } from 'zod'
import { isSlug } from '../../forums/model.ts'
import { line, optional, requiredLine } from '../../shared/fields.ts'
import { requiredDate } from '../schema.ts'

export const cutOffSchema = z.object({
  slug: requiredLine(60).refine((text) => text === '' || isSlug(text), { error: 'not-a-slug' }),
  title: requiredLine(200),
  on: requiredDate,
  note: optional(line(500)),
})
export type CutOffToName = z.output<typeof cutOffSchema>
