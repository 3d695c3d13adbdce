import { expect, test } from 'vitest'
import { changedFields, keepable } from './model.ts'

test('what no database keeps is left out of what was typed and of the names it came under', () => {
  expect(keepable({ 'ans\u0000wer': ['a\u0000b', 'half \ud800'] })).toEqual({ answer: ['ab', 'half \ufffd'] })
})

test('a field called as what every object has is a field like others', () => {
  expect(changedFields({}, { constructor: ['x'], toString: [''] })).toEqual(['constructor'])
  expect(changedFields({ constructor: ['x'] }, { constructor: ['x'], answer: ['a\r\n'] })).toEqual(['answer'])
})
