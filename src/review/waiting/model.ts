import type { Id } from '../../shared/ids.ts'
import type { CommentType, Confirmation, Consent } from '../../shared/vocabularies.ts'
import type { Instant } from '../../shared/time.ts'
import type { Target } from '../model.ts'
import type { ModerationReason } from '../moderation/model.ts'

/** What a waiting comment says, as it is kept until it is taken. */
export interface CommentSaid {
  readonly target: Target
  readonly paragraphs: readonly number[]
  readonly quote?: { readonly words: string; readonly start?: number | undefined } | undefined
  readonly missingWhere?: string | undefined
  readonly type: CommentType
  readonly text: string
  readonly original?: string | undefined
  readonly proposal?: string | undefined
  readonly author?: string | undefined
  readonly organisation?: string | undefined
  readonly stakeholderGroup?: string | undefined
  readonly regionalGroup?: string | undefined
  readonly language?: string | undefined
  readonly consent: Consent
  readonly inReplyTo?: Id<'comment'> | undefined
  readonly jointBodies?: readonly string[] | undefined
  /** Left out: by the form. */
  readonly channel?: 'mail' | 'list' | undefined
}

/** A comment that is not taken yet: it has no number, and is neither counted nor public. */
export interface WaitingComment {
  /** That of the comment it becomes, so that its secret link goes on working. */
  readonly id: Id<'comment'>
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly reviewId: Id<'review'>
  /** `unconfirmed` waits for the link mailed to its sender, `held` for the desk, `declined` was set aside by it. */
  readonly state: 'unconfirmed' | 'held' | 'declined'
  readonly said: CommentSaid
  readonly mail: string | null
  readonly receivedAt: Instant
  readonly formKey: Id | null
  readonly declinedFor: ModerationReason | null
  readonly declinedNote: string | null
  readonly declinedAt: Instant | null
}

/**
 * What a comment without account has to wait for, as its forum has set it for contributions too: nothing, the link mailed to its
 * sender, the desk. Without an address nothing can be mailed, so the desk looks at it. Who is signed in waits for nothing.
 */
export function waitsFor(confirmation: Confirmation, sender: { readonly mail: string | undefined; readonly isSignedIn: boolean }): 'nothing' | 'mail' | 'desk' {
  if (confirmation === 'none' || sender.isSignedIn) return 'nothing'
  return confirmation === 'mail' && sender.mail !== undefined ? 'mail' : 'desk'
}
