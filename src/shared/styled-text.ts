/**
 * What a document says with how it says it: headings, lists, tables, notes, marks and links, without anything of its looks. What
 * reading a file for a draft comes to (platform/extraction); pure. A plain reading is in extraction.ts.
 */
export const STYLED_MARKS = ['strong', 'emphasis', 'superscript', 'subscript', 'code'] as const
export type StyledMark = (typeof STYLED_MARKS)[number]

export type StyledPiece =
  /** `marks` in the order of STYLED_MARKS; `link` as it came, not judged yet. */
  | { readonly kind: 'text'; readonly text: string; readonly marks: readonly StyledMark[]; readonly link: string | null }
  | { readonly kind: 'break' }
  /** A footnote by its key among the notes. */
  | { readonly kind: 'note'; readonly key: string }
  /** Something that our own files name by its identity, `p-<id>` or `s-<id>`, and the words that stood for it. */
  | { readonly kind: 'reference'; readonly to: string; readonly words: string }

export interface StyledCell {
  readonly content: readonly StyledPiece[]
  readonly isHeading: boolean
  readonly columns: number
  readonly rows: number
}

interface Named {
  /** Identities that our own files give to their paragraphs and headings, as far as they are still in it; several where paragraphs were joined. */
  readonly names: readonly string[]
}

export type StyledBlock =
  | (Named & { readonly kind: 'heading'; readonly level: number; readonly content: readonly StyledPiece[] })
  | (Named & { readonly kind: 'paragraph' | 'quotation'; readonly content: readonly StyledPiece[] })
  | (Named & { readonly kind: 'item'; readonly list: 'bullet' | 'ordered'; readonly depth: number; readonly content: readonly StyledPiece[] })
  | (Named & { readonly kind: 'table'; readonly rows: readonly (readonly StyledCell[])[]; readonly content: readonly StyledPiece[] })

export interface StyledText {
  readonly blocks: readonly StyledBlock[]
  readonly notes: Readonly<Record<string, readonly StyledPiece[]>>
}

/** The words of pieces, lines kept; notes and references are none. */
export function wordsOfPieces(content: readonly StyledPiece[]): string {
  return content.map((piece) => (piece.kind === 'text' ? piece.text : piece.kind === 'break' ? '\n' : '')).join('')
}
