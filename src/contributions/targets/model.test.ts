import { describe, expect, test } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import { gapsOf, missingOf, type Target } from './model.ts'

const target = (over: Partial<Target>): Target => ({ id: 'target' as Id<'target'>, dimension: 'regionalGroup', key: null, unit: 'share', least: 10, ...over })

describe('what is missing', () => {
  test('raises the base of a share with each that comes', () => {
    // 0 of 25: with two more 2/27 = 7.4 %, with three 3/28 = 10.7 %.
    expect(missingOf({ unit: 'share', least: 10 }, 0, 25)).toBe(3)
    expect((2 / 27) * 100).toBeLessThan(10)
    expect((3 / 28) * 100).toBeGreaterThanOrEqual(10)
    expect(missingOf({ unit: 'share', least: 10 }, 5, 25)).toBe(0)
    expect(missingOf({ unit: 'share', least: 50 }, 1, 4)).toBe(2)
  })

  test('of a share of exactly what is there is nothing, and of nothing at all is one', () => {
    expect(missingOf({ unit: 'share', least: 20 }, 5, 25)).toBe(0)
    expect(missingOf({ unit: 'share', least: 10 }, 0, 0)).toBe(1)
  })

  test('never falls short by rounding: it is the smallest number that reaches the share', () => {
    for (let total = 0; total <= 60; total++) {
      for (let count = 0; count <= total; count += 3) {
        for (const least of [1, 7, 10, 33, 50, 90]) {
          const missing = missingOf({ unit: 'share', least }, count, total)
          expect(100 * (count + missing)).toBeGreaterThanOrEqual(least * (total + missing))
          if (missing > 0 && total > 0) expect(100 * (count + missing - 1)).toBeLessThan(least * (total + missing - 1))
        }
      }
    }
  })

  test('of a number is the difference', () => {
    expect(missingOf({ unit: 'number', least: 4 }, 1, 25)).toBe(3)
    expect(missingOf({ unit: 'number', least: 4 }, 9, 25)).toBe(0)
  })
})

describe('gaps', () => {
  test('are of each group of the dimension, also of one from which nothing came', () => {
    const tallies = { stakeholderGroup: {}, regionalGroup: { AFG: 5, EEG: 0, none: 2 }, capacity: {} }
    const groups = { stakeholderGroup: [], regionalGroup: ['AFG', 'EEG'], capacity: [] }
    const gaps = gapsOf([target({}), target({ key: 'AFG', unit: 'number', least: 8 })], tallies, groups, 25)
    expect(gaps.map(({ key, count, missing }) => [key, count, missing])).toEqual([['AFG', 5, 0], ['EEG', 0, 3], ['AFG', 5, 3]])
  })
})
