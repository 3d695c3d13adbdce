import { z } from 'zod'
import { plainDateSchema } from '../../shared/approximate-date.ts'
import { NAMED, REMARK_KINDS } from '../../shared/file-remarks.ts'
import { oneOf } from '../../shared/fields.ts'
import { CONSENTS } from '../../shared/vocabularies.ts'

const count = z.number().int().nonnegative()
const said = z.string()

/** What was read of a file, as it is kept until it is taken. */
export const keptFile = z.object({
  format: z.enum(['docx', 'pdf', 'table']),
  paragraphs: z.array(z.object({ text: said, names: z.array(said) })),
  remarks: z.array(
    z.object({
      key: said,
      kind: z.enum(REMARK_KINDS),
      author: said.nullable(),
      date: said.nullable(),
      words: said,
      was: said,
      becomes: said,
      answers: said.nullable(),
      isResolved: z.boolean(),
      places: z.array(z.object({ paragraph: count, start: count, end: count })),
      isNear: z.boolean().optional(),
      page: count.nullable(),
      row: z.object({ member: said, clause: said, paragraphs: said, type: said, target: said, ref: said, observation: said, organisation: said, language: said, group: said, region: said }).optional(),
    }),
  ),
  named: z.array(z.object({ code: z.enum(NAMED), count })),
  tables: z.array(z.array(z.array(said))),
})

/** A file as the desk sends it: the day it came besides. */
export const sendingSchema = z.object({ arrivedOn: plainDateSchema })

/** What is said of all of a file's comments. */
export const takingSchema = z.object({ consent: oneOf(CONSENTS) })
