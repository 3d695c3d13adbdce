import { lockCycleForInput } from '../../forums/queries.ts'
import { violatedUnique, type Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { closedSince } from '../model.ts'
import { lockReviewForInput } from '../queries.ts'

export interface AgreementInput {
  readonly commentId: Id<'comment'>
  readonly cycleSlug: string
  /** Who is signed in. */
  readonly personId: Id<'person'> | undefined
  /** Needed where nobody is. */
  readonly mail: string | undefined
  readonly name: string | undefined
  readonly organisation: string | undefined
  readonly stakeholderGroup: string | undefined
  readonly regionalGroup: string | undefined
  readonly isNamed: boolean
  /** True where a link must be used first, which `write` mails. */
  readonly needsConfirmation: boolean
  /** The letter with the link by which it is confirmed, or taken back. */
  readonly write: (id: Id<'agreement'>) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }
}

export type AgreementRefusal = Refusal<'no-such-comment' | 'own-comment' | 'nobody' | 'agreed-already'> | { readonly refusal: 'review-closed'; readonly closedAt: Instant }

/**
 * Agrees with a comment, once for each person and each address. Without account it may count only after confirmation. Refuses:
 * no-such-comment (withdrawn, or a remark of the editors), review-closed, own-comment, nobody (neither signed in nor an address),
 * agreed-already.
 */
export async function agree(tx: Tx, actor: Actor, input: AgreementInput, now: Instant): Promise<{ agreementId: Id<'agreement'>; isCounted: boolean } | AgreementRefusal> {
  const found = await tx.selectFrom('review_comment').select(['forum_id', 'cycle_id', 'review_id', 'number', 'mail', 'withdrawn_at', 'is_from_editors']).where('id', '=', input.commentId).executeTakeFirst()
  const review = found === undefined ? undefined : await lockReviewForInput(tx, found.review_id)
  if (found === undefined || review === undefined || found.withdrawn_at !== null || found.is_from_editors) return { refusal: 'no-such-comment' }
  const closedAt = closedSince(review, now)
  if (closedAt !== null) return { refusal: 'review-closed', closedAt }
  if (input.personId === undefined && input.mail === undefined) return { refusal: 'nobody' }
  if (input.mail !== undefined && found.mail?.toLowerCase() === input.mail.toLowerCase()) return { refusal: 'own-comment' }
  await lockCycleForInput(tx, found.cycle_id)
  const id = newId<'agreement'>()
  const isCounted = !input.needsConfirmation
  try {
    await tx
      .insertInto('review_agreement')
      .values({
        id, comment_id: input.commentId, person_id: input.personId ?? null, mail: input.mail ?? null, name: input.name ?? null, organisation: input.organisation ?? null,
        stakeholder_group: input.stakeholderGroup ?? null, regional_group: input.regionalGroup ?? null, is_named: input.isNamed, agreed_at: now, confirmed_at: isCounted ? now : null, withdrawn_at: null,
      })
      .execute()
  } catch (error) {
    if (violatedUnique(error)?.startsWith('review_agreement_') === true) return { refusal: 'agreed-already' }
    throw error
  }
  const forumId = found.forum_id as Id<'forum'>
  if (input.mail !== undefined) await enqueueMail(tx, { forumId, recipient: input.mail, ...input.write(id), occasion: 'agreement-to-confirm', about: { kind: 'agreement', id }, cause: `agreement:${id}` }, now)
  if (isCounted) await append(tx, actor, 'comment-agreed', { id, forumId, cycleId: found.cycle_id, commentId: input.commentId, ref: formatRef(input.cycleSlug, 'R', found.number) }, now)
  return { agreementId: id, isCounted }
}

interface Which {
  readonly agreementId: Id<'agreement'>
  readonly cycleSlug: string
}

/** Confirms an agreement by the link that was mailed: from now on it counts. Refuses: nothing-to-confirm (confirmed before, or taken back). */
export async function confirmAgreement(tx: Tx, actor: Actor, input: Which, now: Instant): Promise<{ confirmed: true } | Refusal<'nothing-to-confirm'>> {
  const row = await tx
    .updateTable('review_agreement')
    .set({ confirmed_at: now })
    .where('id', '=', input.agreementId)
    .where('confirmed_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning('comment_id')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'nothing-to-confirm' }
  await append(tx, actor, 'comment-agreed', await about(tx, row.comment_id, input), now)
  return { confirmed: true }
}

/** Takes an agreement back; its address may agree again later. Refuses: nothing-to-undo. */
export async function withdrawAgreement(tx: Tx, actor: Actor, input: Which, now: Instant): Promise<{ withdrawn: true } | Refusal<'nothing-to-undo'>> {
  const row = await tx
    .updateTable('review_agreement')
    .set({ withdrawn_at: now })
    .where('id', '=', input.agreementId)
    .where('withdrawn_at', 'is', null)
    .returning(['comment_id', 'confirmed_at'])
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'nothing-to-undo' }
  const place = await about(tx, row.comment_id, input)
  await append(tx, actor, 'agreement-withdrawn', place, now)
  return { withdrawn: true }
}

async function about(tx: Tx, commentId: Id, input: Which) {
  const comment = await tx.selectFrom('review_comment').select(['forum_id', 'cycle_id', 'number']).where('id', '=', commentId).executeTakeFirstOrThrow()
  await lockCycleForInput(tx, comment.cycle_id)
  return { id: input.agreementId, forumId: comment.forum_id as Id<'forum'>, cycleId: comment.cycle_id, commentId, ref: formatRef(input.cycleSlug, 'R', comment.number) }
}

type Place = Awaited<ReturnType<typeof about>>

async function append(tx: Tx, actor: Actor, act: 'comment-agreed' | 'agreement-withdrawn', place: Place, now: Instant): Promise<void> {
  await appendAct(tx, actor, { forumId: place.forumId, cycleId: place.cycleId as Id<'cycle'>, act, subject: { kind: 'comment', id: place.commentId }, detail: { ref: place.ref } }, now)
}
