import { z } from 'zod'
import { REASONS } from '../../shared/extraction.ts'
import { NAMED, REMARK_KINDS } from '../../shared/file-remarks.ts'

const count = z.number().int().nonnegative()
const row = z.object({
  member: z.string(), clause: z.string(), paragraphs: z.string(), type: z.string(), target: z.string(), ref: z.string(), observation: z.string(), organisation: z.string(), language: z.string(), group: z.string(), region: z.string(),
})

/** One remark, as a reader of files says it, or as it was kept. */
export const fileRemark = z.object({
  key: z.string().max(200),
  kind: z.enum(REMARK_KINDS),
  author: z.string().nullable(),
  date: z.string().nullable(),
  words: z.string(),
  was: z.string(),
  becomes: z.string(),
  answers: z.string().nullable(),
  isResolved: z.boolean(),
  places: z.array(z.object({ paragraph: count, start: count, end: count })),
  isNear: z.boolean().optional(),
  page: count.nullable(),
  row: row.optional(),
})

export const remarksOfFile = z.object({
  format: z.enum(['docx', 'pdf', 'table']),
  paragraphs: z.array(z.object({ text: z.string(), names: z.array(z.string()) })),
  remarks: z.array(fileRemark),
  named: z.array(z.object({ code: z.enum(NAMED), count })),
  tables: z.array(z.array(z.array(z.string()))),
})

export const remarksRead = z.discriminatedUnion('outcome', [z.object({ outcome: z.literal('read'), ...remarksOfFile.shape }), z.object({ outcome: z.literal('refused'), reason: z.enum(REASONS) })])
