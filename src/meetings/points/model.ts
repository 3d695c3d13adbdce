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

export const STANCES = ['objects', 'agrees'] as const
export type PointStance = (typeof STANCES)[number]

/** What somebody answered when a point was put before the list. The name is for the desk, unless they chose that it is shown. */
export interface PointAnswer {
  readonly id: Id<'point-answer'>
  readonly pointId: Id<'point'>
  readonly number: number
  readonly stance: PointStance
  readonly text: string
  readonly language: string | null
  readonly name: string | null
  readonly isNamed: boolean
  readonly madeAt: Instant
  readonly withdrawnAt: Instant | null
  readonly revision: number
}

/** An answer as everybody may read it: the name where it was chosen so, no words of what was taken back. */
export function asPublicAnswer(answer: PointAnswer): PointAnswer {
  const named = answer.isNamed && answer.withdrawnAt === null ? answer : { ...answer, name: null }
  return answer.withdrawnAt === null ? named : { ...named, text: '' }
}

/**
 * Where a point stands. Nobody who said nothing is counted as agreeing: a point against which nothing was said is `not-objected`, and
 * only one to which somebody said yes, and nobody no, is `confirmed`.
 */
export type PointStanding = 'put' | 'before-the-list' | 'confirmed' | 'not-objected' | 'objected'

export function standingOf(point: Pick<Point, 'confirmUntil' | 'confirmedAt' | 'objections' | 'agreements'>): PointStanding {
  if (point.confirmUntil === null) return 'put'
  if (point.confirmedAt === null) return 'before-the-list'
  if (point.objections > 0) return 'objected'
  return point.agreements > 0 ? 'confirmed' : 'not-objected'
}

/** The reference by which a point is cited: PT-4, in all of its forum. */
export function pointRef(number: number): string {
  return `PT-${number}`
}

/** Reads a reference to a point; undefined for anything else. */
export function parsePointRef(text: string): number | undefined {
  const match = /^PT-([1-9][0-9]{0,8})$/iu.exec(text)
  return match === null ? undefined : Number(match[1])
}
