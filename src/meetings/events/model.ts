import type { Id } from '../../shared/ids.ts'
import { addDays, daysBetween, type PlainDate } from '../../shared/time.ts'
import { utcOf, type Sitting } from '../model.ts'

/** An annual meeting: days in a place, by the clock of that place. */
export interface Event {
  readonly id: Id<'event'>
  readonly forumId: Id<'forum'>
  readonly slug: string
  readonly title: string
  readonly place: string | null
  readonly zone: string | null
  /** Day 1. */
  readonly firstDay: PlainDate
  readonly lastDay: PlainDate
  /** Days before day 1 that belong to it: 1 where there is a day 0. */
  readonly daysBefore: number
  readonly note: string | null
  readonly source: string | null
  readonly revision: number
}

/** What a session has beyond any other meeting. */
export interface Session {
  readonly eventId: Id<'event'> | null
  /** What kind of session it is, in the event's own word: open forum, main session, day 0 event. */
  readonly form: string | null
  readonly organiser: string | null
  readonly description: string | null
  readonly panellists: readonly Panellist[]
}

export const PANELLIST_STATES = ['suggested', 'invited', 'confirmed', 'declined'] as const
export type PanellistState = (typeof PANELLIST_STATES)[number]

export interface Panellist {
  readonly name: string
  readonly organisation: string | null
  /** What they are in the session: one of the parts of meetings. */
  readonly part: string
  readonly state: PanellistState
}

/** Which day of an event a date is: 1 for the first, 0 and below for those before it; undefined outside of it. */
export function dayOf(event: Pick<Event, 'firstDay' | 'lastDay' | 'daysBefore'>, date: PlainDate): number | undefined {
  return date >= addDays(event.firstDay, -event.daysBefore) && date <= event.lastDay ? daysBetween(event.firstDay, date) + 1 : undefined
}

/** The days of an event with their numbers. */
export function daysOf(event: Pick<Event, 'firstDay' | 'lastDay' | 'daysBefore'>): { readonly number: number; readonly date: PlainDate }[] {
  const count = daysBetween(event.firstDay, event.lastDay) + 1 + event.daysBefore
  return Array.from({ length: Math.max(0, count) }, (_, at) => ({ number: at + 1 - event.daysBefore, date: addDays(event.firstDay, at - event.daysBefore) }))
}

export interface Planned {
  readonly slug: string
  readonly title: string
  readonly sittings: readonly Sitting[]
  readonly panellists: readonly Panellist[]
}

/** What cannot be as planned: two sessions of an event in one room, or with one panellist, at one time; a session outside of the event's days, or by another clock. */
export type Conflict =
  | { readonly kind: 'same-room'; readonly slugs: readonly [string, string]; readonly place: string }
  | { readonly kind: 'same-panellist'; readonly slugs: readonly [string, string]; readonly name: string }
  | { readonly kind: 'outside'; readonly slugs: readonly [string]; readonly date: PlainDate }
  | { readonly kind: 'other-clock'; readonly slugs: readonly [string]; readonly zone: string }

/** The conflicts of an event's sessions, in the order of the sessions. What has no hour cannot be told to overlap. */
export function findConflicts(event: Event, sessions: readonly Planned[]): Conflict[] {
  return sessions.flatMap((session, at) => {
    const own: Conflict[] = session.sittings.flatMap(({ date, starts, zone }): Conflict[] => [
      ...(dayOf(event, date) === undefined ? [{ kind: 'outside', slugs: [session.slug], date } as const] : []),
      ...(starts !== null && zone !== null && event.zone !== null && isOtherClock({ date, starts, zone }, event.zone) ? [{ kind: 'other-clock', slugs: [session.slug], zone } as const] : []),
    ])
    return [...own, ...sessions.slice(at + 1).flatMap((other) => conflictsBetween(session, other))]
  })
}

/** Two names of one clock are one: what counts is the moment. */
function isOtherClock(sitting: { date: PlainDate; starts: NonNullable<Sitting['starts']>; zone: string }, zone: string): boolean {
  const at = (each: string) => utcOf({ date: sitting.date, starts: sitting.starts, ends: null, zone: each, place: null })?.starts.at
  return at(sitting.zone) !== at(zone)
}

function conflictsBetween(a: Planned, b: Planned): Conflict[] {
  const slugs = [a.slug, b.slug] as const
  const overlapping = a.sittings.flatMap((one) => b.sittings.filter((other) => overlap(one, other)).map((other) => [one, other] as const))
  if (overlapping.length === 0) return []
  const rooms = new Set(overlapping.flatMap(([one, other]) => (one.place !== null && other.place !== null && keyOf(one.place) === keyOf(other.place) ? [one.place] : [])))
  const coming = (planned: Planned): Panellist[] => planned.panellists.filter(({ state }) => state !== 'declined')
  const names = coming(a).filter(({ name }) => coming(b).some((other) => keyOf(other.name) === keyOf(name)))
  return [...[...rooms].map((place): Conflict => ({ kind: 'same-room', slugs, place })), ...names.map(({ name }): Conflict => ({ kind: 'same-panellist', slugs, name }))]
}

function overlap(a: Sitting, b: Sitting): boolean {
  const [one, other] = [utcOf(a), utcOf(b)]
  if (one === undefined || other === undefined) return false
  // Without an end it goes on for an unknown while: only the same beginning is sure to collide.
  const ends = (time: NonNullable<ReturnType<typeof utcOf>>): string => time.ends?.at ?? time.starts.at
  if (one.starts.at === other.starts.at) return true
  return one.starts.at < ends(other) && other.starts.at < ends(one)
}

function keyOf(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase()
}
