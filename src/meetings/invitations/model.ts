import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export const ANSWERS = ['none', 'accepted', 'tentative', 'declined'] as const
export type Answer = (typeof ANSWERS)[number]

/** Somebody who was asked to a meeting by mail. */
export interface Invitation {
  readonly id: Id
  readonly mail: string
  readonly name: string | null
  readonly language: string
  readonly invitedAt: Instant
  readonly answer: Answer
  readonly answeredAt: Instant | null
  readonly withdrawnAt: Instant | null
  /** Their calendar has the meeting as it stands. */
  readonly isUpToDate: boolean
}
