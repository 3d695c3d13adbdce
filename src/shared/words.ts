import { stopWords } from './stop-words.ts'

/** Written without spaces between words: cut by the language data of the runtime. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
/** Writing in which a word of two signs is a whole word. */
const DENSE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Arabic}\p{sc=Hebrew}]/u
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’‑-]*/gu
/** Between two words of a phrase there is nothing but space, or the marks that stand within words. */
const NO_BREAK = /^[\s'’‑-]*$/u

export interface Word {
  /** As counted: lower case, one spelling of apostrophes, without elided articles, possessives and marks of vocalisation. */
  readonly form: string
  /** Whether only space stands between it and the word before: the two can make a phrase. */
  readonly follows: boolean
  /** Where it stands in the text, in UTF-16 units. */
  readonly start: number
  readonly end: number
}

/** The language whose rules hold for a tag: `pt` for `pt-BR`. */
export function primaryLanguage(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? tag
}

/**
 * The words of a text that are counted, in order: with a letter, of three letters or more, or of two where these are capitals (AI, EU)
 * or the writing is dense (Chinese, Arabic). Where words are not set apart by spaces, they are cut by the language data of the runtime.
 */
export function listWords(text: string, language: string): Word[] {
  const words: Word[] = []
  let end = 0
  let isWhole = true
  const formOf = rememberedForms(language)
  for (const piece of listPieces(text, language)) {
    const form = formOf(piece.text)
    const follows = isWhole && words.length > 0 && NO_BREAK.test(text.slice(end, piece.start))
    isWhole = form !== undefined
    end = piece.start + piece.text.length
    if (form !== undefined) words.push({ form, follows, start: piece.start, end })
  }
  return words
}

interface Piece {
  readonly text: string
  readonly start: number
}

function listPieces(text: string, language: string): Piece[] {
  const found: Piece[] = []
  const isSpaced = !UNSPACED.test(text)
  for (const match of text.matchAll(WORD)) {
    if (isSpaced || !UNSPACED.test(match[0])) found.push({ text: match[0].replace(/['’‑-]+$/u, ''), start: match.index })
    else for (const { segment, index, isWordLike } of segmenter(language).segment(match[0])) if (isWordLike === true) found.push({ text: segment, start: match.index + index })
  }
  return found
}

const segmenters = new Map<string, Intl.Segmenter>()

function segmenter(language: string): Intl.Segmenter {
  const known = segmenters.get(language)
  if (known !== undefined) return known
  const made = new Intl.Segmenter(language, { granularity: 'word' })
  segmenters.set(language, made)
  return made
}

/** Most words of a text were met before: what each is counted as is looked up, for so many words of so many languages at once. */
const [REMEMBERED, LANGUAGES] = [40_000, 12]
const remembered = new Map<string, Map<string, string | undefined>>()

function rememberedForms(language: string): (written: string) => string | undefined {
  if (remembered.size > LANGUAGES) remembered.clear()
  const known = remembered.get(language) ?? new Map<string, string | undefined>()
  remembered.set(language, known)
  return (written) => {
    const form = known.get(written)
    if (form !== undefined || known.has(written)) return form
    if (known.size >= REMEMBERED) known.clear()
    const made = toForm(written, language)
    known.set(written, made)
    return made
  }
}

/** How a word is counted; undefined where it is not. */
function toForm(written: string, language: string): string | undefined {
  // Tatweel and the marks of vocalisation do not make another word.
  const plain = written.normalize('NFC').replace(/[\u0640\u064b-\u065f\u0670]/gu, '').replace(/[’‑]/gu, (sign) => (sign === '’' ? "'" : '-'))
  const isShort = /^\p{Lu}{2}$/u.test(plain)
  const lower = stripJoined(plain.toLocaleLowerCase(language), language)
  if (!/\p{L}/u.test(lower)) return undefined
  const length = Array.from(lower.replace(/\p{M}/gu, '')).length
  if (length < (isShort || DENSE.test(lower) ? 2 : 3) && !stopWords(language).has(lower)) return undefined
  return language === 'ru' ? lower.replaceAll('ё', 'е') : lower
}

/** Takes off what another word left on it: l'accès, d'abord; the possessive of government's. */
function stripJoined(word: string, language: string): string {
  if (language === 'fr' || language === 'it') return word.replace(/^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu|dell|nell|all|un)'(?=\p{L})/u, '')
  return language === 'en' ? word.replace(/'s?$/u, '') : word
}

/** Neither a plural of what stands without its end, nor the other way round. */
const APART: Readonly<Record<string, ReadonlySet<string>>> = {
  en: new Set('news means goods series species always across besides perhaps analytics economics electronics ethics forensics genetics linguistics logistics mathematics mechanics physics politics robotics statistics'.split(' ')),
  fr: new Set('fois cours sens fils pays temps corps poids bois mois avis accès succès procès progrès jamais puis'.split(' ')),
  es: new Set('bienes lunes martes jueves viernes antes entonces crisis análisis tesis además'.split(' ')),
  pt: new Set('bens lápis crise mais país'.split(' ')),
}

const IRREGULAR: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: {
    women: 'woman', men: 'man', children: 'child', criteria: 'criterion', phenomena: 'phenomenon', indices: 'index', analyses: 'analysis', crises: 'crisis', hypotheses: 'hypothesis', viruses: 'virus', statuses: 'status', biases: 'bias', bonuses: 'bonus', campuses: 'campus',
  },
}

/**
 * What a form is gathered under: plural and singular together, by a few endings in English, French, Spanish and Portuguese; in other
 * languages the form itself. Never more than an ending of number: government is not governance. It is a key, not always a word.
 */
export function lightKey(form: string, language: string): string {
  if (APART[language]?.has(form) === true) return form
  const irregular = IRREGULAR[language]?.[form]
  if (irregular !== undefined) return irregular
  switch (language) {
    case 'en':
      return englishKey(form)
    case 'fr':
      return frenchKey(form)
    case 'es':
      return spanishKey(form)
    case 'pt':
      return portugueseKey(form)
    default:
      return form
  }
}

function englishKey(form: string): string {
  if (form.length < 4) return form
  if (form.endsWith('ies') || form.endsWith('ie')) return form.length > 4 ? form.replace(/ies?$/u, 'y') : form.replace(/s$/u, '')
  if (/(?:ch|sh|x|ss|zz)es$/u.test(form)) return form.slice(0, -2)
  return /(?:ss|us|is)$/u.test(form) ? form : form.replace(/s$/u, '')
}

function frenchKey(form: string): string {
  if (form.length < 4) return form
  if (form.endsWith('eaux')) return form.slice(0, -1)
  if (form.endsWith('aux') && form.length > 5) return `${form.slice(0, -3)}al`
  return form.replace(/(?<=[^s])s$|(?<=[eo]u)x$/u, '')
}

function spanishKey(form: string): string {
  if (form.length < 4 || /(?:is|us)$/u.test(form)) return form
  if (form.endsWith('ciones') || form.endsWith('siones')) return `${form.slice(0, -4)}ón`
  if (form.endsWith('ces')) return `${form.slice(0, -3)}z`
  return form.replace(/(?<=[lrdnjzts])es?$/u, '').replace(/(?<=[aeiouáéíóú])s$/u, '')
}

function portugueseKey(form: string): string {
  if (form.length < 4 || /(?:is|us)$/u.test(form)) return form
  if (form.endsWith('ções')) return `${form.slice(0, -4)}ção`
  if (form.endsWith('ns')) return `${form.slice(0, -2)}m`
  return form.replace(/(?<=[rz])es$/u, '').replace(/(?<=[aeiouãõáéíóú])s$/u, '')
}
