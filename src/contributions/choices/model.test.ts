import { describe, expect, test } from 'vitest'
import { numberOptions, type Question, type QuestionKind } from '../../calls/questions/model.ts'
import { newId } from '../../platform/new-id.ts'
import { readChosen, tallyQuestion, writeChosen } from './model.ts'
import { parseAnswer } from './schema.ts'

const options = ['Light', 'Noise', 'Rest'].map((text, place) => ({ number: place + 1, text }))
function ask(kind: QuestionKind, over: Partial<Question> = {}): Question {
  return { id: newId<'question'>(), number: 1, text: 'Which?', guidance: null, kind, options: kind === 'open' ? [] : options, isRequired: false, lengthLimit: null, hasWords: false, ...over }
}
const count = (question: Question, option: number, number: number, place: number | null = null) => ({ questionId: question.id, option, place, count: number })

describe('options keep their numbers', () => {
  const before = [{ number: 1, text: 'Light' }, { number: 3, text: 'Noise' }]

  test('when they are moved, and when as many are new as are gone: then they are the old ones in other words', () => {
    expect(numberOptions(before, ['Noise', 'Light'])).toEqual([{ number: 3, text: 'Noise' }, { number: 1, text: 'Light' }])
    expect(numberOptions(before, ['Lamps', 'Noise'])).toEqual([{ number: 1, text: 'Lamps' }, { number: 3, text: 'Noise' }])
  })

  test('and a new one never takes the number of another', () => {
    expect(numberOptions(before, ['Light', 'Noise', 'Rest'])).toEqual([...before, { number: 4, text: 'Rest' }])
    expect(numberOptions(before, ['Light'])).toEqual([{ number: 1, text: 'Light' }])
  })
})

describe('tallyQuestion', () => {
  test('without an answer says nothing of shares, means and places', () => {
    expect(tallyQuestion(ask('rating'), [], 0, 4)).toMatchObject({ answered: 0, asked: 4, mean: null, median: null, options: [{ count: 0, share: null }, {}, {}] })
    expect(tallyQuestion(ask('ranking'), [], 0, 4).options[0]).toMatchObject({ points: 0, meanPlace: null })
  })

  test('shares are of those who answered, not of all who were asked', () => {
    const question = ask('several')
    const { options: tallied } = tallyQuestion(question, [count(question, 1, 3), count(question, 2, 4)], 4, 10)
    expect(tallied.map(({ number, count: chosen, share }) => [number, chosen, share])).toEqual([[1, 3, 0.75], [2, 4, 1], [3, 0, 0]])
  })

  test('a scale has the mean of its steps, and the step that half of the answers do not exceed', () => {
    const question = ask('rating')
    expect(tallyQuestion(question, [count(question, 1, 2), count(question, 3, 2)], 4, 4)).toMatchObject({ mean: 2, median: 1 })
    expect(tallyQuestion(question, [count(question, 1, 1), count(question, 3, 2)], 3, 3)).toMatchObject({ median: 3 })
  })

  test('a ranking gives as many points as there are options to a first place, one less to each later one, none to what was not placed', () => {
    const question = ask('ranking')
    // Two ballots: Rest, Light; Light alone.
    const { options: tallied } = tallyQuestion(question, [count(question, 3, 1, 1), count(question, 1, 1, 2), count(question, 1, 1, 1)], 2, 2)
    expect(tallied.map(({ text, points, meanPlace, count: placed }) => [text, points, meanPlace, placed])).toEqual([['Light', 5, 1.5, 2], ['Rest', 3, 1, 1], ['Noise', 0, null, 0]])
  })
})

describe('parseAnswer', () => {
  const raw = (over: object = {}) => ({ words: '', ticked: [], places: {}, ...over })
  const parse = (question: Question, over: object, isLenient = false) => parseAnswer(question, raw(over), { most: 1000, isLenient })

  test('refuses what is required and missing, too long, unknown, or too much', () => {
    expect(parse(ask('open', { isRequired: true }), {})).toEqual({ ok: false, error: 'required', field: 'words' })
    expect(parse(ask('one', { isRequired: true, hasWords: true }), { words: 'only words' })).toEqual({ ok: false, error: 'required', field: 'choice' })
    expect(parse(ask('open', { lengthLimit: 3 }), { words: '👩🏽‍🌾x' })).toEqual({ ok: false, error: 'too-long:3:5', field: 'words' })
    expect(parse(ask('one'), { ticked: ['9'] })).toMatchObject({ ok: false, error: 'not-in-list' })
    expect(parse(ask('rating'), { ticked: ['1', '2'] })).toMatchObject({ ok: false, error: 'contributions.choice.refusal.one-only' })
  })

  test('refuses places that are none, and the same place twice', () => {
    expect(parse(ask('ranking'), { places: { 1: '4' } })).toMatchObject({ error: 'contributions.choice.refusal.not-a-place:3' })
    expect(parse(ask('ranking'), { places: { 1: 'first' } })).toMatchObject({ error: 'contributions.choice.refusal.not-a-place:3' })
    expect(parse(ask('ranking'), { places: { 1: '2', 3: '2' } })).toMatchObject({ error: 'contributions.choice.refusal.place-twice:2' })
  })

  test('reads places in the figures of any script, and closes gaps between them', () => {
    expect(parse(ask('ranking'), { places: { 1: '٣', 2: '', 3: '१' } })).toMatchObject({ value: { choice: { options: [3, 1] } } })
  })

  test('at the desk takes what came as it came', () => {
    expect(parse(ask('open', { isRequired: true, lengthLimit: 3 }), { words: 'long words' }, true)).toMatchObject({ ok: true, value: { text: 'long words' } })
  })

  test('words to a question that asks for none are no answer', () => {
    expect(parse(ask('one'), { words: 'more', ticked: ['2'] })).toMatchObject({ value: { text: '', choice: { options: [2] } } })
  })
})

describe('a cell of a table', () => {
  test('is nothing where a word in it is no option, or where more are named than can be chosen', () => {
    expect(readChosen(ask('one'), 'Light; Noise')).toBeUndefined()
    expect(readChosen(ask('several'), 'Light; Smell')).toBeUndefined()
    expect(readChosen(ask('ranking'), 'Light > light')).toBeUndefined()
    expect(readChosen(ask('rating'), '4')).toBeUndefined()
  })

  test('names options by their words in any case, steps also by number, a ranking in its order', () => {
    expect(readChosen(ask('several'), ' noise |LIGHT')).toEqual([1, 2])
    expect(readChosen(ask('ranking'), 'Rest > Light')).toEqual([3, 1])
    expect(readChosen(ask('rating'), '2')).toEqual([2])
    for (const kind of ['several', 'ranking'] as const) expect(readChosen(ask(kind), writeChosen(ask(kind), [1, 3]))).toEqual([1, 3])
  })
})
