import { enterContribution } from '../contributions/commands.ts'
import { findContributions } from '../contributions/queries.ts'
import { lockCycleForInput } from '../forums/queries.ts'
import type { List, Post } from '../lists/model.ts'
import { withoutTag } from '../lists/posts/model.ts'
import { findListById } from '../lists/queries.ts'
import { noteTaken } from '../lists/taken/commands.ts'
import { formKeyOfPost } from '../lists/taken/model.ts'
import { listTaken, lockPublishedPost } from '../lists/taken/queries.ts'
import { derivedId } from '../platform/derived-id.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { enterComment } from '../review/comments/commands.ts'
import { findComments } from '../review/comments/queries.ts'
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
  const { as, cycle } = input
  const post = await lockPublishedPost(tx, input.postId)
  const list = post === undefined ? undefined : await findListById(tx, post.listId)
  if (post === undefined || list === undefined) return { refusal: 'no-such-post' }
  const targetId = as.kind === 'comment' ? as.reviewId : as.callId
  const before = (await listTaken(tx, [post.id])).find((taken) => taken.kind === as.kind && taken.targetId === targetId)
  const [known] = before === undefined ? [] : as.kind === 'comment' ? await findComments(tx, [before.becameId]) : await findContributions(tx, [before.becameId])
  if (before !== undefined) return known === undefined ? { refusal: 'form-used' } : { kind: as.kind, ref: formatRef(cycle.slug, as.kind === 'comment' ? 'R' : 'C', known.number), number: known.number }
  await lockCycleForInput(tx, cycle.id)
  const entered = await enter(tx, actor, input, { post, list }, now)
  if ('refusal' in entered) return entered
  const ref = formatRef(cycle.slug, as.kind === 'comment' ? 'R' : 'C', entered.number)
  await noteTaken(tx, actor, { list, post, kind: as.kind, targetId, cycleId: cycle.id, became: [{ id: entered.id, ref }], by: 'desk', isNamed: !list.isArchivePrivate }, now)
  return { kind: as.kind, ref, number: entered.number }
}

async function enter(tx: Tx, actor: Actor, { as, cycle, text }: Registering, { post, list }: { post: Post; list: List }, now: Instant): Promise<{ id: Id; number: number } | Refusal> {
  const said = {
    consent: list.isArchivePrivate ? ('without-name' as const) : ('full' as const),
    language: post.language,
    organisation: undefined,
    channel: 'list' as const,
    receivedBy: dateInZone(post.receivedAt, 'UTC'),
    formKey: derivedId(formKeyOfPost(post.id, as.kind === 'comment' ? as.reviewId : as.callId, 0)),
  }
  const author = post.authorName ?? withoutTag(post.subject, list.tag)
  if (as.kind === 'comment') {
    const entered = await enterComment(
      tx, actor,
      { ...said, reviewId: as.reviewId, cycleSlug: cycle.slug, target: 'whole', paragraphs: [], missingWhere: undefined, type: 'general', text, proposal: undefined, author, stakeholderGroup: undefined, regionalGroup: undefined, mail: undefined },
      now,
    )
    return 'refusal' in entered ? entered : { id: entered.commentId, number: entered.number }
  }
  const entered = await enterContribution(tx, actor, { ...said, cycleId: cycle.id, callId: as.callId, contributor: author, answers: [{ questionId: as.questionId, text }], attachments: [] }, now)
  return 'refusal' in entered ? entered : { id: entered.contributionId, number: entered.number }
}
