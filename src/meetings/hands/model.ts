import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** Somebody who wishes to speak, or is speaking. */
export interface Hand {
  readonly id: Id<'hand'>
  readonly name: string
  readonly organisation: string | null
  readonly stakeholderGroup: string | null
  /** Takes part from afar. */
  readonly isRemote: boolean
  readonly raisedAt: Instant
  /** When the word was given; null while the hand is up. */
  readonly calledAt: Instant | null
}

export interface Queue {
  /** Who has the word: the one called last. */
  readonly speaking: Hand | null
  readonly waiting: readonly Hand[]
  /** Of each stakeholder group that somebody named: how many have spoken, and how many wait. */
  readonly balance: readonly { readonly group: string; readonly spoken: number; readonly waiting: number }[]
}

/** Puts hands in order: first come, first called. Whoever was called last has the word; earlier ones have spoken. */
export function queueOf(hands: readonly Hand[]): Queue {
  const waiting = hands.filter((hand) => hand.calledAt === null).toSorted((a, b) => (a.raisedAt === b.raisedAt ? (a.id < b.id ? -1 : 1) : a.raisedAt < b.raisedAt ? -1 : 1))
  const called = hands.filter((hand) => hand.calledAt !== null).toSorted((a, b) => ((a.calledAt ?? '') < (b.calledAt ?? '') ? -1 : 1))
  const groups = [...new Set(hands.flatMap(({ stakeholderGroup }) => stakeholderGroup ?? []))].sort()
  const count = (of: readonly Hand[], group: string): number => of.filter(({ stakeholderGroup }) => stakeholderGroup === group).length
  return { speaking: called.at(-1) ?? null, waiting, balance: groups.map((group) => ({ group, spoken: count(called, group), waiting: count(waiting, group) })) }
}
