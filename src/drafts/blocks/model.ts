import type { Id } from '../../shared/ids.ts'

/**
 * What a paragraph is made of. A document is a flat list: headings (sections) and blocks, each with its own lasting identity, so
 * that a list item, a quotation, a table and a figure are addressed, commented and cited as any paragraph is. What lies inside a
 * block (cells, footnotes, marks) belongs to it and has no identity of its own, but for footnotes, which a mark names.
 */
export const MARKS = ['strong', 'emphasis', 'superscript', 'subscript', 'code'] as const
export type Mark = (typeof MARKS)[number]

export interface TextRun {
  readonly kind: 'text'
  readonly text: string
  /** In the order of MARKS, each once; left out where there is none. */
  readonly marks?: readonly Mark[] | undefined
  /** An address that begins with https:, http: or mailto:. */
  readonly link?: string | undefined
}

/** A piece of a block's words. */
export type Inline =
  | TextRun
  /** A new line inside the block. */
  | { readonly kind: 'break' }
  /** A footnote where its mark stands; numbered through the document when it is printed. */
  | { readonly kind: 'footnote'; readonly id: Id<'footnote'>; readonly content: readonly TextRun[] }
  /** Another paragraph or section of the same document, printed by its number of the day ("¶ 31", "section 4"). */
  | { readonly kind: 'reference'; readonly to: Id<'paragraph'> | Id<'section'> }

/** The words of one block at most, in UTF-16 units: far above what is read, far below what hurts. */
export const BLOCK_LIMIT = 100_000

/** An address a reader may follow; nothing that runs. */
export function isLink(address: string): boolean {
  if (address.length > 2_000 || !/^(?:https?:\/\/|mailto:)[^\s<>"]+$/iu.test(address)) return false
  return URL.canParse(address)
}

interface Worded {
  readonly content: readonly Inline[]
  /** Set only where the writer chose it; otherwise the first strong letter decides. */
  readonly direction?: 'ltr' | 'rtl' | undefined
  /** Set only where it differs from the document's language. */
  readonly language?: string | undefined
}

export const LIST_KINDS = ['bullet', 'ordered'] as const
/** How deep list items nest, from 1. */
export const LIST_DEPTH = 4
export const TABLE_ROWS = 500
export const TABLE_COLUMNS = 30

export interface Cell {
  readonly content: readonly Inline[]
  readonly isHeading?: boolean | undefined
  /** How many columns and rows it takes; 1 where left out. */
  readonly columns?: number | undefined
  readonly rows?: number | undefined
}

/** Pictures that every format and every browser shows, and that cannot run. */
export const PICTURE_TYPES = ['image/png', 'image/jpeg'] as const

/** What a figure shows: a pinned overview figure of the cycle, true to its date, or a picture kept by its SHA-256 with the media type that its bytes show. */
export type FigureSource = { readonly kind: 'pinned'; readonly id: Id } | { readonly kind: 'file'; readonly sha256: string; readonly mediaType: (typeof PICTURE_TYPES)[number] }

/** The body of a block. In the database null stands for a plain paragraph whose words are its text. */
export type Body =
  | (Worded & { readonly kind: 'paragraph' })
  | (Worded & { readonly kind: 'quotation' })
  | (Worded & { readonly kind: 'item'; readonly list: (typeof LIST_KINDS)[number]; readonly depth: number })
  /** `content` is its caption. */
  | (Worded & { readonly kind: 'table'; readonly rows: readonly (readonly Cell[])[] })
  /** `content` is its caption; `alternative` says in words what is to be seen. */
  | (Worded & { readonly kind: 'figure'; readonly source: FigureSource; readonly alternative: string })
export type BlockKind = Body['kind']

/** The body of a paragraph as rows have it: what has none is its text. */
export function bodyOf(paragraph: { readonly text: string; readonly body?: Body | null | undefined }): Body {
  return paragraph.body ?? plainBody(paragraph.text)
}

export function plainBody(text: string): Body {
  const lines = text.split('\n')
  return { kind: 'paragraph', content: lines.flatMap((line, at): Inline[] => [...(at === 0 ? [] : [{ kind: 'break' as const }]), ...(line === '' ? [] : [{ kind: 'text' as const, text: line }])]) }
}

/** True where nothing but words stands in it, so that the row needs no body. */
export function isPlain(body: Body): boolean {
  if (body.kind !== 'paragraph' || body.direction !== undefined || body.language !== undefined) return false
  return body.content.every((piece) => piece.kind === 'break' || (piece.kind === 'text' && (piece.marks ?? []).length === 0 && piece.link === undefined))
}

/**
 * The words of a block, which anchors, comments, comparisons and searches go by: runs as they follow each other, a break as a line
 * feed, cells parted by tabs and rows by line feeds, a caption after its table. Footnotes and references are no part of it: their
 * words are the note's own, and a number changes from version to version.
 */
export function textOf(body: Body): string {
  const words = wordsOf(body.content)
  if (body.kind !== 'table') return words
  const rows = body.rows.map((row) => row.map((cell) => wordsOf(cell.content)).join('\t'))
  return [...rows, ...(words === '' ? [] : [words])].join('\n')
}

function wordsOf(content: readonly Inline[]): string {
  return content.map((piece) => (piece.kind === 'text' ? piece.text : piece.kind === 'break' ? '\n' : '')).join('')
}

/** Every piece of a block in reading order, those of a table's cells before its caption. */
export function piecesOf(body: Body): readonly Inline[] {
  return body.kind === 'table' ? [...body.rows.flat().flatMap((cell) => cell.content), ...body.content] : body.content
}
