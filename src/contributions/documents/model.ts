import { BETWEEN, type Block, type Format, type Reason, type Warning } from '../../shared/extraction.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { sliceCodePoints } from '../../shared/text.ts'

/**
 * What came of reading an attached file. `refused` is said by the file, once and for all; `failed` says that the reader broke down
 * over it three times; `typed-in` that the desk typed what could not be read.
 */
export const OUTCOMES = ['waiting', 'extracted', 'no-text', 'refused', 'failed', 'typed-in'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** How often the reader may break down over a file. */
export const MOST_ATTEMPTS = 3

/** Those of which there is text. */
export const HAS_TEXT: ReadonlySet<Outcome> = new Set(['extracted', 'typed-in'])
/** Those that need a person: to have them tried again, or to type them in. */
export const NEEDS_PERSON: ReadonlySet<Outcome> = new Set(['no-text', 'refused', 'failed'])

/** An attached file with what came of reading it. Its text is asked for apart. */
export interface ContributedDocument {
  readonly attachmentId: Id<'attachment'>
  readonly contributionId: Id<'contribution'>
  readonly contributionNumber: number
  readonly position: number
  readonly name: string
  readonly outcome: Outcome
  readonly reason: Reason | null
  readonly format: Format | null
  readonly pages: number | null
  /** As it declares it, else as guessed; what the contributor named counts before it. */
  readonly language: string | null
  readonly title: string | null
  readonly author: string | null
  readonly characters: number
  readonly warnings: readonly Warning[]
  readonly readAt: Instant | null
  readonly revision: number
  /** How many parts its text is shown in. */
  readonly parts: number
}

/** Within the cycle: `C-14/file-1`. */
export function documentRef(contribution: number, position: number): string {
  return `C-${contribution}/file-${position}`
}

/** What was typed of one page (null: of a document without pages), as blocks: paragraphs parted by empty lines. */
export function typedBlocks(page: number | null, text: string): Block[] {
  return text
    .split(/\n[^\S\n]*\n+/u)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => ({ kind: 'paragraph' as const, level: null, text: paragraph, page, label: null }))
}

/** The blocks of a document with one page typed anew: what was not given a page stands first, then page by page. */
export function withPage(blocks: readonly Block[], page: number | null, text: string): Block[] {
  const others = blocks.filter((block) => block.page !== page)
  return [...others, ...typedBlocks(page, text)].toSorted((a, b) => (a.page ?? 0) - (b.page ?? 0))
}

/** What was typed of a page, as it stands in the form. */
export function typedText(blocks: readonly Block[], page: number | null): string {
  return blocks.filter((block) => block.page === page).map(({ text }) => text).join(`${BETWEEN}${BETWEEN}`)
}

/** Whether each of these words stands where it stood: what is cited stays as it was cited. */
export function keepsQuotes(text: string, quotes: readonly { readonly start: number; readonly end: number; readonly quote: string }[]): boolean {
  return quotes.every(({ start, end, quote }) => sliceCodePoints(text, start, end) === quote)
}
