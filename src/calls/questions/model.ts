import type { Id } from '../../shared/ids.ts'

/** What kind of answer a question takes: words, one of a list, several of it, a step of a scale, or the list put in order. */
export const QUESTION_KINDS = ['open', 'one', 'several', 'rating', 'ranking'] as const
export type QuestionKind = (typeof QUESTION_KINDS)[number]

/** One of what can be chosen; of a scale, one of its steps. */
export interface Option {
  /** Given once: what was chosen is kept by it, so that options can be moved and their words mended. */
  readonly number: number
  readonly text: string
}

export interface Question {
  readonly id: Id<'question'>
  /** Given once, kept when other questions are removed: an answer is cited by it, `2017/C-14/2`. */
  readonly number: number
  readonly text: string
  readonly guidance: string | null
  readonly kind: QuestionKind
  /** In their order; of a scale the lowest first. None where the question is open. */
  readonly options: readonly Option[]
  readonly isRequired: boolean
  /** The most code points that an answer in words may have; null where only the general limit holds. */
  readonly lengthLimit: number | null
  /** Whether a closed question also takes words beside the choice. An open one always does. */
  readonly hasWords: boolean
}

/** At most this many options in a question, and steps in a scale. */
export const OPTION_LIMIT = 30

export function isClosed(question: Pick<Question, 'kind'>): boolean {
  return question.kind !== 'open'
}

export function takesWords(question: Pick<Question, 'kind' | 'hasWords'>): boolean {
  return question.kind === 'open' || question.hasWords
}

/**
 * Options as they shall read, one a line, with the numbers of those they were. The same words are the same option; where as many lines
 * are new as are gone, they are the old ones in other words, in their order; else they are new, and what is gone is gone.
 */
export function numberOptions(before: readonly Option[], lines: readonly string[]): Option[] {
  const kept = new Map(before.map((option) => [option.text, option.number]))
  const gone = before.filter((option) => !lines.includes(option.text))
  const added = lines.filter((line) => !kept.has(line))
  const isMended = gone.length === added.length
  let next = Math.max(0, ...before.map((option) => option.number)) + 1
  return lines.map((text) => {
    const known = kept.get(text) ?? (isMended ? gone[added.indexOf(text)]?.number : undefined)
    return { number: known ?? next++, text }
  })
}
