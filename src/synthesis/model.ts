import type { Redaction } from '../contributions/redaction/model.ts'
import type { Id } from '../shared/ids.ts'
import type { FindingKind } from '../shared/vocabularies.ts'
import type { Instant } from '../shared/time.ts'
import type { ThemeColour } from './codebook/model.ts'
import type { Range } from '../shared/quote.ts'
import { countCodePoints } from '../shared/text.ts'

export { findOccurrences, locate, type Marking, type MarkingRefusal, type Range } from '../shared/quote.ts'

/** What passages are about; themes stand below themes. */
export interface Theme {
  readonly id: Id<'theme'>
  readonly parentId: Id<'theme'> | null
  readonly slug: string
  readonly title: string
  readonly description: string | null
  readonly revision: number
  /** Never alone: its title stands beside it. */
  readonly colour?: ThemeColour | null
  /** What belongs to it, and what does not, where that is not plain. */
  readonly includes?: string | null
  readonly excludes?: string | null
  /** Put forward by somebody who read, and not signed off by anybody yet. */
  readonly isProposed?: boolean
}

/** A theme with how deep it stands: 0 at the top. */
export interface PlacedTheme extends Theme {
  readonly depth: number
}

export const SOURCE_KINDS = ['answer', 'comment', 'document'] as const
export type SourceKind = (typeof SOURCE_KINDS)[number]

/**
 * A marked range of an answer, of a comment or of the text of an attached document. The quotation is word for word, whatever consent its source has: only what its
 * source says of consent and withdrawal decides whether the public reads it. Words that were redacted are blackened for everybody.
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
  /** Of a document with pages: those it stands on, as they are cited: `12`, `xii`, `12–13`. */
  readonly page: string | null
  /** Those that blacken some of its words. */
  readonly redactions?: readonly Redaction[]
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
  /** A good practice, or anything else, that is worth a deep dive. */
  readonly isDeepDive: boolean
  /** The finding that this one stands against. */
  readonly againstId: Id<'finding'> | null
  readonly revision: number
}

/** The sentences of a text in order, none left out: their ranges touch. White space belongs to the sentence before it. */
export function splitSentences(text: string, language: string | null): (Range & { readonly text: string })[] {
  const sentences: (Range & { readonly text: string })[] = []
  for (const { segment } of segmenter(language).segment(text)) {
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

function segmenter(language: string | null): Intl.Segmenter {
  const key = language ?? ''
  const known = segmenters.get(key)
  if (known !== undefined) return known
  const made = new Intl.Segmenter(language ?? undefined, { granularity: 'sentence' })
  segmenters.set(key, made)
  return made
}
