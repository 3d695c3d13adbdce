import type { Id } from '../../shared/ids.ts'
import { NOT_RECORDED } from '../../shared/vocabularies.ts'
import { PARTS, type Participant } from '../model.ts'

/** To whom names of those who came are shown, from the widest to the strictest; counted: to nobody but the desk. */
export const SHOWN = ['public', 'members', 'counted'] as const
export type Shown = (typeof SHOWN)[number]

export const ATTENDANCE_CHANNELS = ['desk', 'check-in', 'import'] as const
export type AttendanceChannel = (typeof ATTENDANCE_CHANNELS)[number]

/** Somebody who came, with their affiliation as of that day. Keys of groups are those of the forum's lists; null is not stated. */
export interface Attendee extends Participant {
  readonly id: Id<'attendee'>
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly country: string | null
  /** As the person chose, or the desk for them. */
  readonly shown: Shown
  readonly channel: AttendanceChannel
  /** How long they were there, where a list of a video service says so. */
  readonly minutes: number | null
  /** For the desk alone. */
  readonly mail: string | null
}

/** The stricter of what the forum and the person chose. */
export function stricter(a: Shown, b: Shown): Shown {
  return SHOWN.indexOf(a) > SHOWN.indexOf(b) ? a : b
}

/** Whom a reader may see by name, and how many more there were. */
export function namesFor(attendees: readonly Attendee[], ofMeeting: Shown, reader: 'public' | 'member' | 'desk'): { named: Attendee[]; counted: number } {
  const widest: readonly Shown[] = reader === 'public' ? ['public'] : reader === 'member' ? ['public', 'members'] : SHOWN
  const named = attendees.filter(({ shown, name }) => name !== '' && widest.includes(stricter(shown, ofMeeting)))
  return { named, counted: attendees.length - named.length }
}

/**
 * Whoever had a part first, in the order of the parts; then by the last word of the name, so that particles before it (van, de, al-) and
 * earlier family names do not count, as the forum's own lists are ordered.
 */
export function byLastWord<T extends Participant>(people: readonly T[], language: string): T[] {
  const { compare } = new Intl.Collator(language, { sensitivity: 'base' })
  const rank = (part: string): number => {
    const at = (PARTS as readonly string[]).indexOf(part)
    return at < 0 ? PARTS.length : at
  }
  return people
    .map((person) => ({ person, rank: rank(person.part), last: person.name.trim().split(/\s+/u).at(-1) ?? '' }))
    .sort((a, b) => a.rank - b.rank || compare(a.last, b.last) || compare(a.person.name, b.person.name))
    .map(({ person }) => person)
}

/** How many of each key, in the order of the list; keys that the list does not have follow, and what was not stated stands apart, last. Sums to the number of rows. */
export function tallyBy(attendees: readonly Attendee[], dimension: 'stakeholderGroup' | 'regionalGroup', keys: readonly string[]): { readonly key: string; readonly count: number }[] {
  const counts = new Map<string, number>(keys.map((key) => [key, 0]))
  for (const attendee of attendees) {
    const key = attendee[dimension] ?? NOT_RECORDED
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const missing = counts.get(NOT_RECORDED)
  counts.delete(NOT_RECORDED)
  return [...counts, ...(missing === undefined ? [] : [[NOT_RECORDED, missing] as const])].map(([key, count]) => ({ key, count }))
}
