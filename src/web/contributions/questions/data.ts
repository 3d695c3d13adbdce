import type { Question } from '../../../calls/questions/model.ts'
import { takesWords } from '../../../calls/questions/model.ts'
import type { Choice } from '../../../contributions/choices/model.ts'
import { parseAnswer } from '../../../contributions/choices/schema.ts'
import { ANSWER_LIMIT } from '../../../contributions/schema.ts'
import type { FieldErrors } from '../../../shared/fields.ts'
import type { Id } from '../../../shared/ids.ts'
import type { Fields } from '../../context.ts'

/** The field that holds the words to a question: by its id, so that a revised call finds what was typed. */
export function wordsField(questionId: string): string {
  return `answer-${questionId}`
}

/** The field of what is chosen in answer to a closed question. */
export function choiceField(questionId: string): string {
  return `choice-${questionId}`
}

/** In a ranking, the field of the place of one option. */
export function placeField(questionId: string, option: number): string {
  return `place-${questionId}-${option}`
}

export interface ReadAnswers {
  readonly answers: readonly { readonly questionId: Id<'question'>; readonly text: string }[]
  readonly choices: readonly Choice[]
  /** By the names of the fields. */
  readonly errors: FieldErrors
}

/** Reads the answers to questions from what a form sent. `isLenient` for the desk, which enters what came as it came. */
export function readAnswers(fields: Fields, questions: readonly Question[], options: { isLenient?: boolean } = {}): ReadAnswers {
  const last = (name: string) => fields[name]?.at(-1) ?? ''
  const answers: { questionId: Id<'question'>; text: string }[] = []
  const choices: Choice[] = []
  const errors: Record<string, string> = {}
  for (const question of questions) {
    const places = Object.fromEntries(question.options.map(({ number }) => [number, last(placeField(question.id, number))]))
    const parsed = parseAnswer(question, { words: last(wordsField(question.id)), ticked: fields[choiceField(question.id)] ?? [], places }, { most: ANSWER_LIMIT, ...options })
    if (!parsed.ok) {
      errors[parsed.field === 'words' ? wordsField(question.id) : choiceField(question.id)] = parsed.error
      continue
    }
    if (parsed.value.text !== '') answers.push({ questionId: question.id, text: parsed.value.text })
    if (parsed.value.choice !== undefined) choices.push(parsed.value.choice)
  }
  return { answers, choices, errors }
}

/** What the fields of an answer begin with, for one that is there already: as a form would have sent it. */
export function answerValues(questions: readonly Question[], answers: readonly { questionId: Id; text: string }[], choices: readonly Choice[]): Record<string, string | readonly string[]> {
  const values: Record<string, string | readonly string[]> = {}
  for (const question of questions) {
    const text = answers.find(({ questionId }) => questionId === question.id)?.text
    if (text !== undefined && takesWords(question)) values[wordsField(question.id)] = text
    const chosen = choices.find(({ questionId }) => questionId === question.id)?.options ?? []
    if (question.kind === 'ranking') chosen.forEach((option, place) => (values[placeField(question.id, option)] = String(place + 1)))
    else if (chosen.length > 0) values[choiceField(question.id)] = chosen.map(String)
  }
  return values
}
