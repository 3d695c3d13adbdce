import { brotliCompressSync, constants } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import type { FrozenText } from '../../../drafts/model.ts'
import { noteWords } from '../../../drafts/numbering/model.ts'
import type { ComparedParagraph } from '../../../drafts/versions/model.ts'
import type { Id } from '../../../shared/ids.ts'
import type { Ground } from '../../trace/ground/data.ts'

/**
 * A long text is read in parts, so that no first visit weighs more than 60 KB. The page of a part keeps every section and every
 * paragraph's number in its place: what is in another part is a number there, with the same anchor, that leads to it.
 */
export interface Parts {
  /** From 1; `all` where the reader asked for the whole on one page. */
  readonly current: number | 'all'
  readonly count: number
  /** The part in which a paragraph, by its number, is set in full. */
  readonly partOf: (number: number) => number
}

/** Bytes of a part, compressed: with what is on every page, its numbers and the style sheet, it stays below 60 KB. */
const PART_BYTES = 24_000
/** What a paragraph's own markup comes to, compressed. */
const MARKUP_BYTES = 40
/** Below this weight any text fits one page, and nothing is measured. */
const SHORT = 45_000

/** What a text weighs on a page, roughly: 1 for a letter of one byte, 2.5 for one of two, 4 for one of three, since they compress less. */
export function weigh(text: string): number {
  return (3 * Buffer.byteLength(text) - text.length) / 2
}

/** How far texts compress, by the version they are of: a version does not change, so it is measured once. */
const ratios = new LRUCache<string, number>({ max: 1000 })

function ratioOf(key: string, texts: readonly string[], weight: number): number {
  const known = ratios.get(key)
  if (known !== undefined) return known
  const size = brotliCompressSync(texts.join('\n'), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length
  ratios.set(key, size / weight)
  return size / weight
}

interface Piece {
  readonly number: number
  readonly words: readonly string[]
}

/** Cuts a version's text into parts, where it can between two sections. `asked` is what the address says; anything unknown is the first part. */
export function cutIntoParts(versionId: Id, text: FrozenText, asked: string | undefined): Parts {
  return cut(versionId, text.map(({ paragraphs }) => paragraphs.map((paragraph): Piece => ({ number: paragraph.number, words: [paragraph.text, ...noteWords(paragraph)] }))), asked)
}

/** The same with what each paragraph rests on, which is folded on the page and weighs all the same. */
export function cutGrounded(versionId: Id, text: FrozenText, ground: ReadonlyMap<Id, Ground>, asked: string | undefined): Parts {
  const sections = text.map(({ paragraphs }) => paragraphs.map((paragraph): Piece => ({ number: paragraph.number, words: [paragraph.text, ...noteWords(paragraph), ...wordsOf(ground.get(paragraph.id))] })))
  return cut(`${versionId} grounded`, sections, asked)
}

/** A comparison in parts; its paragraphs are known by their places in it, from 1. */
export function cutCompared(from: Id, to: Id, compared: readonly ComparedParagraph[], asked: string | undefined): Parts {
  return cut(`${from} ${to}`, [compared.map(({ stretches }, index) => ({ number: index + 1, words: [stretches.map(({ text }) => text).join('')] }))], asked)
}

function wordsOf(ground: Ground | undefined): string[] {
  if (ground === undefined) return []
  const quotations = [...ground.quotations, ...ground.findings.flatMap((finding) => finding.quotations)]
  return [
    ...ground.findings.map(({ statement }) => statement),
    ...quotations.map(({ quote, source }) => `${quote ?? ''}${source}`),
    ...ground.comments.map(({ text, reason }) => `${text}${reason ?? ''}`),
    ...ground.references.map(({ title, author }) => `${title}${author ?? ''}`),
  ]
}

function cut(key: string, sections: readonly (readonly Piece[])[], asked: string | undefined): Parts {
  const weights = new Map(sections.flat().map(({ number, words }) => [number, words.reduce((sum, text) => sum + weigh(text), 0)]))
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const isShort = total < SHORT && weights.size * MARKUP_BYTES < PART_BYTES / 2
  const ratio = isShort ? 0 : ratioOf(key, sections.flat().flatMap(({ words }) => words), Math.max(total, 1))
  const costOf = ({ number, words }: Piece): number => (isShort ? 0 : (weights.get(number) ?? 0) * ratio + words.length * MARKUP_BYTES)
  const parts = new Map<number, number>()
  let [part, filled] = [1, 0]
  const begin = (): void => void ([part, filled] = [part + 1, 0])
  for (const section of sections) {
    const ofSection = section.reduce((sum, piece) => sum + costOf(piece), 0)
    if (filled > PART_BYTES / 2 && filled + ofSection > PART_BYTES) begin()
    for (const piece of section) {
      if (filled > 0 && filled + costOf(piece) > PART_BYTES) begin()
      filled += costOf(piece)
      parts.set(piece.number, part)
    }
  }
  const number = /^[1-9][0-9]{0,3}$/u.test(asked ?? '') ? Number(asked) : 1
  return { current: asked === 'all' ? 'all' : number <= part ? number : 1, count: part, partOf: (paragraph) => parts.get(paragraph) ?? 1 }
}

/** Whether a paragraph is set in full on the page of the current part. */
export function isHere(parts: Parts, number: number): boolean {
  return parts.current === 'all' || parts.partOf(number) === parts.current
}

/** A section's paragraphs in runs: those set in full, and between them those that stand in another part. */
export function runsOf<P extends { readonly number: number }>(parts: Parts, paragraphs: readonly P[]): { readonly isHere: boolean; readonly paragraphs: readonly P[] }[] {
  const runs: { isHere: boolean; paragraphs: P[] }[] = []
  for (const paragraph of paragraphs) {
    const here = isHere(parts, paragraph.number)
    const run = runs.at(-1)
    if (run === undefined || run.isHere !== here) runs.push({ isHere: here, paragraphs: [paragraph] })
    else run.paragraphs.push(paragraph)
  }
  return runs
}
