import { toMilliseconds, type Instant } from '../../shared/time.ts'

/**
 * What a mail that did not arrive says of its address: `hard`, it does not exist; `soft`, not now (full, away, greylisted for too long);
 * `policy`, this mail was not wanted for what it is or where it came from, which is no fault of the reader's; `complaint`, the reader
 * called it spam; `delayed`, it is still being tried.
 */
export const FAILURE_KINDS = ['hard', 'soft', 'policy', 'complaint', 'delayed'] as const
export type FailureKind = (typeof FAILURE_KINDS)[number]

/** Where we know of it from: the answer of a server while sending, or a report that came by mail. */
export type FailureSource = 'sending' | 'report'

/** `complained`: the reader called mail from here spam. Only the reader, or the desk that was asked, takes that back. */
export type AddressState = 'good' | 'warned' | 'paused' | 'complained'

export interface AddressStanding {
  readonly state: AddressState
  /** As they were at `scoredAt`: they halve in HALF_LIFE. */
  readonly points: number
  readonly scoredAt: Instant
}

/** Points of a failure; a mail that is refused for itself, or still tried, says nothing of its reader. */
export const POINTS: Readonly<Record<FailureKind, number>> = { hard: 3, soft: 1, policy: 0, complaint: 0, delayed: 0 }
/** Milliseconds in which points halve: two weeks. */
export const HALF_LIFE = 14 * 24 * 3_600_000
/** What many mails of one day meet is one trouble: in this time an address gains the points of its worst failure and no more. Milliseconds. */
export const ONE_TROUBLE = 20 * 3_600_000
/** At so many points the address is told; at so many, it is paused. Two hard failures on two days, or six soft ones close together. */
export const WARN_AT = 3
export const PAUSE_AT = 5.5
/** An address that is paused is tried after this: days since the pause or the last try. After the last nobody is tried any more. */
export const PROBE_AFTER_DAYS = [0, 7, 14, 28] as const
/** A probe of which nothing comes back in this time has arrived. Milliseconds. */
export const PROBE_SILENCE = 3 * 24 * 3_600_000
/** What waits for an address that stays paused is kept for so long. Days. */
export const KEPT_DAYS = 90

/** The points that are left of an address's. */
export function pointsLeft(standing: Pick<AddressStanding, 'points' | 'scoredAt'>, now: Instant): number {
  const age = Math.max(0, toMilliseconds(now) - toMilliseconds(standing.scoredAt))
  return standing.points * 0.5 ** (age / HALF_LIFE)
}

/** How an address stands after a failure. `lately`: the kinds that failed there within ONE_TROUBLE before. */
export function weighFailure(before: AddressStanding | undefined, kind: FailureKind, lately: readonly FailureKind[], now: Instant): AddressStanding {
  const state = before?.state ?? 'good'
  const left = before === undefined ? 0 : pointsLeft(before, now)
  if (kind === 'complaint') return { state: 'complained', points: left, scoredAt: now }
  const counted = Math.max(0, ...lately.map((each) => POINTS[each]))
  const points = left + Math.max(0, POINTS[kind] - counted)
  if (state === 'complained' || state === 'paused') return { state, points, scoredAt: now }
  const next: AddressState = points >= PAUSE_AT ? 'paused' : points >= WARN_AT ? 'warned' : state === 'warned' && points >= 1 ? 'warned' : 'good'
  return { state: next, points, scoredAt: now }
}

/** When a paused address is tried next; undefined: not any more. `probes`: how often it was. `since` of the pause, or of the last try. */
export function nextProbe(probes: number): number | undefined {
  const days = PROBE_AFTER_DAYS[probes]
  return days === undefined ? undefined : days * 24 * 3_600_000
}
