import { diffWords } from '../../shared/word-diff.ts'
import { listTokens, type Token } from '../likeness/model.ts'

/** A part of one of the texts that a text became; places in code points, the end not included. */
export interface Piece {
  readonly part: number
  readonly start: number
  readonly end: number
}

/** Where a marked range of a text stands in what the text became. */
export type RangeFate =
  /** `isSame`: word for word. */
  | { readonly kind: 'carried'; readonly isSame: boolean; readonly pieces: readonly Piece[] }
  /** A person has to say; the likeliest place, where there is one. */
  | { readonly kind: 'doubtful'; readonly pieces: readonly Piece[] }
  /** What stood around it is still there, and nothing of it between. */
  | { readonly kind: 'gone' }

/** A text beside the texts that it became, word by word. Made once for all ranges of a text. */
export interface Alignment {
  readonly before: Words
  readonly after: Words
  /** For each word of the earlier text its place in the later ones; -1 where it was not kept. */
  readonly kept: Int32Array
  readonly isSame: boolean
}

interface Words {
  readonly tokens: readonly (Token & { readonly part: number })[]
  /** How many code points stand before each UTF-16 unit, by part. */
  readonly points: readonly Uint32Array[]
  readonly texts: readonly string[]
  /** For each sentence of the texts its first word, and the count of words at the end. */
  readonly sentences: readonly number[]
}

/** Of the sentences that a range touches so much must have stayed. */
const TOUCHED = 0.8
/** Of what stands before and behind it so much, on both sides … */
const AROUND = 0.6
/** … or so much on one, where the range is word for word the same and has so many words. */
const [BESIDE, LONG] = [0.8, 5]
/** How many words before and behind are looked at. */
const CONTEXT = 8

export function alignTexts(before: string, after: readonly string[], language: string): Alignment {
  const [own, others] = [readWords([before], language), readWords(after, language)]
  const isSame = after.length === 1 && after[0] === before
  const kept = new Int32Array(own.tokens.length).fill(-1)
  if (isSame) return { before: own, after: others, kept: kept.map((_, at) => at), isSame }
  let [at, other] = [0, 0]
  for (const { kind } of diffWords(own.tokens.map(({ word }) => word), others.tokens.map(({ word }) => word))) {
    if (kind === 'same') kept[at] = other
    if (kind !== 'inserted') at += 1
    if (kind !== 'deleted') other += 1
  }
  return { before: own, after: others, kept, isSame }
}

function readWords(texts: readonly string[], language: string): Words {
  const tokens = texts.flatMap((text, part) => listTokens(text, language).map((token) => ({ ...token, part })))
  const sentences: number[] = []
  tokens.forEach((token, at) => {
    const previous = tokens[at - 1]
    const isFirst = previous === undefined || previous.part !== token.part || SENTENCE_BREAK.test(texts[token.part]?.slice(previous.end, token.start) ?? '')
    if (isFirst) sentences.push(at)
  })
  return { tokens, texts, sentences: [...sentences, tokens.length], points: texts.map(countPoints) }
}

const SENTENCE_BREAK = /[.!?…։؟۔။।][^\p{L}\p{N}]*\s|[。！？｡\n]/u

function countPoints(text: string): Uint32Array {
  const points = new Uint32Array(text.length + 1)
  let [unit, count] = [0, 0]
  for (const point of text) {
    points[unit] = count
    if (point.length === 2) points[unit + 1] = count
    unit += point.length
    count += 1
  }
  points[text.length] = count
  return points
}

/**
 * Finds a range (in code points of the earlier text) again. It is carried where the comparison of words and the search for its words
 * agree, its sentences and what stands around it have stayed; else a person has to say.
 */
export function carryRange(alignment: Alignment, range: { readonly start: number; readonly end: number }): RangeFate {
  const { before, after, kept } = alignment
  if (alignment.isSame) return { kind: 'carried', isSame: true, pieces: [{ part: 0, ...range }] }
  const points = before.points[0] ?? new Uint32Array()
  const first = before.tokens.findIndex(({ end }) => (points[end] ?? 0) > range.start)
  const behind = before.tokens.findIndex(({ start }) => (points[start] ?? 0) >= range.end)
  const last = behind < 0 ? before.tokens.length : behind
  if (first < 0 || first >= last) return { kind: 'doubtful', pieces: [] }
  const words = before.tokens.slice(first, last).map(({ word }) => word)
  const found = findWords(after, words)
  const compared = goalOf(kept, first, last, after.tokens.length)
  const only = found.length === 1 && findWords(before, words).length === 1 ? { start: found[0] ?? 0, end: (found[0] ?? 0) + words.length } : undefined
  // A comparison may give the first words of a sentence to one that begins alike; where most are here, all are.
  const goal = only !== undefined && shareKept(kept, first, last, only.start, only.end) >= AROUND ? only : compared
  const [left, right] = [shareKept(kept, first - CONTEXT, first, goal.start - CONTEXT * 2, goal.start), shareKept(kept, last, last + CONTEXT, goal.end, goal.end + CONTEXT * 2)]
  if (goal.start >= goal.end && found.length === 0) return left >= AROUND && right >= AROUND && isClosed(kept, first, last, after.tokens.length) ? { kind: 'gone' } : { kind: 'doubtful', pieces: [] }
  const isSame = found.some((start) => start === goal.start && start + last - first === goal.end)
  const likeliest = goal.start < goal.end ? goal : { start: found[0] ?? 0, end: (found[0] ?? 0) + last - first }
  const pieces = piecesOf(alignment, { first, last }, range, likeliest)
  // The words stand somewhere else, and not where the comparison puts them: nobody can tell which is meant.
  const isContested = found.length > 0 && !isSame
  const isSurrounded = (left >= AROUND && right >= AROUND) || (isSame && last - first >= LONG && Math.max(left, right) >= BESIDE)
  const isCarried = goal.start < goal.end && !isContested && isSurrounded && touchedKept(alignment, first, last) >= TOUCHED
  return isCarried ? { kind: 'carried', isSame: isSame && isVerbatim(alignment, range, pieces), pieces } : { kind: 'doubtful', pieces }
}

/** Every place where these words follow each other. */
function findWords({ tokens }: Words, words: readonly string[]): number[] {
  const found: number[] = []
  for (let at = 0; at + words.length <= tokens.length; at++) if (words.every((word, place) => tokens[at + place]?.word === word)) found.push(at)
  return found
}

/** Where the comparison puts the words: from the first that was kept to the last; what was put in at its edges is not of it. */
function goalOf(kept: Int32Array, first: number, last: number, length: number): { start: number; end: number } {
  const places = [...kept.subarray(first, last)].filter((place) => place >= 0)
  const [start, end] = [places[0], places.at(-1)]
  if (start !== undefined && end !== undefined) {
    // A word that was replaced at an edge is what stands there now, between this and its neighbour.
    const [before, behind] = [kept[first - 1] ?? -1, last < kept.length ? (kept[last] ?? -1) : length]
    const from = (kept[first] ?? -1) < 0 && (first === 0 || before >= 0) && start - before - 1 <= 2 ? before + 1 : start
    const until = (kept[last - 1] ?? -1) < 0 && behind >= 0 && behind - end - 1 <= 2 ? behind : end + 1
    return { start: from, end: until }
  }
  const previous = kept.subarray(0, first).findLast((place) => place >= 0) ?? -1
  return { start: previous + 1, end: previous + 1 }
}

/** True where nothing was put in the place of what was taken out: what stood around it meets. */
function isClosed(kept: Int32Array, first: number, last: number, length: number): boolean {
  const before = kept.subarray(0, first).findLast((place) => place >= 0) ?? -1
  const behind = kept.subarray(last).find((place) => place >= 0) ?? length
  return behind === before + 1
}

/** Which part of the words from one place to another was kept near where the range went; all, where the text ends there. */
function shareKept(kept: Int32Array, start: number, end: number, from: number, until: number): number {
  const words = kept.subarray(Math.max(0, start), Math.min(kept.length, end))
  return words.length === 0 ? 1 : words.filter((place) => place >= from && place < until).length / words.length
}

function touchedKept({ before, kept }: Alignment, first: number, last: number): number {
  const start = before.sentences.findLast((at) => at <= first) ?? 0
  const end = before.sentences.find((at) => at >= last) ?? kept.length
  return kept.subarray(start, end).filter((place) => place >= 0).length / Math.max(1, end - start)
}

/** The words as places in the later texts, with the marks at either end that the range had with them. */
function piecesOf({ before, after }: Alignment, words: { first: number; last: number }, range: { start: number; end: number }, goal: { start: number; end: number }): Piece[] {
  const pieces: { part: number; start: number; end: number }[] = []
  for (const token of after.tokens.slice(goal.start, goal.end)) {
    const points = after.points[token.part]
    const [start, end] = [points?.[token.start] ?? 0, points?.[token.end] ?? 0]
    const piece = pieces.at(-1)
    if (piece?.part === token.part) piece.end = end
    else pieces.push({ part: token.part, start, end })
  }
  const own = Array.from(before.texts[0] ?? '')
  const [firstToken, lastToken] = [before.tokens[words.first], before.tokens[words.last - 1]]
  const lead = own.slice(range.start, before.points[0]?.[firstToken?.start ?? 0] ?? range.start)
  const tail = own.slice(before.points[0]?.[lastToken?.end ?? 0] ?? range.end, range.end)
  const [head, foot] = [pieces[0], pieces.at(-1)]
  if (head === undefined || foot === undefined) return pieces
  const [headText, footText] = [Array.from(after.texts[head.part] ?? ''), Array.from(after.texts[foot.part] ?? '')]
  if (lead.length > 0 && lead.every((sign, at) => headText[head.start - lead.length + at] === sign)) head.start -= lead.length
  if (tail.length > 0 && tail.every((sign, at) => footText[foot.end + at] === sign)) foot.end += tail.length
  return pieces
}

/** True where not a sign differs, marks between the words among them. */
function isVerbatim({ before, after }: Alignment, range: { start: number; end: number }, pieces: readonly Piece[]): boolean {
  const own = Array.from(before.texts[0] ?? '').slice(range.start, range.end).join('')
  return pieces.map(({ part, start, end }) => Array.from(after.texts[part] ?? '').slice(start, end).join('')).join(' ') === own
}
