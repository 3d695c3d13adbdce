import { clockAt, timeOfMinute, toMilliseconds, type Instant, type PlainDate, type PlainTime } from '../../shared/time.ts'

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

/** What the clocks of a place show when people begin to meet, and what hour that is for whoever lives there. */
export function localHour(span: Span, place: Place): LocalHour {
  const { date, minute } = clockAt(span.starts, place.zone)
  const length = span.ends === undefined ? 1 : Math.round((toMilliseconds(span.ends) - toMilliseconds(span.starts)) / 60_000)
  return { ...place, date, time: timeOfMinute(minute), band: bandOf(minute, length) }
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

export function fairnessOf(span: Span, regions: readonly Place[], voters: readonly Place[]): Fairness {
  const atNight = voters.filter((place) => localHour(span, place).band === 'night')
  return { regions: regions.map((place) => localHour(span, place)), votersAtNight: atNight.reduce((sum, { people }) => sum + people, 0) }
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
  const rows = times.map(({ of, span }) => ({ of, isNight: places.map((place) => localHour(span, place).band === 'night') }))
  const nights = (isNight: (at: number) => boolean): Nights => {
    const left = places.filter((_, at) => isNight(at))
    return { places: left.filter(({ regionalGroup }) => regionalGroup !== null), voters: left.reduce((sum, { people }) => sum + people, 0) }
  }
  const singles = rows.map((row) => ({ ...row, left: nights((at) => row.isNight[at] === true) }))
  const best = singles.toSorted((a, b) => a.left.places.length - b.left.places.length || a.left.voters - b.left.voters)[0]
  if (best === undefined || best.left.places.length + best.left.voters === 0) return undefined
  let found: (Proposal<T> & { readonly total: number }) | undefined
  for (const [place, first] of rows.entries()) {
    for (const second of rows.slice(place + 1)) {
      const left = nights((at) => first.isNight[at] === true && second.isNight[at] === true)
      const total = [...first.isNight, ...second.isNight].filter(Boolean).length
      const isBetter = found === undefined || compare([left.places.length, left.voters, total], [found.left.places.length, found.left.voters, found.total]) < 0
      if (isBetter) found = { both: [first.of, second.of], left, best: best.of, atBest: best.left, total }
    }
  }
  if (found === undefined || compare([found.left.places.length, found.left.voters], [best.left.places.length, best.left.voters]) >= 0) return undefined
  const { both, left, atBest } = found
  return { both, left, best: best.of, atBest }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, place) => value !== b[place])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
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
