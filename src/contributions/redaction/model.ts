import type { PlacedBlock } from '../../shared/extraction.ts'
import type { Id } from '../../shared/ids.ts'
import type { Range } from '../../shared/quote.ts'

/** Why words are not shown. The kind is public and stays in the record. */
export const REDACTION_REASONS = ['personal-data', 'confidential', 'abuse', 'unlawful', 'copyright', 'other'] as const
export type RedactionReason = (typeof REDACTION_REASONS)[number]

/** A range of an answer, or of the text of an attached document, in code points, whose words only the desk reads. */
export interface Redaction extends Range {
  readonly id: Id<'redaction'>
  /** The answer, or the attachment. */
  readonly sourceId: Id
  readonly reason: RedactionReason
}

/** What stands for each character that is not shown: places in the text stay what they are, so that passages are found. */
const BLOCK = '▇'

/**
 * A text with its redacted ranges blackened, character by character. `offset` is where the text begins within the answer that the
 * ranges count in: 0 for the answer itself, the start of a passage for its quotation.
 */
export function maskText(text: string, redactions: readonly Range[], offset = 0): string {
  if (redactions.length === 0) return text
  const points = Array.from(text)
  for (const { start, end } of redactions) {
    for (let place = Math.max(0, start - offset); place < Math.min(points.length, end - offset); place++) points[place] = BLOCK
  }
  return points.join('')
}

/** The blocks of a document's text, blackened where the text is. */
export function maskBlocks<B extends PlacedBlock>(blocks: readonly B[], redactions: readonly Range[]): readonly B[] {
  return redactions.length === 0 ? blocks : blocks.map((block) => ({ ...block, text: maskText(block.text, redactions, block.start) }))
}

/** Whether a range shares a character with one that is redacted. */
export function overlaps(range: Range, redactions: readonly Range[]): boolean {
  return redactions.some(({ start, end }) => start < range.end && range.start < end)
}

/** A stretch of a text: shown, or redacted for a reason. */
export interface Shown {
  readonly text: string
  readonly reason: RedactionReason | null
}

/** A masked text cut where redactions begin and end; of overlapping ones the first to begin gives the reason, and is not interrupted. */
export function cutRedacted(masked: string, redactions: readonly Pick<Redaction, 'start' | 'end' | 'reason'>[], offset = 0): Shown[] {
  const points = Array.from(masked)
  const shown: Shown[] = []
  let at = 0
  const take = (until: number, reason: RedactionReason | null): void => {
    const end = Math.min(points.length, until - offset)
    if (end > at) shown.push({ text: points.slice(at, end).join(''), reason })
    at = Math.max(at, end)
  }
  for (const { start, end, reason } of redactions.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    take(start, null)
    take(end, reason)
  }
  take(points.length + offset, null)
  return shown
}
