import { describe, expect, test } from 'vitest'
import type { Id } from '../shared/ids.ts'
import { sliceCodePoints } from '../shared/text.ts'
import { findOccurrences, locate, orderThemes, slugFor, splitByPassages, splitSentences, type Theme } from './model.ts'

const said = (text: string, quote: string) => {
  const range = locate(text, { quote })
  return 'refusal' in range ? range.refusal : sliceCodePoints(text, range.start, range.end)
}

describe('words that are looked for', () => {
  test('are refused when they are not there, several times there, or none', () => {
    expect(locate('One harbour.', { quote: 'two' })).toEqual({ refusal: 'quote-not-found' })
    expect(locate('One harbour.', { quote: '  ' })).toEqual({ refusal: 'quote-not-found' })
    expect(locate('no, no, no', { quote: 'no' })).toEqual({ refusal: 'quote-not-unique', occurrences: [{ start: 0, end: 2 }, { start: 4, end: 6 }, { start: 8, end: 10 }] })
    expect(locate('no, no, no', { quote: 'no', occurrence: 4 })).toEqual({ refusal: 'quote-not-found' })
    expect(locate('no, no, no', { quote: 'no', occurrence: 2 })).toEqual({ start: 4, end: 6 })
  })

  test('are found in every script, counted in code points', () => {
    expect(locate('😀😀 网络安全很重要。', { quote: '安全' })).toEqual({ start: 5, end: 7 })
    expect(said('الأمن السيبراني مسؤولية مشتركة.', 'مسؤولية مشتركة')).toBe('مسؤولية مشتركة')
    expect(said('Ein 👩‍👩‍👧 Haushalt.', '👩‍👩‍👧')).toBe('👩‍👩‍👧')
    expect(said('a (b) [c] {d} e.f* g-h/i', '(b) [c] {d} e.f* g-h/i')).toBe('(b) [c] {d} e.f* g-h/i')
  })

  test('may differ in white space and in how accents are composed, and tear no character from its marks', () => {
    expect(said('first line\n\n  second line', 'line second')).toBe('line\n\n  second')
    expect(said('un cafe\u0301 noir', 'caf\u00e9')).toBe('cafe\u0301')
    expect(said('un caf\u00e9 noir', 'cafe\u0301')).toBe('caf\u00e9')
    expect(said('un cafe\u0301 noir', 'cafe')).toBe('quote-not-found')
    expect(said('👩‍👩‍👧', '👩')).toBe('quote-not-found')
  })

  test('are found where they overlap themselves', () => {
    expect(findOccurrences('ha ha ha', 'ha ha')).toEqual([{ start: 0, end: 5 }, { start: 3, end: 8 }])
  })
})

test('a quotation may be a whole text of the longest kind, and a word may stand in it ten thousand times', () => {
  const text = Array.from({ length: 12_500 }, (_, place) => `слово${place % 2 === 0 ? '\n' : ' '}好😀`).join('')
  expect(findOccurrences(text, text)).toEqual([{ start: 0, end: 100_000 }])
  expect(findOccurrences(text, `${text}x`)).toEqual([])
  const found = findOccurrences(text, '好😀')
  expect(found).toHaveLength(12_500)
  expect(found.at(-1)).toEqual({ start: 99_998, end: 100_000 })
})

describe('places in a text', () => {
  test.each([[-1, 2], [0, 0], [3, 2], [0, 5], [0.5, 2], [Number.NaN, 2]])('%d to %d are refused of a text of four', (start, end) => {
    expect(locate('a😀b ', { start, end })).toEqual({ refusal: 'range-out-of-text' })
  })

  test('of white space alone are refused, and white space at the ends is left out', () => {
    expect(locate('a   b', { start: 1, end: 4 })).toEqual({ refusal: 'range-out-of-text' })
    expect(locate('😀 ab c', { start: 1, end: 5 })).toEqual({ start: 2, end: 4 })
  })
})

test.each([
  ['en', 'One. Two? Three', ['One. ', 'Two? ', 'Three']],
  ['zh', '第一句。第二句！', ['第一句。', '第二句！']],
  ['ar', 'هل هذا صحيح؟ نعم.', ['هل هذا صحيح؟ ', 'نعم.']],
  [null, '😀 yes. No.', ['😀 yes. ', 'No.']],
  ['en', 'One.\n\n\nTwo.\n', ['One.\n\n\n', 'Two.\n']],
])('sentences in %s are the whole text', (language, text, expected) => {
  const sentences = splitSentences(text, language)
  expect(sentences.map((sentence) => sentence.text)).toEqual(expected)
  expect(sentences.map(({ start, end }) => sliceCodePoints(text, start, end))).toEqual(expected)
})

test('a text is cut where passages begin and end, and overlapping ones share a stretch', () => {
  const [a, b] = ['a' as Id<'passage'>, 'b' as Id<'passage'>]
  const stretches = splitByPassages('0😀2345', [{ id: a, start: 1, end: 4 }, { id: b, start: 3, end: 6 }])
  expect(stretches).toEqual([
    { text: '0', passageIds: [] },
    { text: '😀2', passageIds: [a] },
    { text: '3', passageIds: [a, b] },
    { text: '45', passageIds: [b] },
  ])
  expect(splitByPassages('', [])).toEqual([])
})

test('themes stand below theirs, in their order', () => {
  const theme = (id: string, parentId: string | null): Theme => ({ id: id as Id<'theme'>, parentId: parentId as Id<'theme'> | null, slug: id, title: id, description: null, revision: 1 })
  expect(orderThemes([theme('a', null), theme('b', null), theme('a1', 'a'), theme('b1', 'b'), theme('a11', 'a1')]).map(({ id, depth }) => [id, depth])).toEqual([['a', 0], ['a1', 1], ['a11', 2], ['b', 0], ['b1', 1]])
})

test('addresses of themes are made of letters where there are any, and never twice', () => {
  expect(slugFor('Capacité & confiance', new Set())).toBe('capacite-confiance')
  expect(slugFor('Trust', new Set(['trust', 'trust-2']))).toBe('trust-3')
  expect([slugFor('New', new Set()), slugFor('Top', new Set())]).toEqual(['new-2', 'top-2'])
  expect(slugFor('信任', new Set(['theme-2']))).toBe('theme-3')
})
