import { z } from 'zod'
import { isSlug } from '../../forums/model.ts'
import { optional, prose, requiredLine, revision } from '../../shared/fields.ts'
import { isId, type Id } from '../../shared/ids.ts'

/** At most this many variants of a call. */
export const VARIANT_LIMIT = 20

const variant = z.object({
  /** Of a variant that is there already. */
  id: z
    .string()
    .optional()
    .transform((text) => (isId(text) ? (text as Id<'variant'>) : undefined)),
  slug: requiredLine(60).refine((text) => text === '' || isSlug(text), { error: 'not-a-slug' }),
  title: requiredLine(200),
  introduction: optional(prose(20_000)),
  /** Numbers of questions: ticked boxes. None means all. */
  questions: z.array(z.string()).transform((ticked) => [...new Set(ticked.filter((text) => /^[0-9]{1,4}$/u.test(text)).map(Number))].sort((a, b) => a - b)),
})

/** The variants of a call as they shall be: one left out is removed. */
export const setVariantsSchema = z.object({
  revision: revision(),
  variants: z
    .array(variant)
    .max(VARIANT_LIMIT, { error: `calls.variants.refusal.too-many:${VARIANT_LIMIT}` })
    .superRefine((variants, context) => {
      variants.forEach(({ slug }, place) => {
        if (variants.slice(0, place).some((other) => other.slug === slug)) context.addIssue({ code: 'custom', path: [place, 'slug'], message: 'calls.variants.refusal.slug-twice' })
      })
    }),
})
export type VariantsToSet = z.output<typeof setVariantsSchema>
