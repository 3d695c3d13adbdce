import type { CallToOpen } from '../schema.ts'
import type { QuestionKind } from './model.ts'

type Asked = CallToOpen['questions'][number]

/** A question as a form hands it in. */
export function askedQuestion(text: string, kind: QuestionKind = 'open', options: readonly string[] = [], over: Partial<Asked> = {}): Asked {
  return { id: undefined, text, guidance: undefined, kind, isRequired: false, lengthLimit: undefined, hasWords: false, options: [...options], ...over }
}

/** A question of each kind, open first: numbers 1 to 5. */
export function oneOfEachKind(): Asked[] {
  return [
    askedQuestion('What works?', 'open', [], { lengthLimit: 20 }),
    askedQuestion('When is it loud?', 'one', ['Evening', 'Night', 'Never'], { hasWords: true }),
    askedQuestion('Who should be asked?', 'several', ['Crews', 'Neighbours', 'Nobody']),
    askedQuestion('How safe is it?', 'rating', ['Not at all', 'Fairly', 'Very']),
    askedQuestion('What first?', 'ranking', ['Light', 'Noise', 'Rest']),
  ]
}
