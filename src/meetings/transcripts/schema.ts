import { z } from 'zod'
import { line, optional, webAddress } from '../../shared/fields.ts'
import { CONTENT_LANGUAGES } from '../../shared/language.ts'

/** Code points of a transcript that is pasted or sent as a file: a day of talk. */
export const TRANSCRIPT_LIMIT = 5_000_000

/** What stands beside a transcript's words, which come pasted or as a file. */
export const transcriptSchema = z.object({
  title: optional(line(300)).transform((text) => text ?? null),
  language: z.string({ error: 'required' }).superRefine((tag, context) => {
    if (!(CONTENT_LANGUAGES as readonly string[]).includes(tag)) context.addIssue({ code: 'custom', message: tag === '' ? 'required' : 'not-in-list' })
  }),
  url: optional(webAddress()).transform((text) => text ?? null),
})
