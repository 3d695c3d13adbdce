import { enterContribution } from '../contributions/commands.ts'
import { lockCycleForInput } from '../forums/queries.ts'
import { withoutTag } from '../lists/posts/model.ts'
import { findPost } from '../lists/posts/queries.ts'
import { findListById } from '../lists/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { enterComment } from '../review/comments/commands.ts'
import type { Id } from '../shared/ids.ts'
import { formatRef } from '../shared/refs.ts'
import type { Refusal } from '../shared/result.ts'
import { dateInZone, type Instant } from '../shared/time.ts'

interface Registering {
  readonly postId: Id<'post'>
  readonly cycle: { readonly id: Id<'cycle'>; readonly slug: string }
  /** As a comment on all of a reviewed version, or a contribution whose answer to one question it is. */
  readonly as: { readonly kind: 'comment'; readonly reviewId: Id<'review'> } | { readonly kind: 'contribution'; readonly callId: Id<'call'>; readonly questionId: Id<'question'> }
  /** What of the post was meant for it: all of it, or a part. */
  readonly text: string
}

/**
 * Takes a post of a list as a contribution or a comment, in its author's name and as of the day on which it came. The name is public where
 * the archive is. Taken again as the same, it is the one before. Refuses `no-such-post`, and what entering refuses.
 */
export async function registerPost(tx: Tx, actor: Actor, input: Registering, now: Instant): Promise<{ kind: 'comment' | 'contribution'; ref: string; number: number } | Refusal> {
  const { as, cycle, text } = input
  await lockCycleForInput(tx, cycle.id)
  const post = await findPost(tx, input.postId)
  const list = post === undefined ? undefined : await findListById(tx, post.listId)
  if (post === undefined || list === undefined || post.state !== 'published' || post.removedAt !== null) return { refusal: 'no-such-post' }
  const said = {
    consent: list.isArchivePrivate ? ('without-name' as const) : ('full' as const),
    language: post.language,
    organisation: undefined,
    channel: 'list' as const,
    receivedBy: dateInZone(post.receivedAt, 'UTC'),
    // Of the post, so that it is the same thing however often it is taken.
    formKey: post.id as Id,
  }
  const author = post.authorName ?? withoutTag(post.subject, list.tag)
  if (as.kind === 'comment') {
    const entered = await enterComment(
      tx, actor,
      { ...said, reviewId: as.reviewId, cycleSlug: cycle.slug, target: 'whole', paragraphs: [], missingWhere: undefined, type: 'general', text, proposal: undefined, author, stakeholderGroup: undefined, regionalGroup: undefined, mail: undefined },
      now,
    )
    return 'refusal' in entered ? entered : { kind: 'comment', ref: formatRef(cycle.slug, 'R', entered.number), number: entered.number }
  }
  const entered = await enterContribution(tx, actor, { ...said, cycleId: cycle.id, callId: as.callId, contributor: author, answers: [{ questionId: as.questionId, text }], attachments: [] }, now)
  return 'refusal' in entered ? entered : { kind: 'contribution', ref: formatRef(cycle.slug, 'C', entered.number), number: entered.number }
}
