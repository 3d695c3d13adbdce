import type { Id } from '../../shared/ids.ts'
import { segmentWords, type Stretch } from '../../shared/word-diff.ts'
import { bodyOf, MARKS, type BlockKind, type Body, type Inline, type Mark } from '../blocks/model.ts'
import type { FrozenText, Section } from '../model.ts'

/**
 * Paragraphs compared with all they are made of: each word is compared together with its marks and its link, a footnote with its words,
 * a reference with what it leads to (not with the number it has that day), a table cell by cell.
 */
export interface ComparedPiece {
  readonly kind: Stretch['kind']
  readonly is: 'words' | 'note' | 'reference'
  readonly text: string
  readonly marks: readonly Mark[]
  readonly link: string | null
}

/** What changed of a paragraph besides its words. */
export interface Reshaped {
  readonly from: BlockKind
  readonly to: BlockKind
  /** The kind is the same, and its list, depth, direction, language, columns, picture or its description is another. */
  readonly isOtherwise: boolean
}

interface Made {
  readonly text: string
  readonly body?: Body | null | undefined
}

// What no text holds: characters that bodies refuse.
const [MARKED, NOTE, REFERENCE] = ['\u0001', '\u0002', '\u0003'] as const

/** The words of a paragraph as they are compared; those without marks and links are themselves. */
export function spell(paragraph: Made, language: string): string[] {
  const { body } = paragraph
  if (body === undefined || body === null) return segmentWords(paragraph.text, language)
  const words = spellPieces(body.content, language)
  if (body.kind !== 'table') return words
  const rows = body.rows.map((row) => row.flatMap((cell, at) => [...(at === 0 ? [] : ['\t']), ...spellPieces(cell.content, language)]))
  return [...rows.flatMap((row, at) => [...(at === 0 ? [] : ['\n']), ...row]), ...(words.length === 0 ? [] : ['\n', ...words])]
}

function spellPieces(content: readonly Inline[], language: string): string[] {
  return content.flatMap((piece): string[] => {
    switch (piece.kind) {
      case 'text': {
        const how = piece.marks === undefined && piece.link === undefined ? '' : `${MARKED}${(piece.marks ?? []).join()}${MARKED}${piece.link ?? ''}`
        return segmentWords(piece.text, language).map((word) => `${word}${how}`)
      }
      case 'break':
        return ['\n']
      case 'footnote':
        return [`${NOTE}${piece.content.map(({ text }) => text).join('')}`]
      case 'reference':
        return [`${REFERENCE}${piece.to}`]
    }
  })
}

/** Whether two say the same with the same marks, links, notes and references. */
export function isSpeltAlike(one: Made, other: Made, language: string): boolean {
  if (one.body == null && other.body == null) return one.text === other.text
  return spell(one, language).join(MARKED) === spell(other, language).join(MARKED)
}

/** Words of a comparison as they are shown: those that follow each other and look alike as one. */
export function piecesOfWords(words: readonly Stretch[]): ComparedPiece[] {
  const pieces: ComparedPiece[] = []
  for (const { kind, text } of words) {
    const piece = { kind, ...unspell(text) }
    const last = pieces.at(-1)
    if (last !== undefined && piece.is === 'words' && last.is === 'words' && last.kind === kind && last.link === piece.link && last.marks.join() === piece.marks.join()) pieces[pieces.length - 1] = { ...last, text: last.text + piece.text }
    else pieces.push(piece)
  }
  return pieces
}

function unspell(word: string): Omit<ComparedPiece, 'kind'> {
  if (word.startsWith(NOTE)) return { is: 'note', text: word.slice(1), marks: [], link: null }
  if (word.startsWith(REFERENCE)) return { is: 'reference', text: word.slice(1), marks: [], link: null }
  const [text = '', marks = '', link = ''] = word.split(MARKED)
  return { is: 'words', text, marks: MARKS.filter((mark) => marks.split(',').includes(mark)), link: link === '' ? null : link }
}

/** The words alone, as they were always told: notes and references are none. */
export function plainStretches(words: readonly Stretch[]): Stretch[] {
  return words.flatMap(({ kind, text }) => {
    const piece = unspell(text)
    return piece.is === 'words' ? [{ kind, text: piece.text }] : []
  })
}

export function isMarked(words: readonly Stretch[]): boolean {
  return words.some(({ text }) => text.includes(MARKED) || text.startsWith(NOTE) || text.startsWith(REFERENCE))
}

/** What changed of the make-up of a paragraph; null where nothing did. */
export function compareMakeUp(from: Made, to: Made): Reshaped | null {
  const [before, after] = [bodyOf(from), bodyOf(to)]
  const isOtherwise = before.kind === after.kind && makeUp(before) !== makeUp(after)
  return before.kind === after.kind && !isOtherwise ? null : { from: before.kind, to: after.kind, isOtherwise }
}

function makeUp(body: Body): string {
  const { kind, direction = null, language = null } = body
  const own = kind === 'item' ? [body.list, body.depth] : kind === 'figure' ? [body.source.kind, body.source.kind === 'file' ? body.source.sha256 : body.source.id, body.alternative] : kind === 'table' ? body.rows.map((row) => row.map((cell) => [cell.isHeading === true, cell.columns ?? 1, cell.rows ?? 1])) : []
  return JSON.stringify([direction, language, own])
}

export interface ComparedSection {
  readonly id: Id<'section'>
  readonly fortune: 'new' | 'removed' | 'renamed' | 'moved' | 'reshaped'
  readonly from: { readonly title: string; readonly level: number; readonly isAnnex: boolean } | null
  readonly to: { readonly title: string; readonly level: number; readonly isAnnex: boolean } | null
}

/** What became of the headings of a text, those that are the same left out; one that is renamed and moved is renamed. */
export function compareSections(from: FrozenText, to: FrozenText): ComparedSection[] {
  const before = new Map(from.map((section) => [section.id, section]))
  const after = new Set(to.map(({ id }) => id))
  const stayed = from.filter(({ id }) => after.has(id)).map(({ id }) => id)
  const order = to.filter(({ id }) => before.has(id)).map(({ id }) => id)
  const present = to.flatMap((section): ComparedSection[] => {
    const earlier = before.get(section.id)
    const fortune = fortuneOf(earlier, section, stayed, order)
    return fortune === undefined ? [] : [{ id: section.id, fortune, from: earlier === undefined ? null : head(earlier), to: head(section) }]
  })
  return [...present, ...from.filter(({ id, title }) => !after.has(id) && title !== '').map((section) => ({ id: section.id, fortune: 'removed' as const, from: head(section), to: null }))]
}

function fortuneOf(earlier: Section<unknown> | undefined, section: Section<unknown>, stayed: readonly Id[], order: readonly Id[]): ComparedSection['fortune'] | undefined {
  if (earlier === undefined) return section.title === '' ? undefined : 'new'
  if (earlier.title !== section.title) return 'renamed'
  if (earlier.level !== section.level || earlier.isAnnex !== section.isAnnex) return 'reshaped'
  const [was, is] = [stayed.indexOf(section.id), order.indexOf(section.id)]
  return stayed[was - 1] !== order[is - 1] && stayed[was + 1] !== order[is + 1] ? 'moved' : undefined
}

function head({ title, level, isAnnex }: Section<unknown>): { title: string; level: number; isAnnex: boolean } {
  return { title, level, isAnnex }
}
