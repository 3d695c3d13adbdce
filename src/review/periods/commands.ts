import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { ANYWHERE_ON_EARTH, dateInZone, type Instant, type PlainDate } from '../../shared/time.ts'

export interface Extension {
  readonly reviewId: Id<'review'>
  /** The date that was before the desk's eyes. */
  readonly earlier: PlainDate
  readonly closesOn: PlainDate
  /** Public. */
  readonly reason: string
}

/**
 * Moves the last day of an open review, and keeps the earlier one with the reason. What came late by the earlier date stays marked, for
 * it was late then (decision 13). Refuses: not-later, closes-in-the-past, changed-meanwhile (closed, or moved by somebody else).
 */
export async function extendReview(tx: Tx, actor: Actor, input: Extension, now: Instant): Promise<{ extended: true } | Refusal<'not-later' | 'closes-in-the-past' | 'changed-meanwhile'>> {
  if (input.closesOn <= input.earlier) return { refusal: 'not-later' }
  const row = await tx
    .updateTable('review_review')
    .set({ closes_on: input.closesOn })
    .where('id', '=', input.reviewId)
    .where('closes_on', '=', input.earlier)
    .where('closed_at', 'is', null)
    .returning(['forum_id', 'cycle_id', 'number', 'zone'])
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'changed-meanwhile' }
  if (input.closesOn < dateInZone(now, row.zone ?? ANYWHERE_ON_EARTH)) return { refusal: 'closes-in-the-past' }
  const last = await tx.selectFrom('review_extension').select((eb) => eb.fn.max('sequence').as('sequence')).where('review_id', '=', input.reviewId).executeTakeFirst()
  await tx
    .insertInto('review_extension')
    .values({ review_id: input.reviewId, sequence: (last?.sequence ?? 0) + 1, earlier: input.earlier, closes_on: input.closesOn, reason: input.reason, extended_at: now })
    .execute()
  const place = { forumId: row.forum_id as Id<'forum'>, cycleId: row.cycle_id as Id<'cycle'>, subject: { kind: 'review', id: input.reviewId } }
  await appendAct(tx, actor, { ...place, act: 'review-extended', detail: { review: row.number, earlier: input.earlier, closesOn: input.closesOn }, texts: { reason: { text: input.reason, isPublic: true } } }, now)
  return { extended: true }
}
