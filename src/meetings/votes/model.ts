import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** What can be said of a slot. Nothing said is none of these, and no `no`. */
export const ANSWERS = ['yes', 'if-need-be', 'no'] as const
export type Answer = (typeof ANSWERS)[number]

/** By slot. */
export type Answers = ReadonlyMap<Id<'slot'>, Answer>

export interface Voter {
  readonly id: Id<'voter'>
  readonly pollId: Id<'poll'>
  readonly name: string | null
  readonly mail: string | null
  readonly regionalGroup: string | null
  /** The zone in which they read the slots. */
  readonly zone: string
  readonly language: string
  readonly channel: string
  readonly votedAt: Instant
  readonly changedAt: Instant | null
  readonly revision: number
}

/** How often each was said of a slot; `unanswered` are those who voted and said nothing of it. */
export interface SlotCount {
  readonly yes: number
  readonly 'if-need-be': number
  readonly no: number
  readonly unanswered: number
}

/** Who voted, counted: by zone and regional group. */
export interface Turnout {
  readonly voters: number
  readonly zones: ReadonlyMap<string, number>
  readonly regions: ReadonlyMap<string, number>
}

export interface PollCount {
  readonly turnout: Turnout
  readonly slots: ReadonlyMap<Id<'slot'>, SlotCount>
}

export const NO_COUNT: SlotCount = { yes: 0, 'if-need-be': 0, no: 0, unanswered: 0 }

/** Slots that are best by what was said: most who can come, of those most without need; all that are equal. Nothing where nobody can. */
export function bestSlots(slots: readonly { readonly id: Id<'slot'> }[], counts: PollCount['slots']): ReadonlySet<Id<'slot'>> {
  const score = (id: Id<'slot'>): number => {
    const { yes, 'if-need-be': maybe } = counts.get(id) ?? NO_COUNT
    return (yes + maybe) * 1_000_000 + yes
  }
  const best = Math.max(0, ...slots.map(({ id }) => score(id)))
  return new Set(best === 0 ? [] : slots.filter(({ id }) => score(id) === best).map(({ id }) => id))
}
