/** What comes of reading a document: structured text, or why there is none. Pure: the reading itself is done by platform/extraction. */
import type { StyledText } from './styled-text.ts'
import { countCodePoints } from './text.ts'

/** What can be read. Recognised by content, never by name. */
export const FORMATS = ['docx', 'doc', 'odt', 'rtf', 'pdf', 'html', 'markdown', 'text'] as const
export type Format = (typeof FORMATS)[number]

export const BLOCK_KINDS = ['heading', 'paragraph', 'item', 'row', 'quote', 'footnote', 'page-break'] as const
export type BlockKind = (typeof BLOCK_KINDS)[number]

/** One block of a document's text in reading order. */
export interface Block {
  readonly kind: BlockKind
  /** Of a heading from 1 to 6, of a list item from 1; null for the others. */
  readonly level: number | null
  /** Plain text; the cells of a row are parted by tabs. Empty for a page break, and for it alone. */
  readonly text: string
  /** The page it begins on, counted from 1; null where the format has no pages of its own. */
  readonly page: number | null
  /** What is printed on that page as its number, where it is something else: `xii`. */
  readonly label: string | null
}

/** Why a document is not read. Each has a sentence: `contributions.document.reason.<reason>`. */
export const REASONS = [
  'empty', 'too-large', 'not-a-document', 'encrypted', 'broken', 'inflates-too-much', 'too-many-parts', 'too-long', 'too-slow', 'too-much-memory', 'ended', 'file-missing',
] as const
export type Reason = (typeof REASONS)[number]

/** What may come out differently next time: the limits of time and memory, and a program that ended. The others are said once and for all. */
export const PASSING_REASONS: ReadonlySet<Reason> = new Set(['too-slow', 'too-much-memory', 'ended', 'file-missing'])

/** What a reader of the text should know. Each has a sentence with its count: `contributions.document.warning.<code>`. */
export const WARNINGS = [
  'other-format', 'running-lines', 'pages-without-text', 'pictures', 'macros', 'embedded', 'external', 'deletions', 'comments', 'encoding-guessed', 'cut-short', 'hidden-text', 'damaged',
] as const
export interface Warning {
  readonly code: (typeof WARNINGS)[number]
  readonly count: number
}

/** What a document says of itself and what was counted. */
export interface About {
  readonly format: Format
  readonly pages: number | null
  /** As the document declares it, else as guessed from its words. */
  readonly language: string | null
  readonly title: string | null
  readonly author: string | null
  /** Code points of all blocks, without what stands between them. */
  readonly characters: number
  readonly warnings: readonly Warning[]
}

export type Extraction =
  | ({ readonly outcome: 'extracted'; readonly blocks: readonly Block[]; readonly styled?: StyledText | undefined } & About)
  | ({ readonly outcome: 'no-text' } & About)
  | { readonly outcome: 'refused'; readonly reason: Reason; readonly format: Format | null }

/** Between two blocks in the flattened text. */
export const BETWEEN = '\n'

/** A block with its place in the flattened text, in code points, end exclusive. */
export interface PlacedBlock extends Block {
  readonly position: number
  readonly start: number
  readonly end: number
  /** Which part of the text it is shown in, from 1. */
  readonly part: number
}

/** A part is a few screens long: it ends at a page's end once it has this many code points, and at twice as many wherever it stands. */
const PART_LENGTH = 9_000

/** Blocks with their places in the flattened text, in which they stand one after the other with a line end between them, and with the parts they are shown in. */
export function placeBlocks(blocks: readonly Block[]): PlacedBlock[] {
  let [start, part, length] = [0, 1, 0]
  return blocks.map((block, position) => {
    const isNewPage = block.kind === 'page-break' || block.page !== (blocks[position - 1]?.page ?? block.page)
    if (length > PART_LENGTH * 2 || (length > PART_LENGTH && (isNewPage || block.page === null))) {
      part += 1
      length = 0
    }
    const own = countCodePoints(block.text)
    const placed = { ...block, position, start, end: start + own, part }
    start += own + 1
    length += own
    return placed
  })
}

/** The text that passages are marked in. */
export function flatten(blocks: readonly Pick<Block, 'text'>[]): string {
  return blocks.map(({ text }) => text).join(BETWEEN)
}

/** How pages are cited of what stands between two places: `12`, `xii`, `12–13`; null where there are none. */
export function citePages(blocks: readonly Pick<PlacedBlock, 'start' | 'end' | 'page' | 'label'>[], start: number, end: number): string | null {
  const touched = blocks.filter((block) => block.start < end && start < block.end)
  const [first, last] = [touched[0], touched.at(-1)]
  const name = (block: Pick<Block, 'page' | 'label'> | undefined): string | null => block?.label ?? (block?.page == null ? null : String(block.page))
  const [from, until] = [name(first), name(last)]
  return from === null || from === until ? from : `${from}–${until ?? from}`
}
