import type { Id } from '../../shared/ids.ts'
import { wordsOfPieces, type StyledBlock, type StyledCell, type StyledPiece, type StyledText } from '../../shared/styled-text.ts'
import { BLOCK_LIMIT, isLink, plainBody, TABLE_COLUMNS, TABLE_ROWS, type Body, type Cell, type Inline, type TextRun } from '../blocks/model.ts'
import { bodySchema } from '../blocks/schema.ts'
import type { ReadBlock, ReadSection } from './model.ts'

const TITLE_LIMIT = 300

interface Reading {
  readonly notes: StyledText['notes']
  /** Makes identities: this file knows no chance. */
  readonly newId: () => Id
}

/**
 * The sections and blocks of a file. A heading that says the document's own title is left out; numbers and letters that its headings
 * were given by hand are, too, for ours are counted; levels begin at 1. What no block can hold is cut into several.
 */
export function readContents(text: StyledText, title: string, newId: () => Id): ReadSection[] {
  const reading = { notes: text.notes, newId }
  const heads = text.blocks.flatMap((block) => (block.kind === 'heading' ? [tidyTitle(block)] : []))
  const isTitle = heads[0] !== undefined && text.blocks[0]?.kind === 'heading' && fold(heads[0]) === fold(title)
  const blocks = isTitle ? text.blocks.slice(1) : text.blocks
  const levels = blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : []))
  const top = Math.min(...levels)
  // Those of the text: a title and annexes have no number.
  const counted = (isTitle ? heads.slice(1) : heads).filter((head) => !ANNEX.test(head))
  const isNumbered = counted.filter((head) => NUMBER.test(head)).length * 2 > counted.length
  const sections: { names: readonly string[]; title: string; level: number; isAnnex: boolean; blocks: ReadBlock[] }[] = []
  for (const block of blocks) {
    if (block.kind === 'heading') {
      const { title: name, isAnnex } = readHeading(tidyTitle(block), isNumbered)
      sections.push({ names: block.names, title: name, level: Math.min(4, block.level - top + 1), isAnnex, blocks: [] })
      continue
    }
    if (sections.length === 0) sections.push({ names: [], title: '', level: 1, isAnnex: false, blocks: [] })
    sections.at(-1)?.blocks.push(...readBlock(block, reading))
  }
  return sections
}

/** `1.`, `2.3`, `IV.` before a title, in any digits. */
const NUMBER = /^(?:\p{Nd}{1,3}(?:[.．]\p{Nd}{1,3})*[.)．、]?|[IVX]{1,5}[.)])\s+(?=\S)/u
/** An annex as the six languages of the United Nations say it, with its letter or number. */
const ANNEX = /^(?:annex(?:e|o)?|appendix|anexo|приложение|附件|附录|الملحق|ملحق|المرفق|مرفق)(?:\s*[\p{Lu}\p{Nd}IVX一二三四五六七八九十]{1,4}(?=[\s:.：、–—-]|$))?\s*[:.：、–—-]?\s*/iu

function readHeading(text: string, isNumbered: boolean): { title: string; isAnnex: boolean } {
  const plain = isNumbered ? text.replace(NUMBER, '') : text
  const annex = ANNEX.exec(plain)
  const rest = annex === null ? plain : plain.slice(annex[0].length).trim()
  // "Annexation" begins so, too: what follows the word is its end, a number or a mark.
  const isAnnex = annex !== null && !(/[\p{L}\p{M}]$/u.test(annex[0]) && /^[\p{L}\p{M}]/u.test(plain.slice(annex[0].length)))
  return { title: Array.from(isAnnex && rest !== '' ? rest : plain).slice(0, TITLE_LIMIT).join(''), isAnnex }
}

function tidyTitle(block: StyledBlock): string {
  return wordsOfPieces(block.content).replace(/\s+/gu, ' ').trim()
}

function fold(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase('und').replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

function readBlock(block: Exclude<StyledBlock, { kind: 'heading' }>, reading: Reading): ReadBlock[] {
  if (block.kind === 'table') return readTable(block, reading)
  const content = toInline(block.content, reading)
  const body: Body = block.kind === 'item' ? { kind: 'item', list: block.list, depth: block.depth, content } : { kind: block.kind, content }
  return fitting(body, () => wordsOfPieces(block.content)).map((one, at) => ({ names: at === 0 ? block.names : [], body: one }))
}

/** A body where it fits, else its words in as many plain paragraphs as they need. */
function fitting(body: Body, words: () => string): Body[] {
  if (bodySchema.safeParse(body).success) return [body]
  const points = Array.from(words())
  const size = Math.floor(BLOCK_LIMIT / 4)
  return Array.from({ length: Math.ceil(points.length / size) }, (_, at) => plainBody(points.slice(at * size, (at + 1) * size).join('')))
}

/** A table in pieces of as many rows as one block holds; cells beyond the last column are joined into it. */
function readTable(block: StyledBlock & { kind: 'table' }, reading: Reading): ReadBlock[] {
  const rows = block.rows.map((row) => row.map((cell) => toCell(cell, reading)))
  const fit = rows.map((row) => (row.length <= TABLE_COLUMNS ? row : [...row.slice(0, TABLE_COLUMNS - 1), { content: row.slice(TABLE_COLUMNS - 1).flatMap(({ content }, at): Inline[] => (at === 0 ? [...content] : [{ kind: 'break' }, ...content])) }]))
  const pieces = Array.from({ length: Math.ceil(fit.length / TABLE_ROWS) }, (_, at) => fit.slice(at * TABLE_ROWS, (at + 1) * TABLE_ROWS))
  return pieces.flatMap((piece, at): ReadBlock[] => {
    const body: Body = { kind: 'table', rows: piece, content: at === 0 ? toInline(block.content, reading) : [] }
    return fitting(body, () => piece.map((row) => row.map(({ content }) => plainWords(content)).join('\t')).join('\n')).map((one, place) => ({ names: at + place === 0 ? block.names : [], body: one }))
  })
}

function plainWords(content: readonly Inline[]): string {
  return content.map((piece) => (piece.kind === 'text' ? piece.text : piece.kind === 'break' ? '\n' : '')).join('')
}

function toCell({ content, isHeading, columns, rows }: StyledCell, reading: Reading): Cell {
  const span = (count: number): number | undefined => (count > 1 ? Math.min(count, TABLE_COLUMNS) : undefined)
  const [wide, high] = [span(columns), span(rows)]
  return { content: toInline(content, reading), ...(isHeading ? { isHeading: true as const } : {}), ...(wide === undefined ? {} : { columns: wide }), ...(high === undefined ? {} : { rows: high }) }
}

function toInline(content: readonly StyledPiece[], reading: Reading): Inline[] {
  const pieces = content.flatMap((piece): Inline[] => {
    if (piece.kind === 'break') return [piece]
    if (piece.kind === 'text') return piece.text === '' ? [] : [toRun(piece)]
    if (piece.kind === 'reference') return [{ kind: 'reference', to: piece.to.slice(2) as Id<'paragraph'> }]
    const note = reading.notes[piece.key]
    return note === undefined || note.length === 0 ? [] : [{ kind: 'footnote', id: reading.newId() as Id<'footnote'>, content: note.flatMap((run) => (run.kind === 'text' && run.text !== '' ? [toRun(run)] : [])) }]
  })
  return joinRuns(pieces)
}

/** Links that were not taken leave runs that look alike. */
function joinRuns(pieces: readonly Inline[]): Inline[] {
  const joined: Inline[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (piece.kind === 'text' && last?.kind === 'text' && piece.link === last.link && (piece.marks ?? []).join() === (last.marks ?? []).join()) joined[joined.length - 1] = { ...last, text: last.text + piece.text }
    else joined.push(piece)
  }
  return joined
}

function toRun({ text, marks, link }: StyledPiece & { kind: 'text' }): TextRun {
  return { kind: 'text', text: text.replace(/\s/gu, ' '), ...(marks.length === 0 ? {} : { marks }), ...(link !== null && isLink(link) ? { link } : {}) }
}
