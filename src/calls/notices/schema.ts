import { z } from 'zod'
import { mailAddress } from '../../shared/fields.ts'
import { normaliseText } from '../../shared/text.ts'

/** At most this many addresses in one announcement. */
export const ADDRESS_LIMIT = 2000

export const noticeSchema = z.object({ mail: mailAddress().refine((text) => text !== '', { error: 'required' }) })

/** Addresses as somebody pastes them: one a line, or with commas or semicolons between. `Name <address>` is the address. */
export const announceSchema = z.object({
  language: z.enum(['en', 'fr'], { error: 'not-in-list' }),
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
export type Announcement = z.output<typeof announceSchema>
