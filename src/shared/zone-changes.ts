import { Temporal } from 'temporal-polyfill'
import { instantFromMilliseconds, type Instant } from './time.ts'

/** Seconds by which a zone's clocks are ahead of UTC at an instant. */
export function offsetSeconds(instant: Instant, zone: string): number {
  return Math.round(Temporal.Instant.from(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1e9)
}

/** A change of a zone's clocks: the instant, and the seconds ahead of UTC before and after it. */
export interface OffsetChange {
  readonly at: Instant
  readonly before: number
  readonly after: number
}

/** How many changes are looked for at most: two a year for a thousand years. */
const CHANGES = 2000

/** The changes of a zone's clocks that two instants lie between: the last one before `from`, where there is one, and all until the first after `until`. */
export function offsetChanges(zone: string, from: Instant, until: Instant): OffsetChange[] {
  const first = Temporal.Instant.from(from).toZonedDateTimeISO(zone)
  const end = Temporal.Instant.from(until)
  const changes: OffsetChange[] = []
  let next = first.add({ nanoseconds: 1 }).getTimeZoneTransition('previous') ?? first.getTimeZoneTransition('next')
  while (next !== null && changes.length < CHANGES) {
    const before = next.subtract({ nanoseconds: 1 })
    changes.push({ at: instantFromMilliseconds(next.epochMilliseconds), before: Math.round(before.offsetNanoseconds / 1e9), after: Math.round(next.offsetNanoseconds / 1e9) })
    if (Temporal.Instant.compare(next.toInstant(), end) > 0) break
    next = next.getTimeZoneTransition('next')
  }
  return changes
}
