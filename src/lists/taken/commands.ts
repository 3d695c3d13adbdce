import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { canonicalJson } from '../../shared/canonical-json.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { WrittenLetter } from '../letters/model.ts'
import type { List, Post } from '../model.ts'
import type { Offer, TakenAs, TakenBy } from './model.ts'

export interface Taking {
  readonly list: Pick<List, 'id' | 'forumId' | 'slug'>
  readonly post: Pick<Post, 'id' | 'number'>
  readonly kind: TakenAs
  readonly targetId: Id
  readonly cycleId: Id<'cycle'>
  /** What it became: several comments, where it speaks of several places. */
  readonly became: readonly { readonly id: Id; readonly ref: string | undefined }[]
  readonly by: TakenBy
  /** Whether its name is published with it: else nobody shall learn from the record who it is from. */
  readonly isNamed: boolean
}

/** Notes what a post was taken as, in the transaction in which it was. What is noted already stays as it is, and is told once. Answers how much was new. */
export async function noteTaken(tx: Tx, actor: Actor, input: Taking, now: Instant): Promise<{ noted: number }> {
  const { list, post, kind, by, became, isNamed } = input
  const noted = await tx
    .insertInto('lists_taken')
    .values(became.map(({ id }) => ({ id: newId(), post_id: post.id, kind, became_id: id, target_id: input.targetId, taken_by: by, taken_at: now })))
    .onConflict((conflict) => conflict.column('became_id').doNothing())
    .returning('became_id')
    .execute()
  if (noted.length === 0) return { noted: 0 }
  const refs = became.flatMap(({ ref }) => ref ?? [])
  const detail = isNamed ? { list: list.slug, as: kind, by, number: post.number ?? 0, count: refs.length, refs: refs.join(', ') } : { list: list.slug, as: kind, by, number: 0, count: 0, refs: '' }
  // Committed to, and never read in public: who it is from may be nobody's to know.
  const texts = { taken: { text: canonicalJson({ post: post.id, became: became.map(({ id }) => id) }), isPublic: false } }
  await appendAct(tx, actor, { forumId: list.forumId, cycleId: input.cycleId, act: 'list-post-taken', subject: { kind: 'list', id: list.id }, detail, texts }, now)
  return { noted: noted.length }
}

/** Writes to a post's author what it can be taken for, and keeps what each number of the letter means. */
export async function offerByLetter(tx: Tx, input: { letterId: Id; list: Pick<List, 'forumId' | 'language'>; post: { readonly id: Id<'post'>; readonly authorMail: string }; offers: readonly Offer[]; written: WrittenLetter }, now: Instant): Promise<void> {
  const { letterId, list, post, offers, written } = input
  await enqueueMail(tx, { id: letterId, forumId: list.forumId, recipient: post.authorMail, ...written, language: list.language, occasion: 'post-to-take', about: { kind: 'post', id: post.id }, cause: `post-to-take:${letterId}` }, now)
  if (offers.length > 0) await tx.insertInto('lists_offer').values(offers.map(({ number, kind, targetId }) => ({ letter_id: letterId, number, post_id: post.id, kind, target_id: targetId }))).execute()
}
