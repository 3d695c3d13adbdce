/**
 * How much two texts have in common, for texts that come without identities. What is compared are words and runs of two or three of
 * them, each weighed by how rare it is in these texts, so that what everybody says proves nothing. All scripts alike: where words are
 * not set apart by spaces, each character is a word and runs go to four.
 */

const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`
/** What stands within a word without being seen; joiners among them. */
const UNSEEN = String.raw`\u00ad\u200b-\u200f\u2060\ufeff`
/** A character of a script without spaces, a word of another, or a sign that changes what is said (currency, per cent, mathematics). */
const TOKEN = new RegExp(String.raw`[${UNSPACED}]\p{M}*|(?![${UNSPACED}])[\p{L}\p{N}](?:(?![${UNSPACED}])[\p{L}\p{N}\p{M}${UNSEEN}])*|[\p{S}%‰]`, 'gu')
const NOT_COMPARED = new RegExp(`[${UNSEEN}\\u0640]`, 'gu')
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u')
/** Where a sentence ends: its mark, and what may follow it (a closing quotation mark, the number of a note). */
const SENTENCE_END = /[.!?…։।؟۔។။]+["'’”»)\]]*(?=\s|$)|[。！？｡]+[」』”’）]*|\n+/gu

export interface Stretch {
  readonly start: number
  readonly end: number
}

/** A text as it is compared. Numbers stand for words and runs; they mean something within one `Reading` only. */
export interface Said {
  readonly tokens: readonly number[]
  /** Sentences as ranges of `tokens`. */
  readonly sentences: readonly Stretch[]
  /** Sorted, each once: words and runs of words. */
  readonly runs: Int32Array
  /** How many of `tokens` are single characters of a script without spaces. */
  readonly characters: number
}

/** Where words stand in a text, for what has to find its way back into it. */
export interface Token {
  readonly word: string
  /** In UTF-16 units. */
  readonly start: number
  readonly end: number
}

/** One spelling for what Word and browsers write in several: composition, soft hyphens and joiners, quotation marks, white space. */
export function plainForm(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\u0640]/gu, '')
    .replace(/[‘’‚‛′]/gu, "'")
    .replace(/[“”„‟″]/gu, '"')
    .replace(/[‐‑‒–—−]/gu, '-')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** The words of a text and their places. */
export function listTokens(text: string, language: string): Token[] {
  return Array.from(text.matchAll(TOKEN), ({ 0: word, index }) => ({ word: wordForm(word, language), start: index, end: index + word.length }))
}

/** How a word is compared: small letters, one composition, no joiners. */
function wordForm(word: string, language: string): string {
  return word.normalize('NFKC').toLocaleLowerCase(language).replace(NOT_COMPARED, '')
}

/** Reads texts into numbers, the same for the same words. */
export class Reading {
  /** Most words were met before as they are written: what each is compared as is looked up. */
  private readonly spellings = new Map<string, number>()
  private readonly words = new Map<string, number>()
  private readonly pairs = new Map<number, number>()
  private readonly unspaced: boolean[] = []
  private counted = 0
  private readonly language: string

  constructor(language: string) {
    this.language = language
  }

  /** How many numbers have been given; each is below it. */
  get size(): number {
    return this.counted
  }

  read(text: string): Said {
    const tokens: number[] = []
    const sentences: Stretch[] = []
    let from = 0
    for (const { index, 0: mark } of text.matchAll(SENTENCE_END)) {
      this.readSentence(text.slice(from, index + mark.length), tokens, sentences)
      from = index + mark.length
    }
    this.readSentence(text.slice(from), tokens, sentences)
    return this.say(tokens, sentences)
  }

  /** Several texts as the one that they would make joined. */
  join(parts: readonly Said[]): Said {
    const tokens: number[] = []
    const sentences: Stretch[] = []
    for (const part of parts) {
      for (const { start, end } of part.sentences) sentences.push({ start: start + tokens.length, end: end + tokens.length })
      tokens.push(...part.tokens)
    }
    return this.say(tokens, sentences)
  }

  private readSentence(text: string, tokens: number[], sentences: Stretch[]): void {
    const start = tokens.length
    for (const [word] of text.matchAll(TOKEN)) tokens.push(this.numberOf(word))
    if (tokens.length > start) sentences.push({ start, end: tokens.length })
  }

  private numberOf(written: string): number {
    const known = this.spellings.get(written)
    if (known !== undefined) return known
    const word = wordForm(written, this.language)
    const made = this.words.get(word) ?? this.counted++
    this.words.set(word, made)
    this.spellings.set(written, made)
    this.unspaced[made] = IS_UNSPACED.test(word)
    return made
  }

  private say(tokens: readonly number[], sentences: readonly Stretch[]): Said {
    const runs = new Set<number>()
    let characters = 0
    tokens.forEach((token, at) => {
      runs.add(token)
      const isCharacter = this.unspaced[token] === true
      if (isCharacter) characters += 1
      let run = token
      for (let length = 1; length < (isCharacter ? 4 : 3); length++) {
        const next = tokens[at + length]
        if (next === undefined) break
        run = this.pair(run, next)
        runs.add(run)
      }
    })
    return { tokens, sentences, runs: Int32Array.from(runs).sort(), characters }
  }

  private pair(run: number, next: number): number {
    const key = run * 4_194_304 + next
    const known = this.pairs.get(key)
    if (known !== undefined) return known
    const made = this.counted++
    this.pairs.set(key, made)
    return made
  }
}

/** How rare each run is: the fewer texts of a side hold it, the more it proves. */
export function weighRuns(size: number, sides: readonly (readonly Said[])[]): Float64Array {
  const most = new Int32Array(size)
  let texts = 1
  for (const side of sides) {
    const held = new Int32Array(size)
    for (const { runs } of side) for (const run of runs) held[run] = (held[run] ?? 0) + 1
    for (let run = 0; run < size; run++) most[run] = Math.max(most[run] ?? 0, held[run] ?? 0)
    texts = Math.max(texts, side.length)
  }
  return Float64Array.from(most, (held) => Math.log(1 + texts / Math.max(1, held)))
}

export function weightOf(runs: Int32Array, weights: Float64Array): number {
  let sum = 0
  for (const run of runs) sum += weights[run] ?? 0
  return sum
}

/** What both hold, weighed; `besides`: without what this one holds too. */
export function sharedWeight(left: Int32Array, right: Int32Array, weights: Float64Array, besides?: Int32Array): number {
  let [sum, at, other] = [0, 0, 0]
  for (const run of left) {
    while (at < right.length && (right[at] ?? 0) < run) at++
    if (at >= right.length) break
    if (right[at] !== run) continue
    if (besides !== undefined) {
      while (other < besides.length && (besides[other] ?? 0) < run) other++
      if (besides[other] === run) continue
    }
    sum += weights[run] ?? 0
  }
  return sum
}
