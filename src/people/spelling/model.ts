/**
 * How names are written: what spellings have in common, offline and by rules alone. Everything here says what may be compared, never
 * that two names are one.
 */

/** Marks that add nothing to a letter of these scripts: accents, vowel points. Marks of other scripts are letters of their own. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/gu
const APOSTROPHES = /['’‘ʼ`´ʹʻ]/gu
/** Letters that no decomposition takes apart, and Arabic letters that are typed for each other. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i', ħ: 'h', ŧ: 't',
  ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه', ٱ: 'ا', ـ: '',
}
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu')

/** A name without case, accents and punctuation, as its words: `Côte d’Ivoire (CI)` is `cote divoire ci`. */
export function plainWords(name: string): string[] {
  const folded = name
    .replace(APOSTROPHES, '')
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(ACCENTS, '')
    .replace(LETTER, (letter) => LETTERS[letter] ?? letter)
  return folded.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')
}

/** Scripts in which one letter more or less is a slip of the hand; in the others it is another name. */
const ALPHABETS = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}]+$/u

/**
 * True for words that differ by one letter left out or put in twice, or by two neighbours that changed places: `goverment`, `shredeep`,
 * `scoiety`. Never by another letter in the place of one (Hamburg, Homburg), nor at the beginning or, where `endCounts`, at the end, for
 * there it makes another name (Maria, Marian; Simon, Simone).
 */
export function isNearlySame(a: string, b: string, endCounts: boolean): boolean {
  const [short, long] = a.length <= b.length ? [Array.from(a), Array.from(b)] : [Array.from(b), Array.from(a)]
  if (short.length < 5 || !ALPHABETS.test(a) || !ALPHABETS.test(b)) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  if (at === 0 || at === short.length && (endCounts || long.length !== short.length + 1)) return false
  const rest = (letters: readonly string[], from: number): string => letters.slice(from).join('')
  if (long.length === short.length + 1) return rest(short, at) === rest(long, at + 1)
  const changedPlaces = long.length === short.length && short[at] === long[at + 1] && short[at + 1] === long[at] && rest(short, at + 2) === rest(long, at + 2)
  return changedPlaces && !(endCounts && at + 2 === short.length)
}

const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', є: 'e', ж: 'zh', з: 'z', и: 'i', і: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r',
  с: 's', т: 't', у: 'u', ў: 'u', ф: 'f', х: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'i', ь: '', э: 'e', ю: 'iu', я: 'ia', ђ: 'dj', ј: 'i', љ: 'l', њ: 'n', ћ: 'c', џ: 'dz',
}
const GREEK: Readonly<Record<string, string>> = {
  α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n', ξ: 'x', ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'i', φ: 'f', χ: 'h', ψ: 'ps', ω: 'o',
}
/** Ways to write one sound in Latin letters, in the order in which they are replaced. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/ou|oo/gu, 'u'], [/ph/gu, 'f'], [/kh/gu, 'h'], [/shch|sch/gu, 'sh'], [/tch|tsch/gu, 'ch'], [/ck|q/gu, 'k'], [/w/gu, 'v'], [/th/gu, 't'], [/ks/gu, 'x'], [/[yj]/gu, 'i'],
  [/[ei]i$/u, 'i'], [/ii+/gu, 'i'], [/(\p{L})\1+/gu, '$1'],
]

/** What a word sounds like, roughly, in Latin letters; for scripts that are not taken over, the word itself. */
export function soundOf(word: string): string {
  const latin = Array.from(word, (letter) => CYRILLIC[letter] ?? GREEK[letter] ?? letter).join('')
  return SOUNDS.reduce((sound, [pattern, by]) => sound.replace(pattern, by), latin)
}

/**
 * True when a word is made of the beginnings of these words, in their order: every one gives at least its first letter (`icann`), of
 * two or three also up to three (`isoc` of internet society). Also in the reverse order, first letters alone, as other languages
 * say it (`acnu` of united nations cuban association, `otan` of `nato`'s words).
 */
export function isAcronymOf(acronym: string, words: readonly string[]): boolean {
  if (acronym.length < 3 || words.length < 2 || acronym.length < words.length) return false
  const initials = words.map((word) => Array.from(word)[0] ?? '')
  if (acronym === initials.join('')) return true
  if (acronym.length > 3 && acronym === initials.toReversed().join('')) return true
  return words.length <= 3 && isMadeOf(Array.from(acronym), words)
}

function isMadeOf(letters: readonly string[], words: readonly string[]): boolean {
  const [word, ...others] = words
  if (word === undefined) return letters.length === 0
  const own = Array.from(word)
  for (let taken = 1; taken <= Math.min(3, own.length, letters.length) && letters[taken - 1] === own[taken - 1]; taken++) {
    if (isMadeOf(letters.slice(taken), others)) return true
  }
  return false
}
