import { clockAt, offsetsOf, offsetsOver, timeOfMinute, toMilliseconds, type Instant, type PlainDate, type PlainTime } from '../../shared/time.ts'

/** What an hour is for those who live by it: night from 22 to 7, evening from 18 to 22, else day. */
export const BANDS = ['night', 'evening', 'day'] as const
export type Band = (typeof BANDS)[number]

const NIGHTS = [[0, 7 * 60], [22 * 60, 31 * 60], [46 * 60, 55 * 60]] as const
const EVENINGS = [[18 * 60, 22 * 60], [42 * 60, 46 * 60]] as const

/** A zone in which somebody lives: of a regional group, or (null) as those who voted chose it. */
export interface Place {
  readonly regionalGroup: string | null
  readonly zone: string
  /** How many voters this stands for; of a region's zone none. */
  readonly people: number
}

/** A time at which people meet. */
export interface Span {
  readonly starts: Instant
  /** Undefined where the end is not recorded: then the beginning alone counts. */
  readonly ends: Instant | undefined
}

export interface LocalHour extends Place {
  readonly date: PlainDate
  readonly time: PlainTime
  readonly band: Band
}

/** The band of a span by its most unkind minute: a call that goes on past 22 is a call at night. */
function bandOf(minute: number, length: number): Band {
  const end = minute + Math.max(1, length)
  const meets = (spans: readonly (readonly [number, number])[]): boolean => spans.some(([from, until]) => minute < until && end > from)
  if (meets(NIGHTS) || length > 24 * 60) return 'night'
  return meets(EVENINGS) ? 'evening' : 'day'
}

const DAY = 86_400_000

/** The beginning in milliseconds, the length in minutes. */
function measure(span: Span): { readonly at: number; readonly length: number } {
  const at = toMilliseconds(span.starts)
  return { at, length: span.ends === undefined ? 1 : Math.round((toMilliseconds(span.ends) - at) / 60_000) }
}

/** What the clocks of a place show when people begin to meet, and what hour that is for whoever lives there. */
export function localHour(span: Span, place: Place): LocalHour {
  return hourOf(span, measure(span).length, place)
}

function hourOf(span: Span, length: number, place: Place): LocalHour {
  const { date, minute } = clockAt(span.starts, place.zone)
  return { ...place, date, time: timeOfMinute(minute), band: bandOf(minute, length) }
}

/**
 * People by zone as one for each way in which clocks go at these times: a poll may have voters in four hundred zones, and there are some
 * forty hours. Of the zones the first stands for all of its hour.
 */
export function mergePlaces(spans: readonly Span[], places: readonly Place[]): Place[] {
  const times = spans.map((span) => measure(span).at)
  const merged = new Map<string, Place>()
  for (const place of places) {
    const key = offsetsOver(place.zone, times)
    const same = merged.get(key)
    merged.set(key, same === undefined ? place : { ...same, people: same.people + place.people })
  }
  return [...merged.values()]
}

/** For each time, at which of the places it is night. */
function nightTable(spans: readonly Span[], places: readonly Place[]): boolean[][] {
  const clocks = places.map(({ zone }) => offsetsOf(zone))
  return spans.map((span) => {
    const { at, length } = measure(span)
    return clocks.map((offset) => bandOf(Math.floor(((((at + offset(at)) % DAY) + DAY) % DAY) / 60_000), length) === 'night')
  })
}

/** The zones by which a forum looks at its regions. */
export type RegionZones = ReadonlyMap<string, readonly string[]>

/**
 * Zones of the five regional groups of the United Nations (decision record 81): where many of a group live, from its west to its east.
 * A forum changes them at its desk; one with a list of its own begins without.
 */
export const DEFAULT_REGION_ZONES: RegionZones = new Map([
  ['AFG', ['Africa/Lagos', 'Africa/Nairobi']],
  ['APG', ['Asia/Riyadh', 'Asia/Kolkata', 'Asia/Shanghai', 'Pacific/Fiji']],
  ['EEG', ['Europe/Warsaw', 'Europe/Moscow']],
  ['GRULAC', ['America/Mexico_City', 'America/Sao_Paulo']],
  ['WEOG', ['America/Los_Angeles', 'America/New_York', 'Europe/Berlin', 'Australia/Sydney']],
])

/** The most zones that a region may be looked at by. */
export const MOST_ZONES = 6

/** The places of a forum: the zones of its regions, in the order of its list. */
export function regionPlaces(groups: readonly { readonly key: string }[], zones: RegionZones): Place[] {
  return groups.flatMap(({ key }) => (zones.get(key) ?? []).map((zone) => ({ regionalGroup: key, zone, people: 0 })))
}

/** The places of those who voted, by the zones that they chose. */
export function voterPlaces(zones: ReadonlyMap<string, number>): Place[] {
  return [...zones].map(([zone, people]) => ({ regionalGroup: null, zone, people }))
}

/** What a time means for all: the hours of the regions, and of those who voted how many would be at night. */
export interface Fairness {
  readonly regions: readonly LocalHour[]
  readonly votersAtNight: number
}

export function fairnessOver(spans: readonly Span[], regions: readonly Place[], voters: readonly Place[]): Fairness[] {
  const table = nightTable(spans, voters)
  return spans.map((span, row) => {
    const { length } = measure(span)
    const votersAtNight = voters.reduce((sum, { people }, at) => sum + (table[row]?.[at] === true ? people : 0), 0)
    return { regions: regions.map((place) => hourOf(span, length, place)), votersAtNight }
  })
}

export interface Nights {
  /** Places of regions that are at night. */
  readonly places: readonly Place[]
  readonly voters: number
}

export interface Proposal<T> {
  /** Two times of which each place should be awake for one. */
  readonly both: readonly [T, T]
  /** Who is at night in both. */
  readonly left: Nights
  /** The single time that leaves the fewest at night, and whom. */
  readonly best: T
  readonly atBest: Nights
}

/**
 * Two sittings where no single time is humane: the pair that leaves the fewest places of regions at night in both; of these the fewest
 * voters; of these the fewest nights all together; then the earliest. Undefined where one time is nobody's night, where there are not
 * two times, and where a second sitting would spare nobody.
 */
export function proposeSittings<T>(times: readonly { readonly of: T; readonly span: Span }[], regions: readonly Place[], voters: readonly Place[]): Proposal<T> | undefined {
  const places = [...regions, ...voters]
  const table = nightTable(times.map(({ span }) => span), places)
  const weights = places.map(({ regionalGroup, people }) => ({ region: regionalGroup === null ? 0 : 1, people }))
  /** Who is at night in both rows: how many places of regions, how many voters. Of one row alone, that row twice. */
  const count = (a: readonly boolean[], b: readonly boolean[]): [number, number] => {
    let [ofRegions, people] = [0, 0]
    for (let at = 0; at < weights.length; at++) {
      const weight = weights[at]
      if (a[at] !== true || b[at] !== true || weight === undefined) continue
      ofRegions += weight.region
      people += weight.people
    }
    return [ofRegions, people]
  }
  const rows = times.map(({ of }, at) => {
    const isNight = table[at] ?? []
    return { of, isNight, alone: count(isNight, isNight), total: isNight.filter(Boolean).length }
  })
  const best = rows.toSorted((a, b) => compare(a.alone, b.alone))[0]
  if (best === undefined || compare(best.alone, [0, 0]) === 0) return undefined
  let found: { readonly both: readonly [(typeof rows)[number], (typeof rows)[number]]; readonly score: readonly number[] } | undefined
  for (const [place, first] of rows.entries()) {
    for (const second of rows.slice(place + 1)) {
      const [ofRegions, people] = count(first.isNight, second.isNight)
      const score = [ofRegions, people, first.total + second.total]
      if (found === undefined || compare(score, found.score) < 0) found = { both: [first, second], score }
    }
  }
  if (found === undefined || compare(found.score.slice(0, 2), best.alone) >= 0) return undefined
  const [first, second] = found.both
  return { both: [first.of, second.of], left: nightsIn(places, first.isNight, second.isNight), best: best.of, atBest: nightsIn(places, best.isNight, best.isNight) }
}

function nightsIn(places: readonly Place[], a: readonly boolean[], b: readonly boolean[]): Nights {
  const left = places.filter((_, at) => a[at] === true && b[at] === true)
  return { places: left.filter(({ regionalGroup }) => regionalGroup !== null), voters: left.reduce((sum, { people }) => sum + people, 0) }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** How often, over a series of meetings, a place was in which band; a meeting in several sittings counts by its kindest. */
export interface SeriesRow extends Place {
  readonly counts: Readonly<Record<Band, number>>
  /** By meeting, its sitting that is kindest to the place. */
  readonly hours: readonly LocalHour[]
}

export function seriesOf(meetings: readonly (readonly Span[])[], places: readonly Place[]): SeriesRow[] {
  return places.map((place) => {
    const hours = meetings.flatMap((sittings) => {
      const kindest = sittings.map((span) => localHour(span, place)).toSorted((a, b) => BANDS.indexOf(b.band) - BANDS.indexOf(a.band))[0]
      return kindest === undefined ? [] : [kindest]
    })
    const count = (band: Band): number => hours.filter((hour) => hour.band === band).length
    return { ...place, counts: { night: count('night'), evening: count('evening'), day: count('day') }, hours }
  })
}

/** How a zone is called among people: its city. `America/Argentina/Buenos_Aires` is Buenos Aires; UTC and offsets stay. */
export function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}
