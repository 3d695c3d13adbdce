import { withoutClosing } from './details.ts'
import { ALONE, FILLERS, NEGATIONS, PHRASES, type Intent } from './phrases.ts'

export type { Intent } from './phrases.ts'

/** A word this short may begin any sentence: it counts only where nothing but a sign, or words that decide nothing, follow. */
const SHORT = 4
/** Lines that are looked at. */
const MOST_LINES = 12
/** A line this long that does not end as a sentence does goes on in the next one, which then begins nothing. */
const WRAPPED = 45
/** Words of one clause before what it says. */
const MOST_STEPS = 12

const CONTRARY: Readonly<Partial<Record<Intent, Intent>>> = {
  yes: 'no', no: 'yes', satisfied: 'not-satisfied', 'not-satisfied': 'satisfied', accept: 'contest', contest: 'accept', agree: 'object', object: 'agree', follow: 'unfollow', unfollow: 'follow', comes: 'stays-away', 'stays-away': 'comes',
}
const IN_FAVOUR: ReadonlySet<Intent> = new Set<Intent>(['yes', 'satisfied', 'accept', 'agree', 'follow', 'comes'])

export interface Said<I extends Intent> {
  readonly intent: I
  /** What follows it, and all other lines: a reason, where one is given. */
  readonly rest: string
}

/**
 * Finds what is wanted, of the intents that make sense here; undefined where nothing is, or what contradicts itself. A line says it with a
 * phrase at its beginning, before which stand only words that decide nothing or negate it: "I am not at all satisfied, because …".
 */
export function readIntent<I extends Intent>(text: string, intents: readonly I[]): Said<I> | undefined {
  const lines = text.split('\n')
  const found: { readonly intent: I; readonly place: number; readonly rest: string }[] = []
  for (const [place, line] of lines.slice(0, MOST_LINES).entries()) {
    if (goesOn(lines[place - 1] ?? '')) continue
    const said = readLine(line, intents)
    if (said === 'both') return undefined
    if (said !== undefined) found.push({ ...said, place })
  }
  const [first] = found
  if (first === undefined || found.some(({ intent }) => !agree(intent, first.intent))) return undefined
  return { intent: first.intent, rest: [first.rest, ...lines.slice(first.place + 1)].join('\n').trim() }
}

/** Whether a mail says that and nothing else, but for wishes and the lines of a name: who says more answers what the mail is about. */
export function isWordAlone(text: string, intents: readonly Intent[]): boolean {
  const said = text.length > 200 ? undefined : readIntent(withoutClosing(text), intents)
  const [line = '', ...below] = (said?.rest ?? '').split('\n').map((each) => each.trim()).filter((each) => each !== '')
  return said !== undefined && line.length <= 60 && below.length <= 3 && below.every((each) => each.length <= 50 && !/[.?!:;。？！：；؟]$/u.test(each))
}

/** Whether two say the same, the one in more words perhaps. */
function agree(one: Intent, other: Intent): boolean {
  if (one === other) return true
  return one !== 'withdraw' && other !== 'withdraw' && IN_FAVOUR.has(one) === IN_FAVOUR.has(other)
}

function goesOn(above: string): boolean {
  const line = above.trim()
  return line.length >= WRAPPED && !/[\p{P}\p{S}]$/u.test(line)
}

/** A line in small letters, of which every place is known in the line as it was written. */
interface Plain {
  readonly text: string
  readonly places: readonly number[]
  readonly written: string
}

function toPlain(line: string): Plain {
  const written = line.normalize('NFC').replaceAll(/['‘`´ʼ]/gu, '’')
  let text = ''
  const places: number[] = []
  for (let place = 0; place < written.length; place++) {
    const sign = written.charAt(place)
    // Vowel signs and marks of direction are written or left out as one likes.
    if (/[\u064b-\u0652\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u.test(sign)) continue
    const small = sign.toLowerCase()
    text += small === 'ё' ? 'е' : small.length === 1 ? small : sign
    places.push(place)
  }
  return { text, places, written }
}

function readLine<I extends Intent>(line: string, intents: readonly I[]): { intent: I; rest: string } | 'both' | undefined {
  const plain = toPlain(line.slice(0, 2000))
  const start = /^(?:\s*[0-9]{1,2}[.):]\s)?(?:[\s>*_"“”„«»‹›¿¡•([{’–—]|-(?![0-9]))*(?:\p{L}{3,12}\s?[:：]\s)?/u.exec(plain.text)?.[0].length ?? 0
  const labelled = /^[^\p{L}]*/u.exec(plain.text)?.[0].length ?? 0
  const said = readClause(plain.text, Math.min(labelled, start), intents) ?? readClause(plain.text, start, intents)
  if (said === undefined || said === 'both') return said
  const behind = plain.written.slice(plain.places[said.end] ?? plain.written.length)
  return { intent: said.intent, rest: behind.replace(/^[\s*_"”“»).,;:!。，；：！、\]–—-]+/u, '') }
}

interface Clause<I extends Intent> {
  readonly intent: I
  /** Where it ends. */
  readonly end: number
}

const SIGN = /^\s*(?:$|[.,;:!*_"”“»)\]}。，；：！、،؛।–—]|-\s)/u
const GAP = /^[\s*_"“”«»„’]*(?:[,，،:：]\s*)?/u

/** Reads fillers and negations until something is said; undefined where another word comes first. */
function readClause<I extends Intent>(text: string, from: number, intents: readonly I[]): Clause<I> | 'both' | undefined {
  let [place, isNegated] = [from, false]
  for (let step = 0; step < MOST_STEPS; step++) {
    const core = longestCore(text, place, intents)
    const filler = longest(text, place, FILLERS)
    const negation = longest(text, place, NEGATIONS)
    if (core !== undefined && core.length >= Math.max(filler, negation)) {
      const said = readCore(text, place, core, isNegated, intents)
      if (said !== undefined) return said
    }
    const length = Math.max(filler, negation)
    if (length === 0) return undefined
    // "No I am satisfied" might mean the one or the other.
    if (negation === length && /^(?:no|non|nein|нет) (?:i|we|it|je|nous|ich|wir|я|мы)\s/u.test(text.slice(place))) return undefined
    if (negation === length) isNegated = true
    place += length
    place += GAP.exec(text.slice(place))?.[0].length ?? 0
  }
  return undefined
}

/** What a phrase says here: with its negation before or behind it, and with what a mere "yes" or "no" is followed by. */
function readCore<I extends Intent>(text: string, place: number, core: { intent: I; length: number }, isNegated: boolean, intents: readonly I[]): Clause<I> | 'both' | undefined {
  const phrase = text.slice(place, place + core.length)
  const behind = /^\s(?:not|pas|plus|nicht|niet)(?=$|[\s\p{P}])/u.exec(text.slice(place + core.length))?.[0].length ?? 0
  const end = place + core.length + behind
  const next = text.slice(end)
  // Who asks says nothing.
  if (/^[^.,;:!–—。，；：！،]*[?？؟]/u.test(next)) return undefined
  const contrary = CONTRARY[core.intent]
  const intent = isNegated !== behind > 0 ? intents.find((each) => each === contrary) : core.intent
  if (intent === undefined) return undefined
  const isSigned = SIGN.test(next)
  const isMere = intent === 'yes' || intent === 'no'
  const gap = GAP.exec(next)?.[0].length ?? 0
  const more = isMere || !isSigned ? readClause(text, end + (isSigned ? (/^[\s\p{P}]*/u.exec(next)?.[0].length ?? gap) : gap), intents) : undefined
  if (isMere && more !== undefined && more !== 'both' && end < more.end) {
    if (agree(more.intent, intent) || more.intent === 'withdraw') return more
    return isSigned ? 'both' : undefined
  }
  const isShort = phrase.length <= SHORT || ALONE.has(phrase)
  return isSigned || !isShort || endsInFillers(text, end) ? { intent, end } : undefined
}

function endsInFillers(text: string, from: number): boolean {
  let place = from
  for (let step = 0; step < MOST_STEPS; step++) {
    if (SIGN.test(text.slice(place))) return true
    place += GAP.exec(text.slice(place))?.[0].length ?? 0
    const length = longest(text, place, FILLERS)
    if (length === 0) return false
    place += length
  }
  return false
}

function longestCore<I extends Intent>(text: string, place: number, intents: readonly I[]): { intent: I; length: number } | undefined {
  let best: { intent: I; length: number } | undefined
  for (const intent of intents) {
    const length = longest(text, place, PHRASES[intent])
    if (length > (best?.length ?? 0)) best = { intent, length }
  }
  return best
}

/** Characters of the longest phrase that stands at a place and ends with its word; 0 for none. */
function longest(text: string, place: number, phrases: readonly string[]): number {
  let best = 0
  for (const phrase of phrases) if (phrase.length > best && text.startsWith(phrase, place) && endsWord(text, place + phrase.length)) best = phrase.length
  return best
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

function endsWord(text: string, end: number): boolean {
  const [before, after] = [text.charAt(end - 1), text.charAt(end)]
  return UNSPACED.test(before) || before === '’' || !/[\p{L}\p{N}\p{M}]/u.test(after) && !(after === '-' && /\p{L}/u.test(text.charAt(end + 1)))
}
