import { expect, test } from 'vitest'
import { clockAt, instantAt, instantFromMilliseconds, offsetOf, parseInstant, readingsOf, readTimeZone, timeOfMinute, toMilliseconds, wallClock, type Instant, type PlainDate, type PlainTime } from './time.ts'
import { listTimeZones } from './time-zones.ts'

const read = (date: string, time: string, zone: string) => readingsOf(date as PlainDate, time as PlainTime, zone)

test('a clock that is put forward never shows the time between, one that is put back shows it twice', () => {
  expect(read('2026-03-29', '02:30', 'Europe/Berlin')).toEqual([])
  expect(read('2026-10-25', '02:30', 'Europe/Berlin')).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'])
  expect(read('2026-10-25', '03:00', 'Europe/Berlin')).toEqual(['2026-10-25T02:00:00.000Z'])
  // By half an hour only; and a whole day that an island left out.
  expect(read('2026-04-05', '01:45', 'Australia/Lord_Howe')).toEqual(['2026-04-04T14:45:00.000Z', '2026-04-04T15:15:00.000Z'])
  expect(read('2011-12-30', '12:00', 'Pacific/Apia')).toEqual([])
  expect(read('2028-02-29', '23:45', 'Asia/Kathmandu')).toEqual(['2028-02-29T18:00:00.000Z'])
  // Clocks of Mexico are no longer changed.
  expect(read('2022-04-03', '02:30', 'America/Mexico_City')).toEqual([])
  expect(read('2023-04-02', '02:30', 'America/Mexico_City')).toEqual(['2023-04-02T08:30:00.000Z'])
})

test('an offset is itself a zone', () => {
  const [first = '' as Instant, second = '' as Instant] = read('2026-10-25', '02:30', 'Europe/Berlin')
  expect([offsetOf(first, 'Europe/Berlin'), offsetOf(second, 'Europe/Berlin'), offsetOf(first, 'Asia/Kolkata')]).toEqual(['+02:00', '+01:00', '+05:30'])
  expect(read('2026-10-25', '02:30', offsetOf(second, 'Europe/Berlin'))).toEqual([second])
})

test('the fast clock shows what the slow one does, on days on which clocks change too', () => {
  const starts = ['2026-03-28T22:10:00Z', '2026-10-24T22:10:00Z', '2026-04-04T10:10:00Z', '2011-12-29T20:10:00Z', '1969-12-31T20:10:00Z'].map((text) => toMilliseconds(parseInstant(text) as Instant))
  for (const zone of ['Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kolkata', 'America/St_Johns', 'UTC', '-03:30']) {
    for (const start of starts) {
      for (let half = 0; half < 12; half++) {
        const at = instantFromMilliseconds(start + half * 40 * 60_000)
        const { date, minute } = clockAt(at, zone)
        expect({ at, zone, date, time: timeOfMinute(minute) }).toEqual({ at, zone, ...wallClock(at, zone) })
      }
    }
  }
})

test('zones are offered by name', () => {
  expect(listTimeZones()[0]).toBe('UTC')
  expect(listTimeZones()).toEqual(expect.arrayContaining(['Asia/Kathmandu', 'Africa/Lagos', 'Asia/Kolkata', 'Europe/Kyiv']))
  expect(new Set(listTimeZones()).size).toBe(listTimeZones().length)
  expect(['asia/kolkata', 'utc', '+05:30', 'Mars/Olympus', ''].map(readTimeZone)).toEqual(['Asia/Kolkata', 'UTC', '+05:30', undefined, undefined])
})

test('the fast reading is the first, or where the clock shows it twice the second', () => {
  for (const [date, time] of [['2026-10-24', '02:30'], ['2026-10-25', '02:30'], ['2026-10-26', '02:30'], ['2028-02-29', '23:59']] as const) {
    for (const zone of ['Europe/Berlin', 'Asia/Kolkata', 'Pacific/Auckland', '+05:45']) {
      const readings = read(date, time, zone)
      expect([instantAt(date as PlainDate, time as PlainTime, zone), instantAt(date as PlainDate, time as PlainTime, zone, true)]).toEqual([readings[0], readings.at(-1)])
    }
  }
})
