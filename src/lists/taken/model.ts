import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** What a post of a list may be taken as. */
export const TAKEN_AS = ['contribution', 'comment'] as const
export type TakenAs = (typeof TAKEN_AS)[number]

/** Who had it taken: its author, or the secretariat. */
export const TAKEN_BY = ['author', 'desk'] as const
export type TakenBy = (typeof TAKEN_BY)[number]

/** A contribution or comment that a post was taken as. */
export interface TakenFrom {
  readonly id: Id
  readonly postId: Id<'post'>
  readonly kind: TakenAs
  readonly becameId: Id
  /** The call or the review that it was taken for. */
  readonly targetId: Id
  readonly by: TakenBy
  readonly at: Instant
}

/** Something that a letter offered to take a post for. */
export interface Offer {
  /** As the letter counts it. */
  readonly number: number
  readonly kind: TakenAs
  readonly targetId: Id
}

/** What the key of a form is made of that a post stands for: taken for the same thing again, whoever asks, it is the same form. */
export function formKeyOfPost(postId: Id, targetId: Id, place: number): string {
  return `post:${postId}:${targetId}:${place}`
}
