import { describe, expect, test } from 'vitest'
import type { Instant, PlainDate, PlainTime } from '../../shared/time.ts'
import { utcOf } from '../model.ts'
import { readAddressees } from '../asking/model.ts'
import { deadlineAt, gridOf, pollState, readSlots, sittingOf, slotTimeOf, spanOf } from './model.ts'
import { readHours, readSingles } from './schema.ts'

const wall = (date: string, time: string) => ({ date: date as PlainDate, time: time as PlainTime })
const slot = (date: string, time: string, isLater = false) => ({ ...wall(date, time), isLater })

test('a grid is these days by these hours, 29 February among them', () => {
  const grid = { from: '2028-02-27' as PlainDate, until: '2028-03-01' as PlainDate, weekdays: new Set([1, 2, 3, 4, 5]), hours: ['06:00', '15:00'] as PlainTime[] }
  // 27 February 2028 is a Sunday.
  expect(gridOf(grid)).toEqual(['2028-02-28', '2028-02-29', '2028-03-01'].flatMap((date) => [wall(date, '06:00'), wall(date, '15:00')]))
  expect(gridOf({ ...grid, until: '2028-02-26' as PlainDate })).toEqual({ problem: 'ends-before-it-begins' })
  expect(gridOf({ ...grid, until: '2029-03-01' as PlainDate })).toEqual({ problem: 'too-long' })
})

test('hours and single times are read as people write them', () => {
  expect(readHours(' 15:00, 9:00\n9h30 ; 06.00 15:00 ')).toEqual({ hours: ['06:00', '09:00', '09:30', '15:00'] })
  expect([readHours('9'), readHours('06:00 24:00'), readHours('9pm')]).toEqual([{ wrong: '9' }, { wrong: '24:00' }, { wrong: '9pm' }])
  expect(readSingles('2026-03-09 15:00\n\n 2026-03-10T9:15 ')).toEqual({ walls: [wall('2026-03-09', '15:00'), wall('2026-03-10', '09:15')] })
  expect([readSingles('2026-02-30 15:00'), readSingles('2026-03-09'), readSingles('2026-03-09 15:00 UTC')]).toEqual([{ wrong: '2026-02-30 15:00' }, { wrong: '2026-03-09' }, { wrong: '2026-03-09 15:00 UTC' }])
})

test('addresses are read with names, and the first that is none is told', () => {
  expect(readAddressees('a@b.example\nAma Owusu <ama@example.org>, "Dr. Bo, Jr." <bo@example.org>;山田 <y@例え.jp>').people).toEqual([
    { mail: 'a@b.example', name: null },
    { mail: 'ama@example.org', name: 'Ama Owusu' },
    { mail: 'bo@example.org', name: 'Dr. Bo, Jr.' },
    { mail: 'y@例え.jp', name: '山田' },
  ])
  for (const wrong of ['a@b', 'Ama', 'a b@example.org', '<a@b.example> x', 'a@@b.example']) expect(readAddressees(`ok@example.org\n${wrong}`)).toEqual({ people: [], wrong })
  expect(readAddressees(' \n,;')).toEqual({ people: [], wrong: undefined })
})

test('what a clock leaves out is no slot, what it shows twice is asked, and each comes once', () => {
  const walls = [wall('2026-03-29', '02:30'), wall('2026-10-25', '02:30'), wall('2026-10-25', '01:30'), wall('2026-10-25', '01:30')]
  expect(readSlots(walls, 'Europe/Berlin', new Map())).toEqual({
    slots: [slot('2026-10-25', '01:30')],
    gaps: [wall('2026-03-29', '02:30')],
    twice: [{ ...wall('2026-10-25', '02:30'), readings: ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'] }],
  })
  expect(readSlots(walls, 'Europe/Berlin', new Map([['2026-10-25 02:30', ['later', 'nonsense']]])).slots).toContainEqual(slot('2026-10-25', '02:30', true))
  expect(readSlots(walls, 'UTC', new Map()).slots).toHaveLength(3)
})

describe('a change of the zone keeps the instants', () => {
  test.each(['Asia/Kathmandu', 'Pacific/Apia', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC', 'Europe/Berlin', '+03:30'])('there and back by %s', (zone) => {
    for (const each of [slot('2026-10-25', '02:30'), slot('2026-10-25', '02:30', true), slot('2026-03-29', '03:00'), slot('2028-02-29', '23:45'), slot('2026-04-05', '13:45')]) {
      const { starts } = spanOf({ zone: 'Europe/Berlin', minutes: 60 }, each)
      const moved = slotTimeOf(starts, zone)
      expect(spanOf({ zone, minutes: 60 }, moved).starts).toBe(starts)
      expect(slotTimeOf(starts, 'Europe/Berlin')).toEqual(each)
    }
  })
})

test('a sitting has the instants of its slot, on a day on which clocks change too', () => {
  const cases = [slot('2026-11-10', '23:30'), slot('2026-10-25', '02:30'), slot('2026-10-25', '02:30', true), slot('2026-10-25', '01:45'), slot('2026-03-29', '01:30')]
  for (const minutes of [60, 720]) {
    for (const each of cases) {
      const poll = { zone: 'Europe/Berlin', minutes }
      const held = utcOf(sittingOf(poll, each, null))
      expect({ starts: held?.starts.at, ends: held?.ends?.at }).toEqual(spanOf(poll, each))
    }
  }
  expect(sittingOf({ zone: 'Asia/Kolkata', minutes: 90 }, slot('2026-11-10', '23:30'), 'Room 6')).toEqual({ date: '2026-11-10', starts: '23:30', ends: '01:00', zone: 'Asia/Kolkata', place: 'Room 6' })
})

test('where a poll stands', () => {
  const open = { finalisedAt: null, closedAt: null, deadline: { ...wall('2026-11-08', '18:00'), zone: 'Asia/Kolkata' }, isSoft: false }
  const at = (now: string) => pollState(open, now as Instant)
  expect([at('2026-11-08T12:30:00.000Z'), at('2026-11-08T12:30:00.001Z')]).toEqual(['open', 'over'])
  const now = '2026-11-09T00:00:00.000Z' as Instant
  expect([pollState({ ...open, isSoft: true }, now), pollState({ ...open, deadline: null }, now), pollState({ ...open, closedAt: now }, now), pollState({ ...open, closedAt: now, finalisedAt: now }, now)]).toEqual(['late', 'open', 'closed', 'finalised'])
  // Of an hour that comes twice, the second.
  expect(deadlineAt({ ...wall('2026-10-25', '02:30'), zone: 'Europe/Berlin' })).toBe('2026-10-25T01:30:00.000Z')
})
