import { describe, expect, test } from 'vitest'
import type { Stance } from '../../shared/vocabularies.ts'
import { DEFAULT_RULE, isMinorityByRule } from '../minority/model.ts'
import { isBroad, measureStrength, type Spoken } from './model.ts'

const said = (voice: string, stance: Stance = 'supports', stakeholderGroup: string | null = 'Government', regionalGroup: string | null = 'AFG'): Spoken => ({ voice, isContribution: voice.startsWith('C'), stakeholderGroup, regionalGroup, stance })

test('strength counts each voice once on each side, and groups and regions that are known', () => {
  const strength = measureStrength([said('C-1'), said('C-1'), said('C-2', 'supports', 'IGO', null), said('C-1', 'qualifies'), said('C-3', 'opposes', null, 'none'), said('R-4')], 12)
  expect(strength).toEqual({
    of: 12,
    supports: { contributions: 2, comments: 1, groups: ['Government', 'IGO'], regions: ['AFG'] },
    qualifies: { contributions: 1, comments: 0, groups: ['Government'], regions: ['AFG'] },
    opposes: { contributions: 1, comments: 0, groups: [], regions: ['none'] },
  })
  expect(measureStrength([], 0).supports).toEqual({ contributions: 0, comments: 0, groups: [], regions: [] })
})

describe('a minority position by rule', () => {
  const many = (groups: readonly string[]) => measureStrength(groups.map((group, index) => said(`C-${index}`, 'supports', group)), 9)

  test.each([
    ['one group, however many voices', ['IGO', 'IGO', 'IGO', 'IGO'], true],
    ['two voices of two groups', ['IGO', 'Government'], true],
    ['three voices of two groups', ['IGO', 'Government', 'Government'], false],
    ['nobody', [], true],
  ])('%s', (_, groups, expected) => {
    expect(isMinorityByRule(many(groups), true, DEFAULT_RULE)).toBe(expected)
    expect(isMinorityByRule(many(groups), false, DEFAULT_RULE)).toBe(false)
  })

  test('is as wide as the forum chooses', () => {
    const three = many(['IGO', 'Government', 'Government'])
    expect([{ groups: 1, voices: 3 }, { groups: 2, voices: 1 }, { groups: 1, voices: 1 }].map((rule) => isMinorityByRule(three, true, rule))).toEqual([true, true, false])
  })
})

test.each([
  [['A', 'B', 'C'], ['A', 'B'], true],
  [['A', 'B', 'C', 'D'], ['A', 'B'], false],
  [['A', 'B', 'C', 'D'], ['A', 'B', 'C'], true],
  [['A'], ['A'], false],
  [['A', 'B'], ['C', 'D'], false],
])('of the groups %j the support of %j is broad: %s', (present, groups, expected) => {
  expect(isBroad(measureStrength(groups.map((group) => said(`C-${group}`, 'supports', group)), 9), present)).toBe(expected)
})
