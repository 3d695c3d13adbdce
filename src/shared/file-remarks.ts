/** What a file says about a text: comments, tracked changes, notes on pages, rows of a table of comments. Pure: the reading is done by platform/remarks. */
import type { Reason } from './extraction.ts'

/**
 * `mark`: something marked without a word beside it. `formatting` and `structure` (paragraphs joined, rows and cells of tables) are
 * changes in which no word changes.
 */
export const REMARK_KINDS = ['comment', 'insertion', 'deletion', 'replacement', 'move', 'formatting', 'structure', 'mark', 'row'] as const
export type RemarkKind = (typeof REMARK_KINDS)[number]

/** A part of one paragraph of the file, in code points of its text; empty where something was put in between two characters. */
export interface RemarkPlace {
  readonly paragraph: number
  readonly start: number
  readonly end: number
}

/** What a table of comments says in its columns besides the comment. */
export interface RemarkRow {
  readonly member: string
  readonly clause: string
  readonly paragraphs: string
  readonly type: string
  readonly target: string
  readonly ref: string
  readonly observation: string
  readonly organisation: string
  readonly language: string
  readonly group: string
  readonly region: string
}

export interface FileRemark {
  /** Names it within the file. */
  readonly key: string
  readonly kind: RemarkKind
  /** As the file names them; null where it names nobody. */
  readonly author: string | null
  /** As the file writes it: `2026-11-22T10:00:00Z`, or null. */
  readonly date: string | null
  /** What somebody wrote beside the text; empty for a change. */
  readonly words: string
  /** Of a change, what was taken out and what was put in; of a change of formatting, what was formatted. */
  readonly was: string
  readonly becomes: string
  /** The key of what it answers. */
  readonly answers: string | null
  readonly isResolved: boolean
  /** In the order of the text; none where the file does not say. */
  readonly places: readonly RemarkPlace[]
  /** Its place is what stands nearest to it on the page: the file does not say more. */
  readonly isNear?: boolean | undefined
  readonly page: number | null
  readonly row?: RemarkRow | undefined
}

/** A paragraph as it stood before anything was changed in it, with the names of the marks within it. */
export interface FileParagraph {
  readonly text: string
  readonly names: readonly string[]
}

/** What a file holds that is not taken from it, or that it does not say; each has a sentence: `files-in.named.<code>`. */
export const NAMED = ['threads-unknown', 'pictures', 'drawings', 'attachments', 'no-author', 'no-date', 'cut-short', 'changes-of-formatting', 'rows-without-words', 'pages-damaged'] as const
export interface Named {
  readonly code: (typeof NAMED)[number]
  readonly count: number
}

export interface RemarksOfFile {
  readonly format: 'docx' | 'pdf' | 'table'
  readonly paragraphs: readonly FileParagraph[]
  readonly remarks: readonly FileRemark[]
  readonly named: readonly Named[]
  /** The cells of the tables in it: one of them may be a table of comments. */
  readonly tables: readonly (readonly (readonly string[])[])[]
}

export type RemarksRead = ({ readonly outcome: 'read' } & RemarksOfFile) | { readonly outcome: 'refused'; readonly reason: Reason }

/** Beyond these a file is cut short, and says so. */
export const REMARK_LIMITS = { remarks: 5_000, paragraphs: 20_000, words: 20_000, rows: 20_000, cells: 60 } as const
