import type { Id } from '../../shared/ids.ts'
import type { CommentType } from '../../shared/vocabularies.ts'

/** Where a comment stands at the desk: without an answer and without a proposal of one; proposed; answered; answered, and its sender objects. */
export const QUEUE_STATES = ['open', 'proposed', 'answered', 'objected'] as const
export type QueueState = (typeof QUEUE_STATES)[number]

/** What the queue is narrowed to; undefined members narrow nothing. */
export interface QueueChoice {
  readonly state: QueueState
  readonly reviewId?: Id | undefined
  readonly type?: CommentType | undefined
  /** A stakeholder group of the forum's list, or `not recorded`. */
  readonly group?: string | undefined
  readonly personId?: Id | 'nobody' | undefined
  readonly paragraphId?: Id | undefined
  /** Each of these words stands in the comment, in its proposal, or in who sent it. */
  readonly words?: readonly string[] | undefined
}

/** A text as a pattern that matches it literally anywhere. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/gu, (sign) => `\\${sign}`)}%`
}
