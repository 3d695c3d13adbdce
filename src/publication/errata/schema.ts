import { z } from 'zod'
import { requiredProse } from '../../shared/fields.ts'

/** A note on an edition, as the desk writes it. */
export const erratumSchema = z.object({
  /** The number of a paragraph; empty: on the edition as a whole. */
  paragraph: z
    .string()
    .trim()
    .default('')
    .refine((text) => text === '' || /^[1-9][0-9]{0,8}$/u.test(text), { error: 'not-a-number' })
    .transform((text) => (text === '' ? null : Number(text))),
  text: requiredProse(4000),
})
