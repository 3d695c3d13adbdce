import type { Id } from '../../shared/ids.ts'
import { endOfDay, type Instant, type PlainDate } from '../../shared/time.ts'
import type { Disposition } from '../../shared/vocabularies.ts'

/** How a review is answered. A review that nobody set otherwise is answered by whoever may, and judged without end. */
export interface DeskSetting {
  readonly reviewId: Id
  /** Each answer is proposed by one person and confirmed by another. */
  readonly needsConfirmation: boolean
  /** The last day, anywhere on earth, on which commenters say whether they are satisfied. */
  readonly judgedUntil: PlainDate | null
  /** 0 where nobody set anything. */
  readonly revision: number
}

/** An answer that somebody proposed and nobody has confirmed yet. */
export interface Proposal {
  readonly commentId: Id<'comment'>
  readonly disposition: Disposition
  readonly reason: string
  readonly changed: readonly Id<'paragraph'>[]
  readonly duplicateOf: Id<'comment'> | null
  /** Revision of the response that it would replace; 0 where there is none. */
  readonly replaces: number
  readonly proposedBy: Id<'person'>
  readonly proposedAt: Instant
  readonly revision: number
}

/** What somebody of the desk wrote to the others about a comment. */
export interface CommentNote {
  readonly id: Id
  readonly authorId: Id
  readonly text: string
  readonly writtenAt: Instant
  readonly struckAt: Instant | null
}

/** True once nobody can say any more whether they are satisfied. */
export function isJudgingOver(setting: Pick<DeskSetting, 'judgedUntil'> | undefined, now: Instant): boolean {
  const last = setting?.judgedUntil ?? null
  return last !== null && now > endOfDay(last)
}

/** Answers and what was said to them: silence is what is left, and never counted as consent. */
export interface Satisfaction {
  readonly answered: number
  readonly satisfied: number
  readonly notSatisfied: number
  readonly silent: number
}
