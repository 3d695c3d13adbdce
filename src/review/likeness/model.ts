import { listTokens, Reading, sharedWeight, weighRuns, weightOf } from '../../drafts/likeness/model.ts'

/** Words by which others are looked for, at most, and how short a word may be that is set apart by spaces. */
const [MOST_WORDS, LEAST_LENGTH] = [14, 4]
const IS_UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** The words of a text by which texts like it are found, as they are written: the longest, and of scripts without spaces pairs of characters. */
export function wordsToFind(text: string, language: string): string[] {
  const tokens = listTokens(text, language)
  const words = tokens.flatMap(({ start, end }, at) => {
    const written = text.slice(start, end)
    const next = tokens[at + 1]
    if (IS_UNSPACED.test(written)) return next !== undefined && next.start === end ? [text.slice(start, next.end)] : []
    return Array.from(written).length < LEAST_LENGTH ? [] : [written]
  })
  const distinct = [...new Map(words.map((word) => [word.toLocaleLowerCase(language), word])).values()]
  return distinct.sort((a, b) => Array.from(b).length - Array.from(a).length || (a < b ? -1 : 1)).slice(0, MOST_WORDS)
}

/** How alike two comments must be to be shown beside each other: 1 is the same words in the same order. */
const LEAST = 0.14

/**
 * Texts that are like one, the most alike first, with how much: what both hold of words and runs of words, weighed by how rare it is
 * among these texts, in proportion to what each holds. Equal ones keep their order.
 */
export function rankAlike<T extends { readonly text: string }>(sought: string, others: readonly T[], language: string): { readonly of: T; readonly likeness: number }[] {
  const reading = new Reading(language)
  const said = reading.read(sought)
  const each = others.map((of) => ({ of, said: reading.read(of.text) }))
  const weights = weighRuns(reading.size, [[said, ...each.map((other) => other.said)]])
  const own = weightOf(said.runs, weights)
  return each
    .map(({ of, said: other }) => ({ of, likeness: sharedWeight(said.runs, other.runs, weights) / Math.max(1e-9, Math.sqrt(own * weightOf(other.runs, weights))) }))
    .filter(({ likeness }) => likeness >= LEAST)
    .sort((a, b) => b.likeness - a.likeness)
}
