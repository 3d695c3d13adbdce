import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'

/** How far those present went along, from the least to the most; the last says that they did not. */
export const STRENGTHS = ['suggestion', 'emerging-consensus', 'broad-agreement', 'agreement', 'not-agreed'] as const
export type Strength = (typeof STRENGTHS)[number]

/** What a meeting comes to, put by its facilitator. Numbered in its forum: P-4. */
export interface Point {
  readonly id: Id<'point'>
  readonly forumId: Id<'forum'>
  readonly meetingId: Id<'meeting'> | null
  readonly itemId: Id | null
  readonly number: number
  readonly text: string
  readonly strength: Strength
  readonly putAt: Instant
  readonly putBy: Id<'person'> | null
  /** Until the end of this day anywhere on earth it can be objected to; null while it is not before the list. */
  readonly confirmUntil: PlainDate | null
  readonly confirmedAt: Instant | null
  /** How many were asked by mail; null while it is not before the list. Who did not answer was silent, and is counted as silent. */
  readonly asked: number | null
  /** Objections that were made and not taken back. */
  readonly objections: number
  /** Those who said in so many words that they agree. */
  readonly agreements: number
  readonly revision: number
}
