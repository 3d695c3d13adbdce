import type { Question } from '../../calls/model.ts'
import type { DateOrder } from '../cells/model.ts'
import { COUNTRY_CODES, isCountry, listCountries } from '../../shared/countries.ts'
import { CONTENT_LANGUAGES, isLanguageTag } from '../../shared/language.ts'
import { told, type Told } from '../../shared/told.ts'
import type { Capacity, Channel, Consent, ListEntry } from '../../shared/vocabularies.ts'

/** How a file's own columns and words are to be read, as `importMapSchema` gives it. */
export interface ImportMap {
  readonly columns: Readonly<Record<string, readonly string[]>>
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly constants: Readonly<Record<string, string>>
  readonly header?: number | undefined
  /** How the file is written, where it cannot be told from the file. */
  readonly encoding?: string | undefined
  readonly delimiter?: ',' | ';' | '\t' | '|' | undefined
  /** The sheet of a workbook: its name, or its place, the first being 1. */
  readonly sheet?: string | undefined
  readonly key?: string | undefined
  readonly ignore?: readonly string[] | undefined
  readonly join?: { readonly file: string; readonly on: string } | undefined
  readonly documents?: readonly string[] | undefined
  readonly dates?: DateOrder | undefined
  /** What becomes of a key met again with other content; `refuse` where it is not said. */
  readonly repeated?: Repeated | undefined
  /** What becomes of a row whose key a spreadsheet has damaged; `refuse` where it is not said. */
  readonly damaged?: Damaged | undefined
}

/** Of rows with one key and different content: none but the first is taken without a choice; the first alone; each as one of its own. */
export const REPEATED = ['refuse', 'first', 'each'] as const
export type Repeated = (typeof REPEATED)[number]

/** A row with a damaged key is refused, or told apart by its words like rows without any key. */
export const DAMAGED = ['refuse', 'words'] as const
export type Damaged = (typeof DAMAGED)[number]

/** What a column can hold, besides answers. */
export const IMPORT_FIELDS = [
  'contributor', 'organisation', 'capacity', 'country', 'stakeholderGroup', 'regionalGroup', 'language', 'received', 'consent', 'channel', 'mail', 'label', 'key', 'documents',
] as const
export type ImportField = (typeof IMPORT_FIELDS)[number] | `answer${number}`

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

/** As `plainName` leaves them. */
const ANSWER = /^(?:answer|answertoquestion|question|réponse|réponseàlaquestion|q|a)(\d{1,2})$/u

/** `answer 2` and `answer2` are the same field of a map. */
export function fieldOf(name: string): ImportField {
  const number = ANSWER.exec(plainName(name))?.[1]
  if (number !== undefined) return `answer${Number(number)}`
  return name === 'receivedBy' ? 'received' : (name as ImportField)
}

/** What a map names that the file (its header, and the columns joined to it) or the call does not have. */
export function checkMap(map: ImportMap, header: readonly string[], questions: readonly Question[]): Told[] {
  const here = new Set(header.map(plainName))
  const missing = Object.values(map.columns).flat().filter((name) => !here.has(plainName(name)))
  const known = new Set<string>([...IMPORT_FIELDS, ...questions.map(({ number }) => `answer${number}`)])
  const strange = [...Object.keys(map.columns), ...Object.keys(map.values), ...Object.keys(map.constants)].filter((name) => !known.has(fieldOf(name)))
  return [
    ...missing.map((name) => told('map-column', { name })),
    ...strange.map((name) => told('map-field', { name })),
    ...(map.key === undefined || here.has(plainName(map.key)) ? [] : [told('map-key', { name: map.key })]),
  ]
}

/** What a map says, without what it leaves open. */
export function saidInMap(map: Partial<Record<keyof ImportMap, unknown>>): Record<string, unknown> {
  const entries: [string, unknown][] = Object.entries(map)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0)))
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

/** What is to be said of an error code of `shared/fields.ts`, for a row of a file. */
export function errorOfCell(code: string): Told {
  const [name = '', limit = '', length = ''] = code.split(':')
  if (name === 'too-long') return told('cell-too-long', { limit: Number(limit), length: Number(length) })
  if (name === 'control-characters') return told('cell-control-characters')
  if (name === 'broken-encoding') return told('cell-broken-encoding')
  return name === 'not-a-mail-address' ? told('cell-not-a-mail-address') : told('cell-not-in-list')
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
/** Tags that were met, for asking whether one is well formed takes long. */
const languageTags = new Map<string, string>()

/** A language's tag, met by tag or by its English, French or own name. */
export function findLanguage(text: string): string | undefined {
  if (languageNames.size === 0) for (const tag of CONTENT_LANGUAGES) for (const language of ['en', 'fr', tag]) languageNames.set(plainName(new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag), tag)
  const known = languageNames.get(plainName(text)) ?? languageTags.get(text)
  if (known !== undefined) return known
  const tag = text.trim()
  if (!isLanguageTag(tag) || tag.length === 4) return undefined
  if (languageTags.size < 1000) languageTags.set(text, tag)
  return tag
}


/** Parts of words by which a group is guessed from what a file calls it: a proposal, which a person takes or leaves. */
const GROUP_HINTS: readonly (readonly [RegExp, RegExp])[] = [
  [/inter-?gov|\bigo\b|united nations|intergouv|\boig\b|nations unies/iu, /\bigo\b|intergovernmental/iu],
  [/gov|ministr|\bstate\b|\bgvt\b|public sector|parliament|état|secteur public/iu, /^gov/iu],
  [/multi/iu, /multi/iu],
  [/civil|\bngo\b|\bcso\b|non.?profit|\bong\b|association|soci[eé]t[eé] civile/iu, /civil/iu],
  [/tech|academi|universit|research|ingénieur|recherche/iu, /tech/iu],
  [/priv|business|industr|compan|corporat|commerc|entrepr/iu, /priv/iu],
]

/** The group of a list that a word of a file most likely means; undefined where nothing suggests one. */
export function suggestGroup(list: readonly ListEntry[], word: string): string | undefined {
  for (const [hint, group] of GROUP_HINTS) {
    if (hint.test(word)) return list.find(({ key, title }) => group.test(key) || group.test(title))?.key
  }
  const plain = plainName(word)
  return plain.length < 4 ? undefined : list.find(({ key, title }) => plainName(title).startsWith(plain) || plainName(key).startsWith(plain))?.key
}
