import { listCountries } from '../../shared/countries.ts'
import type { NameKind } from '../register/model.ts'
import { isAcronymOf, isNearlySame, plainWords, soundOf } from '../spelling/model.ts'

/**
 * Why two names may be one: `same-letters` but for case, accents, punctuation, articles, titles and order; `acronym`, one being short
 * for the other; `sound`, one sound or one script written in another; `spelling`, a letter more or less; `initial`; `more-names`.
 */
export const LIKENESSES = ['same-letters', 'acronym', 'sound', 'spelling', 'initial', 'more-names'] as const
export type Likeness = (typeof LIKENESSES)[number]

/** Two names that may be one; a person decides. */
export interface Proposal {
  readonly kind: NameKind
  readonly one: string
  readonly other: string
  readonly likeness: Likeness
}

/** Words that names are written with or without. */
const ARTICLES = new Set(plainWords('the of for and a an in on at to le la les l d de du des et pour en sur au aux el los las del y e o da do dos das die der das dem und für von van het voor di della dei и по для в на ال و'))
const LEGAL_FORMS = new Set(plainWords('inc ltd llc llp plc gmbh ag sa sarl sas srl spa bv nv ab as oy co corp corporation company limited ltda eirl asbl ev ооо зао оао'))
const TITLES = new Set(plainWords('mr mrs ms miss mx dr prof professor sir dame lord lady hon he eng ing adv rev m mme mlle sr sra srta dott avv herr frau dhr mevr phd jr esq господин госпожа гн гжа др проф السيد السيدة الدكتور الدكتورة الأستاذ دكتور 先生 女士 博士 教授'))
/** Written without a space after the family name, or before the given one: 王小明先生. */
const HAN_TITLE = /(先生|女士|博士|教授)$/u
const HAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u

/** What is compared of a name. */
interface Read {
  readonly name: string
  readonly words: readonly string[]
  /** What a name says itself that it is called for short: `Internet Society (ISOC)`. */
  readonly aliases: readonly string[]
  readonly hasUnit: boolean
}

const places = new Set(['en', 'fr', 'es', 'pt', 'de', 'ru', 'ar', 'zh'].flatMap((language) => listCountries(language).flatMap(({ name }) => plainWords(name))))

/**
 * Names that may be one, of one kind, each pair once: offline, by rules, and never forced. `apart`: pairs of which somebody has said
 * that they are not the same. Units of one body, by `unitWords`, are not proposed: neither as the body nor as each other.
 */
export function proposeDuplicates(kind: NameKind, names: readonly string[], unitWords: readonly string[], isApart: (one: string, other: string) => boolean = () => false): Proposal[] {
  const units = unitWords.map((word) => plainWords(word))
  const read = [...new Set(names)].map((name) => (kind === 'person' ? readPerson(name) : readOrganisation(name, units))).filter(({ words }) => words.length > 0)
  const compare = kind === 'person' ? comparePeople : compareOrganisations
  const found = new Map<string, Proposal>()
  for (const [a, b] of candidates(kind, read)) {
    const [one, other] = a.name < b.name ? [a, b] : [b, a]
    const key = JSON.stringify([one.name, other.name])
    if (found.has(key) || isApart(one.name, other.name)) continue
    const likeness = compare(one, other)
    if (likeness !== undefined) found.set(key, { kind, one: one.name, other: other.name, likeness })
  }
  return [...found.values()].sort((a, b) => LIKENESSES.indexOf(a.likeness) - LIKENESSES.indexOf(b.likeness) || (a.one < b.one ? -1 : a.one > b.one ? 1 : a.other < b.other ? -1 : 1))
}

function readPerson(name: string): Read {
  // What stands in brackets behind a person is where they come from; "Last, First" is compared as a set of words.
  const bare = name.replace(/[([（].*?[)\]）]/gu, ' ').replace(HAN_TITLE, '').replace(/(?<!\p{L})(г-н|г-жа|д-р)(?!\p{L})/giu, ' ')
  const words = joinHan(plainWords(bare)).filter((word) => !TITLES.has(word))
  return { name, words, aliases: [], hasUnit: false }
}

function readOrganisation(name: string, units: readonly (readonly string[])[]): Read {
  const brackets = [...name.matchAll(/[([（](.*?)[)\]）]/gu)].map((match) => match[1] ?? '')
  const bare = significant(name.replace(/[([（].*?[)\]）]/gu, ' '))
  const parts = name.split(/\s[-–—]\s|[,/:]/u).map((part) => plainWords(part)).filter((part) => part.length === 1).flat()
  const own = [...brackets.map((part) => plainWords(part)).filter((part) => part.length === 1).flat(), ...parts]
  const aliases = [...new Set(own)].filter((alias) => isAcronymOf(alias, without(bare, alias)) || brackets.some((part) => plainWords(part).join(' ') === alias && startsLike(alias, bare)))
  const inBrackets = brackets.flatMap(significant).filter((word) => !aliases.includes(word))
  const words = [...aliases.reduce(without, bare), ...inBrackets]
  const all = plainWords(name)
  return { name, words: words.length === 0 ? all : words, aliases, hasUnit: units.some((unit) => holds(all, unit)) }
}

/** `MCI` of a name that begins so, although not every word of it gives a letter: what it says of itself counts. */
function startsLike(alias: string, words: readonly string[]): boolean {
  return alias.length >= 3 && words[0]?.[0] === alias[0]
}

function without(words: readonly string[], word: string): string[] {
  const at = words.indexOf(word)
  return at < 0 || words.length === 1 ? [...words] : words.toSpliced(at, 1)
}

/** In one spelling where languages have two: organisation, organization; centre, center; programme, program. */
function significant(name: string): string[] {
  const words = joinHan(plainWords(name)).map((word) => word.replace(/^ال(?=\p{L}{3})/u, '').replace(/isation(s?)$/u, 'ization$1').replace(/^centre(s?)$/u, 'center$1').replace(/^programme(s?)$/u, 'program$1'))
  const told = words.filter((word) => !ARTICLES.has(word) && !LEGAL_FORMS.has(word))
  return told.length === 0 ? words : told
}

/** Chinese, Japanese and Korean names are one word, spaces or not. */
function joinHan(words: readonly string[]): string[] {
  return words.length > 1 && words.every((word) => HAN.test(word)) ? [words.join('')] : [...words]
}

/** Whether a unit word stands in a name; of scripts without spaces, whether it ends in it. */
function holds(words: readonly string[], unit: readonly string[]): boolean {
  const [first = ''] = unit
  if (unit.length === 1 && HAN.test(first)) return words.some((word) => word.includes(first))
  return words.some((_, at) => unit.every((word, place) => words[at + place] === word))
}

function comparePeople(a: Read, b: Read): Likeness | undefined {
  const [one, other] = [a.words, b.words]
  if (sorted(one) === sorted(other)) return 'same-letters'
  const { left, right, shared } = difference(one, other)
  if (shared === 0 && sorted(one.map(soundOf)) !== sorted(other.map(soundOf))) return undefined
  if (sorted(one.map(soundOf)) === sorted(other.map(soundOf))) return one.length > 1 ? 'sound' : undefined
  if (left.length === 1 && right.length === 1) {
    const [mine = '', theirs = ''] = [left[0], right[0]]
    if (isNearlySame(mine, theirs, true)) return 'spelling'
    return isInitialOf(mine, theirs) || isInitialOf(theirs, mine) ? 'initial' : undefined
  }
  const [more, fewer] = left.length > right.length ? [left, right] : [right, left]
  if (fewer.length > 0 || more.length > 1 || shared < 2) return undefined
  return more[0]?.length === 1 ? 'initial' : 'more-names'
}

function isInitialOf(initial: string, name: string): boolean {
  return Array.from(initial).length === 1 && name.length > 1 && name.startsWith(initial)
}

function compareOrganisations(a: Read, b: Read): Likeness | undefined {
  if (sorted(a.words) === sorted(b.words)) return 'same-letters'
  if (isShortFor(a, b) || isShortFor(b, a)) return 'acronym'
  // A name of a unit, or of a place, differs from another by its letters: Hamburg Chapter, Homburg Chapter.
  if (a.hasUnit || b.hasUnit) return undefined
  const { left, right, shared } = difference(a.words, b.words)
  const [mine = '', theirs = ''] = [left[0], right[0]]
  if (left.length !== 1 || right.length !== 1 || places.has(mine) || places.has(theirs)) return undefined
  if (shared > 0 && isNearlySame(mine, theirs, false)) return 'spelling'
  return shared + left.length > 1 && soundOf(mine) === soundOf(theirs) ? 'sound' : undefined
}

/** Whether one word of a name is short for a run of words of the other, and the rest is the same: ISOC Kolkata, Internet Society Kolkata. */
function isShortFor(short: Read, long: Read): boolean {
  const [only = ''] = short.words
  if (short.words.length === 1 && long.aliases.includes(only)) return true
  return short.words.some((word, at) => {
    const rest = short.words.toSpliced(at, 1)
    const run = long.words.length - rest.length
    if (run < 2) return false
    return long.words.slice(0, rest.length + 1).some((_, from) => isAcronymOf(word, long.words.slice(from, from + run)) && sorted(long.words.toSpliced(from, run)) === sorted(rest))
  })
}

function difference(one: readonly string[], other: readonly string[]): { left: string[]; right: string[]; shared: number } {
  const right = [...other]
  const left = one.filter((word) => {
    const at = right.indexOf(word)
    if (at >= 0) right.splice(at, 1)
    return at < 0
  })
  return { left, right, shared: one.length - left.length }
}

function sorted(words: readonly string[]): string {
  return [...words].sort().join(' ')
}

/** More names than these with the same words but one: too many to say anything of. */
const CROWD = 300

/** Pairs that are worth a comparison: those that have all words in common but one, the same sounds, or of which one may be short for the other. */
function* candidates(kind: NameKind, read: readonly Read[]): Generator<[Read, Read]> {
  const buckets = new Map<string, Read[]>()
  const put = (key: string, entry: Read): void => {
    const bucket = buckets.get(key)
    if (bucket === undefined) buckets.set(key, [entry])
    else if (bucket.at(-1) !== entry) bucket.push(entry)
  }
  for (const entry of read) {
    put(`= ${sorted(entry.words)}`, entry)
    put(`~ ${sorted(entry.words.map(soundOf))}`, entry)
    for (const at of entry.words.keys()) if (entry.words.length > 1) put(`= ${sorted(entry.words.toSpliced(at, 1))}`, entry)
  }
  for (const bucket of buckets.values()) {
    if (bucket.length > CROWD) continue
    for (const [at, one] of bucket.entries()) for (const other of bucket.slice(at + 1)) yield [one, other]
  }
  if (kind === 'organisation') yield* shortAndLong(read)
}

/** Names of up to this many words can have another that is short for them, or for some of them. */
const LONG = 12

/** Names that may be short for others: by what each run of words could be shortened to, looked up among the words of all names. */
function* shortAndLong(read: readonly Read[]): Generator<[Read, Read]> {
  const having = new Map<string, Read[]>()
  for (const entry of read) {
    if (entry.words.length > 4) continue
    for (const word of new Set(entry.words)) if (word.length >= 3) having.set(word, [...(having.get(word) ?? []).slice(0, CROWD), entry])
  }
  for (const entry of read) {
    const known = [...new Set([...entry.aliases, ...shortForms(entry.words)])].flatMap((word) => having.get(word) ?? [])
    for (const short of known) if (short !== entry) yield [short, entry]
  }
}

/** What runs of two words and more could be shortened to, as `isAcronymOf` has it. */
function* shortForms(words: readonly string[]): Generator<string> {
  if (words.length > LONG) return
  for (let from = 0; from < words.length; from++) {
    for (let until = from + 2; until <= words.length; until++) {
      const run = words.slice(from, until)
      const initials = run.map((word) => Array.from(word)[0] ?? '')
      yield initials.join('')
      yield initials.toReversed().join('')
      if (run.length <= 3) yield* beginnings(run)
    }
  }
}

function* beginnings([word, ...others]: readonly string[]): Generator<string> {
  if (word === undefined) yield ''
  else for (const rest of beginnings(others)) for (let taken = 1; taken <= Math.min(3, word.length); taken++) yield word.slice(0, taken) + rest
}
