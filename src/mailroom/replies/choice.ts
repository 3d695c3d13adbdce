import type { Offer, TakenAs } from '../../lists/taken/model.ts'
import { readWishToTake } from '../posts/words.ts'
import { PARAGRAPH_LABELS, QUESTION_LABELS, splitByNumbers, withPlainDigits } from './numbers.ts'
import { readIntent } from './words.ts'

export interface Choice {
  /** As the letter counts what it offers. */
  readonly number: number | undefined
  readonly as: TakenAs | undefined
  /** Numbers that stand behind a word for a question, and for a paragraph: some languages have one word for both. */
  readonly questions: readonly number[]
  readonly paragraphs: readonly number[]
  readonly said: 'yes' | 'no' | undefined
}

const NUMBER = /^[\s*_#•([]{0,8}(?:(?:number|option|choice|no|nr|n°|№|numéro|choix|número|opción|opção|nummer|номер|вариант|رقم|الرقم|خيار|选|選)[.:]?\s{0,3})?([0-9]{1,2})(?![0-9])\s?(?:号|號|項|项)?([\s.,:;)\]،、，：–—-]*)(.*)$/iu

/**
 * Reads which of what a letter offers is meant: `1`, `1, question 2`, `2: ¶ 4`, `comment ¶ 4–5`, `yes`; in a line of its own each. Of
 * several lines the first counts, for the letter itself may stand below, unmarked. A sentence that begins with a number is none.
 */
export function readChoice(own: string): Choice {
  let choice: Choice = { number: undefined, as: undefined, questions: [], paragraphs: [], said: readIntent(own, ['yes', 'no'])?.intent }
  for (const line of own.split('\n').slice(0, 12)) {
    const read = readLine(line)
    if (read === undefined) continue
    choice = complete(choice, read)
  }
  return choice
}

/** What was said, completed by what was said before, or below. */
export function complete(said: Choice, other: Omit<Choice, 'said'> & Partial<Pick<Choice, 'said'>>): Choice {
  const hasPlaces = said.questions.length + said.paragraphs.length > 0
  return { number: said.number ?? other.number, as: said.as ?? other.as, questions: hasPlaces ? said.questions : other.questions, paragraphs: hasPlaces ? said.paragraphs : other.paragraphs, said: said.said ?? other.said }
}

function readLine(line: string): Omit<Choice, 'said'> | undefined {
  const bare = placesIn(line)
  if (bare !== undefined) return { number: undefined, as: undefined, ...bare }
  const [, number, sign = '', rest = ''] = NUMBER.exec(withPlainDigits(line.slice(0, 400))) ?? []
  if (number !== undefined) {
    const wish = readWishToTake(rest)
    const places = placesIn(rest) ?? placesIn(wish?.rest ?? '')
    // "1, please" chooses; "2 weeks ago I wrote" does not.
    if (places === undefined && rest.trim() !== '' && (rest.length > 30 || /[0-9]/u.test(rest) || (wish === undefined && sign.trim() === '' && /\s/u.test(rest.trim())))) return undefined
    return { number: Number(number), as: wish?.as, ...(places ?? { questions: [], paragraphs: [] }) }
  }
  const wish = readWishToTake(line)
  const places = wish === undefined ? undefined : placesIn(wish.rest.replace(/^[\s,:;.،，：–—-]+/u, ''))
  if (wish === undefined || (places === undefined && wish.rest.length > 30)) return undefined
  return { number: undefined, as: wish.as, ...(places ?? { questions: [], paragraphs: [] }) }
}

/** The numbers of a line that names questions or paragraphs, and says nothing more. */
function placesIn(line: string): Pick<Choice, 'questions' | 'paragraphs'> | undefined {
  const read = (labels: readonly string[]) => {
    const [part] = splitByNumbers(line, labels, { allowBare: false, exists: () => true }).parts
    return part === undefined || part.text.replace(/^[\s\p{P}]+/u, '') !== '' ? [] : part.numbers
  }
  const [questions, paragraphs] = [read(QUESTION_LABELS), read(PARAGRAPH_LABELS)]
  return questions.length + paragraphs.length === 0 ? undefined : { questions, paragraphs }
}

/** The one thing of those offered that is meant; undefined where none or more than one may be. */
export function chooseOffer(offers: readonly Offer[], choice: Choice): Offer | undefined {
  if (choice.number !== undefined) return offers.find(({ number }) => number === choice.number)
  const { questions, paragraphs } = choice
  const wanted = choice.as ?? (questions.length > 0 && paragraphs.length === 0 ? 'contribution' : paragraphs.length > 0 && questions.length === 0 ? 'comment' : undefined)
  const hasSaid = choice.said === 'yes' || wanted !== undefined || questions.length + paragraphs.length > 0
  const left = offers.filter(({ kind }) => wanted === undefined || kind === wanted)
  return hasSaid && left.length === 1 ? left[0] : undefined
}
