import { z } from 'zod'
import type { Call } from '../../calls/model.ts'
import { line, mailAddress, prose } from '../../shared/fields.ts'
import type { Id } from '../../shared/ids.ts'
import { excerpt } from '../../shared/text.ts'
import { dateInZone, type Instant, type PlainDate } from '../../shared/time.ts'
import { NO_REGIONAL_GROUP, type Capacity, type Channel, type Consent } from '../../shared/vocabularies.ts'
import { ANSWER_LIMIT, type ForumLists } from '../schema.ts'
import {
  CAPACITY_WORDS, CHANNEL_WORDS, CONSENT_WORDS, constantOf, errorOfCell, findCountry, findInList, findLanguage, findWord, isDamaged, isNoGroup, readReceived, translateValue,
  type Columns, type ImportField, type ImportMap,
} from './model.ts'

const names = z.union([z.string(), z.array(z.string()).min(1)]).transform((value) => (typeof value === 'string' ? [value] : value))
const scalar = z.union([z.string(), z.number(), z.boolean(), z.date()]).transform((value) => (value instanceof Object ? value.toISOString().slice(0, 10) : String(value)))

/** How a file's own columns and words are to be read; docs/reference/import.md describes every key. */
export const importMapSchema = z.strictObject({
  /** Our field: the file's column, or several, joined. */
  columns: z.record(z.string(), names).default({}),
  /** Our field: the file's word: our value. */
  values: z.record(z.string(), z.record(z.string(), scalar)).default({}),
  /** Our field: one value for all rows. */
  constants: z.record(z.string(), scalar).default({}),
  /** The row of the header, as a spreadsheet numbers it; found by its names when not given. */
  header: z.number().int().min(1).optional(),
  /** How the file is written, as the Encoding Standard names it; found out when not given. */
  encoding: z.string().refine(isEncoding, { error: 'This is not the name of an encoding.' }).optional(),
  /** The column whose values tell rows apart, so that a second import takes nothing twice. */
  key: z.string().optional(),
  /** Columns to leave unread although their names are known. */
  ignore: names.optional(),
  join: z.strictObject({ file: z.string(), on: z.string() }).optional(),
  /** Names of files in the folder given with `--documents`; `{Column}` stands for the row's cell. */
  documents: names.optional(),
  /** How dates with strokes or points are written. */
  dates: z.enum(['day/month/year', 'month/day/year', 'year/month/day']).optional(),
})

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== 'replacement'
  } catch {
    return false
  }
}

/** What a row is read against. */
export interface RowContext {
  readonly map: ImportMap
  readonly columns: Columns
  readonly call: Call
  readonly forum: ForumLists
  /** The last day that has begun anywhere. */
  readonly today: PlainDate
  /** The day by which everything in the file has certainly come, where it says nothing: that of the import. */
  readonly importedOn: PlainDate
}

export interface CellError {
  readonly field: string | null
  readonly reason: string
}

export type RowRead = {
  readonly [Field in Exclude<ImportField, `answer${number}` | 'received' | 'key' | 'capacity' | 'consent' | 'channel'>]: string | null
} & {
  readonly key: string | null
  readonly capacity: Capacity | null
  readonly consent: Consent
  readonly channel: Channel
  readonly receivedAt: Instant | null
  readonly receivedBy: PlainDate
  readonly answers: readonly { readonly questionId: Id<'question'>; readonly number: number; readonly text: string }[]
}

// Made once: a schema costs more to make than a cell to check.
const LINE = line(300)
const MAIL = mailAddress()
const ANSWER = prose(ANSWER_LIMIT)

/** Reads the cells of one row: what it says, or a sentence for every cell that cannot be read. */
export function readRow(cells: readonly string[], context: RowContext): { readonly row: RowRead } | { readonly errors: readonly CellError[] } {
  const errors: CellError[] = []
  const refuse = (field: string | null, reason: string): null => {
    errors.push({ field, reason })
    return null
  }
  const cell = (field: ImportField, between = ' '): string => cellOf(cells, field, context, between)
  const checked = (field: ImportField, schema: z.ZodType<string, string>): string | null => {
    const parsed = schema.safeParse(cell(field))
    if (parsed.success) return parsed.data === '' ? null : parsed.data
    return refuse(field, errorOfCell(parsed.error.issues[0]?.message ?? ''))
  }
  const word = <T extends string>(field: ImportField, find: (text: string) => T | undefined): T | null => {
    const text = cell(field)
    if (text === '') return null
    const found = find(text)
    if (found === undefined) refuse(field, `“${excerpt(text, 60)}” is not known here. Say in the map what it means, under “values: ${field}”.`)
    return found ?? null
  }
  const { forum, call, map } = context
  const received = readReceived(cell('received'), map)
  if (received === undefined) refuse('received', `“${excerpt(cell('received'), 60)}” is not a date that can be read. Write 2017-10-11, or say in the map under “dates” how dates are written.`)
  const receivedBy = received?.day ?? context.importedOn
  if (receivedBy > context.today) refuse('received', 'This day is still to come.')
  if (!call.isOpen && call.closedAt !== null && receivedBy > dateInZone(call.closedAt, '+14:00')) refuse('received', `The call was closed before this day: ${call.closedReason ?? ''}`)
  if (isDamaged(cell('key'))) refuse('key', `“${cell('key')}” is not the value itself but what a spreadsheet made of it. Format the column as text and export it again, or leave the key out: rows are then told apart by their words.`)
  const answers = call.questions.map((question) => {
    const text = checkedProse(cell(`answer${question.number}`, '\n\n'), (reason) => refuse(`answer${question.number}`, reason))
    return { questionId: question.id, number: question.number, text }
  })
  const row: RowRead = {
    key: checked('key', LINE),
    contributor: checked('contributor', LINE),
    organisation: checked('organisation', LINE),
    capacity: word('capacity', (text) => findWord(CAPACITY_WORDS, text)),
    country: word('country', findCountry),
    stakeholderGroup: word('stakeholderGroup', (text) => findInList(forum.stakeholderGroups, text)),
    regionalGroup: word('regionalGroup', (text) => (isNoGroup(text) ? NO_REGIONAL_GROUP : findInList(forum.regionalGroups, text))),
    language: word('language', findLanguage),
    consent: word('consent', (text) => findWord(CONSENT_WORDS, text)) ?? 'full',
    channel: word('channel', (text) => findWord(CHANNEL_WORDS, text)) ?? 'import',
    mail: checked('mail', MAIL),
    label: checked('label', LINE),
    receivedAt: received?.at ?? null,
    receivedBy,
    answers: answers.filter(({ text }) => text !== ''),
  }
  return errors.length > 0 ? { errors } : { row }
}

/** A field's text: its cells joined, translated by the map; the map's constant where the file has none. `N/A` is nothing. */
function cellOf(cells: readonly string[], field: ImportField, { map, columns }: RowContext, between: string): string {
  const places = columns.places.get(field)
  if (places === undefined) return constantOf(map, field) ?? ''
  const parts = places.map((place) => (cells[place] ?? '').trim()).filter((part) => part !== '' && !/^n\/a$/iu.test(part))
  const text = translateValue(map, field, parts.join(between))
  return text === '' ? (constantOf(map, field) ?? '') : text
}

function checkedProse(text: string, refuse: (reason: string) => null): string {
  const parsed = ANSWER.safeParse(text)
  if (parsed.success) return parsed.data
  refuse(errorOfCell(parsed.error.issues[0]?.message ?? ''))
  return ''
}
