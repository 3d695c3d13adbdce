import { describe, expect, test } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import { splitSentences } from '../model.ts'
import { cutParts, partOf, passagesIn, segmentText } from './model.ts'

const mark = (id: string, start: number, end: number) => ({ id: id as Id<'passage'>, start, end })

describe('the segments of a text', () => {
  test.each([
    ['none', 'a😀b', [], [['a😀b', '', '', '']]],
    ['one, past a character of two units', '😀 help us', [mark('A', 2, 6)], [['😀 ', '', '', ''], ['help', 'A', 'A', 'A'], [' us', '', '', '']]],
    ['two that overlap', 'one two three', [mark('A', 0, 7), mark('B', 4, 13)], [['one ', 'A', 'A', ''], ['two', 'AB', 'B', 'A'], [' three', 'B', '', 'B']]],
    ['one within another, the outer first', 'one two', [mark('B', 4, 7), mark('A', 0, 7)], [['one ', 'A', 'A', ''], ['two', 'AB', 'B', 'AB']]],
    ['two of the same words, one empty, one past the end', 'two', [mark('A', 0, 3), mark('B', 0, 3), mark('C', 1, 1), mark('D', 9, 12)], [['two', 'AB', 'AB', 'AB']]],
    ['right to left', 'القواعد تساعد', [mark('A', 8, 13)], [['القواعد ', '', '', ''], ['تساعد', 'A', 'A', 'A']]],
  ] as const)('with %s', (_, text, passages, expected) => {
    const segments = segmentText(text, passages)
    expect(segments.map((segment) => [segment.text, segment.passageIds.join(''), segment.begins.join(''), segment.ends.join('')])).toEqual(expected)
    expect(segments.map((segment) => segment.text).join('')).toBe(text)
  })

  test('of a part know where it stands: what began before it covers it and does not begin in it', () => {
    const segments = segmentText('two three', [mark('A', 0, 7), mark('B', 8, 20)], 4)
    expect(segments.map(({ text, start, passageIds, begins, ends }) => [text, start, passageIds.join(''), begins.join(''), ends.join('')])).toEqual([['two', 4, 'A', '', 'A'], [' ', 7, '', '', ''], ['three', 8, 'B', 'B', '']])
    expect(passagesIn({ start: 4, end: 13 }, [mark('A', 0, 4), mark('B', 0, 5), mark('C', 13, 20)]).map(({ id }) => id)).toEqual(['B'])
  })
})

describe('the parts of a long text', () => {
  test.each([
    ['at the end of a paragraph', 'aaaa bbbb\n\ncccc dddd', 14, ['aaaa bbbb\n\n', 'cccc dddd']],
    ['at a word where there is none', 'aaaa bbbb cccc', 11, ['aaaa bbbb ', 'cccc']],
    ['at a full stop without spaces', '规则有帮助。夜晚很安静。', 8, ['规则有帮助。', '夜晚很安静。']],
    ['never through a character', '😀😀😀', 3, ['😀', '😀', '😀']],
    ['one where it is short', 'aa', 10, ['aa']],
    ['one where there is nothing', '', 10, ['']],
  ])('end %s', (_, text, size, expected) => {
    expect(cutParts(text, size).map(({ start, end }) => text.slice(start, end))).toEqual(expected)
  })

  test('are asked for by number, the nearest there is, with their place in code points', () => {
    const text = '😀😀 one\n\ntwo three'
    expect(partOf(text, 2, 12)).toEqual({ part: { text: 'two three', start: 8, end: 17 }, number: 2, parts: 2 })
    for (const number of [0, -1, Number.NaN]) expect(partOf(text, number, 12).number).toBe(1)
    expect(partOf(text, 99, 12).number).toBe(2)
  })
})

test.each([
  ['en', 'Rules help. Night is quiet.'],
  ['fr', 'Les règles aident. La nuit est calme.'],
  ['ru', 'Правила помогают. Ночью тихо.'],
  ['zh', '规则有帮助。夜晚很安静。'],
  ['ar', 'القواعد تساعد. الليل هادئ.'],
  ['hi', 'नियम मदद करते हैं। रात शांत है।'],
])('sentences in %s touch and leave nothing out', (language, text) => {
  const sentences = splitSentences(text, language)
  expect(sentences).toHaveLength(2)
  expect(sentences.map(({ start, end }) => Array.from(text).slice(start, end).join('')).join('')).toBe(text)
})
