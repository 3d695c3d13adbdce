import { bodyOf } from '../../../drafts/blocks/model.ts'
import type { FrozenText } from '../../../drafts/model.ts'
import { loadFrozenText } from '../../../drafts/versions/queries.ts'
import { openTableFile } from '../../../platform/table-file.ts'
import type { FileStore } from '../../../platform/files.ts'
import { countTranslated, type Translation } from '../../../publication/translations/model.ts'
import { findTranslation, listTranslated } from '../../../publication/translations/queries.ts'
import type { PartToTranslate } from '../../../publication/translations/commands.ts'
import { referencesOf, writeSource } from '../../../publication/translating/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { isLanguageTag } from '../../../shared/language.ts'
import { normaliseText } from '../../../shared/text.ts'
import type { PageRequest } from '../../page.tsx'
import { loadEditionDesk, type EditionDeskData } from '../errata/data.ts'

/** A part of an edition beside its translation: `§3` a section's title, `¶31` a paragraph. */
export interface PartAtDesk {
  readonly id: Id
  readonly kind: 'section' | 'paragraph'
  readonly name: string
  /** As it is typed. */
  readonly original: string
  readonly translated: string
}

export interface TranslationDeskData extends EditionDeskData {
  readonly desk: string
  readonly translation: Translation
  readonly parts: readonly PartAtDesk[]
  readonly done: number
  readonly all: number
  /** The page at hand, from 1, and how many there are. */
  readonly page: number
  readonly pages: number
}

/** Parts of a page: as many as somebody translates in one go. */
export const PARTS_ON_PAGE = 30

/** A translation at the desk, with every part of its original. */
export async function loadTranslationDesk(request: PageRequest): Promise<TranslationDeskData | 'forbidden' | undefined> {
  const data = await loadEditionDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const { db, params, query } = request
  const language = params['language'] ?? ''
  const translation = isLanguageTag(language) ? await findTranslation(db, data.edition.id, language) : undefined
  if (translation === undefined) return undefined
  const original = await loadFrozenText(db, data.edition.versionId)
  const translated = await listTranslated(db, translation.id)
  const parts = partsOf(original, new Map<Id, string>(translated.map(({ partId, text }) => [partId, text])))
  const pages = Math.max(1, Math.ceil(parts.length / PARTS_ON_PAGE))
  const asked = /^[1-9][0-9]{0,4}$/u.test(query['part'] ?? '') ? Number(query['part']) : 1
  return { ...data, desk: `/desk${data.base}/editions/${data.edition.number}/translations/${translation.language}`, translation, parts, ...countTranslated(original, translated), page: Math.min(asked, pages), pages }
}

function partsOf(original: FrozenText, translated: ReadonlyMap<Id, string>): PartAtDesk[] {
  const references = referencesOf(original)
  return original.flatMap((section, place) => {
    const title: PartAtDesk[] = section.title.trim() === '' ? [] : [{ id: section.id, kind: 'section', name: `§${place + 1}`, original: section.title, translated: translated.get(section.id) ?? '' }]
    const paragraphs = section.paragraphs.map((paragraph): PartAtDesk => ({ id: paragraph.id, kind: 'paragraph', name: `¶${paragraph.number}`, original: writeSource(bodyOf(paragraph), references), translated: translated.get(paragraph.id) ?? '' }))
    return [...title, ...paragraphs.filter((paragraph) => paragraph.original.trim() !== '')]
  })
}

export function partsOnPage({ parts, page }: Pick<TranslationDeskData, 'parts' | 'page'>): readonly PartAtDesk[] {
  return parts.slice((page - 1) * PARTS_ON_PAGE, page * PARTS_ON_PAGE)
}

/** Characters of one part at most. */
export const PART_LIMIT = 100_000
const ROWS = 20_000

/** What a table of translations says: the name of each part in its first column, the translation in its last. A name that the edition does not have is told. */
export async function readSheet(files: FileStore, sha256: string, parts: readonly PartAtDesk[]): Promise<{ readonly parts: readonly PartToTranslate[] } | { readonly problem: 'unreadable' | 'no-parts' | 'too-long' } | { readonly problem: 'unknown'; readonly name: string }> {
  const table = await openTableFile(files.path(sha256), {})
  const [reading] = 'problem' in table ? [] : table.readings
  if (reading === undefined) return { problem: 'unreadable' }
  const known = new Map(parts.map((part) => [part.name, part]))
  const read = new Map<Id, PartToTranslate>()
  let count = 0
  for await (const { cells } of reading.rows(ROWS)) {
    count += 1
    const name = (cells[0] ?? '').replace(/\s/gu, '').replace(/^(?=\d)/u, '¶')
    // What begins as a formula was given an apostrophe when the table was written.
    const text = normaliseText(cells.at(-1) ?? '').replace(/^'(?=[=+@-])/u, '')
    const part = known.get(name)
    // A first row that names no part is the heading of the table.
    if (part === undefined && (count === 1 || name === '')) continue
    if (part === undefined) return { problem: 'unknown', name: name.slice(0, 60) }
    if (text.length > PART_LIMIT) return { problem: 'too-long' }
    if (text !== '' && cells.length > 1) read.set(part.id, { partId: part.id, kind: part.kind, text, was: part.translated })
  }
  return read.size === 0 ? { problem: 'no-parts' } : { parts: [...read.values()] }
}
