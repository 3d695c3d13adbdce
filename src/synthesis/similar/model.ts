import { countWords, type Rules } from '../../contributions/terms/model.ts'
import type { Range } from '../../shared/quote.ts'
import { countCodePoints } from '../../shared/text.ts'
import { splitSentences } from '../model.ts'

/** What puts passages forward by comparing their words: the name that stands in `machine` of what came of it. */
export const WORDS = 'comparison of words'

/** The keys that what is looked for has, and what each counts for: rare words and phrases more than common ones. */
export type Profile = ReadonlyMap<string, number>

/** Keys of a profile, at most: those that count most. */
const MOST_KEYS = 40
/** Answers that are looked for by words, and by words after the rarest at most: commoner ones are left to ordering what was found. */
const [ENOUGH, MOST] = [600, 1_500]

/** How telling a key is that stands in `having` of so many contributions: the inverse document frequency of BM25. */
export function tellingness(contributions: number, having: number): number {
  return Math.log(1 + (Math.max(contributions, having) - having + 0.5) / (having + 0.5))
}

/** In how many of these texts each key stands. */
export function countKeys(texts: readonly string[], rules: Rules): Map<string, number> {
  const keys = new Map<string, number>()
  for (const text of texts) {
    const own = new Set([...countWords(text, rules).terms.values()].map(({ key }) => key))
    for (const key of own) keys.set(key, (keys.get(key) ?? 0) + 1)
  }
  return keys
}

/** The profile of texts whose keys were counted; keys that stand nowhere in the contributions are left out, for they find nothing. */
export function profileOf(keys: ReadonlyMap<string, number>, known: { readonly contributions: number; readonly having: ReadonlyMap<string, number> }): Profile {
  const weighed = [...keys].flatMap(([key, texts]): [string, number][] => {
    const having = known.having.get(key) ?? 0
    return having === 0 ? [] : [[key, tellingness(known.contributions, having) * Math.log2(1 + texts)]]
  })
  return new Map(weighed.sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).slice(0, MOST_KEYS))
}

/** The rarest words of a profile: by these the answers are found that all of it then orders. The rarest of all is always one. */
export function rarestKeys(profile: Profile, having: ReadonlyMap<string, number>): string[] {
  const sorted = [...profile.keys()].filter((key) => !key.includes(' ')).sort((a, b) => (having.get(a) ?? 0) - (having.get(b) ?? 0) || (a < b ? -1 : 1))
  let found = 0
  return sorted.filter((key) => {
    const isTaken = found === 0 || (found < ENOUGH && found + (having.get(key) ?? 0) <= MOST)
    if (isTaken) found += having.get(key) ?? 0
    return isTaken
  })
}

/** A stretch of a text that can be told on its own: a sentence, or some short ones of the same paragraph. Its places are code points. */
export interface Unit extends Range {
  readonly text: string
}

const SHORT = 40

/** Cuts a text into units; white space between them belongs to none. `offset` is where the text begins within the whole. */
export function cutUnits(text: string, language: string | null, offset = 0): Unit[] {
  const units: Unit[] = []
  let isOpen = false
  for (const sentence of splitSentences(text, language)) {
    const last: Unit | undefined = isOpen ? units.pop() : undefined
    const unit: Unit = { start: last?.start ?? offset + sentence.start, end: offset + sentence.end, text: (last?.text ?? '') + sentence.text }
    units.push(unit)
    isOpen = unit.end - unit.start < SHORT && !sentence.text.includes('\n')
  }
  return units.map(trimUnit).filter(({ text: words }) => words !== '')
}

function trimUnit({ start, text }: Unit): Unit {
  const words = text.trim()
  const from = start + countCodePoints(text.slice(0, text.length - text.trimStart().length))
  return { start: from, end: from + countCodePoints(words), text: words }
}

/** A unit with how much it has of a profile, and which words the two share, as they stand in it, the most telling first. */
export interface Ranked<T> {
  readonly of: T
  readonly unit: Unit
  readonly score: number
  readonly shared: readonly string[]
}

/** The two figures of BM25: how soon a repeated word counts no more, and how much a long unit is held against it. */
const [K, B] = [1.2, 0.75]
const MOST_SHARED = 6

/**
 * Ranks the units of texts by what they share with a profile (BM25), the closest first; a unit that shares fewer than two words, or
 * the one that there is, is left out. Equal scores keep the order of the texts, so that the same texts always give the same list.
 */
export function rankUnits<T extends { readonly text: string; readonly language: string | null }>(texts: readonly T[], profile: Profile, rules: Rules): Ranked<T>[] {
  const least = Math.min(2, [...profile.keys()].filter((key) => !key.includes(' ')).length)
  const found = texts.flatMap((of) => listParagraphs(of.text).flatMap(({ text, start }) => {
    // Most paragraphs share nothing: only those that do are cut into sentences.
    if (sharedWith(text, profile, rules).words < least) return []
    return cutUnits(text, of.language, start).flatMap((unit) => {
      const own = sharedWith(unit.text, profile, rules)
      return own.words < least ? [] : [{ of, unit, ...own }]
    })
  }))
  const average = found.reduce((sum, { length }) => sum + length, 0) / Math.max(1, found.length)
  return found
    .map(({ of, unit, length, terms }) => {
      const scored = terms.map(({ form, key, count }) => ({ form, score: ((profile.get(key) ?? 0) * count * (K + 1)) / (count + K * (1 - B + (B * length) / average)) }))
      const sorted = scored.sort((a, b) => b.score - a.score || (a.form < b.form ? -1 : 1))
      return { of, unit, score: sorted.reduce((sum, { score }) => sum + score, 0), shared: withoutParts(sorted.map(({ form }) => form)).slice(0, MOST_SHARED) }
    })
    .sort((a, b) => b.score - a.score)
}

/** Words that stand in a phrase which is named already are not named again. */
function withoutParts(forms: readonly string[]): string[] {
  const inPhrases = new Set(forms.filter((form) => form.includes(' ')).flatMap((form) => form.split(' ')))
  return forms.filter((form) => !inPhrases.has(form))
}

function sharedWith(text: string, profile: Profile, rules: Rules) {
  const { words: length, terms: all } = countWords(text, rules)
  const byKey = new Map<string, { form: string; key: string; count: number }>()
  for (const [form, { key, count }] of all) {
    if (!profile.has(key)) continue
    const known = byKey.get(key)
    if (known === undefined) byKey.set(key, { form, key, count })
    else known.count += count
  }
  const terms = [...byKey.values()]
  return { length, terms, words: terms.filter(({ key }) => !key.includes(' ')).length }
}

/** The lines of a text that say something, with where each begins, in code points. */
function listParagraphs(text: string): { readonly text: string; readonly start: number }[] {
  const paragraphs: { text: string; start: number }[] = []
  let start = 0
  for (const line of text.split(/(?<=\n)/u)) {
    if (line.trim() !== '') paragraphs.push({ text: line, start })
    start += countCodePoints(line)
  }
  return paragraphs
}
