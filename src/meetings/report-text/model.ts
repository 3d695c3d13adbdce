import type { Block, Extraction } from '../../shared/extraction.ts'
import type { StyledBlock, StyledPiece, StyledText } from '../../shared/styled-text.ts'

/** The text of a file as reports are read from: numbered paragraphs with their numbers, marks in brackets, notes at the end. */
export function reportText(extraction: Extract<Extraction, { outcome: 'extracted' }>): string {
  const { styled, blocks, format } = extraction
  // A PDF has lines and no lists: numbers stand in them as printed.
  return styled === undefined || format === 'pdf' ? plainText(blocks) : styledText(styled)
}

function plainText(blocks: readonly Block[]): string {
  return blocks.flatMap(({ kind, text }, at) => (kind === 'page-break' ? [] : [kind === 'row' && blocks[at - 1]?.kind === 'row' ? `\n${text}` : `\n\n${text}`])).join('')
}

function styledText({ blocks, notes }: StyledText): string {
  const marks = new Map<string, number>()
  const words = (content: readonly StyledPiece[]): string => content.map((piece) => wordsOf(piece, marks)).join('').trim()
  let number = 0
  const parts = blocks.map((block, at) => {
    if (block.kind === 'table') return `\n\n${block.rows.map((row) => row.map(({ content }) => words(content).replace(/\s+/gu, ' ')).join('\t')).join('\n')}`
    const text = words(block.content)
    if (block.kind !== 'item') return `\n\n${text}`
    if (block.list === 'bullet' || block.depth > topDepth(blocks)) return `\n• ${text}`
    number = continues(blocks, at) ? number + 1 : 1
    // What bears its number in its words has it already.
    return /^[([]?\d{1,3}[.)\]]\s/u.test(text) ? `\n\n${text}` : `\n\n${number}. ${text}`
  })
  const listed = [...marks].map(([key, mark]) => `\n\n[${mark}] ${words(notes[key] ?? []).replace(/\s+/gu, ' ')}`)
  return [...parts, ...listed].join('')
}

function wordsOf(piece: StyledPiece, marks: Map<string, number>): string {
  if (piece.kind === 'break') return '\n'
  if (piece.kind === 'reference') return piece.words
  if (piece.kind === 'note') {
    const mark = marks.get(piece.key) ?? marks.size + 1
    marks.set(piece.key, mark)
    return `[${mark}]`
  }
  const text = piece.marks.includes('superscript') && /^\s*\d{1,2}\s*$/u.test(piece.text) ? `[${piece.text.trim()}]` : piece.text
  const isElsewhere = piece.link !== null && /^https?:\/\//u.test(piece.link) && !text.includes(piece.link.replace(/\/$/u, ''))
  return isElsewhere ? `${text} (${piece.link})` : text
}

function topDepth(blocks: readonly StyledBlock[]): number {
  return Math.min(...blocks.flatMap((block) => (block.kind === 'item' && block.list === 'ordered' ? [block.depth] : [])))
}

/** Whether an ordered list goes on: text and points between its items do not end it, a heading that is followed by a new list elsewhere cannot be told from one. */
function continues(blocks: readonly StyledBlock[], at: number): boolean {
  return blocks.slice(0, at).some((block) => block.kind === 'item' && block.list === 'ordered' && block.depth === topDepth(blocks))
}
