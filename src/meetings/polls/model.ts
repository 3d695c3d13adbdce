import type { Id } from '../../shared/ids.ts'
import { addDays, addMilliseconds, daysBetween, instantAt, offsetOf, readingsOf, toMilliseconds, wallClock, weekday, type Instant, type PlainDate, type PlainTime } from '../../shared/time.ts'
import { problemOfSitting, utcOf, type Sitting } from '../model.ts'

/** Whose names who voted may be read: everybody's eyes, or the desk's alone. */
export const NAMES = ['public', 'desk'] as const
export type Names = (typeof NAMES)[number]

/** A time on the wall clock of the poll's zone. `isLater`: the second time that the clock shows it, on a day on which it is put back. */
export interface SlotTime {
  readonly date: PlainDate
  readonly time: PlainTime
  readonly isLater: boolean
}

export interface Slot extends SlotTime {
  readonly id: Id<'slot'>
  /** From 1 within its poll, never reused. */
  readonly number: number
  /** Taken off while the poll was open; its votes stay as history. */
  readonly removedAt: Instant | null
}

/** A wall clock in a zone of its own: a deadline may be meant in another zone than the slots. */
export interface Deadline {
  readonly date: PlainDate
  readonly time: PlainTime
  readonly zone: string
}

export interface Extension {
  readonly earlier: Deadline
  readonly reason: string
  readonly extendedAt: Instant
}

export interface Poll {
  readonly id: Id<'poll'>
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'> | null
  readonly number: number
  readonly title: string
  readonly words: string | null
  readonly zone: string
  /** How long a sitting is. */
  readonly minutes: number
  readonly names: Names
  readonly deadline: Deadline | null
  /** A soft deadline asks and does not refuse. */
  readonly isSoft: boolean
  readonly openedAt: Instant
  readonly closedAt: Instant | null
  readonly remindedAt: Instant | null
  readonly finalisedAt: Instant | null
  readonly meetingId: Id<'meeting'> | null
  readonly revision: number
  /** In the order of the clock, those taken off among them. */
  readonly slots: readonly Slot[]
  readonly extensions: readonly Extension[]
}

export const MOST_SLOTS = 200
export const SHORTEST = 5
export const LONGEST = 720
/** Days over which a grid may go. */
const MOST_DAYS = 366
/** Hours before a deadline at which those asked who have not answered are reminded, once. */
export const REMINDER_HOURS = 48

export type PollState = 'open' | 'late' | 'over' | 'closed' | 'finalised'

/** Where a poll stands: `late` past a soft deadline, when it still takes answers; `over` past a firm one, when it no longer does. */
export function pollState(poll: Pick<Poll, 'finalisedAt' | 'closedAt' | 'deadline' | 'isSoft'>, now: Instant): PollState {
  if (poll.finalisedAt !== null) return 'finalised'
  if (poll.closedAt !== null) return 'closed'
  if (poll.deadline === null || toMilliseconds(now) <= toMilliseconds(deadlineAt(poll.deadline))) return 'open'
  return poll.isSoft ? 'late' : 'over'
}

export function takesVotes(state: PollState): boolean {
  return state === 'open' || state === 'late'
}

/** The instant of a deadline; of an hour that its zone's clock shows twice the second, so that nobody is late by the other. */
export function deadlineAt({ date, time, zone }: Deadline): Instant {
  return instantAt(date, time, zone, true)
}

/** When a slot begins, and when a sitting of the poll's length that begins then ends. */
export function spanOf(poll: Pick<Poll, 'zone' | 'minutes'>, slot: SlotTime): { readonly starts: Instant; readonly ends: Instant } {
  const starts = instantAt(slot.date, slot.time, poll.zone, slot.isLater)
  return { starts, ends: addMilliseconds(starts, poll.minutes * 60_000) }
}

/** An instant as a slot in a zone: what a wall clock there shows, and whether for the second time. */
export function slotTimeOf(instant: Instant, zone: string): SlotTime {
  const { date, time } = wallClock(instant, zone)
  const readings = readingsOf(date, time, zone)
  return { date, time, isLater: readings.length > 1 && readings[1] === instant }
}

/** The slots that can be voted on, in the order of the clock. */
export function openSlots(poll: Pick<Poll, 'slots'>): Slot[] {
  return poll.slots.filter(({ removedAt }) => removedAt === null)
}

/** These days by these hours: days of the weekdays given (1 Monday to 7 Sunday), both ends among them. Refuses a span that ends before it begins or is too long. */
export function gridOf(grid: { from: PlainDate; until: PlainDate; weekdays: ReadonlySet<number>; hours: readonly PlainTime[] }): { date: PlainDate; time: PlainTime }[] | { readonly problem: 'ends-before-it-begins' | 'too-long' } {
  const days = daysBetween(grid.from, grid.until)
  if (days < 0) return { problem: 'ends-before-it-begins' }
  if (days >= MOST_DAYS) return { problem: 'too-long' }
  const dates = Array.from({ length: days + 1 }, (_, after) => addDays(grid.from, after)).filter((date) => grid.weekdays.has(weekday(date)))
  return dates.flatMap((date) => grid.hours.map((time) => ({ date, time })))
}

/** The key under which a form asks which of two readings of a wall clock is meant. */
export function wallKey({ date, time }: { date: PlainDate; time: PlainTime }): string {
  return `${date} ${time}`
}

export interface ReadSlots {
  readonly slots: readonly SlotTime[]
  /** Times that the zone's clock leaves out on that day. */
  readonly gaps: readonly { readonly date: PlainDate; readonly time: PlainTime }[]
  /** Times that it shows twice, where it was not said which is meant: with both instants. */
  readonly twice: readonly { readonly date: PlainDate; readonly time: PlainTime; readonly readings: readonly [Instant, Instant] }[]
}

/** Reads wall clocks in a zone. `said`: by `wallKey`, which of two readings is meant; both may be. Each slot comes once. */
export function readSlots(walls: readonly { date: PlainDate; time: PlainTime }[], zone: string, said: ReadonlyMap<string, readonly string[]>): ReadSlots {
  const slots = new Map<string, SlotTime>()
  const [gaps, twice]: [ReadSlots['gaps'][number][], ReadSlots['twice'][number][]] = [[], []]
  for (const wall of new Map(walls.map((each) => [wallKey(each), each])).values()) {
    const [first, second] = readingsOf(wall.date, wall.time, zone)
    const meant = (said.get(wallKey(wall)) ?? []).filter((reading) => reading === 'earlier' || reading === 'later')
    if (first === undefined) gaps.push(wall)
    else if (second === undefined) slots.set(wallKey(wall), { ...wall, isLater: false })
    else if (meant.length === 0) twice.push({ ...wall, readings: [first, second] })
    else for (const reading of meant) slots.set(`${wallKey(wall)} ${reading}`, { ...wall, isLater: reading === 'later' })
  }
  return { slots: [...slots.values()], gaps, twice }
}

/**
 * A slot as a sitting of a meeting, with the same instants. Where the clocks of the zone are changed while it lasts, so that its end could
 * be read otherwise, it is written by the offset at its beginning.
 */
export function sittingOf(poll: Pick<Poll, 'zone' | 'minutes'>, slot: SlotTime, place: string | null): Sitting {
  const { starts, ends } = spanOf(poll, slot)
  const later = slot.isLater ? { isLaterReading: true } : {}
  const written: Sitting = { date: slot.date, starts: slot.time, ends: wallClock(ends, poll.zone).time, zone: poll.zone, place, ...later }
  const held = utcOf(written)
  if (problemOfSitting(written) === undefined && held?.starts.at === starts && held.ends?.at === ends) return written
  const zone = offsetOf(starts, poll.zone)
  const clock = wallClock(starts, zone)
  return { date: clock.date, starts: clock.time, ends: wallClock(ends, zone).time, zone, place }
}
