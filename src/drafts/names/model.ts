import { DEFAULT_UNIT_WORDS } from '../../people/register/model.ts'
import { isNearlySame, plainWords } from '../../people/spelling/model.ts'
import { noticeOf, type Notice, type Words } from '../notices/model.ts'

/** The names a forum knows: of people and organisations. */
export interface NameFacts {
  /** Each as it stands somewhere, with the name under which it is known: itself, unless somebody has said that it is another's. */
  readonly names: ReadonlyMap<string, string>
  /** Two spellings of which somebody has said that they are not the same. */
  readonly isApart: (one: string, other: string) => boolean
}

interface Known {
  readonly name: string
  readonly words: readonly string[]
}

/** Names as they are looked up by their words: made once for as many texts as are checked. */
export interface NameIndex {
  readonly byWord: ReadonlyMap<string, readonly Known[]>
  /** What a spelling that stands somewhere is known as. */
  readonly exact: ReadonlyMap<string, string>
  /** Names in Chinese characters by their first and by their second half, and how long halves are. */
  readonly han: ReadonlyMap<string, readonly string[]>
  readonly halves: readonly number[]
  readonly isApart: NameFacts['isApart']
}

/** A word of a text, as it is compared, with its place. */
interface Piece {
  readonly word: string
  readonly start: number
  readonly end: number
}

const HAN_NAME = /^[\p{Script=Han}]{5,}$/u
const HAN_RUN = /[\p{Script=Han}]{5,}/gu
/** More names than this with one word in common: it is no name's own, and leads to nothing. */
const CROWD = 60

/**
 * Spellings near to a name that the forum knows, but not that name: of several words all are the same but one, and that one differs by
 * a slip of the hand within it (a letter more or less, another letter, two that changed places). Names of one word,
 * short words, ends that a language puts to a name, and spellings that are themselves known are left alone.
 */
export function checkNames(all: readonly Words[], index: NameIndex): Notice[] {
  if (index.byWord.size === 0 && index.han.size === 0) return []
  return all.flatMap((words) => [...checkSpaced(words, index), ...checkHan(words, index)])
}

export function indexNames({ names, isApart }: NameFacts): NameIndex {
  const byWord = new Map<string, Known[]>()
  const han = new Map<string, string[]>()
  const exact = new Map<string, string>()
  for (const [spelling, name] of names) exact.set(plainWords(spelling).join(' '), name)
  // What is known as another is no name to be held against, unless that one is it.
  for (const name of new Set(names.values())) {
    const words = plainWords(name)
    if (HAN_NAME.test(name)) {
      const half = Math.floor(name.length / 2)
      for (const part of [name.slice(0, half), name.slice(-half)]) han.set(part, [...(han.get(part) ?? []), name])
    }
    if (words.length < 2 || words.length > 12) continue
    for (const word of new Set(words)) {
      if (word.length < 3) continue
      const known = byWord.get(word)
      if (known === undefined) byWord.set(word, [{ name, words }])
      else known.push({ name, words })
    }
  }
  return { byWord, exact, han, halves: [...new Set([...han.keys()].map((part) => part.length))], isApart }
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’ʼ]*/gu

function checkSpaced(words: Words, { byWord, exact, isApart }: NameIndex): Notice[] {
  if (byWord.size === 0) return []
  const pieces = piecesOf(words.text)
  const found = new Map<string, Notice>()
  for (const [at, piece] of pieces.entries()) {
    const known = byWord.get(piece.word)
    if (known === undefined || known.length > CROWD) continue
    for (const { name, words: own } of known) {
      for (const place of own.keys()) {
        if (own[place] !== piece.word) continue
        const run = pieces.slice(at - place, at - place + own.length)
        const [first, last] = [run[0], run.at(-1)]
        if (at < place || run.length < own.length || first === undefined || last === undefined || !isSlip(run, own)) continue
        const written = words.text.slice(first.start, last.end)
        const key = `${first.start} ${last.end}`
        if (found.has(key) || !isOneStretch(written) || (exact.get(run.map(({ word }) => word).join(' ')) ?? name) !== name || isApart(written, name)) continue
        found.set(key, noticeOf(words, { kind: 'name', written, known: name }, first.start, last.end))
      }
    }
  }
  return [...found.values()]
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  for (const match of text.matchAll(WORD)) {
    const { word, length } = readWord(match[0])
    if (word !== '') pieces.push({ word, start: match.index, end: match.index + length })
  }
  return pieces
}

/** Most words of a text were met before. */
const REMEMBERED = 50_000
const remembered = new Map<string, { readonly word: string; readonly length: number }>()

function readWord(written: string): { readonly word: string; readonly length: number } {
  const known = remembered.get(written)
  if (known !== undefined) return known
  const bare = written.replace(/['’ʼ]s?$/u, '')
  const [word = '', more] = plainWords(bare)
  const read = { word: more === undefined ? word : '', length: bare.length }
  if (remembered.size >= REMEMBERED) remembered.clear()
  remembered.set(written, read)
  return read
}

/** Nothing but what a name may hold stands within it: no end of a sentence, no brackets, no list. */
function isOneStretch(written: string): boolean {
  return !/[!?;:()[\]{}«»“”"\n\t,]|\.\s+\p{Lu}\p{Ll}{3}/u.test(written)
}

function isSlip(run: readonly Piece[], own: readonly string[]): boolean {
  const differing = own.flatMap((word, at) => (run[at]?.word === word ? [] : [at]))
  const [at, more] = differing
  if (at === undefined || more !== undefined) return false
  const [written, known] = [run[at]?.word ?? '', own[at] ?? '']
  if (/\d/u.test(written + known) || isInflected(written, known)) return false
  return isNearlySame(written, known, true) || (!own.some((word) => UNITS.has(word)) && isOneLetterOff(written, known))
}

/** Words of a name that tell a part of a body from its other parts: there one letter makes another name (Hamburg Chapter, Homburg Chapter). */
const UNITS = new Set(DEFAULT_UNIT_WORDS.flatMap((unit) => plainWords(unit)))

/** One letter within a word is another, or there once too often or not: not the first and not the last, and not in short words, for there it makes another name. */
function isOneLetterOff(written: string, known: string): boolean {
  const [one, other] = [Array.from(written), Array.from(known)]
  if (Math.min(one.length, other.length) < 6 || Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start++
  let end = 0
  while (end < one.length - start && end < other.length - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++
  return start > 0 && end > 0 && Math.max(one.length, other.length) - start - end === 1
}

/** The same but for an end or a beginning of up to three letters: a case, a plural, an article written to the word. */
function isInflected(written: string, known: string): boolean {
  const [one, other] = [Array.from(written), Array.from(known)]
  let same = 0
  while (same < one.length && one[same] === other[same]) same++
  if (one.length - same <= 3 && other.length - same <= 3 && same >= 3 && !/^[\p{Script=Latin}]+$/u.test(written)) return true
  if (same === other.length && one.length - same <= 3) return true
  return one.length > other.length && one.length - other.length <= 3 && written.endsWith(known)
}

/** Names in Chinese characters, five and more of them. */
function checkHan(words: Words, { han, halves, exact, isApart }: NameIndex): Notice[] {
  const found = new Map<number, Notice>()
  if (han.size === 0) return []
  for (const run of words.text.matchAll(HAN_RUN)) {
    for (const [at, half] of Array.from(run[0], (_, place) => halves.map((length): [number, string] => [place, run[0].slice(place, place + length)])).flat()) {
      for (const name of han.get(half) ?? []) {
        const start = name.startsWith(half) ? at : at + half.length - name.length
        const written = start < 0 ? '' : run[0].slice(start, start + name.length)
        if (!isOneSignOff(written, name) || (exact.get(written) ?? name) !== name || isApart(written, name)) continue
        found.set(start, noticeOf(words, { kind: 'name', written, known: name }, run.index + start, run.index + start + written.length))
      }
    }
  }
  return [...found.values()]
}

/** One sign within it is another; the first and the last are the same. */
function isOneSignOff(written: string, name: string): boolean {
  if (written.length !== name.length || written[0] !== name[0] || written.at(-1) !== name.at(-1)) return false
  return Array.from(name).filter((sign, place) => sign !== written[place]).length === 1
}
