import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail, enqueueMails, type Mail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { dateInZone, type Instant } from '../../shared/time.ts'
import type { CallAct } from '../acts.ts'
import { callState, type Call } from '../model.ts'
import { findCallById } from '../queries.ts'
import { causeOf, type CallTold, type Recipient, type WriteNotice } from './model.ts'
import { listRecipients } from './queries.ts'

/**
 * Takes somebody's wish to be told of a call, and mails the link that confirms it, once a day at most. The answer is the same whether
 * the address was known or not, so that nobody learns who follows what. Refuses `call-closed`.
 */
export async function askForNotice(
  tx: Tx,
  actor: Actor,
  input: { callId: Id<'call'>; mail: string; language: string; writeConfirmation: (id: Id<'notice'>) => { subject: string; body: string; language?: string | undefined } },
  now: Instant,
): Promise<{ asked: true } | Refusal<'call-closed'>> {
  const call = await findCallById(tx, input.callId)
  if (call?.isOpen !== true) return { refusal: 'call-closed' }
  const state = callState(call, now)
  const row = await tx
    .insertInto('calls_notice')
    .values({ id: newId(), call_id: call.id, mail: input.mail, language: input.language, is_before_opening: state === 'draft' || state === 'not-yet', asked_at: now, confirmed_at: null, left_at: null })
    // Who left and asks again begins anew; who is told already stays told.
    .onConflict((conflict) => conflict.columns(['call_id', 'mail']).doUpdateSet({ language: input.language }))
    .returning(['id', 'confirmed_at', 'left_at'])
    .executeTakeFirstOrThrow()
  const id = row.id as Id<'notice'>
  const mail: Mail = { forumId: call.forumId, recipient: input.mail, language: input.language, ...input.writeConfirmation(id), occasion: 'notice-to-confirm', about: { kind: 'call-notice', id }, cause: `notice:${id}:${dateInZone(now, 'UTC')}` }
  if (row.confirmed_at === null || row.left_at !== null) await enqueueMail(tx, mail, now)
  await appendAct(tx, actor, toAct(call, 'notice-asked'), now)
  return { asked: true }
}

/** Confirms a wish by the link that was mailed. Refuses `confirmed-already`. */
export async function confirmNotice(tx: Tx, actor: Actor, input: { noticeId: Id<'notice'> }, now: Instant): Promise<{ confirmed: true } | Refusal<'confirmed-already'>> {
  const row = await tx
    .updateTable('calls_notice')
    .set({ confirmed_at: now, left_at: null })
    .where('id', '=', input.noticeId)
    .where((where) => where.or([where('confirmed_at', 'is', null), where('left_at', 'is not', null)]))
    .returning('call_id')
    .executeTakeFirst()
  const call = row === undefined ? undefined : await findCallById(tx, row.call_id)
  if (call === undefined) return { refusal: 'confirmed-already' }
  await appendAct(tx, actor, toAct(call, 'notice-confirmed'), now)
  return { confirmed: true }
}

/** Ends it by the link in every mail. Refuses `left-already`. */
export async function leaveNotice(tx: Tx, actor: Actor, input: { noticeId: Id<'notice'> }, now: Instant): Promise<{ left: true } | Refusal<'left-already'>> {
  const row = await tx.updateTable('calls_notice').set({ left_at: now }).where('id', '=', input.noticeId).where('left_at', 'is', null).returning('call_id').executeTakeFirst()
  const call = row === undefined ? undefined : await findCallById(tx, row.call_id)
  if (call === undefined) return { refusal: 'left-already' }
  await appendAct(tx, actor, toAct(call, 'notice-left'), now)
  return { left: true }
}

/** Letters that one statement takes. */
const AT_ONCE = 200

/** Puts a mail about a call into the outbox for each recipient, as part of the command that is the occasion. Answers how many there are. */
export async function enqueueNotices(tx: Tx, told: CallTold, recipients: readonly Recipient[], write: WriteNotice, now: Instant): Promise<number> {
  const occasion = `call-${told.occasion}` as const
  const about = { kind: 'call', id: told.call.id } as const
  // In parts: each letter is whole, and a call may have thousands to tell.
  for (const part of inParts(recipients, AT_ONCE)) {
    await enqueueMails(tx, part.map((recipient) => ({ mail: { forumId: told.call.forumId, recipient: recipient.mail, language: recipient.language, ...write(told, recipient), occasion, about, cause: causeOf(told) }, now })))
  }
  return recipients.length
}

/**
 * Announces a call by mail to addresses that the desk has, and to those who asked to be told: each address once, however often it is
 * announced. Refuses `nobody-to-tell`, and `not-open` before a draft is opened and after the call is closed.
 */
export async function announceCall(
  tx: Tx,
  actor: Actor,
  input: { told: CallTold; addresses: readonly string[]; language: string; toFollowers: boolean; write: WriteNotice },
  now: Instant,
): Promise<{ mails: number } | Refusal<'nobody-to-tell' | 'not-open'>> {
  const { told, write } = input
  if (!told.call.isOpen || told.call.isDraft) return { refusal: 'not-open' }
  const followers = input.toFollowers ? await listRecipients(tx, told.call.id) : []
  const known = new Set(followers.map(({ mail }) => mail.toLowerCase()))
  const others = input.addresses.filter((mail) => !known.has(mail.toLowerCase())).map((mail) => ({ id: null, mail, language: input.language }))
  const recipients = [...followers, ...others]
  if (recipients.length === 0) return { refusal: 'nobody-to-tell' }
  const mails = await enqueueNotices(tx, told, recipients, write, now)
  await appendAct(tx, actor, { ...toAct(told.call, 'call-told'), detail: { call: told.call.slug, occasion: told.occasion, mails } }, now)
  return { mails }
}

function toAct(call: Call, act: Extract<CallAct, 'notice-asked' | 'notice-confirmed' | 'notice-left' | 'call-told'>) {
  return { forumId: call.forumId, cycleId: call.cycleId, act, subject: { kind: 'call', id: call.id }, detail: { call: call.slug } } as const
}
