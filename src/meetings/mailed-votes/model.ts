import type { Id } from '../../shared/ids.ts'
import { openSlots, type Poll } from '../polls/model.ts'
import type { Answer, Answers } from '../votes/model.ts'

/** Words by which people say whether they can, in the languages of the product and in others that forums write in. Letters are compared whatever their case. */
const WORDS: readonly (readonly [Answer, readonly string[]])[] = [
  ['yes', ['yes', 'y', 'yep', 'yeah', 'ok', 'okay', 'oui', 'o', 'd’accord', 'sí', 'si', 'sim', 'ja', 'да', 'نعم', '是', '可以', '✓', '✔', '✅', '+']],
  ['if-need-be', ['if need be', 'if needed', 'if necessary', 'if i must', 'maybe', 'perhaps', 'au besoin', 'si besoin', 'si nécessaire', 's’il le faut', 'peut-être', 'si es necesario', 'quizás', 'se necessário', 'talvez', 'zur not', 'если нужно', 'возможно', 'إذا لزم الأمر', 'ربما', '如有必要', '(✓)', '(yes)', '(oui)', '~']],
  ['no', ['no', 'n', 'nope', 'non', 'não', 'nao', 'nein', 'нет', 'لا', '否', '不', '不行', '✗', '✘', '❌', '-', '–', '−']],
]

const BY_WORD = new Map(WORDS.flatMap(([answer, words]) => words.map((word) => [plain(word), answer] as const)))

/** Digits of other scripts stand in runs of ten; those that mails come with. Full-width ones are taken care of by the normal form. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50] as const

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/['‘`´]/gu, '’').replaceAll(/\s+/gu, ' ').trim()
}

function withPlainDigits(text: string): string {
  return text.normalize('NFKC').replaceAll(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0
    const zero = ZEROS.find((each) => point >= each && point < each + 10)
    return zero === undefined ? digit : String(point - zero)
  })
}

/** What was read of a mail that answers a poll's. */
export interface MailedVote {
  /** By the numbers that the mail lists the slots under. */
  readonly said: ReadonlyMap<number, Answer>
  /** Lines that begin as an answer does and are none that can be understood, as they came; slots that are answered in two ways among them. */
  readonly doubtful: readonly string[]
  /** The secret link that the mail quotes: who answers, to be checked. */
  readonly link: { readonly kind: 'asked' | 'voter'; readonly poll: number; readonly id: string; readonly secret: string } | undefined
}

/**
 * Reads an answered mail: `1: yes`, `2: if need be`, `3-5 no`, `6, 7 = oui`, in a line each or several in one, also below and within what is
 * quoted. What somebody writes outside of quotations counts before what stands within them. The list of slots that our own mail brought
 * says nothing. A slot that is answered in two ways is doubtful and is not taken.
 */
export function readMailedVote(text: string): MailedVote {
  const lines = withPlainDigits(text).split(/\r?\n/u)
  const own = lines.filter((line) => !/^\s*>/u.test(line))
  const quoted = lines.filter((line) => /^\s*>/u.test(line)).map((line) => line.replace(/^(?:\s*>)+\s?/u, ''))
  const first = readLines(own)
  const { said, doubtful } = first.said.size + first.doubtful.length > 0 ? first : readLines(quoted)
  return { said, doubtful, link: readLink(lines.join('\n')) }
}

const NUMBERS = /^[\s*•]*#?([0-9]{1,4}(?:\s*[-–,&+]\s*#?[0-9]{1,4})*)\s*[:=.)\]]*\s*(?:[-–]\s+)?(.*)$/u

function readLines(lines: readonly string[]): Pick<MailedVote, 'said' | 'doubtful'> {
  const said = new Map<number, Answer>()
  const twice = new Set<number>()
  const doubtful: string[] = []
  for (const line of lines.flatMap(splitAnswers)) {
    const [, numbers, rest = ''] = NUMBERS.exec(line) ?? []
    if (numbers === undefined || isOfOurs(rest)) continue
    const answer = BY_WORD.get(plain(rest.replace(/[.,;]+$/u, '')))
    const meant = readNumbers(numbers)
    if (answer === undefined || meant === undefined) {
      if (looksLikeAnswer(line)) doubtful.push(line.trim())
      continue
    }
    for (const number of meant) {
      if (said.has(number) && said.get(number) !== answer) twice.add(number)
      said.set(number, answer)
    }
  }
  for (const number of twice) {
    said.delete(number)
    doubtful.push(String(number))
  }
  return { said, doubtful }
}

/** `1: yes, 2: no; 3: oui` as three: parted where a number with a colon or an equals sign begins anew. */
function splitAnswers(line: string): string[] {
  return line.split(/[,;]\s*(?=#?[0-9]{1,4}\s*[:=])/u)
}

/** A slot of our own list: a number, and behind it a date or an hour that nobody has answered. */
function isOfOurs(rest: string): boolean {
  return /[0-9]{1,2}:[0-9]{2}/u.test(rest)
}

/** Only a number with a sign behind it and few words: other lines that begin with a number are none of our business. */
function looksLikeAnswer(line: string): boolean {
  return /^[\s*•]*#?[0-9]{1,4}(?:\s*[-–,&+]\s*#?[0-9]{1,4})*\s*[:=]\s*\S/u.test(line) && line.trim().length <= 60
}

/** `1`, `1, 2`, `3-5`; undefined for a span the wrong way round, or one over more than a poll can have. */
function readNumbers(text: string): number[] | undefined {
  const numbers: number[] = []
  for (const part of text.split(/\s*[,&+]\s*/u)) {
    const [from = NaN, to = from] = part.split(/\s*[-–]\s*/u).map((each) => Number(each.replace('#', '')))
    if (!(from >= 1 && to >= from && to - from < 1000)) return undefined
    for (let number = from; number <= to; number++) numbers.push(number)
  }
  return numbers
}

function readLink(text: string): MailedVote['link'] {
  // Mail programs break long addresses over lines, with the sign of quotation between.
  const whole = text.replaceAll(/\n(?:[ \t]*>)*[ \t]*(?=[0-9a-f-]{0,80}(?:\s|$))/gu, '')
  const found = [whole, text].flatMap((each) => /\/polls\/([1-9][0-9]{0,6})\/(asked|mine)\/([0-9a-f-]{36})\/([0-9a-f]{64})/u.exec(each) ?? [])
  const [, poll = '', kind = '', id = '', secret = ''] = found
  return poll === '' ? undefined : { kind: kind === 'asked' ? 'asked' : 'voter', poll: Number(poll), id, secret }
}

/** What was said, by the slots of a poll. `unknown`: numbers that it has not, or that were taken off. */
export function toAnswers(poll: Pick<Poll, 'slots'>, said: MailedVote['said']): { readonly answers: Answers; readonly unknown: readonly number[] } {
  const slots = new Map<number, Id<'slot'>>(openSlots(poll).map(({ number, id }) => [number, id]))
  const answers = new Map<Id<'slot'>, Answer>()
  const unknown: number[] = []
  for (const [number, answer] of said) {
    const slot = slots.get(number)
    if (slot === undefined) unknown.push(number)
    else answers.set(slot, answer)
  }
  return { answers, unknown }
}
