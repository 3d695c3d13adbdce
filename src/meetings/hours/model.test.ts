import { describe, expect, test } from 'vitest'
import { addMilliseconds, parseInstant, wallClock, type Instant } from '../../shared/time.ts'
import { cityOf, DEFAULT_REGION_ZONES, fairnessOver, localHour, mergePlaces, proposeSittings, regionPlaces, seriesOf, voterPlaces, type Place, type Span } from './model.ts'

const span = (starts: string, minutes: number | undefined): Span => {
  const at = parseInstant(starts) as Instant
  return { starts: at, ends: minutes === undefined ? undefined : addMilliseconds(at, minutes * 60_000) }
}
const place = (zone: string, people = 0): Place => ({ regionalGroup: people === 0 ? 'R' : null, zone, people })
const bandAt = (starts: string, minutes: number | undefined, zone = 'UTC') => localHour(span(starts, minutes), place(zone)).band

describe('the band of a span is that of its most unkind minute', () => {
  test.each([
    ['06:59', undefined, 'night'], ['07:00', undefined, 'day'], ['17:59', undefined, 'day'], ['18:00', undefined, 'evening'], ['21:59', undefined, 'evening'], ['22:00', undefined, 'night'],
    ['17:00', 60, 'day'], ['17:00', 61, 'evening'], ['21:00', 60, 'evening'], ['21:00', 61, 'night'], ['06:00', 60, 'night'], ['06:00', 90, 'night'], ['07:00', 660, 'day'], ['16:00', 720, 'night'], ['23:59', 1, 'night'],
  ] as const)('%s for %s minutes', (time, minutes, band) => {
    expect(bandAt(`2026-03-10T${time}:00Z`, minutes)).toBe(band)
  })

  test('by the clock of the place, half hours and days of its own among it', () => {
    expect(localHour(span('2026-03-09T22:00:00Z', 60), place('Asia/Kolkata'))).toMatchObject({ date: '2026-03-10', time: '03:30', band: 'night' })
    expect(localHour(span('2026-03-09T22:00:00Z', 60), place('Pacific/Honolulu'))).toMatchObject({ date: '2026-03-09', time: '12:00', band: 'day' })
    // New York's clocks went forward on 8 March: the same UTC is another hour there.
    expect(['2026-03-07T11:30:00Z', '2026-03-08T11:30:00Z'].map((at) => localHour(span(at, 30), place('America/New_York')).band)).toEqual(['night', 'day'])
  })
})

test('fairness sums the people who would be at night', () => {
  const voters = voterPlaces(new Map([['Europe/Berlin', 3], ['Asia/Tokyo', 4], ['Pacific/Auckland', 5]]))
  const spans = [span('2026-01-10T14:00:00Z', 60), span('2026-01-10T05:00:00Z', 60)]
  expect(fairnessOver(spans, [place('Asia/Tokyo')], voters)).toMatchObject([{ regions: [{ time: '23:00', band: 'night' }], votersAtNight: 9 }, { votersAtNight: 3 }])
})

test('zones whose clocks go alike at these times are one, and no other', () => {
  const zones = ['Europe/Berlin', 'Europe/Paris', 'Africa/Lagos', 'Europe/London', 'Asia/Kolkata', 'Asia/Colombo']
  const voters = zones.map((zone) => place(zone, 1))
  const merged = (...starts: string[]) => mergePlaces(starts.map((at) => span(at, 60)), voters).map(({ zone, people }) => [zone, people])
  expect(merged('2026-01-10T14:00:00Z')).toEqual([['Europe/Berlin', 3], ['Europe/London', 1], ['Asia/Kolkata', 2]])
  // In summer London's clocks go with those of Lagos; over both seasons with none.
  expect(merged('2026-07-10T14:00:00Z')).toEqual([['Europe/Berlin', 2], ['Africa/Lagos', 2], ['Asia/Kolkata', 2]])
  expect(merged('2026-01-10T14:00:00Z', '2026-07-10T14:00:00Z')).toHaveLength(4)
  // On the day itself: before the change, after it, and on both sides.
  const [before, after] = ['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z']
  expect([merged(before).length, merged(after).length, merged(before, after).length, merged('2026-03-28T12:00:00Z', before, after, '2026-03-29T12:00:00Z').length]).toEqual([3, 3, 4, 4])
})

describe('two sittings', () => {
  const times = (...hours: string[]) => hours.map((hour) => ({ of: hour, span: span(`2026-01-10T${hour}:00Z`, 60) }))
  const world = ['America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Tokyo'].map((zone) => place(zone))

  test('are not proposed where one time is nobody’s night, where there is one time alone, and where a second spares nobody', () => {
    expect(proposeSittings(times('06:00', '15:00'), [place('Europe/Berlin'), place('Asia/Kolkata')], [])).toBeUndefined()
    expect(proposeSittings(times('02:00'), world, [])).toBeUndefined()
    expect(proposeSittings(times('02:00', '02:30'), [place('Europe/Berlin')], [])).toBeUndefined()
    expect(proposeSittings([], world, [])).toBeUndefined()
  })

  test('leave the fewest at night in both; then the fewest people, the fewest nights, and the earliest', () => {
    // 06:00 UTC is 22:00 in Los Angeles, 15:00 in Tokyo; 16:00 is 8:00 there and 1:00 in Tokyo.
    expect(proposeSittings(times('06:00', '16:00', '23:00'), world, [])).toMatchObject({ both: ['06:00', '16:00'], left: { places: [], voters: 0 } })
    const voters = [place('Pacific/Auckland', 6)]
    // Both pairs with 06:00 leave nobody; with voters in Auckland, for whom 16:00 is 5:00 and 23:00 noon, the later one has a night less.
    expect(proposeSittings(times('06:00', '16:00', '23:00'), world, voters)).toMatchObject({ both: ['06:00', '23:00'], left: { places: [], voters: 0 } })
    expect(proposeSittings(times('01:00', '02:00', '13:00', '14:00'), [place('Europe/London')], [place('Pacific/Auckland', 1)])).toMatchObject({ both: ['01:00', '13:00'], best: '13:00', atBest: { places: [], voters: 1 } })
  })

  test('are the best of all pairs, looked at one by one', () => {
    const places = regionPlaces([...DEFAULT_REGION_ZONES.keys()].map((key) => ({ key })), DEFAULT_REGION_ZONES)
    const all = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)
    const isNight = (hour: string, zone: string) => {
      const minutes = [0, 59].map((more) => Number(wallClock(addMilliseconds(parseInstant(`2026-07-10T${hour}:00Z`) as Instant, more * 60_000), zone).time.replace(':', '')))
      return minutes.some((clock) => clock < 700 || clock >= 2200)
    }
    const nights = new Set(all.flatMap((hour) => places.filter(({ zone }) => isNight(hour, zone)).map(({ zone }) => `${hour} ${zone}`)))
    const night = (hour: string, zone: string) => nights.has(`${hour} ${zone}`)
    const left = all.flatMap((a, at) => all.slice(at + 1).map((b) => places.filter(({ zone }) => night(a, zone) && night(b, zone)).length))
    const proposal = proposeSittings(all.map((of) => ({ of, span: span(`2026-07-10T${of}:00Z`, 60) })), places, [])
    expect(proposal?.left.places).toHaveLength(Math.min(...left))
    expect(proposal?.atBest.places).toHaveLength(Math.min(...all.map((hour) => places.filter(({ zone }) => night(hour, zone)).length)))
    expect(proposal?.atBest.places.length).toBeGreaterThan(0)
  })
})

test('over a series, a meeting counts for a place by the sitting that is kinder to it', () => {
  const meetings = [[span('2026-01-10T14:00:00Z', 60)], [span('2026-02-10T14:00:00Z', 60), span('2026-02-11T07:00:00Z', 60)], [span('2026-03-10T21:00:00Z', undefined)]]
  // Tokyo: 23:00, the kinder of 23:00 and 16:00, and 6:00; Berlin: 15:00, the first of two by day, and 22:00.
  expect(seriesOf(meetings, [place('Asia/Tokyo'), place('Europe/Berlin')])).toMatchObject([
    { counts: { night: 2, evening: 0, day: 1 }, hours: [{ time: '23:00' }, { time: '16:00' }, { time: '06:00' }] },
    { counts: { night: 1, evening: 0, day: 2 }, hours: [{ time: '15:00' }, { time: '15:00' }, { time: '22:00' }] },
  ])
})

test('a zone is called by its city', () => {
  expect(['America/Argentina/Buenos_Aires', 'UTC', '+05:30', 'Asia/Kolkata'].map(cityOf)).toEqual(['Buenos Aires', 'UTC', '+05:30', 'Kolkata'])
})
