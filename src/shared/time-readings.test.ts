import { expect, test } from 'vitest'
import { readingsOf, zonedInstant, type PlainDate, type PlainTime } from './time.ts'

const at = (date: string, time: string) => [date as PlainDate, time as PlainTime] as const

test('an hour that the clock skips, shows once or shows twice is told apart, in zones of every kind', () => {
  // From the rules of each zone: Lord Howe moves by half an hour, Samoa had no 30 December 2011, Cairo dropped summer time in 2015 and took it up in 2023.
  const cases: [string, string, string, number][] = [
    ['2026-03-29', '02:30', 'Europe/Berlin', 0],
    ['2026-10-25', '02:30', 'Europe/Berlin', 2],
    ['2026-10-25', '03:00', 'Europe/Berlin', 1],
    ['2026-04-05', '01:45', 'Australia/Lord_Howe', 2],
    ['2026-10-04', '02:15', 'Australia/Lord_Howe', 0],
    ['2011-12-30', '12:00', 'Pacific/Apia', 0],
    ['2022-04-29', '00:30', 'Africa/Cairo', 1],
    ['2023-04-28', '00:30', 'Africa/Cairo', 0],
    ['2024-02-29', '12:00', 'Asia/Kolkata', 1],
  ]
  for (const [date, time, zone, readings] of cases) expect([date, time, zone, readingsOf(...at(date, time), zone).length]).toEqual([date, time, zone, readings])
})

test('both readings of an hour that the clock shows twice', () => {
  expect(zonedInstant(...at('2026-10-25', '02:30'), 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
  expect(zonedInstant(...at('2026-10-25', '02:30'), 'Europe/Berlin', 'later')).toBe('2026-10-25T01:30:00.000Z')
  expect(zonedInstant(...at('2026-04-05', '01:45'), 'Australia/Lord_Howe', 'later')).toBe('2026-04-04T15:15:00.000Z')
})
