import type { Question } from '../../calls/questions/model.ts'
import { takesWords } from '../../calls/questions/model.ts'
import { prose } from '../../shared/fields.ts'
import { countCodePoints } from '../../shared/text.ts'
import type { Choice } from './model.ts'

/** What a door has of the answer to one question, as it came: words, the options ticked, and for a ranking the place written beside each option. */
export interface RawAnswer {
  readonly words: string
  readonly ticked: readonly string[]
  /** By the number of the option. */
  readonly places: Readonly<Record<number, string>>
}

export interface ParsedAnswer {
  readonly text: string
  readonly choice: Choice | undefined
}

/**
 * Reads the answer to one question. Refuses, as error codes: `required`; `too-long:limit:length` in code points, the question's own limit or
 * `most`; `not-in-list` for an option that is none; `contributions.choice.refusal.one-only`; of places `not-a-place:n` and `place-twice:n`.
 * `isLenient`: what came on paper is entered as it is, whatever was required.
 */
export function parseAnswer(question: Question, raw: RawAnswer, { most, isLenient = false }: { most: number; isLenient?: boolean }): { ok: true; value: ParsedAnswer } | { ok: false; error: string; field: 'words' | 'choice' } {
  const words = takesWords(question) ? prose(most).safeParse(raw.words) : prose(most).safeParse('')
  if (!words.success) return { ok: false, error: words.error.issues[0]?.message ?? 'required', field: 'words' }
  const length = countCodePoints(words.data)
  if (question.lengthLimit !== null && length > question.lengthLimit && !isLenient) return { ok: false, error: `too-long:${question.lengthLimit}:${length}`, field: 'words' }
  const chosen = question.kind === 'open' ? { options: [] } : question.kind === 'ranking' ? readPlaces(question, raw.places) : readTicks(question, raw.ticked)
  if ('error' in chosen) return { ok: false, error: chosen.error, field: 'choice' }
  const isEmpty = question.kind === 'open' ? words.data === '' : chosen.options.length === 0
  if (question.isRequired && isEmpty && !isLenient) return { ok: false, error: 'required', field: question.kind === 'open' ? 'words' : 'choice' }
  const choice = chosen.options.length === 0 ? undefined : { questionId: question.id, options: chosen.options }
  return { ok: true, value: { text: words.data, choice } }
}

type Chosen = { readonly options: readonly number[] } | { readonly error: string }

function readTicks(question: Question, ticked: readonly string[]): Chosen {
  const wanted = [...new Set(ticked.filter((value) => value !== ''))]
  const options = question.options.filter(({ number }) => wanted.includes(String(number))).map(({ number }) => number).toSorted((a, b) => a - b)
  if (options.length !== wanted.length) return { error: 'not-in-list' }
  return options.length > 1 && question.kind !== 'several' ? { error: 'contributions.choice.refusal.one-only' } : { options }
}

/** Places may be left out and may begin anywhere: what counts is the order. The same place twice is no order. */
function readPlaces(question: Question, places: RawAnswer['places']): Chosen {
  const placed: { option: number; place: number }[] = []
  for (const { number } of question.options) {
    const written = (places[number] ?? '').trim()
    if (written === '') continue
    const place = /^\p{Nd}{1,3}$/u.test(written) ? toNumber(written) : 0
    if (place < 1 || place > question.options.length) return { error: `contributions.choice.refusal.not-a-place:${question.options.length}` }
    if (placed.some((other) => other.place === place)) return { error: `contributions.choice.refusal.place-twice:${place}` }
    placed.push({ option: number, place })
  }
  return { options: placed.toSorted((a, b) => a.place - b.place).map(({ option }) => option) }
}

/** Figures of any script: their code points stand in blocks of ten, from zero on. */
function toNumber(figures: string): number {
  return Array.from(figures).reduce((total, figure) => total * 10 + valueOf(figure), 0)
}

function valueOf(figure: string): number {
  let code = figure.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - 1))) {
    code -= 1
    value += 1
  }
  return value
}
