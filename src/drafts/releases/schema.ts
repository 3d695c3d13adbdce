import { z } from 'zod'
import { mailAddress } from '../../shared/fields.ts'
import { normaliseText } from '../../shared/text.ts'
import { versionDate } from '../schema.ts'

/** At most this many addresses in one round. */
export const ADDRESS_LIMIT = 2000

export const followSchema = z.object({ mail: mailAddress().refine((text) => text !== '', { error: 'required' }) })

/** To whom a version goes round, as addresses are pasted: one a line, or with commas or semicolons between. `Name <address>` is the address. */
export const roundSchema = z.object({
  toFollowers: z.string().optional().transform((value) => value === 'yes'),
  addresses: z
    .string()
    .optional()
    .transform((text, context) => {
      const found = normaliseText(text ?? '').split(/[\n,;]+/u).map((each) => (/<([^<>]+)>\s*$/u.exec(each)?.[1] ?? each).trim()).filter((each) => each !== '')
      const wrong = found.find((each) => !mailAddress().safeParse(each).success)
      if (wrong !== undefined) context.addIssue({ code: 'custom', message: `announcing.refusal.not-an-address:${wrong.replaceAll(':', ' ').slice(0, 100)}` })
      if (found.length > ADDRESS_LIMIT) context.addIssue({ code: 'custom', message: `announcing.refusal.too-many:${ADDRESS_LIMIT}` })
      return [...new Map(found.map((each) => [each.toLowerCase(), each])).values()]
    }),
})

/** The day on which a version that is held back comes out; none: a person decides. */
export const planSchema = z.object({ releaseOn: versionDate() })
