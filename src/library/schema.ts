import { z } from 'zod'
import { line, optional, prose, requiredLine, webAddress } from '../shared/fields.ts'
import { parsePlainDate, type PlainDate } from '../shared/time.ts'

/** A reference as the desk types it. */
export const referenceSchema = z.object({
  title: requiredLine(500),
  author: optional(line(500)),
  publisher: optional(line(500)),
  published: optional(line(20)).superRefine((text, context) => {
    if (text !== undefined && parsePlainDate(text) === undefined) context.addIssue({ code: 'custom', message: 'not-a-date' })
  }).transform((text) => text as PlainDate | undefined),
  url: optional(webAddress()),
  note: optional(prose(2000)),
})
