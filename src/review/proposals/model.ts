import { diffWords, joinStretches, segmentWords, type Stretch } from '../../shared/word-diff.ts'
import { splitSentences } from '../../synthesis/model.ts'

/** A proposed wording as a change of the paragraph it is on. */
export interface ProposedChange {
  readonly stretches: readonly Stretch[]
  /** The paragraph has more sentences than those that are most like the proposal; the others are left out. */
  readonly isPart: boolean
}

/** Below this share of words in common, a change would be a paragraph struck and another put in: the new words alone say more. */
const LEAST_ALIKE = 0.3

/**
 * Shows a proposed wording as a change. People propose a whole paragraph, or only the sentences that they would have otherwise: the
 * run of the paragraph's sentences whose words are most like the proposal is what it is compared with, the whole where that is as
 * near. Undefined where the two have little in common.
 */
export function compareProposal(paragraph: string, proposal: string, language: string): ProposedChange | undefined {
  const to = segmentWords(proposal, language)
  const wanted = countWords(to)
  const sentences = splitSentences(paragraph, language).map(({ text }) => segmentWords(text.trimEnd(), language))
  const whole = segmentWords(paragraph, language)
  let best = { words: whole, ...distance(countWords(whole), wanted), isPart: false }
  // Of a paragraph with very many sentences, only the whole is looked at: it is a list, or no prose.
  const limit = sentences.length > 30 ? 0 : sentences.length
  for (let first = 0; first < limit; first++) {
    const run = new Map<string, number>()
    for (let last = first; last < limit; last++) {
      for (const [word, count] of countWords(sentences[last] ?? [])) run.set(word, (run.get(word) ?? 0) + count)
      if (first === 0 && last === limit - 1) continue
      const found = distance(run, wanted)
      if (found.changed < best.changed) best = { words: joined(sentences.slice(first, last + 1)), ...found, isPart: true }
    }
  }
  if (best.alike < LEAST_ALIKE) return undefined
  return { stretches: joinStretches(diffWords(best.words, to)), isPart: best.isPart }
}

function joined(sentences: readonly (readonly string[])[]): string[] {
  return sentences.flatMap((words, index) => (index === 0 ? [...words] : [' ', ...words]))
}

function countWords(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) if (/[\p{L}\p{N}]/u.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** How many words are in one of two only, and which share of all is in both. */
function distance(from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>): { changed: number; alike: number } {
  const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((all, count) => all + count, 0)
  const common = [...to].reduce((all, [word, count]) => all + Math.min(count, from.get(word) ?? 0), 0)
  const total = sum(from) + sum(to)
  return { changed: total - 2 * common, alike: total === 0 ? 0 : (2 * common) / total }
}
