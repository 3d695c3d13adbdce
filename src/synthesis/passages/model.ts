import { countCodePoints } from '../../shared/text.ts'
import type { Id } from '../../shared/ids.ts'
import type { Passage, Range } from '../model.ts'

/** A stretch of text between two places where passages begin or end. */
export interface Segment {
  readonly text: string
  /** Where it begins, in code points of the whole text. */
  readonly start: number
  /** The passages that cover it, the one that began first at the outside. */
  readonly passageIds: readonly Id<'passage'>[]
  /** Those of them that begin here, and those that end with it. */
  readonly begins: readonly Id<'passage'>[]
  readonly ends: readonly Id<'passage'>[]
}

type Marked = Pick<Passage, 'id' | 'start' | 'end'>

/**
 * Cuts a part of a text where passages begin and end, in one walk: together the segments are the part. Passages may overlap and lie in
 * each other. `offset` is where the part begins in the whole; a passage that began before it covers it from its first segment on.
 */
export function segmentText(part: string, passages: readonly Marked[], offset = 0): Segment[] {
  const points = Array.from(part)
  const end = offset + points.length
  const here = passages.filter((passage) => passage.start < end && passage.end > offset && passage.start < passage.end).toSorted((a, b) => a.start - b.start || b.end - a.end)
  const cuts = [...new Set([offset, end, ...here.flatMap((passage) => [Math.max(passage.start, offset), Math.min(passage.end, end)])])].sort((a, b) => a - b)
  let [next, open] = [0, [] as Marked[]]
  return cuts.slice(0, -1).map((start, index) => {
    const until = cuts[index + 1] ?? end
    open = open.filter((passage) => passage.end > start)
    const begun: Marked[] = []
    for (let passage = here[next]; passage !== undefined && Math.max(passage.start, offset) <= start; passage = here[++next]) begun.push(passage)
    open = [...open, ...begun]
    return {
      text: points.slice(start - offset, until - offset).join(''),
      start,
      passageIds: open.map(({ id }) => id),
      begins: begun.filter((passage) => passage.start >= offset).map(({ id }) => id),
      ends: open.filter((passage) => passage.end === until).map(({ id }) => id),
    }
  })
}

/** A text of 200 pages is read in parts of this many code points, some four printed pages. */
export const PART = 12_000

/** A part of a long text: where it begins and ends, in code points, and its words. */
export interface TextPart extends Range {
  readonly text: string
}

/** Where the parts of a text begin and end, in code units: at the end of a paragraph, else of a line, a word, a character. */
export function cutParts(text: string, size = PART): { readonly start: number; readonly end: number }[] {
  const parts: { start: number; end: number }[] = []
  for (let start = 0; start < text.length || parts.length === 0; ) {
    const end = start + size >= text.length ? text.length : endOfPart(text, start, start + size)
    parts.push({ start, end })
    start = end
    if (text.length === 0) break
  }
  return parts
}

/** The last good place to end a part: not before half of it. */
function endOfPart(text: string, start: number, limit: number): number {
  const least = start + Math.floor((limit - start) / 2)
  for (const mark of ['\n\n', '\n', ' ', '。']) {
    const at = text.lastIndexOf(mark, limit - mark.length)
    if (at >= least) return at + mark.length
  }
  // Not between the halves of a character.
  const unit = text.charCodeAt(limit)
  return unit >= 0xdc00 && unit <= 0xdfff ? limit - 1 : limit
}

/** One part of a text by its number, from 1 (the nearest there is), with how many there are. */
export function partOf(text: string, number: number, size = PART): { readonly part: TextPart; readonly number: number; readonly parts: number } {
  const parts = cutParts(text, size)
  const chosen = Math.min(Math.max(1, Math.trunc(number) || 1), parts.length)
  const { start, end } = parts[chosen - 1] ?? { start: 0, end: 0 }
  const before = countCodePoints(text.slice(0, start))
  const words = text.slice(start, end)
  return { part: { text: words, start: before, end: before + countCodePoints(words) }, number: chosen, parts: parts.length }
}

/** The passages of which anything stands in a part. */
export function passagesIn<T extends Range>(part: Range, passages: readonly T[]): T[] {
  return passages.filter(({ start, end }) => start < part.end && end > part.start)
}
