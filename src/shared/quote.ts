import { countCodePoints, sliceCodePoints } from './text.ts'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** A range in code points, end exclusive. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** Which part of a text is meant: its places, or its words (with the number of the occurrence, from 1, where there are several). */
export type Marking = Range | { readonly quote: string; readonly occurrence?: number | undefined }

export type MarkingRefusal =
  | { readonly refusal: 'quote-not-found' }
  | { readonly refusal: 'quote-not-unique'; readonly occurrences: readonly Range[] }
  | { readonly refusal: 'range-out-of-text' }

/** Finds the part of a text that is meant. The words are those of the text: only kinds of white space and of composition may differ. */
export function locate(text: string, marking: Marking): Range | MarkingRefusal {
  if ('start' in marking) {
    const { start, end } = marking
    const isInText = Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= countCodePoints(text)
    return isInText && sliceCodePoints(text, start, end).trim() !== '' ? trimRange(text, { start, end }) : { refusal: 'range-out-of-text' }
  }
  const occurrences = findOccurrences(text, marking.quote)
  const [first] = occurrences
  if (first === undefined) return { refusal: 'quote-not-found' }
  if (marking.occurrence !== undefined) return occurrences[marking.occurrence - 1] ?? { refusal: 'quote-not-found' }
  return occurrences.length === 1 ? first : { refusal: 'quote-not-unique', occurrences }
}

/** Every place where these words stand, overlapping ones too. A place that would tear a character from its marks is none. */
export function findOccurrences(text: string, quote: string): Range[] {
  const words = quote.trim()
  if (words === '') return []
  const starts = characterStarts(text)
  const points = countPoints(text)
  const { plain, places } = collapse(text)
  for (const spelling of new Set([words, words.normalize('NFC'), words.normalize('NFD')])) {
    const looked = collapse(spelling).plain
    const found: Range[] = []
    // A quotation may be as long as the text, so no pattern is made of it. From the next unit on, so that occurrences may overlap.
    for (let at = plain.indexOf(looked); at >= 0; at = plain.indexOf(looked, at + 1)) {
      const [start, end] = [places[at] ?? 0, (places[at + looked.length - 1] ?? 0) + 1]
      if (starts.has(start) && starts.has(end)) found.push({ start: points[start] ?? 0, end: points[end] ?? 0 })
    }
    if (found.length > 0) return found
  }
  return []
}

/** A text with one space for each run of white space, and where each unit of it stands in the text. */
function collapse(text: string): { readonly plain: string; readonly places: readonly number[] } {
  const parts: string[] = []
  const places: number[] = []
  for (const { 0: run, index } of text.matchAll(/\s+|\S+/gu)) {
    const isSpace = run.trim() === ''
    parts.push(isSpace ? ' ' : run)
    for (let unit = 0; unit < (isSpace ? 1 : run.length); unit++) places.push(index + unit)
  }
  return { plain: parts.join(''), places }
}

/** How many code points stand before each unit of a text, and before its end. */
function countPoints(text: string): Uint32Array {
  const points = new Uint32Array(text.length + 1)
  let [unit, count] = [0, 0]
  for (const point of text) {
    points[unit] = count++
    unit += point.length
  }
  points[text.length] = count
  return points
}

/** Where characters, as readers know them, begin, in code units; the text's end among them. */
function characterStarts(text: string): ReadonlySet<number> {
  return new Set([...[...graphemes.segment(text)].map(({ index }) => index), text.length])
}

function trimRange(text: string, { start, end }: Range): Range {
  const slice = sliceCodePoints(text, start, end)
  const before = countCodePoints(slice) - countCodePoints(slice.trimStart())
  const after = countCodePoints(slice) - countCodePoints(slice.trimEnd())
  return { start: start + before, end: end - after }
}

/**
 * Where the words of a range of `earlier` stand in `later`, character by character the same: undefined where they do not, or where
 * they stand a different number of times, so that nobody can tell which is meant.
 */
export function moveRange(earlier: string, later: string, range: Range): Range | undefined {
  const words = sliceCodePoints(earlier, range.start, range.end)
  const before = exactPlaces(earlier, words)
  const after = exactPlaces(later, words)
  const place = before.indexOf(range.start)
  const start = before.length === after.length ? after[place] : undefined
  return start === undefined ? undefined : { start, end: start + range.end - range.start }
}

function exactPlaces(text: string, words: string): number[] {
  const places: number[] = []
  if (words === '') return places
  const points = countPoints(text)
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) places.push(points[at] ?? 0)
  return places
}
