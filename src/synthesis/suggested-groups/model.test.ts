import { describe, expect, test } from 'vitest'
import { countWords, rulesOf } from '../../contributions/terms/model.ts'
import { groupTexts, isSameGroup, type Counted } from './model.ts'

const rules = rulesOf('en', [])
const counted = (text: string): Counted<string> => {
  const all = [...countWords(text, rules).terms]
  return { of: text, forms: all.map(([form]) => form), keys: all.map(([, { key }]) => key), counts: all.map(([, { count }]) => count) }
}
const LIGHT = ['Night lighting on the quay is poor', 'Better night lighting, please: the quay lamps are broken', 'Lamps and lighting at night keep the quay safe']
const DUES = ['Harbour dues are too high for small vessels', 'Lower the dues that small vessels pay', 'Small vessels cannot pay these dues']
const LONE = 'Zebras migrate elsewhere entirely'

describe('groups', () => {
  test('are those whose words are alike, named by them; what is like none stands in none', () => {
    const groups = groupTexts([...LIGHT, LONE, ...DUES].map(counted))
    expect(groups.map(({ members }) => members.toSorted())).toEqual([LIGHT.toSorted(), DUES.toSorted()])
    expect(groups[0]?.terms).toEqual(['quay', 'night lighting', 'lamps'])
    expect(groups[1]?.terms).toContain('small vessels')
    expect(groups.flatMap(({ members }) => members)).not.toContain(LONE)
  })

  test('are the same each time', () => {
    const texts = [...DUES, LONE, ...LIGHT].map(counted)
    expect(groupTexts(texts)).toEqual(groupTexts(texts))
  })

  test('are none where there is too little to compare, or all is alike', () => {
    expect(groupTexts([])).toEqual([])
    expect(groupTexts(DUES.map(counted))).toEqual([])
    expect(groupTexts(Array.from({ length: 6 }, () => counted('The same words')))).toEqual([])
  })
})

test('groups are the same that share half of what is in either', () => {
  expect(isSameGroup(['a', 'b', 'c'], ['b', 'c', 'd'])).toBe(true)
  expect(isSameGroup(['a', 'b'], ['b', 'c'])).toBe(false)
  expect(isSameGroup([], [])).toBe(false)
})
