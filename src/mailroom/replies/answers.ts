import { takesWords, type Question } from '../../calls/questions/model.ts'
import { parseAnswer, type RawAnswer } from '../../contributions/choices/schema.ts'
import { ANSWER_LIMIT } from '../../contributions/schema.ts'
import type { Choice } from '../../contributions/choices/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { ReplyBlock } from '../../shared/reply-text.ts'
import { isGreeting, readDetails, withoutClosing, type Details } from './details.ts'
import { bare, QUESTION_LABELS, readList, readQuoted, splitByNumbers, withPlainDigits, type Numbered, type Quotable } from './numbers.ts'

export interface MailedAnswers {
  readonly answers: readonly { readonly questionId: Id<'question'>; readonly text: string }[]
  readonly choices: readonly Choice[]
  /** Numbers of the questions that were answered, in their order. */
  readonly answered: readonly number[]
  /** What names no question and is more than a greeting; '' for nothing. */
  readonly whole: string
  /** Numbers of questions whose choice could not be read. */
  readonly unread: readonly number[]
  readonly tooLong: readonly { readonly number: number; readonly limit: number; readonly length: number }[]
  /** What was said to questions that there are not. */
  readonly lost: readonly Numbered[]
  /** Numbers of questions that must be answered and are not. */
  readonly missing: readonly number[]
  readonly details: Details
}

/**
 * Reads what somebody wrote in answer to a call: by "Question 2: …", by bare numbers, by the questions that were quoted; a call with one
 * open question needs no number. `wordings`: the questions as they may be quoted, in all languages of the call. Nothing is guessed: what names no question stands in `whole`.
 * `meant`: the questions that all of it answers, where its writer has said so apart from it.
 */
export function readMailedAnswers(blocks: readonly ReplyBlock[], questions: readonly Question[], lists: Parameters<typeof readDetails>[1], wordings: readonly Quotable[] = questions, meant: readonly number[] = []): MailedAnswers {
  const own = blocks.filter(({ kind }) => kind === 'own')
  const { details } = readDetails(own.map(({ text }) => text).join('\n'), lists)
  const stripped = blocks.map((block) => (block.kind === 'own' ? { ...block, text: readDetails(block.text, lists).rest } : block)).filter(({ text }) => text !== '')
  const { said, loose, lost } = meant.length > 0 ? gatherWhole(stripped, meant) : gather(stripped, questions, wordings)
  const words = withoutClosing(loose)
  const [only] = questions
  const isOnly = said.size + lost.length === 0 && questions.length === 1 && only !== undefined && takesWords(only) && words !== ''
  if (isOnly) said.set(only.number, words)
  const whole = isOnly || (said.size + lost.length > 0 && isGreeting(words)) ? '' : words
  return { ...parse(said, questions), whole, lost, details }
}

/** What was said to each question, and what names none. */
function gather(blocks: readonly ReplyBlock[], questions: readonly Question[], wordings: readonly Quotable[]): { said: Map<number, string>; loose: string; lost: readonly Numbered[] } {
  const exists = (number: number) => questions.some((question) => question.number === number)
  const own = blocks.filter(({ kind }) => kind === 'own').map(({ text }) => text)
  const said = new Map<number, string>()
  const add = (number: number, text: string) => said.set(number, [said.get(number), withoutClosing(text)].filter((each) => each !== undefined).join('\n\n'))
  const split = splitWhole(own.join('\n\n'), exists)
  for (const { numbers, text } of split.parts) for (const number of numbers) if (exists(number) && text !== '') add(number, text)
  const lost = split.parts.filter(({ numbers, text }) => text !== '' && !numbers.some(exists))
  if (said.size + lost.length > 0) return { said, loose: split.before, lost }
  const { placed, loose } = readQuoted(blocks, wordings)
  for (const { numbers, text } of placed) for (const number of numbers) add(number, text)
  return { said, loose: loose.join('\n\n'), lost: [] }
}

/** By labelled numbers, also of questions that there are not, else what is said to them would count for the one above; by bare ones of those that there are. */
function splitWhole(own: string, exists: (number: number) => boolean): ReturnType<typeof splitByNumbers> {
  const labelled = splitByNumbers(own, QUESTION_LABELS, { allowBare: false, exists: () => true })
  return labelled.parts.some(({ numbers }) => numbers.some(exists)) || labelled.parts.some(({ text }) => text !== '') ? labelled : splitByNumbers(own, QUESTION_LABELS, { allowBare: true, exists })
}

/** All of somebody's own words, as the answer to the questions that they named. */
function gatherWhole(blocks: readonly ReplyBlock[], meant: readonly number[]): ReturnType<typeof gather> {
  const words = withoutClosing(blocks.filter(({ kind }) => kind === 'own').map(({ text }) => text.trim()).join('\n\n'))
  return { said: new Map(words === '' ? [] : meant.map((number) => [number, words])), loose: '', lost: [] }
}

function parse(said: ReadonlyMap<number, string>, questions: readonly Question[]): Omit<MailedAnswers, 'whole' | 'details' | 'lost'> {
  const answers: { questionId: Id<'question'>; text: string }[] = []
  const choices: Choice[] = []
  const [unread, missing, answered]: [number[], number[], number[]] = [[], [], []]
  const tooLong: { number: number; limit: number; length: number }[] = []
  for (const question of questions) {
    const text = said.get(question.number) ?? ''
    const raw = readRaw(question, text)
    const parsed = parseAnswer(question, raw, { most: ANSWER_LIMIT })
    if (!parsed.ok) {
      const [code, limit, length] = parsed.error.split(':')
      if (code === 'too-long') tooLong.push({ number: question.number, limit: Number(limit), length: Number(length) })
      else if (text === '') missing.push(question.number)
      else unread.push(question.number)
      continue
    }
    if (parsed.value.text !== '') answers.push({ questionId: question.id, text: parsed.value.text })
    if (parsed.value.choice !== undefined) choices.push(parsed.value.choice)
    // Words alone, where one was to choose, are kept as words; that no choice was found is said.
    const isUnchosen = question.kind !== 'open' && parsed.value.choice === undefined
    if (text !== '' && (isUnchosen || parsed.value.text === '') && parsed.value.choice === undefined) unread.push(question.number)
    else if (text !== '') answered.push(question.number)
  }
  return { answers, choices, answered, unread, tooLong, missing }
}

/** Between things that are named one after another. */
const AND = /[,;،、>]|(?<=[\s\p{Script=Han}])(?:and|et|y|und|e|и|&|و|和)(?=[\s\p{Script=Han}])/iu

/** A closed question is answered by the numbers of its options as the mail lists them, or by their words; what follows on other lines are words. */
function readRaw(question: Question, text: string): RawAnswer {
  if (question.kind === 'open' || text === '') return { words: text, ticked: [], places: {} }
  const lines = text.split('\n')
  const ranked = question.kind === 'ranking' ? readRanked(question, lines) : undefined
  if (ranked !== undefined) return toRaw(ranked, '')
  const [first = '', ...others] = lines
  const plain = withPlainDigits(first)
  const list = /^[\s(]*([0-9]{1,2}(?:\s*(?:[,;>&]|and|et|y|und|e|и|و|和|、|،|-|–)\s*[0-9]{1,2})*)[\s).:]*(.*)$/iu.exec(plain)?.slice(1) ?? labelledPlace(plain, question)
  const places = list === undefined ? [] : question.kind === 'ranking' ? [...(list[0] ?? '').matchAll(/[0-9]+/gu)].map(([each]) => Number(each)) : readList(list[0] ?? '')
  const byWords = list === undefined ? readNamed(question, first) : { named: [], isAll: true }
  const named = list === undefined ? byWords.named : places.flatMap((place) => question.options[place - 1] ?? [])
  const words = [list === undefined ? (byWords.isAll && named.length > 0 ? '' : first) : (list[1] ?? ''), ...others].join('\n').trim()
  return named.length === 0 ? { words: text, ticked: [], places: {} } : toRaw(named, words)
}

type Option = Question['options'][number]

function toRaw(named: readonly Option[], words: string): RawAnswer {
  return { words, ticked: named.map(({ number }) => String(number)), places: Object.fromEntries(named.map(({ number }, place) => [number, String(place + 1)])) }
}

/** "Number 2", "Option 2", "réponse 2", "2番", "第2个": the number, where it is the only one and names an option. */
function labelledPlace(plain: string, { options }: Question): string[] | undefined {
  const number = /^[\s*_]*\p{L}{1,12}[\s.:：°ºª#№-]{0,4}([0-9]{1,2})\s?[\p{L}.)]{0,3}\s*$/u.exec(plain)?.[1]
  return number === undefined || Number(number) < 1 || Number(number) > options.length ? undefined : [number, '']
}

/** Options by their words: each by all of them, or the one that alone has those that were written. `isAll`: nothing else was. */
function readNamed({ options }: Question, line: string): { readonly named: readonly Option[]; readonly isAll: boolean } {
  const whole = options.find((option) => bare(line) === bare(option.text))
  if (whole !== undefined) return { named: [whole], isAll: true }
  const parts = [line.split(/[,;،、>]/u), line.split(AND)].map((each) => each.map(bare).filter((part) => part !== ''))
  const readings = parts.map((each) => each.map((part) => options.find((option) => part === bare(option.text)) ?? theOnlyWith(options, part)))
  const best = readings.find((each) => each.length > 0 && each.every((option) => option !== undefined)) ?? readings[0] ?? []
  const named = [...new Set(best.filter((option) => option !== undefined))]
  return { named, isAll: best.every((option) => option !== undefined) }
}

/** Letters that make a part of an option's words sure. */
const SURE = 4

function theOnlyWith(options: readonly Option[], part: string): Option | undefined {
  const found = part.length < SURE ? [] : options.filter((option) => ` ${bare(option.text)} `.includes(` ${part} `))
  return found.length === 1 ? found[0] : undefined
}

/** A ranking as lines, "1. Noise": by the numbers before the words where they are places, in the order of the lines where they are those of the options. */
function readRanked({ options }: Question, lines: readonly string[]): readonly Option[] | undefined {
  const said = lines.map((line) => line.trim()).filter((line) => line !== '').map((line) => {
    const [, number, words = ''] = /^[\s*_(#]*([0-9]{1,2})\s?[.):–—-]*\s+(\P{Nd}.*)$/u.exec(withPlainDigits(line)) ?? []
    return { number: number === undefined ? undefined : Number(number), option: options.find((option) => bare(option.text) === bare(number === undefined ? line : words)) }
  })
  const found = said.flatMap(({ number, option }) => (option === undefined ? [] : [{ number, option }]))
  if (found.length !== said.length || new Set(found.map(({ option }) => option)).size !== found.length) return undefined
  const areOwn = found.every(({ number, option }) => number === undefined || options[number - 1] === option)
  return (areOwn ? found : found.toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0))).map(({ option }) => option)
}
