import type { Id } from '../../shared/ids.ts'
import { stopWords } from '../../shared/stop-words.ts'
import { lightKey, listWords } from '../../shared/words.ts'

/** What terms can be counted in: all answers of a cycle in a language, those to one question, those from one group. */
export const SCOPE_DIMENSIONS = ['all', 'question', 'stakeholderGroup', 'regionalGroup'] as const
export type ScopeDimension = (typeof SCOPE_DIMENSIONS)[number]

export interface Scope {
  readonly cycleId: Id
  readonly language: string
  readonly dimension: ScopeDimension
  /** The question's id or the group's key; empty for all. */
  readonly group: string
}

/**
 * What the desk decided about a word: `stop` leaves it out, `count` counts it though it is on the built-in list, `apart` keeps it from
 * being gathered with its plural or singular, `merge` gathers it with another.
 */
export const RULE_KINDS = ['stop', 'count', 'apart', 'merge'] as const
export type RuleKind = (typeof RULE_KINDS)[number]

export interface TermRule {
  readonly id: Id<'term-rule'>
  readonly language: string
  readonly kind: RuleKind
  readonly form: string
  readonly target: string | null
}

/** The kind that says the opposite of another of the same word, or something else of the same matter. */
export const OPPOSITE: Readonly<Record<RuleKind, RuleKind>> = { stop: 'count', count: 'stop', apart: 'merge', merge: 'apart' }

/** The rules of a language in the form in which they are asked. */
export interface Rules {
  readonly language: string
  isStop(form: string): boolean
  keyOf(form: string): string
}

export function rulesOf(language: string, rules: readonly Pick<TermRule, 'kind' | 'form' | 'target' | 'language'>[]): Rules {
  const own = rules.filter((rule) => rule.language === language)
  const of = (kind: RuleKind) => new Map(own.filter((rule) => rule.kind === kind).map((rule) => [rule.form, rule.target ?? '']))
  const [stop, count, apart, merge] = [of('stop'), of('count'), of('apart'), of('merge')]
  const builtIn = stopWords(language)
  // What is kept apart has a key that no ending leads to.
  const plainKey = (form: string): string => (apart.has(form) ? `=${form}` : lightKey(form, language))
  // Worked out once for each form met: a vocabulary is small beside a text.
  const keys = new Map<string, string>()
  const keyOf = (form: string): string => {
    const known = keys.get(form)
    if (known !== undefined) return known
    const key = plainKey(merge.get(form) ?? form)
    if (keys.size < KEYS) keys.set(form, key)
    return key
  }
  return { language, isStop: (form) => stop.has(form) || (builtIn.has(form) && !count.has(form)), keyOf }
}

const KEYS = 100_000

/** The words of one text, counted. */
export interface Wording {
  /** Words that are no stop words. */
  readonly words: number
  /** By form; a form of two words is a phrase. */
  readonly terms: ReadonlyMap<string, { readonly key: string; readonly count: number }>
}

/** Counts words, and phrases of two that follow each other with only space between, neither of them a stop word. */
export function countWords(text: string, rules: Rules): Wording {
  const terms = new Map<string, { key: string; count: number }>()
  const add = (form: string, keyOf: () => string): void => {
    const known = terms.get(form)
    if (known === undefined) terms.set(form, { key: keyOf(), count: 1 })
    else known.count++
  }
  let words = 0
  let before: string | undefined
  for (const { form, follows } of listWords(text, rules.language)) {
    if (rules.isStop(form)) {
      before = undefined
      continue
    }
    words++
    add(form, () => rules.keyOf(form))
    const first = follows ? before : undefined
    if (first !== undefined) add(`${first} ${form}`, () => `${rules.keyOf(first)} ${rules.keyOf(form)}`)
    before = form
  }
  return { words, terms }
}

export function isPhrase(form: string): boolean {
  return form.includes(' ')
}

/** One entry of a count: what was gathered, labelled by its commonest form. */
export interface Term {
  readonly key: string
  readonly label: string
  readonly count: number
  /** In how many contributions it stands. */
  readonly contributions: number
  /** All forms gathered, the commonest first. */
  readonly forms: readonly { readonly form: string; readonly count: number }[]
}

/** The commonest first; among equals the one first in the alphabet, so that the same counts always give the same list. */
export function byCount(a: Pick<Term, 'count' | 'key'>, b: Pick<Term, 'count' | 'key'>): number {
  return b.count - a.count || compareWords(a.key, b.key)
}

/** The order of code points, the one of the annex of 2017; the same in every process and language. */
export function compareWords(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The first so many of a list, and what the cut left out although it has as many as the last that is in. */
export interface CutTerms {
  readonly terms: readonly Term[]
  readonly cutAt: number | undefined
  readonly tied: readonly Term[]
}

/** Cuts a list, sorted by count, after so many; ties at the cut are named, never dropped in silence (2017 annex: three words at 15). */
export function cutTerms(sorted: readonly Term[], limit: number): CutTerms {
  const terms = sorted.slice(0, limit)
  const cutAt = sorted.length > limit ? terms.at(-1)?.count : undefined
  return { terms, cutAt, tied: cutAt === undefined ? [] : sorted.slice(limit).filter(({ count }) => count === cutAt) }
}

/** How a word stands in one group against all others. */
export interface Keyness {
  /** Log-likelihood (Dunning's G²), with a minus where the group says it less than the others. */
  readonly likelihood: number
  /** Binary logarithm of how many times as often the group says it, for each word said: 1 is twice as often. */
  readonly ratio: number
}

/** 6.63 is passed by chance once in a hundred words that are said alike. */
export const LIKELIHOOD_LIMIT = 6.63

/**
 * Compares how often a word stands among `own.words` words of a group and among `others.words` of all others. Where the others never
 * say it, the ratio takes half an occurrence for none.
 */
export function keyness(own: { count: number; words: number }, others: { count: number; words: number }): Keyness {
  const all = own.words + others.words
  if (own.words === 0 || others.words === 0) return { likelihood: 0, ratio: 0 }
  const expected = (words: number): number => (words * (own.count + others.count)) / all
  const part = (count: number, words: number): number => (count === 0 ? 0 : count * Math.log(count / expected(words)))
  const likelihood = 2 * (part(own.count, own.words) + part(others.count, others.words))
  const [often, less] = [(own.count || 0.5) / own.words, (others.count || 0.5) / others.words]
  return { likelihood: often < less ? -likelihood : likelihood, ratio: Math.log2(often / less) }
}

/** A part of a text with a word in it: what stands before, the word itself, what stands after. */
export interface InContext {
  readonly before: string
  readonly word: string
  readonly after: string
}

const AROUND = 80

/** Every place of a text at which a key stands, `most` of them, some words around it; whole words at both ends. */
export function findInContext(text: string, key: string, rules: Rules, most: number): InContext[] {
  const words = listWords(text, rules.language)
  const found: InContext[] = []
  for (const [place, word] of words.entries()) {
    const first = isPhrase(key) && word.follows ? words[place - 1] : undefined
    const is = isPhrase(key) ? first !== undefined && `${rules.keyOf(first.form)} ${rules.keyOf(word.form)}` === key : rules.keyOf(word.form) === key
    if (!is) continue
    const [start, end] = [(first ?? word).start, word.end]
    found.push({ before: tail(text.slice(0, start)), word: text.slice(start, end), after: head(text.slice(end)) })
    if (found.length === most) break
  }
  return found
}

function tail(text: string): string {
  const points = Array.from(text.replace(/\s+/gu, ' '))
  return points.length <= AROUND ? points.join('') : `…${points.slice(-AROUND).join('').replace(/^\S*\s/u, '')}`
}

function head(text: string): string {
  const points = Array.from(text.slice(0, AROUND * 4).replace(/\s+/gu, ' '))
  return points.length <= AROUND ? points.join('') : `${points.slice(0, AROUND).join('').replace(/\s\S*$/u, '')}…`
}
