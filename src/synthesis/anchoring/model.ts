import type { Id } from '../../shared/ids.ts'
import { countCodePoints, sliceCodePoints } from '../../shared/text.ts'
import { findOccurrences, splitSentences, type Range } from '../model.ts'

/** A passage as anchoring needs it. */
export interface Anchored {
  readonly id: Id<'passage'>
  readonly number: number
  readonly quote: string
  readonly start: number
  readonly end: number
  /** Whether its words were not to be found before either. */
  readonly isDetached: boolean
}

/**
 * Where a passage stands in a text that was changed: where its words stand exactly as quoted, and only once. Null in every other case:
 * what is gone, changed in one letter, or stands there twice, is for a person to decide (design: never guess, never drop).
 */
export function anchorIn(text: string | null, { quote }: Pick<Anchored, 'quote'>): Range | null {
  if (text === null || quote === '') return null
  const [first, ...others] = findOccurrences(text, quote)
  if (first === undefined || others.length > 0) return null
  return sliceCodePoints(text, first.start, first.end) === quote ? first : null
}

/** A place in a changed text that a lost passage may mean, with how much of its words stands there: 0 to 1. */
export interface Candidate extends Range {
  readonly words: string
  readonly likeness: number
}

/** What is less alike than this is no candidate. */
const LEAST = 0.35

/**
 * The places to look at first when a passage has lost its words: where they stand several times, each of these; else the stretches of
 * as many sentences as it had whose letters are most like its own, for all scripts alike. Offered, never taken.
 */
export function listCandidates(text: string, quote: string, language: string | null, most = 3): Candidate[] {
  const exact = findOccurrences(text, quote)
  if (exact.length > 0) return exact.slice(0, most).map((range) => ({ ...range, words: sliceCodePoints(text, range.start, range.end), likeness: 1 }))
  const sentences = splitSentences(text, language)
  const size = Math.max(1, splitSentences(quote, language).length)
  const own = pairsOf(quote)
  const stretches = sentences.flatMap((first, index) => {
    const last = sentences[Math.min(index + size, sentences.length) - 1] ?? first
    const words = sliceCodePoints(text, first.start, last.end).trimEnd()
    return words === '' ? [] : [{ start: first.start, end: first.start + countCodePoints(words), words, likeness: alike(own, pairsOf(words)) }]
  })
  return stretches.filter(({ likeness }) => likeness >= LEAST).sort((a, b) => b.likeness - a.likeness || a.start - b.start).slice(0, most)
}

/** The pairs of letters and figures that follow each other in a text, each with how often. */
function pairsOf(text: string): ReadonlyMap<string, number> {
  const letters = Array.from(text.normalize('NFKC').toLocaleLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim())
  const pairs = new Map<string, number>()
  for (const [index, letter] of letters.slice(1).entries()) {
    const pair = `${letters[index] ?? ''}${letter}`
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return pairs
}

/** Dice’s coefficient over what both have. */
function alike(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const total = (pairs: ReadonlyMap<string, number>): number => [...pairs.values()].reduce((sum, count) => sum + count, 0)
  const shared = [...one].reduce((sum, [pair, count]) => sum + Math.min(count, other.get(pair) ?? 0), 0)
  return total(one) + total(other) === 0 ? 0 : (2 * shared) / (total(one) + total(other))
}
