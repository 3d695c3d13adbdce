/** Words of a shingle: runs of five, as the published counts of the real dockets use them. */
const WIDTH = 5
/** Two texts alike by half share eight of the bands on average, and fewer than two once in eight hundred; unrelated ones hardly ever one. */
const ROWS_IN_BAND = 2
const BANDS = 32
const ROWS = BANDS * ROWS_IN_BAND

/** Scripts that put no space between words: each character counts as one. */
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])[\p{L}\p{M}\p{N}])+/gu

/** What two texts are compared by. */
export interface Fingerprint {
  /** Hashes of all runs of five words, sorted, each once. */
  readonly shingles: Uint32Array
  /** One number for each band of the signature; texts that share one may be alike. Empty where there is no word. */
  readonly bandKeys: Int32Array
}

/** The words of a text as they are compared: without case, without compatibility forms, without what stands between them. */
export function wordsOf(text: string): string[] {
  return stripTags(text).normalize('NFKC').toLowerCase().match(WORD) ?? []
}

/** Residue of HTML says nothing of what was written: tags go, the commonest entities become what they stand for. */
function stripTags(text: string): string {
  return text.includes('<') || text.includes('&') ? text.replace(/<\/?[a-z][^<>]{0,500}>/giu, ' ').replace(/&(?:nbsp|#160);/giu, ' ').replace(/&(?:rsquo|lsquo|#39|#8217|#8216);/giu, "'").replace(/&amp;/giu, '&').replace(/&(?:quot|ldquo|rdquo|#34);/giu, '"') : text
}

/** The fingerprint of a text. Fewer than five words are alike by chance (“I agree”, what a spreadsheet made of a text), so they have none. */
export function fingerprint(text: string): Fingerprint {
  const shingles = shinglesOf(wordsOf(text))
  return { shingles, bandKeys: bandKeysOf(shingles) }
}

/** Hashes of runs of five words, sorted, each once. */
export function shinglesOf(words: readonly string[]): Uint32Array {
  if (words.length < WIDTH) return new Uint32Array()
  const hashes = Uint32Array.from(words, hashWord)
  const count = hashes.length - WIDTH + 1
  const all = new Uint32Array(count)
  for (let at = 0; at < count; at++) {
    let hash = 0
    for (let next = at; next < at + WIDTH; next++) hash = Math.imul(hash ^ (hashes[next] ?? 0), 0x9e3779b1) ^ (hash >>> 15)
    all[at] = mix(hash)
  }
  all.sort()
  let kept = 0
  for (let at = 0; at < count; at++) if (at === 0 || all[at] !== all[at - 1]) all[kept++] = all[at] ?? 0
  return all.slice(0, kept)
}

/** How much two sets have in common: what is in both over what is in either, from 0 to 1; 0 where both are empty. */
export function similarity(a: Uint32Array, b: Uint32Array): number {
  const both = countShared(a, b)
  const either = a.length + b.length - both
  return either === 0 ? 0 : both / either
}

/** Which share of the first is also in the second. */
export function coverage(a: Uint32Array, b: Uint32Array): number {
  return a.length === 0 ? 1 : countShared(a, b) / a.length
}

function countShared(a: Uint32Array, b: Uint32Array): number {
  let [i, j, both] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i] ?? 0, b[j] ?? 0]
    if (x === y) both++
    if (x <= y) i++
    if (y <= x) j++
  }
  return both
}

/** A family of hash functions, the same in every process and in every year: signatures are kept. */
const SEEDS = Uint32Array.from({ length: ROWS }, (_, row) => mix(0x5bd1e995 + Math.imul(row + 1, 0x85ebca6b)))
const FACTORS = Uint32Array.from({ length: ROWS }, (_, row) => mix(0x27d4eb2f + Math.imul(row + 1, 0xc2b2ae35)) | 1)

function bandKeysOf(shingles: Uint32Array): Int32Array {
  if (shingles.length === 0) return new Int32Array()
  const lowest = new Uint32Array(ROWS).fill(0xffffffff)
  for (const shingle of shingles) {
    for (let row = 0; row < ROWS; row++) {
      const product = Math.imul(shingle ^ (SEEDS[row] ?? 0), FACTORS[row] ?? 1)
      const value = (product ^ (product >>> 15)) >>> 0
      if (value < (lowest[row] ?? 0)) lowest[row] = value
    }
  }
  return Int32Array.from({ length: BANDS }, (_, band) => {
    let key = Math.imul(band + 1, 0x9e3779b1)
    for (let row = 0; row < ROWS_IN_BAND; row++) key = mix(key ^ (lowest[band * ROWS_IN_BAND + row] ?? 0))
    return key | 0
  })
}

/** FNV-1a over UTF-16 units. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

function mix(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
