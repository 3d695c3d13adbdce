import { z } from 'zod'
import { line, oneOf, optional, prose, requiredLine, requiredProse, revision, webAddress } from '../../shared/fields.ts'
import { CONTENT_LANGUAGES } from '../../shared/language.ts'
import { normaliseText } from '../../shared/text.ts'
import { parsePlainDate } from '../../shared/time.ts'
import { isId, type Id } from '../../shared/ids.ts'
import { STANCES, STRENGTHS } from '../points/model.ts'

const LINE_LIMIT = 2000

/** An item of the agenda, or none. */
const item = z
  .string()
  .optional()
  .refine((text) => text === undefined || text === '' || isId(text), { error: 'not-in-list' })
  .transform((text): Id | null => (text === undefined || text === '' ? null : text))

const nothing = <T>(value: T | undefined): T | null => value ?? null
const yes = z.string().optional().transform((text) => text === 'yes')

export const noteSchema = z.object({ item, text: requiredProse(20_000) })
export const noteRevisionSchema = z.object({ text: line(LINE_LIMIT), revision: revision() })

const remark = z.object({
  item,
  text: requiredProse(10_000),
  language: z.string().optional().refine((text) => text === undefined || text === '' || (CONTENT_LANGUAGES as readonly string[]).includes(text), { error: 'not-in-list' }).transform((text) => (text === undefined || text === '' ? null : text)),
  speaker: optional(line(200)).transform(nothing),
  organisation: optional(line(300)).transform(nothing),
  isNamed: yes,
})
export const remarkSchema = remark
export const remarkRevisionSchema = remark.extend({ revision: revision() })

export const handSchema = z.object({ name: requiredLine(120), organisation: optional(line(200)).transform(nothing), stakeholderGroup: optional(line(100)).transform(nothing), isRemote: yes })
export const droppedLinkSchema = z.object({ item, url: webAddress().refine((text) => text !== '', { error: 'required' }), title: optional(line(300)).transform(nothing) })
export const strawPollSchema = z.object({
  item,
  question: requiredLine(500),
  options: requiredProse(4000)
    .transform(linesOf)
    .refine((options) => new Set(options).size >= 2, { error: 'room.refusal.options-missing' })
    .refine((options) => options.length <= 12, { error: 'room.refusal.too-many-options' })
    .refine((options) => options.every((option) => option.length <= 300), { error: 'room.refusal.option-too-long' }),
})

export const pointSchema = z.object({ item, text: requiredProse(4000), strength: oneOf(STRENGTHS) })
export const pointRevisionSchema = z.object({ text: requiredProse(4000), strength: oneOf(STRENGTHS), revision: revision() })
export const pointListSchema = z.object({
  until: requiredLine(10).refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' }).transform((text) => parsePlainDate(text)),
  revision: revision(),
})
export const pointAnswerSchema = z.object({
  stance: oneOf(STANCES),
  text: prose(10_000),
  name: optional(line(200)).transform(nothing),
  isNamed: yes,
  formKey: z.string().optional().transform((text): Id | null => (isId(text) ? text : null)),
})

/** The lines of a text that say something. */
export function linesOf(text: string): string[] {
  return normaliseText(text).split('\n').map((each) => each.trim()).filter((each) => each !== '')
}

/** The lines of a note, each cut from the text as it was typed; undefined where one is too long to be a line. */
export function noteLinesOf(text: string): string[] | undefined {
  const lines = linesOf(text)
  return lines.every((each) => each.length <= LINE_LIMIT) ? lines : undefined
}
