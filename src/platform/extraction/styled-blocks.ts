import type { Block } from '../../shared/extraction.ts'
import type { StyledBlock, StyledPiece, StyledText } from '../../shared/styled-text.ts'

/** Code points kept of one text, as of its plain reading. */
const MOST_TEXT = 3_000_000
const MOST_BLOCKS = 20_000

/** A plain reading as styled text: rows that follow each other are a table, a note stands where it was found. */
export function styleBlocks(blocks: readonly Block[]): StyledText {
  const styled: StyledBlock[] = []
  let rows: StyledPiece[][][] = []
  const endTable = (): void => {
    if (rows.length > 0) styled.push({ kind: 'table', rows: rows.map((row) => row.map((content) => ({ content, isHeading: false, columns: 1, rows: 1 }))), content: [], names: [] })
    rows = []
  }
  for (const { kind, text, level } of blocks) {
    if (kind === 'row') {
      rows.push(text.split('\t').map(piecesOf))
      continue
    }
    endTable()
    const content = piecesOf(text)
    if (kind === 'heading') styled.push({ kind, level: level ?? 1, content, names: [] })
    else if (kind === 'item') styled.push({ kind, list: 'bullet', depth: Math.min(4, level ?? 1), content, names: [] })
    else if (kind !== 'page-break') styled.push({ kind: kind === 'quote' ? 'quotation' : 'paragraph', content, names: [] })
  }
  endTable()
  return { blocks: styled, notes: {} }
}

function piecesOf(text: string): StyledPiece[] {
  return text.split('\n').flatMap((line, at): StyledPiece[] => [...(at === 0 ? [] : [{ kind: 'break' as const }]), ...(line === '' ? [] : [{ kind: 'text' as const, text: line, marks: [], link: null }])])
}

/** Text well formed, without what controls anything, and no more of it than is kept of any document. */
export function limitStyled(text: StyledText): StyledText {
  let left = MOST_TEXT
  const clean = (content: readonly StyledPiece[]): StyledPiece[] =>
    content.flatMap((piece): StyledPiece[] => {
      if (piece.kind !== 'text') return [piece]
      const words = piece.text.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff\ufeff\u00ad\u200b]/gu, '').replaceAll('\u00a0', ' ')
      left -= words.length
      return words === '' || left < 0 ? [] : [{ ...piece, text: words }]
    })
  const blocks = text.blocks.slice(0, MOST_BLOCKS).map((block): StyledBlock => (block.kind === 'table' ? { ...block, content: clean(block.content), rows: block.rows.map((row) => row.map((cell) => ({ ...cell, content: clean(cell.content) }))) } : { ...block, content: clean(block.content) }))
  return { blocks: blocks.filter((block) => block.kind === 'table' || block.content.length > 0), notes: Object.fromEntries(Object.entries(text.notes).map(([key, content]) => [key, clean(content)])) }
}
