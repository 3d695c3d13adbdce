import type { Said, Stretch } from '../likeness/model.ts'

/** Sentences that differ in fewer words than this share of them may be each other's correction, or two that look alike. */
const ALIKE = 0.6
/** A sentence of so many words that gave way to another as short is a correction too. */
const SHORT = 5
/** Beyond this many words a comparison in order costs too much; then the words are counted without their order. */
const ORDERED = 600

export interface SentencePair {
  /** Sentences that stand in both, word by word. */
  readonly kept: readonly string[]
  /** Some sentence was replaced by one like it: a correction cannot be told from a text that merely looks alike. */
  readonly isLookalike: boolean
}

/** What two texts have in common, sentence by sentence. */
export function compareSentences(left: Said, right: Said): SentencePair {
  const open = new Map<string, number>()
  for (const sentence of right.sentences) open.set(keyOf(right, sentence), (open.get(keyOf(right, sentence)) ?? 0) + 1)
  const kept: string[] = []
  const onlyLeft: Stretch[] = []
  for (const sentence of left.sentences) {
    const key = keyOf(left, sentence)
    const count = open.get(key) ?? 0
    if (count === 0) onlyLeft.push(sentence)
    else {
      open.set(key, count - 1)
      kept.push(key)
    }
  }
  const onlyRight = right.sentences.filter((sentence) => {
    const key = keyOf(right, sentence)
    const count = open.get(key) ?? 0
    open.set(key, count - 1)
    return count > 0
  })
  return { kept, isLookalike: onlyLeft.some((sentence) => onlyRight.some((other) => isReplaced(wordsOf(left, sentence), wordsOf(right, other)))) }
}

/** A sentence as a key, the same for the same words. */
export function keyOf(text: Said, sentence: Stretch): string {
  return wordsOf(text, sentence).join(' ')
}

/** Each sentence of a text, and each two that follow each other, as keys, each once: what may stand in one text alone, and prove something by it. */
export function provingKeys(text: Said): Set<string> {
  const keys = text.sentences.map((sentence) => keyOf(text, sentence))
  return new Set([...keys, ...keys.slice(1).map((key, at) => `${keys[at] ?? ''} / ${key}`)])
}

function wordsOf(text: Said, { start, end }: Stretch): readonly number[] {
  return text.tokens.slice(start, end)
}

/** True where much is the same and each has words of its own in place of the other's. Words that were only put in, or only taken out, replace nothing. */
function isReplaced(left: readonly number[], right: readonly number[]): boolean {
  const common = countCommon(left, right)
  if (common === left.length || common === right.length) return false
  // A number in a sentence of its own, a name with a title: too short for words to be kept.
  return Math.max(left.length, right.length) <= SHORT || (2 * common) / (left.length + right.length) >= ALIKE
}

/** How many words stand in both in the same order. */
export function countCommon(left: readonly number[], right: readonly number[]): number {
  let start = 0
  while (start < left.length && start < right.length && left[start] === right[start]) start++
  let end = 0
  while (end < left.length - start && end < right.length - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++
  const [a, b] = [left.slice(start, left.length - end), right.slice(start, right.length - end)]
  return start + end + (a.length > ORDERED || b.length > ORDERED ? countUnordered(a, b) : countOrdered(a, b))
}

function countOrdered(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return 0
  const row = new Int32Array(b.length + 1)
  for (const word of a) {
    let diagonal = 0
    for (let at = 1; at <= b.length; at++) {
      const above = row[at] ?? 0
      row[at] = word === b[at - 1] ? diagonal + 1 : Math.max(above, row[at - 1] ?? 0)
      diagonal = above
    }
  }
  return row[b.length] ?? 0
}

/** How many words stand in both, whatever their order. */
export function countUnordered(a: readonly number[], b: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const word of a) counts.set(word, (counts.get(word) ?? 0) + 1)
  let common = 0
  for (const word of b) {
    const count = counts.get(word) ?? 0
    if (count > 0) {
      counts.set(word, count - 1)
      common += 1
    }
  }
  return common
}
