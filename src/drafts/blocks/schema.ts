import { z } from 'zod'
import type { Id } from '../../shared/ids.ts'
import { isId } from '../../shared/ids.ts'
import { isLanguageTag } from '../../shared/language.ts'
import { BLOCK_LIMIT, type Body, isLink, PICTURE_TYPES, LIST_DEPTH, LIST_KINDS, MARKS, type Mark, TABLE_COLUMNS, TABLE_ROWS } from './model.ts'

const NOTE_LIMIT = 5_000

const id = <K extends string>() => z.string().refine(isId).transform((value) => value as Id<K>)
const words = (limit: number) => z.string().max(limit).refine((value) => value.isWellFormed() && !/[\u0000-\u0008\u000b-\u001f\u007f]/u.test(value) && !value.includes('\n'))

const run = z.strictObject({
  kind: z.literal('text'),
  text: words(BLOCK_LIMIT).min(1),
  marks: z.array(z.enum(MARKS)).min(1).refine(isOrdered).optional(),
  link: z.string().refine(isLink).optional(),
})

function isOrdered(marks: readonly Mark[]): boolean {
  return marks.every((mark, at) => at === 0 || MARKS.indexOf(mark) > MARKS.indexOf(marks[at - 1] ?? mark))
}

const inline = z.discriminatedUnion('kind', [
  run,
  z.strictObject({ kind: z.literal('break') }),
  z.strictObject({ kind: z.literal('footnote'), id: id<'footnote'>(), content: z.array(run).max(500).refine((runs) => runs.reduce((sum, { text }) => sum + text.length, 0) <= NOTE_LIMIT) }),
  z.strictObject({ kind: z.literal('reference'), to: id<'paragraph'>() }),
])
const content = z.array(inline).max(5_000)
const worded = { content, direction: z.enum(['ltr', 'rtl']).optional(), language: z.string().refine(isLanguageTag).optional() }
const span = z.int().min(2).max(TABLE_COLUMNS).optional()
const cell = z.strictObject({ content, isHeading: z.literal(true).optional(), columns: span, rows: span })
const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pinned'), id: id() }),
  z.strictObject({ kind: z.literal('file'), sha256: z.string().regex(/^[0-9a-f]{64}$/u), mediaType: z.enum(PICTURE_TYPES) }),
])

/** Parses the body of a block that came from outside or from the database: only what is named passes, and nothing that runs. */
export const bodySchema: z.ZodType<Body> = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('paragraph'), ...worded }),
    z.strictObject({ kind: z.literal('quotation'), ...worded }),
    z.strictObject({ kind: z.literal('item'), list: z.enum(LIST_KINDS), depth: z.int().min(1).max(LIST_DEPTH), ...worded }),
    z.strictObject({ kind: z.literal('table'), rows: z.array(z.array(cell).min(1).max(TABLE_COLUMNS)).min(1).max(TABLE_ROWS), ...worded }),
    z.strictObject({ kind: z.literal('figure'), source, alternative: words(2_000), ...worded }),
  ])
  .refine((body) => sizeOf(body) <= BLOCK_LIMIT)

function sizeOf(body: Body): number {
  const pieces = body.kind === 'table' ? [...body.rows.flat().flatMap((one) => one.content), ...body.content] : body.content
  return pieces.reduce((sum, piece) => sum + (piece.kind === 'text' ? piece.text.length : 1), 0)
}
