import { describe, expect, test } from 'vitest'
import type { PlainDate } from '../../shared/time.ts'
import { arrivalSteps, callDays, stepLength, type ArrivedOn } from './model.ts'

const day = (text: string) => text as PlainDate
const on = (text: string, count: number, bounds = 0): ArrivedOn => ({ day: day(text), count, bounds })

describe('the steps of arrival', () => {
  test('are days up to two months, weeks up to two years, then months', () => {
    expect(stepLength(day('2026-01-01'), day('2026-03-03'))).toBe('day')
    expect(stepLength(day('2026-01-01'), day('2026-03-10'))).toBe('week')
    expect(stepLength(day('2026-01-01'), day('2028-06-01'))).toBe('month')
  })

  test('have no gaps, begin on Mondays, and add up to all that came', () => {
    const steps = arrivalSteps([on('2026-02-04', 2), on('2026-02-08', 1, 1), on('2026-02-25', 4)], day('2026-02-26'), 'week')
    expect(steps.map(({ from, until, count, bounds, cumulative }) => [from, until, count, bounds, cumulative])).toEqual([
      ['2026-02-02', '2026-02-08', 3, 1, 3],
      ['2026-02-09', '2026-02-15', 0, 0, 3],
      ['2026-02-16', '2026-02-22', 0, 0, 3],
      ['2026-02-23', '2026-02-26', 4, 0, 7],
    ])
  })

  test('by month have each month whole, February and December too', () => {
    const steps = arrivalSteps([on('2025-12-31', 1), on('2026-02-28', 1)], day('2026-03-01'), 'month')
    expect(steps.map(({ from, until }) => [from, until])).toEqual([['2025-12-01', '2025-12-31'], ['2026-01-01', '2026-01-31'], ['2026-02-01', '2026-02-28'], ['2026-03-01', '2026-03-01']])
  })

  test('leave out what came later than they reach, and are none when nothing came', () => {
    expect(arrivalSteps([on('2026-02-04', 2), on('2026-02-06', 1)], day('2026-02-05'), 'day').at(-1)).toMatchObject({ until: '2026-02-05', cumulative: 2 })
    expect(arrivalSteps([], day('2026-02-05'), 'day')).toEqual([])
    expect(arrivalSteps([on('2026-03-04', 2)], day('2026-02-05'), 'day')).toEqual([])
  })
})

describe('the days of calls', () => {
  test('keep the deadline that was extended beside the new one, in order, each once', () => {
    const call = { title: 'Call', opensOn: day('2017-08-01'), deadline: day('2017-09-30'), isSoft: true, extensions: [{ earlier: day('2017-09-15') }], closedOn: null }
    expect(callDays([call], [{ on: day('2017-10-11'), label: 'First draft' }]).map(({ day: on, kind }) => [on, kind])).toEqual([
      ['2017-08-01', 'opened'], ['2017-09-15', 'earlier-deadline'], ['2017-09-30', 'soft-deadline'], ['2017-10-11', 'cut-off'],
    ])
    expect(callDays([call, call], [])).toHaveLength(3)
  })
})
