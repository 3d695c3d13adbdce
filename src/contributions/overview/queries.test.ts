import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildForum } from '../../forums/testing.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { daysToCount, tally } from './model.ts'
import { countCohorts } from './queries.ts'
import { buildCounted, rowsOf2017, type Counting } from './testing.ts'

const db = await testDatabase()
const now = '2017-11-01T10:00:00.000Z' as Instant

async function seed(rows: readonly Counting[]) {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  await buildCounted(db, cycle, now, rows)
  return async (...days: string[]) => {
    const cohorts = await countCohorts(db, cycle.id, days as PlainDate[])
    return days.map((_, place) => tally(cohorts, place, forum))
  }
}

describe('counting contributions', () => {
  test('gives for 2017 what its report should have given, as of its day and later', async () => {
    const count = await seed(rowsOf2017())
    const [before, then, later] = await count('2017-10-10', '2017-10-11', '2017-10-27')
    expect(before).toMatchObject({ total: 0, perhapsEarlier: 27 })
    expect(then).toMatchObject({
      total: 25,
      byStakeholderGroup: { 'Civil Society': 10, 'Technical Community': 5, Multistakeholder: 4, 'Private Sector': 3, IGO: 2, Government: 1 },
      byRegionalGroup: { AFG: 5, APG: 8, EEG: 0, GRULAC: 5, WEOG: 5, none: 2 },
      byCapacity: { organisation: 19, individual: 6 },
      perhapsEarlier: 2,
    })
    expect(then?.byStakeholderGroup).not.toHaveProperty('not recorded')
    expect(later).toMatchObject({ total: 27, byRegionalGroup: { 'not recorded': 2 }, byCapacity: { 'not recorded': 2 } })
  })

  test('includes the day itself, and leaves out what had been withdrawn by its end', async () => {
    const count = await seed([
      { receivedBy: '2026-05-01', receivedAt: '2026-05-01T23:59:00.000Z', withdrawnAt: '2026-05-10T00:30:00.000Z' },
      { receivedBy: '2026-05-02', receivedAt: '2026-05-02T00:01:00.000Z' },
      { receivedBy: '2026-05-03', receivedAt: '2026-05-03T08:00:00.000Z', withdrawnAt: '2026-05-03T09:00:00.000Z' },
    ])
    const totals = (await count('2026-04-30', '2026-05-01', '2026-05-02', '2026-05-09', '2026-05-10')).map((overview) => overview.total)
    expect(totals).toEqual([0, 1, 2, 2, 1])
  })

  test('gives on every day what counting the contributions one by one gives, months apart or not', async () => {
    const pad = (number: number): string => String(number).padStart(2, '0')
    const days = Array.from({ length: 100 }, (_, place) => `2026-${pad(1 + (place % 5))}-${pad(1 + ((place * 7) % 28))}`)
    const rows = days.map((receivedBy, place): Counting => ({
      receivedBy,
      stakeholderGroup: place % 2 === 0 ? 'Government' : null,
      ...(place % 3 === 0 ? {} : { receivedAt: `${receivedBy}T10:00:00.000Z` }),
      ...(place % 4 === 0 ? { withdrawnAt: `2026-${pad(1 + ((place * 3) % 6))}-${pad(1 + ((place * 11) % 28))}T10:00:00.000Z` } : {}),
    }))
    const count = await seed(rows)
    const asked = ['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01', '2026-02-28', '2026-03-15', '2026-04-30', '2026-05-28', '2026-06-30', '2027-01-01']
    const stands = (row: Counting, day: string): boolean => row.withdrawnAt === undefined || row.withdrawnAt.slice(0, 10) > day
    expect((await count(...asked)).map((overview) => [overview.total, overview.byStakeholderGroup['Government'], overview.perhapsEarlier])).toEqual(
      asked.map((day) => {
        const standing = rows.filter((row) => stands(row, day))
        const there = standing.filter((row) => row.receivedBy <= day)
        return [there.length, there.filter((row) => row.stakeholderGroup === 'Government').length, standing.filter((row) => row.receivedBy > day && row.receivedAt === undefined).length]
      }),
    )
  })

  test('keeps cycles apart', async () => {
    await seed(rowsOf2017())
    const count = await seed([])
    expect((await count('2026-01-01'))[0]?.total).toBe(0)
  })
})

test('days are counted once each, in order', () => {
  expect(daysToCount('2026-01-02' as PlainDate, [])).toEqual(['2026-01-02'])
})
