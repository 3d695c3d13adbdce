import type { Id } from '../../shared/ids.ts'
import type { CommentType } from '../../shared/vocabularies.ts'
import type { Instant } from '../../shared/time.ts'

/** What a member says of a draft before it is under review. It has no number yet. */
export interface EarlyComment {
  /** Of the comment that it becomes. */
  readonly id: Id<'comment'>
  readonly documentId: Id<'document'>
  readonly paragraphId: Id<'paragraph'>
  readonly personId: Id<'person'>
  readonly type: CommentType
  readonly text: string
  readonly language: string | null
  /** Whether the name may be shown once it is in the register. */
  readonly isNamed: boolean
  readonly sentAt: Instant
  readonly withdrawnAt: Instant | null
  /** When a review was opened that it went into. */
  readonly takenAt: Instant | null
}
