import type { Id } from '../shared/ids.ts'
import type { FindingKind } from '../shared/vocabularies.ts'
import { countCodePoints, sliceCodePoints } from '../shared/text.ts'
import type { Instant } from '../shared/time.ts'

/** What passages are about; themes stand below themes. */
export interface Theme {
  readonly id: Id<'theme'>
  readonly parentId: Id<'theme'> | null
  readonly slug: string
  readonly title: string
  readonly description: string | null
  readonly revision: number
}

/** A theme with how deep it stands: 0 at the top. */
export interface PlacedTheme extends Theme {
  readonly depth: number
}

export const SOURCE_KINDS = ['answer', 'comment'] as const
export type SourceKind = (typeof SOURCE_KINDS)[number]

/**
 * A marked range of an answer or of a comment. The quotation is word for word, whatever consent its source has: only what its
 * source says of consent and withdrawal decides whether the public reads it.
 */
export interface Passage {
  readonly id: Id<'passage'>
  readonly number: number
  readonly sourceKind: SourceKind
  readonly sourceId: Id
  /** In code points of the source's text. */
  readonly start: number
  /** Exclusive. */
  readonly end: number
  readonly quote: string
  /** Since when its words no longer stand in its source, which was amended: a person has to look. Its places are then those of the earlier text. */
  readonly detachedAt: Instant | null
  readonly themeIds: readonly Id<'theme'>[]
}

/** One synthesised statement. It rests on passages (trace). */
export interface Finding {
  readonly id: Id<'finding'>
  readonly number: number
  readonly kind: FindingKind
  readonly statement: string
  /** Null: it belongs to the cycle as a whole. */
  readonly questionId: Id<'question'> | null
  readonly revision: number
}

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

/** The sentences of a text in order, none left out: their ranges touch. White space belongs to the sentence before it. */
export function splitSentences(text: string, language: string | null): (Range & { readonly text: string })[] {
  const sentences: (Range & { readonly text: string })[] = []
  for (const { segment } of segmenter('sentence', language).segment(text)) {
    const last = sentences.at(-1)
    const isSpace = last !== undefined && segment.trim() === ''
    const whole = isSpace ? last.text + segment : segment
    const start = isSpace ? last.start : (last?.end ?? 0)
    if (isSpace) sentences.pop()
    sentences.push({ start, end: start + countCodePoints(whole), text: whole })
  }
  return sentences
}

/** A stretch of text with the ids of the passages that cover it. */
export interface Stretch {
  readonly text: string
  readonly passageIds: readonly Id<'passage'>[]
}

/** Cuts a text where passages begin and end; together the stretches are the text. Passages may overlap. */
export function splitByPassages(text: string, passages: readonly Pick<Passage, 'id' | 'start' | 'end'>[]): Stretch[] {
  const points = Array.from(text)
  const cuts = [...new Set([0, points.length, ...passages.flatMap(({ start, end }) => [start, end])])].filter((cut) => cut >= 0 && cut <= points.length).sort((a, b) => a - b)
  return cuts.slice(0, -1).map((from, index) => {
    const until = cuts[index + 1] ?? from
    return { text: points.slice(from, until).join(''), passageIds: passages.filter(({ start, end }) => start <= from && until <= end).map(({ id }) => id) }
  })
}

/** Themes in reading order, each followed by those below it. `themes` come in the order of their places among their siblings. */
export function orderThemes(themes: readonly Theme[]): PlacedTheme[] {
  const below = Map.groupBy(themes, (theme) => theme.parentId)
  const place = (parentId: Id<'theme'> | null, depth: number): PlacedTheme[] =>
    (below.get(parentId) ?? []).flatMap((theme) => [{ ...theme, depth }, ...place(theme.id, depth + 1)])
  return place(null, 0)
}

/** `new` is the desk's own address, `top` the record's word for the first level, and `theme` would look like the folder of them all. */
const NO_SLUGS: ReadonlySet<string> = new Set(['new', 'theme', 'top'])

/** An address for a title: its letters of a to z and figures; for titles in other scripts `theme-<number>`. Never one that is taken. */
export function slugFor(title: string, taken: ReadonlySet<string>): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .slice(0, 50)
    .replace(/^-|-$/gu, '')
  const stem = plain.length < 2 ? 'theme' : plain
  const isFree = (slug: string): boolean => !NO_SLUGS.has(slug) && !taken.has(slug)
  for (let number = 1; ; number++) {
    const slug = number === 1 ? stem : `${stem}-${number}`
    if (isFree(slug)) return slug
  }
}

const segmenters = new Map<string, Intl.Segmenter>()

function segmenter(granularity: 'sentence' | 'grapheme', language: string | null): Intl.Segmenter {
  const key = `${granularity} ${language ?? ''}`
  const known = segmenters.get(key)
  if (known !== undefined) return known
  const made = new Intl.Segmenter(language ?? undefined, { granularity })
  segmenters.set(key, made)
  return made
}

/** Where characters, as readers know them, begin, in code units; the text's end among them. */
function characterStarts(text: string): ReadonlySet<number> {
  return new Set([...[...segmenter('grapheme', null).segment(text)].map(({ index }) => index), text.length])
}

function trimRange(text: string, { start, end }: Range): Range {
  const slice = sliceCodePoints(text, start, end)
  const before = countCodePoints(slice) - countCodePoints(slice.trimStart())
  const after = countCodePoints(slice) - countCodePoints(slice.trimEnd())
  return { start: start + before, end: end - after }
}
