import { addDays, dateInZone, weekday, zonedInstant, parsePlainTime, type Instant } from '../../shared/time.ts'
import type { List } from '../model.ts'

/** Posts gathered into one mail, from one number to another. */
export interface Digest {
  readonly number: number
  readonly firstPost: number
  readonly lastPost: number
}

/** The latest hour at or before now at which a list gathers its digest. UTC. */
export function lastDigestHour(list: Pick<List, 'digestDay' | 'digestHour'>, now: Instant): Instant {
  const time = parsePlainTime(`${String(list.digestHour).padStart(2, '0')}:00`)
  if (time === undefined) throw new Error(`A digest cannot be gathered at ${list.digestHour}`)
  for (let back = 0; back <= 7; back++) {
    const date = addDays(dateInZone(now, 'UTC'), -back)
    const at = zonedInstant(date, time, 'UTC')
    if (at <= now && (list.digestDay === null || weekday(date) === list.digestDay)) return at
  }
  throw new Error('A week has no such day')
}
