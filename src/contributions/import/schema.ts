import { z } from 'zod'
import type { Call } from '../../calls/model.ts'
import { isClosed } from '../../calls/questions/model.ts'
import { line, mailAddress, prose } from '../../shared/fields.ts'
import type { Id } from '../../shared/ids.ts'
import { excerpt } from '../../shared/text.ts'
import { dateInZone, type Instant, type PlainDate } from '../../shared/time.ts'
import { NO_REGIONAL_GROUP, type Capacity, type Channel, type Consent } from '../../shared/vocabularies.ts'
import { readChosen, type Choice } from '../choices/model.ts'
import { ANSWER_LIMIT, type ForumLists } from '../schema.ts'
import { told, type Told } from '../../shared/told.ts'
import { DATE_ORDERS, isFault, NOT_CALCULATED, readArrived, type DateOrder } from '../cells/model.ts'
import { isPart, type Columns } from '../columns/model.ts'
import {
  CAPACITY_WORDS, CHANNEL_WORDS, CONSENT_WORDS, constantOf, DAMAGED, errorOfCell, findCountry, findInList, findLanguage, findWord, isNoGroup, REPEATED, translateValue,
  type ImportField, type ImportMap,
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
  /** What parts the cells; found out when not given. */
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  /** The sheet of a workbook, by its name or its place; the one with the header when not given. */
  sheet: z.union([z.string(), z.number()]).transform(String).optional(),
  /** The column whose values tell rows apart, so that a second import takes nothing twice. */
  key: z.string().optional(),
  /** Columns to leave unread although their names are known. */
  ignore: names.optional(),
  join: z.strictObject({ file: z.string(), on: z.string() }).optional(),
  /** Names of files in the folder given with `--documents`; `{Column}` stands for the row's cell. */
  documents: names.optional(),
  /** How dates with strokes or points are written. */
  dates: z.enum(DATE_ORDERS).optional(),
  /** A key met again with other content: refused, or the first one alone taken, or each. */
  repeated: z.enum(REPEATED).optional(),
  /** A key that a spreadsheet has damaged: refused, or the row is told apart by its words. */
  damaged: z.enum(DAMAGED).optional(),
})

function isEncoding(label: string): boolean {
  if (label === 'utf-8-twice') return true
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
  /** How dates written with numbers alone are to be read: said, or told by the dates themselves. */
  readonly dateOrder: DateOrder | undefined
}

export interface CellError {
  readonly field: string | null
  readonly reason: Told
}

export type RowRead = {
  readonly [Field in Exclude<ImportField, `answer${number}` | 'received' | 'key' | 'capacity' | 'consent' | 'channel' | 'documents'>]: string | null
} & {
  readonly key: string | null
  readonly capacity: Capacity | null
  readonly consent: Consent
  readonly channel: Channel
  readonly receivedAt: Instant | null
  readonly receivedBy: PlainDate
  /** Whether the file says when it came; else the day is that of the import. */
  readonly isDated: boolean
  readonly answers: readonly { readonly questionId: Id<'question'>; readonly number: number; readonly text: string }[]
  /** What closed questions are answered with. */
  readonly choices: readonly (Choice & { readonly number: number })[]
}

// Made once: a schema costs more to make than a cell to check.
const LINE = line(300)
const MAIL = mailAddress()
const ANSWER = prose(ANSWER_LIMIT)

/** Reads the cells of one row: what it says, or what is to be said of every cell that cannot be read. */
export function readRow(cells: readonly string[], context: RowContext): { readonly row: RowRead } | { readonly errors: readonly CellError[] } {
  const errors: CellError[] = []
  const refuse = (field: string | null, reason: Told): null => {
    errors.push({ field, reason })
    return null
  }
  const cell = (field: ImportField): string => cellOf(cells, field, context, refuse)
  const checked = (field: ImportField, schema: z.ZodType<string, string>): string | null => {
    const text = cell(field)
    if (text === '') return null
    const parsed = schema.safeParse(text)
    if (parsed.success) return parsed.data === '' ? null : parsed.data
    return refuse(field, errorOfCell(parsed.error.issues[0]?.message ?? ''))
  }
  const word = <T extends string>(field: ImportField, find: (text: string) => T | undefined): T | null => {
    const text = cell(field)
    if (text === '') return null
    const found = find(text)
    if (found === undefined) refuse(field, told('value-unknown', { value: excerpt(text, 60), field }))
    return found ?? null
  }
  const { forum, call } = context
  const received = readReceived(cell('received'), context, refuse)
  const choices = readChoices(call, cell, refuse)
  const answers = call.questions.filter((question) => !isClosed(question)).map((question) => {
    const field = `answer${question.number}` as const
    return { questionId: question.id, number: question.number, text: checkedProse(cell(field), (reason) => refuse(field, reason)) }
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
    ...received,
    answers: answers.filter(({ text }) => text !== ''),
    choices,
  }
  return errors.length > 0 ? { errors } : { row }
}

type Refuse = (field: string | null, reason: Told) => null

function readChoices(call: Call, cell: (field: ImportField) => string, refuse: Refuse): RowRead['choices'] {
  return call.questions.filter(isClosed).flatMap((question) => {
    const field = `answer${question.number}` as const
    const text = cell(field).trim()
    const options = text === '' ? [] : readChosen(question, text)
    if (options === undefined) refuse(field, told('value-unknown', { value: excerpt(text, 60), field }))
    return options === undefined || options.length === 0 ? [] : [{ questionId: question.id, number: question.number, options }]
  })
}

function readReceived(text: string, context: RowContext, refuse: Refuse): Pick<RowRead, 'receivedAt' | 'receivedBy' | 'isDated'> {
  const { call } = context
  const received = readArrived(text, context.dateOrder)
  if (received === undefined) refuse('received', told(context.dateOrder === undefined && readArrived(text, 'day/month/year') !== undefined ? 'date-ambiguous' : 'date-unreadable', { value: excerpt(text, 60) }))
  const receivedBy = received?.day ?? context.importedOn
  if (receivedBy > context.today) refuse('received', told('date-to-come'))
  if (!call.isOpen && call.closedAt !== null && receivedBy > dateInZone(call.closedAt, '+14:00')) refuse('received', told('call-was-closed', { reason: call.closedReason ?? '' }))
  return { receivedAt: received?.at ?? null, receivedBy, isDated: received?.day != null }
}

/**
 * A field's text: its cells joined (answers with an empty line, the parts of one long answer with nothing), translated by the map; the
 * map's constant where the file has none. `N/A` is nothing; what a formula left that went wrong is refused.
 */
function cellOf(cells: readonly string[], field: ImportField, { map, columns }: RowContext, refuse: Refuse): string {
  const places = columns.places.get(field)
  if (places === undefined) return constantOf(map, field) ?? ''
  let text = ''
  for (const place of places) {
    const part = (cells[place] ?? '').trim()
    if (part === '' || NOTHING.test(part)) continue
    // Of an answer this may be all that its sender's own spreadsheet left: it is kept, and named.
    if (field !== 'key' && isFault(part) && (!field.startsWith('answer') || part === NOT_CALCULATED)) refuse(field, told('cell-fault', { value: part }))
    text += text === '' || isPart(columns.header[place] ?? '') ? part : `${field.startsWith('answer') ? '\n\n' : ' '}${part}`
  }
  const translated = translateValue(map, field, text)
  return translated === '' ? (constantOf(map, field) ?? '') : translated
}

const NOTHING = /^n\/a$/iu

function checkedProse(text: string, refuse: (reason: Told) => null): string {
  if (text === '') return ''
  const parsed = ANSWER.safeParse(text)
  if (parsed.success) return parsed.data
  refuse(errorOfCell(parsed.error.issues[0]?.message ?? ''))
  return ''
}

/** What a row's cells say of its documents: names of files, or addresses whose last part is one. */
export function readDocumentNames(cells: readonly string[], columns: Columns): string[] {
  return (columns.places.get('documents') ?? []).flatMap((place) => (cells[place] ?? '').split(/[;,|\n\t]+/u).map((name) => name.trim()).filter((name) => name !== '' && !NOTHING.test(name)))
}
