import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { splitSentences, type Range } from '../model.ts'

/** A text in another language than its original, by a person or a program. */
export interface Translation {
  readonly id: Id<'translation'>
  readonly sourceId: Id
  readonly language: string
  readonly text: string
  readonly madeBy: Id | null
  readonly machine: string | null
  readonly madeAt: Instant
  readonly revision: number
  /** Of the words it was made from. */
  readonly ofDigest: string
}

/** A sentence of a translation, with the sentence of the original that stands, about, where it does. */
export interface Aligned {
  readonly text: string
  /** In code points of the original. */
  readonly original: Range
  /** The place of that sentence among the original's, from 0. */
  readonly sentence: number
}

type Sentence = Range & { readonly text: string }

/**
 * Leads from each sentence of a translation to one of the original, by their order: paragraph by paragraph where both have as many,
 * else over the whole. An approximation, and shown as one: whoever marks confirms the words of the original.
 */
export function alignSentences(original: string, originalLanguage: string | null, translation: string, language: string): Aligned[] {
  const [from, to] = [inParagraphs(splitSentences(translation, language)), inParagraphs(splitSentences(original, originalLanguage))]
  const isAlike = from.length === to.length
  const groups: (readonly [readonly Sentence[], readonly Sentence[]])[] = isAlike ? from.map((paragraph, index) => [paragraph, to[index] ?? []]) : [[from.flat(), to.flat()]]
  const all = to.flat()
  return groups.flatMap(([sentences, originals]) =>
    sentences.flatMap((sentence, index) => {
      const found = originals[Math.min(originals.length - 1, Math.floor(((index + 0.5) * originals.length) / sentences.length))]
      return found === undefined ? [] : [{ text: sentence.text, original: { start: found.start, end: found.end }, sentence: all.indexOf(found) }]
    }),
  )
}

/** Sentences by paragraph: one ends with an empty line. */
function inParagraphs(sentences: readonly Sentence[]): Sentence[][] {
  const paragraphs: Sentence[][] = [[]]
  for (const sentence of sentences) {
    paragraphs.at(-1)?.push(sentence)
    if (/\n[^\S\n]*\n/u.test(sentence.text)) paragraphs.push([])
  }
  return paragraphs.filter((paragraph) => paragraph.length > 0)
}
