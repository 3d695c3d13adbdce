import { describe, expect, test } from 'vitest'
import { effectOf, mergeWords } from './model.ts'

describe('two changes of one text', () => {
  test.each([
    ['in the same words are nobody’s but a person’s to merge', 'The harbour is open.', 'The harbour is shut.', 'The harbour is closed.'],
    ['at the same place, both put in', 'One two.', 'One more two.', 'One other two.'],
    ['where one takes out what the other changed', 'The old harbour is open.', 'The harbour is open.', 'The ancient harbour is open.'],
    ['where one changes several places of which the other took one out whole', 'a b c d e', 'a x e', 'a b y d e'],
  ])('%s', (_, base, ours, theirs) => {
    expect(mergeWords(base, ours, theirs, 'en')).toBeUndefined()
    expect(mergeWords(base, theirs, ours, 'en')).toBeUndefined()
  })

  test.each([
    ['en', 'The harbour is open at night.', 'The old harbour is open at night.', 'The harbour is open by day.', 'The old harbour is open by day.'],
    ['en', 'Same.', 'Same change.', 'Same change.', 'Same change.'],
    ['fr', 'Le port est ouvert.', 'Le vieux port est ouvert.', 'Le port est ouvert la nuit.', 'Le vieux port est ouvert la nuit.'],
    ['ar', 'القواعد الواضحة تساعد الجميع', 'القواعد القديمة تساعد الجميع', 'القواعد الواضحة تساعد البحارة', 'القواعد القديمة تساعد البحارة'],
    ['zh', '规则有帮助。夜晚很安静。', '规则很有帮助。夜晚很安静。', '规则有帮助。白天很安静。', '规则很有帮助。白天很安静。'],
  ])('in different words go together, in %s', (language, base, ours, theirs, both) => {
    expect(mergeWords(base, ours, theirs, language)).toBe(both)
    expect(mergeWords(base, theirs, ours, language)).toBe(both)
  })
})

describe('what a suggestion would make of the text', () => {
  const wording = { kind: 'wording', paragraphId: '01900000-0000-7000-8000-000000000001', before: 'One two three.', text: 'One two four.' } as never
  const effect = (over: object, current: string | undefined) => effectOf({ ...(wording as object), ...over } as never, current, 'en')

  test('nothing of what is gone, or says so already; and no removal of what was changed since', () => {
    expect(effect({}, undefined)).toEqual({ state: 'gone' })
    expect(effect({}, 'One two four.')).toEqual({ state: 'nothing' })
    expect(effect({}, 'One two five.')).toEqual({ state: 'changed', current: 'One two five.' })
    expect(effect({ kind: 'removal', text: null }, 'Changed.')).toEqual({ state: 'changed', current: 'Changed.' })
    expect(effect({ kind: 'addition', before: null }, undefined)).toEqual({ state: 'gone' })
  })

  test('its words where nothing changed, both where they go together', () => {
    expect(effect({}, 'One two three.')).toEqual({ state: 'ready', text: 'One two four.' })
    expect(effect({}, 'None two three.')).toEqual({ state: 'merged', text: 'None two four.' })
    expect(effect({}, 'One two four. More.')).toEqual({ state: 'nothing' })
    expect(effect({ kind: 'removal', text: null }, 'One two three.')).toEqual({ state: 'ready', text: null })
    expect(effect({ kind: 'addition', paragraphId: null, before: null }, undefined)).toEqual({ state: 'ready', text: 'One two four.' })
  })
})
