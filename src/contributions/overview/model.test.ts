import { describe, expect, test } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import { DEFAULT_REGIONAL_GROUPS, DEFAULT_STAKEHOLDER_GROUPS } from '../../shared/vocabularies.ts'
import { compareFigures, crossTwo, daysToCount, judge, sortTally, sumOf, tally, tallyOf, wrongSums, type Cohort, type ComparedFigure, type PublishedFigure } from './model.ts'

const lists = { stakeholderGroups: DEFAULT_STAKEHOLDER_GROUPS, regionalGroups: DEFAULT_REGIONAL_GROUPS }
const cohort = (over: Partial<Cohort>): Cohort => ({ stakeholderGroup: 'IGO', regionalGroup: 'none', capacity: 'organisation', counted: [1], perhaps: [0], ...over })
const figure = (over: Partial<PublishedFigure>): PublishedFigure => ({ id: 'f' as Id<'figure'>, asOf: '2017-10-11' as PlainDate, dimension: 'regionalGroup', key: 'AFG', published: 1, source: 'Report', revision: 1, ...over })
const compared = (computed: number | null, atMost: number | null, published: number): ComparedFigure => ({ ...figure({ published }), computed, atMost })

describe('a tally', () => {
  test('has all keys of the lists and both capacities when there is nothing to count', () => {
    const nothing = tally([], 0, lists)
    expect(nothing.total).toBe(0)
    expect(nothing.byRegionalGroup).toEqual({ AFG: 0, APG: 0, EEG: 0, GRULAC: 0, WEOG: 0, none: 0 })
    expect(nothing.byCapacity).toEqual({ organisation: 0, individual: 0 })
    expect(Object.keys(nothing.byStakeholderGroup)).toEqual(DEFAULT_STAKEHOLDER_GROUPS.map((group) => group.key))
    expect(nothing.cross).toEqual([])
  })

  test('sums to the total in each block, with unknown values and keys that are on no list', () => {
    const overview = tally([cohort({ counted: [3] }), cohort({ stakeholderGroup: null, regionalGroup: null, capacity: null, counted: [2] }), cohort({ stakeholderGroup: 'Academia', capacity: 'official' })], 0, lists)
    expect(overview.total).toBe(6)
    expect(overview.byStakeholderGroup).toMatchObject({ IGO: 3, 'not recorded': 2, Academia: 1 })
    expect(overview.byCapacity).toEqual({ organisation: 3, individual: 0, official: 1, 'not recorded': 2 })
    for (const block of [overview.byStakeholderGroup, overview.byRegionalGroup, overview.byCapacity]) expect(sumOf(block)).toBe(6)
    expect(overview.cross.reduce((total, cell) => total + cell.count, 0)).toBe(6)
  })

  test('is of the day at its place, and leaves out what does not occur on it', () => {
    const two = cohort({ counted: [0, 2], perhaps: [2, 0] })
    expect(tally([two], 0, lists)).toMatchObject({ total: 0, perhapsEarlier: 2, cross: [] })
    expect(tally([two], 1, lists)).toMatchObject({ total: 2, perhapsEarlier: 0, cross: [{ count: 2 }] })
  })
})

describe('a published figure', () => {
  test('is borne out, contradicted, beyond what the rows can tell, or without rows', () => {
    expect(judge(compared(5, 5, 5))).toBe('same')
    expect(judge(compared(5, 5, 4))).toBe('differs')
    expect(judge(compared(0, 27, 14))).toBe('cannot-tell')
    expect(judge(compared(0, 10, 14))).toBe('differs')
    expect(judge(compared(null, null, 17))).toBe('no-rows')
  })

  test('is compared with the rows of its own day, and knows what may have come before', () => {
    const early = figure({ asOf: '2017-09-18' as PlainDate, dimension: 'total', key: 'total', published: 14 })
    const days = daysToCount('2017-10-27' as PlainDate, [early, figure({})])
    expect(days).toEqual(['2017-09-18', '2017-10-11', '2017-10-27'])
    const cohorts = [cohort({ regionalGroup: 'AFG', counted: [0, 5, 5], perhaps: [5, 0, 0] }), cohort({ counted: [0, 2, 2], perhaps: [0, 0, 0] })]
    expect(compareFigures([early, figure({})], cohorts, days)).toMatchObject([{ computed: 0, atMost: 5 }, { computed: 5, atMost: 5 }])
    expect(compareFigures([early], [], days)).toMatchObject([{ computed: null, atMost: null }])
  })
})

describe('published figures added up', () => {
  const days = ['2017-10-11' as PlainDate]
  const cohorts = [cohort({ regionalGroup: 'AFG', counted: [5] }), cohort({ regionalGroup: 'none', counted: [2] })]
  const sums = (published: number) => wrongSums(compareFigures([figure({ published })], cohorts, days), cohorts, days, lists)

  test('are said to be wrong when they and the rows of unpublished keys do not come to all rows', () => {
    expect(sums(4)).toEqual([{ asOf: '2017-10-11', dimension: 'regionalGroup', source: 'Report', published: 4, unpublished: { none: 2 }, rows: 7 }])
  })

  test('are passed over when they come to all rows, when there are none, and when rows that came later may make them up', () => {
    expect(sums(5)).toEqual([])
    expect(wrongSums(compareFigures([figure({ published: 4 })], [], days), [], days, lists)).toEqual([])
    const later = [...cohorts, cohort({ counted: [0], perhaps: [1] })]
    const withLater = (published: number) => wrongSums(compareFigures([figure({ published })], later, days), later, days, lists).length
    expect([4, 5, 6, 7].map(withLater)).toEqual([1, 0, 0, 1])
  })
})

describe('two groupings crossed', () => {
  const cohorts = [cohort({ counted: [3] }), cohort({ capacity: 'individual', counted: [2] }), cohort({ stakeholderGroup: null, regionalGroup: 'AFG', capacity: null, counted: [4] })]
  const overview = tally(cohorts, 0, lists)

  test('sum to their totals in rows and columns, whichever two they are', () => {
    for (const rowsBy of ['stakeholderGroup', 'regionalGroup', 'capacity'] as const) {
      for (const columnsBy of ['stakeholderGroup', 'regionalGroup', 'capacity'] as const) {
        const table = crossTwo(overview, rowsBy, columnsBy)
        expect(table.counts.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual(table.rowTotals)
        expect(table.columns.map((_, at) => table.counts.reduce((sum, row) => sum + (row[at] ?? 0), 0))).toEqual(table.columnTotals)
        expect(table.rowTotals).toEqual(Object.values(tallyOf(overview, rowsBy)))
        expect(table.total).toBe(9)
      }
    }
  })

  test('have a cell for those not recorded', () => {
    const table = crossTwo(overview, 'capacity', 'stakeholderGroup')
    expect(table.counts[table.rows.indexOf('not recorded')]?.[table.columns.indexOf('not recorded')]).toBe(4)
  })
})

describe('the published order', () => {
  test('is descending, equals by the alphabet, what is of no group and not recorded last', () => {
    expect(sortTally({ WEOG: 5, none: 9, GRULAC: 5, APG: 8, EEG: 0, AFG: 5, 'not recorded': 12 }).map(([key]) => key)).toEqual(['APG', 'AFG', 'GRULAC', 'WEOG', 'EEG', 'none', 'not recorded'])
  })
})
