import { coverage, shinglesOf, wordsOf } from '../shingles/model.ts'

/** The common text of a campaign is what stands in this share of its letters. */
const COMMON = 0.5
/** A sentence counts as being in a text when so much of it is. */
const INSIDE = 0.6
/** Lines of so few words at the end of a letter are who signs it. */
const SIGNATURE_WORDS = 8
const SIGNATURE_LINES = 4

/** What of a letter is not in the common text. */
export interface Additions {
  /** Sentences of its own, in their order. */
  readonly words: readonly string[]
  /** Short lines at its end: a name, a place. */
  readonly signature: readonly string[]
}

/** The common text of letters: of the one that has most in common with the others, the sentences that most of them have. */
export function commonText(texts: readonly string[]): string[] {
  const letters = texts.map((text) => {
    const sentences = sentencesOf(text)
    return { sentences, all: shinglesOf(wordsOf(text)), keys: new Set(sentences.map(keyOf)) }
  })
  const counts = new Map<string, number>()
  for (const { keys } of letters) for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  const weigh = (keys: ReadonlySet<string>): number => [...keys].reduce((sum, key) => sum + (counts.get(key) ?? 0) - letters.length * COMMON, 0)
  const central = letters.toSorted((a, b) => weigh(b.keys) - weigh(a.keys))[0]
  if (central === undefined) return []
  return central.sentences.filter((sentence) => {
    if ((counts.get(keyOf(sentence)) ?? 0) >= letters.length * COMMON) return true
    const words = wordsOf(sentence)
    // A sentence reworded here and there is the same sentence; one of a few words is the same only word for word.
    return words.length >= SIGNATURE_WORDS && letters.filter(({ all }) => coverage(shinglesOf(words), all) >= INSIDE).length >= letters.length * COMMON
  })
}

/** What a letter adds to the common text. */
export function additionsOf(text: string, common: readonly string[]): Additions {
  const keys = new Set(common.map(keyOf))
  const inCommon = shinglesOf(wordsOf(common.join(' ')))
  const own = sentencesOf(text).map((sentence, index, all) => ({ sentence, isLast: index >= all.length - SIGNATURE_LINES }))
    .filter(({ sentence }) => !keys.has(keyOf(sentence)) && wordsOf(sentence).length > 0)
    .filter(({ sentence }) => {
      const words = wordsOf(sentence)
      return words.length < SIGNATURE_WORDS || coverage(shinglesOf(words), inCommon) < INSIDE
    })
  const isSignature = ({ sentence, isLast }: { sentence: string; isLast: boolean }): boolean => isLast && wordsOf(sentence).length < SIGNATURE_WORDS && !/[?!？！]/u.test(sentence)
  return { words: own.filter((each) => !isSignature(each)).map(({ sentence }) => sentence), signature: own.filter(isSignature).map(({ sentence }) => sentence) }
}

/** Sentences and lines of a text: parts that end with a full stop of any script, or with a line. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?…؟।۔]["'”’»)]*)\s+|(?<=[。！？]["”』」]?)|\n+/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function keyOf(sentence: string): string {
  return wordsOf(sentence).join(' ')
}
