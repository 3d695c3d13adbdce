import type { Question } from '../../calls/questions/model.ts'
import type { Id } from '../../shared/ids.ts'

/** What was chosen in answer to a closed question: numbers of options; where they were put in order, the first first. */
export interface Choice {
  readonly questionId: Id<'question'>
  readonly options: readonly number[]
}

/** How often an option was chosen; in a ranking, how often at this place. */
export interface ChoiceCount {
  readonly questionId: Id
  readonly option: number
  readonly place: number | null
  readonly count: number
}

export interface OptionResult {
  readonly number: number
  readonly text: string
  readonly count: number
  /** Of those who answered the question; null when nobody did. */
  readonly share: number | null
  /** In a ranking: the mean of the places it was given, and its points (`bordaPoints`). */
  readonly meanPlace: number | null
  readonly points: number | null
}

export interface QuestionResult {
  readonly question: Question
  /** Contributions in which it was answered, of those that were asked it. */
  readonly answered: number
  readonly asked: number
  /** As the call has them; a ranking by its points, the most first. */
  readonly options: readonly OptionResult[]
  /** Of a scale: the mean step, counted from 1, and the step that half of the answers do not exceed. */
  readonly mean: number | null
  readonly median: number | null
}

/** Points of a place among `options`: as many as there are options for the first, one less for each place; what was not placed has none. */
export function bordaPoints(place: number, options: number): number {
  return Math.max(0, options - place + 1)
}

/** Counts what was chosen in answer to one closed question. `answered` and `asked` are numbers of contributions. */
export function tallyQuestion(question: Question, counts: readonly ChoiceCount[], answered: number, asked: number): QuestionResult {
  const own = counts.filter((count) => count.questionId === question.id)
  const options = question.options.map((option): OptionResult => {
    const chosen = own.filter((count) => count.option === option.number)
    const count = sum(chosen.map((each) => each.count))
    const placed = question.kind === 'ranking' ? chosen : []
    return {
      ...option,
      count,
      share: answered === 0 ? null : count / answered,
      meanPlace: placed.length === 0 ? null : sum(placed.map((each) => (each.place ?? 0) * each.count)) / count,
      points: question.kind === 'ranking' ? sum(placed.map((each) => bordaPoints(each.place ?? question.options.length + 1, question.options.length) * each.count)) : null,
    }
  })
  const steps = question.kind === 'rating' ? options.map((option, place) => ({ step: place + 1, count: option.count })) : []
  return { question, answered, asked, options: question.kind === 'ranking' ? options.toSorted(byPoints) : options, mean: meanStep(steps), median: medianStep(steps) }
}

/** Of equal points, the one that more people placed; then the one with the better mean place; then as the call has them. */
function byPoints(a: OptionResult, b: OptionResult): number {
  return (b.points ?? 0) - (a.points ?? 0) || b.count - a.count || (a.meanPlace ?? 0) - (b.meanPlace ?? 0)
}

type Steps = readonly { readonly step: number; readonly count: number }[]

function meanStep(steps: Steps): number | null {
  const total = sum(steps.map(({ count }) => count))
  return total === 0 ? null : sum(steps.map(({ step, count }) => step * count)) / total
}

/** The lowest step that at least half of the answers do not exceed. */
function medianStep(steps: Steps): number | null {
  const total = sum(steps.map(({ count }) => count))
  if (total === 0) return null
  let seen = 0
  for (const { step, count } of steps) {
    seen += count
    if (seen * 2 >= total) return step
  }
  return null
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** Between options that are written in one cell of a table. */
const BETWEEN = '; '

/** What was chosen, as one cell of a table has it: the options' words, a ranking in its order. */
export function writeChosen(question: Question, options: readonly number[]): string {
  return options.flatMap((number) => question.options.filter((option) => option.number === number).map(({ text }) => text)).join(BETWEEN)
}

/**
 * Reads a cell the other way round: options by their words, whatever their case and spaces, parted by semicolons, bars or line ends (a ranking also by
 * `>`); a step of a scale also by its number. Undefined where something in it is none of the options, or where there are more than can be chosen.
 */
export function readChosen(question: Question, cell: string): readonly number[] | undefined {
  const whole = findOption(question, cell)
  if (whole !== undefined) return [whole]
  const between = question.kind === 'ranking' ? /[;|\n>]/u : /[;|\n]/u
  const found = cell.split(between).map((part) => part.trim()).filter((part) => part !== '').map((part) => findOption(question, part))
  const options = found.filter((option) => option !== undefined)
  if (options.length < found.length || options.length === 0 || new Set(options).size < options.length) return undefined
  if (options.length > 1 && (question.kind === 'one' || question.kind === 'rating')) return undefined
  return question.kind === 'ranking' ? options : options.toSorted((a, b) => a - b)
}

function findOption(question: Question, words: string): number | undefined {
  const plain = plainWords(words)
  const known = question.options.find(({ text }) => plainWords(text) === plain)
  const step = question.kind === 'rating' && /^[0-9]{1,3}$/u.test(plain) ? question.options[Number(plain) - 1] : undefined
  return (known ?? step)?.number
}

function plainWords(words: string): string {
  return words.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase()
}
