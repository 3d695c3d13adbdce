import { takesWords, type Question } from '../../calls/questions/model.ts'
import { parseAnswer, type RawAnswer } from '../../contributions/choices/schema.ts'
import { ANSWER_LIMIT } from '../../contributions/schema.ts'
import type { Choice } from '../../contributions/choices/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { ReplyBlock } from '../../shared/reply-text.ts'
import { isGreeting, readDetails, withoutClosing, type Details } from './details.ts'
import { bare, QUESTION_LABELS, readList, readQuoted, splitByNumbers, withPlainDigits, type Quotable } from './numbers.ts'

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
  const { said, loose } = meant.length > 0 ? gatherWhole(stripped, meant) : gather(stripped, questions, wordings)
  const words = withoutClosing(loose)
  const [only] = questions
  const isOnly = said.size === 0 && questions.length === 1 && only !== undefined && takesWords(only) && words !== ''
  if (isOnly) said.set(only.number, words)
  const whole = isOnly || (said.size > 0 && isGreeting(words)) ? '' : words
  return { ...parse(said, questions), whole, details }
}

/** What was said to each question, and what names none. */
function gather(blocks: readonly ReplyBlock[], questions: readonly Question[], wordings: readonly Quotable[]): { said: Map<number, string>; loose: string } {
  const exists = (number: number) => questions.some((question) => question.number === number)
  const own = blocks.filter(({ kind }) => kind === 'own').map(({ text }) => text)
  const said = new Map<number, string>()
  const split = splitByNumbers(own.join('\n\n'), QUESTION_LABELS, { allowBare: true, exists })
  for (const { numbers, text } of split.parts) for (const number of numbers) if (exists(number) && text !== '') said.set(number, withoutClosing(text))
  if (said.size > 0) return { said, loose: split.before }
  const { placed, loose } = readQuoted(blocks, wordings)
  for (const { numbers, text } of placed) for (const number of numbers) said.set(number, [said.get(number), withoutClosing(text)].filter((each) => each !== undefined).join('\n\n'))
  return { said, loose: loose.join('\n\n') }
}

/** All of somebody's own words, as the answer to the questions that they named. */
function gatherWhole(blocks: readonly ReplyBlock[], meant: readonly number[]): { said: Map<number, string>; loose: string } {
  const words = withoutClosing(blocks.filter(({ kind }) => kind === 'own').map(({ text }) => text.trim()).join('\n\n'))
  return { said: new Map(words === '' ? [] : meant.map((number) => [number, words])), loose: '' }
}

function parse(said: ReadonlyMap<number, string>, questions: readonly Question[]): Omit<MailedAnswers, 'whole' | 'details'> {
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
    if (text !== '' && parsed.value.text === '' && parsed.value.choice === undefined) unread.push(question.number)
    else if (text !== '') answered.push(question.number)
  }
  return { answers, choices, answered, unread, tooLong, missing }
}

/** A closed question is answered by the numbers of its options as the mail lists them, or by their words; what follows on other lines are words. */
function readRaw(question: Question, text: string): RawAnswer {
  if (question.kind === 'open' || text === '') return { words: text, ticked: [], places: {} }
  const [first = '', ...others] = text.split('\n')
  const list = /^[\s(]*([0-9]{1,2}(?:\s*(?:[,;>&]|and|et|y|und|e|и|و|和|、|،|-|–)\s*[0-9]{1,2})*)[\s).:]*(.*)$/iu.exec(withPlainDigits(first))
  const places = list === null ? [] : question.kind === 'ranking' ? [...(list[1] ?? '').matchAll(/[0-9]+/gu)].map(([each]) => Number(each)) : readList(list[1] ?? '')
  const named = list === null ? question.options.filter((option) => first.split(/[,;،、]/u).some((part) => bare(part) === bare(option.text)) || bare(first) === bare(option.text)) : places.flatMap((place) => question.options[place - 1] ?? [])
  const words = [list === null ? (named.length > 0 ? '' : first) : (list[2] ?? ''), ...others].join('\n').trim()
  const ticked = named.map(({ number }) => String(number))
  return { words: ticked.length === 0 ? text : words, ticked, places: Object.fromEntries(named.map(({ number }, place) => [number, String(place + 1)])) }
}
