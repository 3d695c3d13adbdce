import { diffArrays } from 'diff'

/** A word, or a stretch of words, in both texts, only in the later one, only in the earlier one. */
export interface Stretch {
  readonly kind: 'same' | 'inserted' | 'deleted'
  readonly text: string
}

/** Beyond this many changed words a text counts as replaced: the comparison's cost grows with its square. */
const EDIT_LIMIT = 1500

const segmenters = new Map<string, Intl.Segmenter>()

/** Words, and what stands between them, in any script. */
export function segmentWords(text: string, language: string): string[] {
  let segmenter = segmenters.get(language)
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(language, { granularity: 'word' })
    segmenters.set(language, segmenter)
  }
  return Array.from(segmenter.segment(text), (part) => part.segment)
}

/** The words of both texts in one order, each said to be in both or in one. */
export function diffWords(from: readonly string[], to: readonly string[]): Stretch[] {
  const changes = diffArrays([...from], [...to], { maxEditLength: EDIT_LIMIT }) ?? [
    { value: [...from], removed: true, added: false },
    { value: [...to], removed: false, added: true },
  ]
  return changes.flatMap(({ value, added, removed }) => value.map((text): Stretch => ({ kind: added ? 'inserted' : removed ? 'deleted' : 'same', text })))
}

/** Neighbouring words of one kind as one stretch. */
export function joinStretches(words: readonly Stretch[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const word of words) {
    const last = stretches.at(-1)
    if (last?.kind === word.kind) stretches[stretches.length - 1] = { kind: last.kind, text: last.text + word.text }
    else stretches.push(word)
  }
  return stretches
}
