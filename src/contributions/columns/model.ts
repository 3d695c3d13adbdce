import type { Question } from '../../calls/model.ts'
import { constantOf, fieldOf, IMPORT_FIELDS, plainName, type ImportField, type ImportMap } from '../import/model.ts'

/** Names by which columns are known without a map; case, spaces and signs do not matter. */
const KNOWN: Readonly<Record<(typeof IMPORT_FIELDS)[number], readonly string[]>> = {
  contributor: ['contributor', 'contributor name', 'name', 'full name', 'author', 'submitter', 'submitter name', 'submitted by', 'from', 'respondent', 'respondent name', 'contributeur', 'nom', 'nom complet', 'nom et prénom', 'auteur', 'répondant'],
  organisation: ['organisation', 'organization', 'organisation name', 'organization name', 'institution', 'affiliation', 'company', 'organisme', 'entité', 'nom de l’organisation', 'structure'],
  capacity: ['capacity', 'ind org', 'individual or organisation', 'individual or organization', 'capacité', 'qualité', 'à titre de'],
  country: ['country', 'country code', 'country of residence', 'nation', 'pays', 'pays de résidence'],
  stakeholderGroup: ['stakeholder group', 'stakeholder', 'sh group', 'stakeholder type', 'stakeholder category', 'type of stakeholder', 'sector', 'secteur', 'groupe de parties prenantes', 'partie prenante', 'type d’acteur'],
  regionalGroup: ['regional group', 'region', 'un group', 'un regional group', 'groupe régional', 'région'],
  language: ['language', 'lang', 'language of the contribution', 'langue', 'langue de la contribution'],
  received: ['received', 'received by', 'received at', 'received on', 'received date', 'date received', 'date', 'submitted', 'submitted at', 'submitted on', 'submission date', 'sent', 'sent on', 'reçu', 'reçue', 'reçue le', 'date de réception', 'horodateur', 'soumis le'],
  consent: ['consent', 'consent to publish', 'publish', 'consentement', 'consentement à publier', 'publication'],
  channel: ['channel', 'came by', 'canal'],
  mail: ['mail', 'email', 'e-mail', 'mail address', 'email address', 'courriel', 'adresse électronique', 'adresse e-mail', 'adresse mail'],
  label: ['label', 'reference', 'ref', 'référence'],
  key: ['key', 'id', 'source key', 'document id', 'comment id', 'submission id', 'response id', 'identifiant'],
  documents: ['attachments', 'attachment', 'attachment files', 'attached files', 'files', 'file', 'documents', 'links to files', 'pièces jointes', 'pièce jointe', 'fichiers', 'fichier'],
}

/** Names of a column that holds the whole text, where the call asks one question. */
const WHOLE_TEXT = ['answer', 'text', 'comment', 'comments', 'contribution', 'response', 'submission', 'statement', 'body', 'text comment', 'comment body', 'réponse', 'texte', 'commentaire']

/** `Answer 2`, `Q2`, `Question 2: What works?`, `Answer 2, part 3`. */
const ANSWER = /^\s*(?:answer(?:\s+to\s+question)?|question|réponse(?:\s+à\s+la\s+question)?|q|a)\s*[-_#]?\s*(\d{1,2})\s*(?:$|[:.)–,—-])/iu

/** Which cells hold which field. */
export interface Columns {
  readonly header: readonly string[]
  /** Places of a field's cells, in the order in which they are joined. */
  readonly places: ReadonlyMap<ImportField, readonly number[]>
  readonly unread: readonly string[]
}

const knownNames = new Map(IMPORT_FIELDS.flatMap((field) => KNOWN[field].map((name) => [plainName(name), field] as const)))
const wholeTexts = new Set(WHOLE_TEXT.map(plainName))

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
  const isSaid = new Set(places.keys())
  cells.forEach((cell, place) => {
    const field = taken.has(place) || ignored.has(plainName(cell)) ? undefined : recogniseColumn(cell, questions)
    if (field === undefined || constantOf(map, field) !== undefined || isSaid.has(field)) return
    // The parts of one long answer are joined; of two columns with one name the first is meant.
    if (places.has(field) && !isPart(cell)) return
    places.set(field, [...(places.get(field) ?? []), place])
    taken.add(place)
  })
  return { header: cells, places, unread: cells.filter((cell, place) => !taken.has(place) && cell.trim() !== ''), known: taken.size }
}

/** True for the second and further parts that an export makes of an answer longer than a spreadsheet's cell can hold. */
export function isPart(name: string): boolean {
  return /,\s*part\s+\d+$/iu.test(name)
}

/** The field that a column's name alone stands for; undefined where it says nothing. */
export function recogniseColumn(cell: string, questions: readonly Question[]): ImportField | undefined {
  const name = plainName(cell)
  if (name === '') return undefined
  const question = questions.find(({ text }) => plainName(text) === name)
  if (question !== undefined) return `answer${question.number}`
  const number = ANSWER.exec(cell)?.[1]
  if (number !== undefined) return questions.some((each) => each.number === Number(number)) ? `answer${Number(number)}` : undefined
  const [only, ...others] = questions
  if (only !== undefined && others.length === 0 && wholeTexts.has(name)) return `answer${only.number}`
  return knownNames.get(name)
}

/** A header names at least one column with words in it (or, where nothing is asked, one that says who), or all that the map names. */
export function isHeader(columns: Columns, map: ImportMap, questions: readonly Question[]): boolean {
  if (map.header !== undefined) return columns.places.size > 0
  const hasWords = [...columns.places.keys()].some((field) => field.startsWith('answer'))
  if (questions.length === 0) return columns.places.size >= 2 || columns.places.has('contributor')
  return hasWords || (columns.places.has('documents') && columns.places.size > 1) || (map.documents !== undefined && columns.places.size > 0)
}

/**
 * The row that looks like a header among the first of a file whose names are all unknown: the first with as many cells as most rows
 * below have, all filled differently, short, and none a number or a date.
 */
export function guessHeader(rows: readonly { readonly row: number; readonly cells: readonly string[] }[]): number | undefined {
  const filled = rows.map(({ cells }) => cells.filter((cell) => cell.trim() !== '').length)
  const widths = rows.map(({ cells }) => cells.findLastIndex((cell) => cell.trim() !== '') + 1)
  const width = mostFrequent(widths.filter((each) => each > 1))
  if (width === undefined) return undefined
  const place = rows.findIndex(({ cells }, at) => {
    const names = cells.filter((cell) => cell.trim() !== '')
    return (filled[at] ?? 0) >= width * 0.6 && names.length > 1 && new Set(names.map(plainName)).size === names.length && names.every(isName)
  })
  return rows[place]?.row
}

function isName(cell: string): boolean {
  return cell.length <= 200 && /\p{L}/u.test(cell) && !/^\d{1,4}[/.-]\d/u.test(cell.trim())
}

function mostFrequent(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || b - a)[0]?.[0]
}

/** What tells files of the same make: their columns' names, in any order, without what differs between two spellings. */
export function headerSignature(header: readonly string[]): string {
  return header.map(plainName).filter((name) => name !== '').sort().join('\u001f')
}

const PAGE_LINE = /^[-–—\s]*(?:(?:page|seite|página|pagina|стр\.?|страница|صفحة|第)\s*)?\d{1,4}\s*(?:页|頁)?(?:\s*(?:of|de|sur|von|из|\/)\s*\d{1,4})?[-–—\s]*$/iu
const PAGE_WORD = /page|seite|página|pagina|стр|صفحة|第/iu

/** True for the number that stands between two pages of a table that was printed: one cell, in a table of several columns. */
export function isPageLine(cells: readonly string[]): boolean {
  const [only, ...others] = cells.filter((cell) => cell.trim() !== '')
  return cells.length > 1 && others.length === 0 && only !== undefined && (only.trim() === '\f' || (PAGE_LINE.test(only) && (PAGE_WORD.test(only) || /^[-–—]/u.test(only.trim()))))
}

/** True for a row of sums at a table's end: a word for a total, and nothing but numbers. */
export function isTotals(cells: readonly string[]): boolean {
  const [label = '', ...others] = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  return /^(?:(?:grand|sub|overall)[\s-]*)?(?:totals?|totaux|sum|somme|count|nombre|summe|итого|всего|合计|合計|المجموع)\s*:?$/iu.test(label) && others.every((cell) => /^[\d\s.,%+-]+$/u.test(cell))
}
