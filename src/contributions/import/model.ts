import type { Question } from '../../calls/model.ts'
import { COUNTRY_CODES, isCountry, listCountries } from '../../shared/countries.ts'
import { CONTENT_LANGUAGES, isLanguageTag } from '../../shared/language.ts'
import { dateInZone, instantFromMilliseconds, parseInstant, parsePlainDate, type Instant, type PlainDate } from '../../shared/time.ts'
import type { Capacity, Channel, Consent, ListEntry } from '../../shared/vocabularies.ts'

/** How a file's own columns and words are to be read, as `importMapSchema` gives it. */
export interface ImportMap {
  readonly columns: Readonly<Record<string, readonly string[]>>
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly constants: Readonly<Record<string, string>>
  readonly header?: number | undefined
  /** How the file is written, where it cannot be told from the file. */
  readonly encoding?: string | undefined
  readonly key?: string | undefined
  readonly ignore?: readonly string[] | undefined
  readonly join?: { readonly file: string; readonly on: string } | undefined
  readonly documents?: readonly string[] | undefined
  readonly dates?: 'day/month/year' | 'month/day/year' | 'year/month/day' | undefined
}

/** What a column can hold, besides answers. */
export const IMPORT_FIELDS = [
  'contributor', 'organisation', 'capacity', 'country', 'stakeholderGroup', 'regionalGroup', 'language', 'received', 'consent', 'channel', 'mail', 'label', 'key',
] as const
export type ImportField = (typeof IMPORT_FIELDS)[number] | `answer${number}`

/** Names by which columns are known without a map; case, spaces and signs do not matter. */
const KNOWN: Readonly<Record<(typeof IMPORT_FIELDS)[number], readonly string[]>> = {
  contributor: ['contributor', 'contributor name', 'name', 'author', 'submitter', 'submitted by', 'from', 'contributeur', 'nom'],
  organisation: ['organisation', 'organization', 'institution', 'affiliation', 'company', 'organisme'],
  capacity: ['capacity', 'ind org', 'individual or organisation', 'individual or organization', 'capacité', 'qualité'],
  country: ['country', 'country code', 'nation', 'pays'],
  stakeholderGroup: ['stakeholder group', 'stakeholder', 'sh group', 'stakeholder type', 'groupe de parties prenantes'],
  regionalGroup: ['regional group', 'region', 'un group', 'un regional group', 'groupe régional'],
  language: ['language', 'lang', 'langue'],
  received: ['received', 'received by', 'received at', 'received on', 'received date', 'date received', 'date', 'submitted', 'submitted at', 'reçu', 'reçue', 'reçue le'],
  consent: ['consent', 'consent to publish', 'publish', 'consentement'],
  channel: ['channel', 'came by', 'canal'],
  mail: ['mail', 'email', 'e-mail', 'mail address', 'email address', 'courriel', 'adresse électronique'],
  label: ['label', 'reference', 'ref'],
  key: ['key', 'id', 'source key', 'document id', 'comment id', 'submission id'],
}

/** Names of a column that holds the whole text, where the call asks one question. */
const WHOLE_TEXT = ['answer', 'text', 'comment', 'comments', 'contribution', 'response', 'submission', 'statement', 'body', 'text comment', 'comment body', 'réponse', 'texte']

/** As `plainName` leaves them. */
const ANSWER = /^(?:answer|answertoquestion|question|réponse|réponseàlaquestion|q|a)(\d{1,2})$/u

/** Which cells hold which field. */
export interface Columns {
  readonly header: readonly string[]
  /** Places of a field's cells, in the order in which they are joined. */
  readonly places: ReadonlyMap<ImportField, readonly number[]>
  readonly unread: readonly string[]
}

/** A name without what differs between two spellings of it. */
export function plainName(name: string): string {
  const known = plainNames.get(name)
  if (known !== undefined) return known
  const plain = name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '')
  if (plainNames.size < 5000) plainNames.set(name, plain)
  return plain
}

/** The same few words stand in every row of a file. */
const plainNames = new Map<string, string>()

/**
 * Reads a row as a header: by the map's columns first, then by known names, then by the questions' own words. Answers how many of
 * its cells are known, to find the row in a file that has lines before it.
 */
export function readHeader(cells: readonly string[], map: ImportMap, questions: readonly Question[]): Columns & { readonly known: number } {
  const places = new Map<ImportField, number[]>()
  const byName = new Map<string, number>()
  cells.forEach((cell, place) => {
    if (!byName.has(plainName(cell))) byName.set(plainName(cell), place)
  })
  const taken = new Set<number>()
  const take = (field: ImportField, name: string): void => {
    const place = byName.get(plainName(name))
    if (place === undefined || name.trim() === '') return
    places.set(field, [...(places.get(field) ?? []), place])
    taken.add(place)
  }
  for (const [field, columns] of Object.entries(map.columns)) for (const column of columns) take(fieldOf(field), column)
  if (map.key !== undefined) take('key', map.key)
  const ignored = new Set((map.ignore ?? []).map(plainName))
  cells.forEach((cell, place) => {
    const field = taken.has(place) || ignored.has(plainName(cell)) ? undefined : recognise(cell, questions)
    if (field === undefined || places.has(field) || constantOf(map, field) !== undefined) return
    places.set(field, [place])
    taken.add(place)
  })
  return { header: cells, places, unread: cells.filter((cell, place) => !taken.has(place) && cell.trim() !== ''), known: taken.size }
}

function recognise(cell: string, questions: readonly Question[]): ImportField | undefined {
  const name = plainName(cell)
  if (name === '') return undefined
  const question = questions.find(({ text }) => plainName(text) === name)
  if (question !== undefined) return `answer${question.number}`
  const number = ANSWER.exec(name)?.[1]
  if (number !== undefined) return questions.some((each) => each.number === Number(number)) ? `answer${Number(number)}` : undefined
  const [only, ...others] = questions
  if (only !== undefined && others.length === 0 && WHOLE_TEXT.some((known) => plainName(known) === name)) return `answer${only.number}`
  return IMPORT_FIELDS.find((field) => KNOWN[field].some((known) => plainName(known) === name))
}

/** `answer 2` and `answer2` are the same field of a map. */
function fieldOf(name: string): ImportField {
  const number = ANSWER.exec(plainName(name))?.[1]
  if (number !== undefined) return `answer${Number(number)}`
  return name === 'receivedBy' ? 'received' : (name as ImportField)
}

/** What a map names that the file or the call does not have: sentences. */
export function checkMap(map: ImportMap, columns: Columns, joined: readonly string[], questions: readonly Question[]): string[] {
  const here = new Set([...columns.header, ...joined].map(plainName))
  const missing = Object.values(map.columns).flat().filter((name) => !here.has(plainName(name)))
  const known = new Set<string>([...IMPORT_FIELDS, ...questions.map(({ number }) => `answer${number}`)])
  const strange = [...Object.keys(map.columns), ...Object.keys(map.values), ...Object.keys(map.constants)].filter((name) => !known.has(fieldOf(name)))
  return [
    ...missing.map((name) => `The map names a column “${name}” that the file does not have.`),
    ...strange.map((name) => `The map names a field “${name}” that a contribution to this call does not have.`),
    ...(map.key === undefined || here.has(plainName(map.key)) ? [] : [`The map takes its key from a column “${map.key}” that the file does not have.`]),
  ]
}

/** A map's words and constants under our own names of the fields. */
export function constantOf(map: ImportMap, field: ImportField): string | undefined {
  return Object.entries(map.constants).find(([name]) => fieldOf(name) === field)?.[1]
}

/** Our value for a cell: by the map's words, else as it stands. A word of signs alone, such as ---, has to be met exactly. */
export function translateValue(map: ImportMap, field: ImportField, raw: string): string {
  const words = Object.entries(map.values).find(([name]) => fieldOf(name) === field)?.[1]
  if (words === undefined) return raw
  const plain = plainName(raw)
  const found = Object.entries(words).find(([word]) => word.trim() === raw || (plain !== '' && plainName(word) === plain))
  return found === undefined ? raw : found[1]
}

/** True for what a spreadsheet makes of a long number or of a formula: the value itself is lost. */
export function isDamaged(text: string): boolean {
  return /^\d(?:[.,]\d+)?E\+\d+$/iu.test(text) || /^#(?:NAME\?|REF!|VALUE!|N\/A|NUM!|DIV\/0!)$/u.test(text) || /^#+$/u.test(text)
}

/** The sentence of an error code of `shared/fields.ts`, for a row of a file. */
export function errorOfCell(code: string): string {
  const [name, limit, length] = code.split(':')
  switch (name) {
    case 'too-long':
      return `This is ${length ?? ''} characters long; ${limit ?? ''} fit.`
    case 'control-characters':
      return 'There are invisible control characters in this text.'
    case 'broken-encoding':
      return 'Some characters of this text are not whole (they show as \ufffd).'
    case 'not-a-mail-address':
      return 'This does not look like a mail address.'
    case 'required':
      return 'This has to be filled in.'
    default:
      return 'This is not one of the values known here.'
  }
}

type Words<T extends string> = Readonly<Record<T, readonly string[]>>

export const CAPACITY_WORDS: Words<Capacity> = {
  individual: ['individual', 'ind', 'person', 'individuel', 'à titre individuel'],
  organisation: ['organisation', 'organization', 'org', 'institution'],
  official: ['official', 'official, speaking personally', 'official speaking personally'],
}
export const CONSENT_WORDS: Words<Consent> = {
  full: ['full', 'yes', 'true', 'public', 'oui'],
  'without-name': ['without-name', 'without name', 'anonymous', 'anonymously', 'anonyme'],
  'not-at-all': ['not-at-all', 'not at all', 'no', 'false', 'confidential', 'private', 'non'],
}
export const CHANNEL_WORDS: Words<Channel> = {
  web: ['web', 'form', 'web form', 'online'],
  mail: ['mail', 'email', 'e-mail', 'courriel'],
  list: ['list', 'mailing list', 'list post'],
  import: ['import'],
  meeting: ['meeting'],
  paper: ['paper', 'letter', 'post', 'fax', 'lettre'],
  desk: ['desk'],
}

export function findWord<T extends string>(words: Words<T>, text: string): T | undefined {
  const plain = plainName(text)
  return (Object.keys(words) as T[]).find((value) => words[value].some((word) => plainName(word) === plain))
}

/** The key of a list's entry, met by key or by title. */
export function findInList(list: readonly ListEntry[], text: string): string | undefined {
  const plain = plainName(text)
  return list.find(({ key, title }) => plainName(key) === plain || plainName(title) === plain)?.key
}

/** Words for belonging to no regional group: a fact, where an empty cell is not recorded. */
export function isNoGroup(text: string): boolean {
  return /^(?:none|aucun|[-–—]+)$/iu.test(text.trim())
}

const SHORT_NAMES: Readonly<Record<string, string>> = { uk: 'GB', greatbritain: 'GB', usa: 'US', unitedstatesofamerica: 'US', southkorea: 'KR', republicofkorea: 'KR', russianfederation: 'RU', uae: 'AE', turkey: 'TR', iranislamicrepublicof: 'IR', vietnam: 'VN', drc: 'CD' }
const countryNames = new Map<string, string>()

/** A country's code, met by code or by its English or French name. */
export function findCountry(text: string): string | undefined {
  const code = text.trim().toUpperCase()
  if (isCountry(code)) return code
  if (countryNames.size < COUNTRY_CODES.length) for (const language of ['en', 'fr']) for (const country of listCountries(language)) countryNames.set(plainName(country.name), country.code)
  return SHORT_NAMES[plainName(text)] ?? countryNames.get(plainName(text))
}

const languageNames = new Map<string, string>()

/** A language's tag, met by tag or by its English, French or own name. */
export function findLanguage(text: string): string | undefined {
  if (languageNames.size === 0) for (const tag of CONTENT_LANGUAGES) for (const language of ['en', 'fr', tag]) languageNames.set(plainName(new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag), tag)
  const known = languageNames.get(plainName(text))
  return known ?? (isLanguageTag(text.trim()) && text.trim().length !== 4 ? text.trim() : undefined)
}

/**
 * Reads when something came: a day, an instant with its offset, or the milliseconds of a clock. A day with strokes or points is read
 * as the map says, for 6/5 is in May for some and in June for others. Nothing where the text is empty; undefined where it cannot be read.
 */
export function readReceived(text: string, map: Pick<ImportMap, 'dates'>): { day: PlainDate | null; at: Instant | null } | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return { day: null, at: null }
  if (/^\d{13}$/u.test(trimmed)) return ofInstant(instantFromMilliseconds(Number(trimmed)))
  const at = /^\d{4}-\d{2}-\d{2}[T ].*(?:Z|[+-]\d{2}:?\d{2})$/u.test(trimmed) ? parseInstant(trimmed.replace(' ', 'T')) : undefined
  if (at !== undefined) return ofInstant(at)
  // A clock without its zone says the day at most.
  const day = parsePlainDate(/^(\d{4}-\d{2}-\d{2})(?:$|[T ]\d{2}:\d{2})/u.exec(trimmed)?.[1] ?? '') ?? readStrokes(trimmed, map)
  return day === undefined ? undefined : { day, at: null }
}

function ofInstant(at: Instant): { day: PlainDate; at: Instant } {
  return { day: dateInZone(at, 'UTC'), at }
}

function readStrokes(text: string, { dates }: Pick<ImportMap, 'dates'>): PlainDate | undefined {
  const parts = /^(\d{1,4})[/.](\d{1,2})[/.](\d{1,4})(?:$|\s)/u.exec(text)?.slice(1)
  const order = (dates ?? 'year/month/day').split('/')
  if (parts === undefined) return undefined
  const of = (name: string) => (parts[order.indexOf(name)] ?? '').padStart(2, '0')
  return parsePlainDate(`${of('year')}-${of('month')}-${of('day')}`)
}
