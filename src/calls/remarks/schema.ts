import { z } from 'zod'
import { line, optional, requiredProse } from '../../shared/fields.ts'
import { isId } from '../../shared/ids.ts'

/** What the public form sends: the question's number, or nothing for the call as a whole. */
export const remarkSchema = z.object({
  question: z
    .string()
    .optional()
    .transform((text) => (text === undefined || text === '' ? null : text))
    .refine((text) => text === null || /^[0-9]{1,4}$/u.test(text), { error: 'not-in-list' })
    .transform((text) => (text === null ? null : Number(text))),
  text: requiredProse(5000),
  author: optional(line(300)),
  formKey: z.string({ error: 'required' }).refine(isId, { error: 'required' }),
})
export type RemarkToSend = z.output<typeof remarkSchema>

export const remarkAnswerSchema = z.object({
  answer: requiredProse(5000),
  isChanged: z.string().optional().transform((value) => value === 'yes'),
  isHidden: z.string().optional().transform((value) => value === 'yes'),
})
export type RemarkAnswer = z.output<typeof remarkAnswerSchema>
