import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail, enqueueMails, type Mail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { dateInZone, type Instant } from '../../shared/time.ts'
import { actOf } from '../commands.ts'
import type { Document } from '../model.ts'
import { findDocumentById } from '../queries.ts'
import type { FollowingAct } from './acts.ts'
import { loadTextToSend } from './queries.ts'
import { causeOf, type Recipient, type VersionTold, type WriteVersionMail } from './model.ts'

/**
 * Takes somebody's wish to be told of a document's versions, and mails the link that confirms it, once a day at most. The answer is
 * the same whether the address was known or not, so that nobody learns who follows what. Refuses `document-not-found`.
 */
export async function askToFollow(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; mail: string; language: string; writeConfirmation: (id: Id<'follower'>) => { subject: string; body: string; language?: string | undefined } },
  now: Instant,
): Promise<{ asked: true } | Refusal<'document-not-found'>> {
  const document = await findDocumentById(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  const row = await tx
    .insertInto('drafts_follower')
    .values({ id: newId(), document_id: document.id, mail: input.mail, language: input.language, asked_at: now, confirmed_at: null, left_at: null })
    // Who left and asks again begins anew; who follows already goes on following.
    .onConflict((conflict) => conflict.columns(['document_id', 'mail']).doUpdateSet({ language: input.language }))
    .returning(['id', 'confirmed_at', 'left_at'])
    .executeTakeFirstOrThrow()
  const id = row.id as Id<'follower'>
  const mail: Mail = { forumId: document.forumId, recipient: input.mail, language: input.language, ...input.writeConfirmation(id), occasion: 'follow-to-confirm', about: { kind: 'document-follower', id }, cause: `follow:${id}:${dateInZone(now, 'UTC')}` }
  if (row.confirmed_at === null || row.left_at !== null) await enqueueMail(tx, mail, now)
  await appendAct(tx, actor, toAct(document, 'follow-asked'), now)
  return { asked: true }
}

/** Confirms a wish by the link that was mailed. Refuses `confirmed-already`. */
export async function confirmFollowing(tx: Tx, actor: Actor, input: { followerId: Id<'follower'> }, now: Instant): Promise<{ confirmed: true } | Refusal<'confirmed-already'>> {
  const row = await tx
    .updateTable('drafts_follower')
    .set({ confirmed_at: now, left_at: null })
    .where('id', '=', input.followerId)
    .where((where) => where.or([where('confirmed_at', 'is', null), where('left_at', 'is not', null)]))
    .returning('document_id')
    .executeTakeFirst()
  const document = row === undefined ? undefined : await findDocumentById(tx, row.document_id)
  if (document === undefined) return { refusal: 'confirmed-already' }
  await appendAct(tx, actor, toAct(document, 'follow-confirmed'), now)
  return { confirmed: true }
}

/** Ends it by the link in every mail. Refuses `left-already`. */
export async function stopFollowing(tx: Tx, actor: Actor, input: { followerId: Id<'follower'> }, now: Instant): Promise<{ left: true } | Refusal<'left-already'>> {
  const row = await tx.updateTable('drafts_follower').set({ left_at: now }).where('id', '=', input.followerId).where('left_at', 'is', null).returning('document_id').executeTakeFirst()
  const document = row === undefined ? undefined : await findDocumentById(tx, row.document_id)
  if (document === undefined) return { refusal: 'left-already' }
  await appendAct(tx, actor, toAct(document, 'follow-left'), now)
  return { left: true }
}

/** Letters that one statement takes. */
const AT_ONCE = 200

/** Puts a mail about a version into the outbox for each recipient, as part of the command that is the occasion. Answers how many there are. */
export async function enqueueVersionMails(tx: Tx, told: VersionTold, recipients: readonly Recipient[], write: WriteVersionMail, now: Instant): Promise<number> {
  if (recipients.length === 0) return 0
  const withText = { ...told, ...(await loadTextToSend(tx, told.version)) }
  const occasion = `version-${told.occasion}` as const
  const about = { kind: 'version', id: told.version.id } as const
  // In parts: each letter has the whole text, and a document may have thousands of followers.
  for (const part of inParts(recipients, AT_ONCE)) {
    await enqueueMails(tx, part.map((recipient) => ({ mail: { forumId: told.forum.id, recipient: recipient.mail, language: recipient.language, ...write(withText, recipient), occasion, about, cause: causeOf(told) }, now })))
  }
  return recipients.length
}

function toAct(document: Document, act: FollowingAct) {
  return { ...actOf(document), act, detail: { document: document.slug } } as const
}
