import { z } from 'zod'
import { prose, revision } from '../../shared/fields.ts'

/** Code points of one page that is typed in, or of a document without pages. */
export const TYPED_LIMIT = 200_000

/** The last page that can be typed. */
const LAST_PAGE = 5_000

/** What the desk types: a page (none: a document without pages) and its text. Empty takes what was typed back. */
export const typedSchema = z.object({
  page: z
    .string()
    .default('')
    .transform((text) => text.trim())
    .refine((text) => text === '' || (/^[1-9][0-9]{0,3}$/u.test(text) && Number(text) <= LAST_PAGE), { error: 'documents.refusal.no-page' })
    .transform((text) => (text === '' ? null : Number(text))),
  text: prose(TYPED_LIMIT),
  revision: revision(),
})
