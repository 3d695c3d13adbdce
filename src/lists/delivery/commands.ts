import { makeMailToken } from '../../platform/mail-tokens.ts'
import type { Tx } from '../../platform/database.ts'
import { enqueueMailing } from '../../record/mailings/commands.ts'
import { COPIES_AT_ONCE, type Mailing } from '../../record/mailings/model.ts'
import type { Id } from '../../shared/ids.ts'
import { writeMailAddress } from '../../shared/mail-addresses.ts'
import type { Instant } from '../../shared/time.ts'
import { listUrl, type ListPlace, type MailPlace } from './model.ts'

/**
 * Hands the next copies of a post or digest to the queue, and notes how far it came, in one transaction: whoever dies in between leaves
 * it as it was. Undefined: another does it, or it is done. Answers whether more are to come.
 */
export async function sendPart(
  tx: Tx,
  input: { sendingId: Id; mailing: Mailing; place: MailPlace; list: ListPlace; notIn: readonly Id[] },
  now: Instant,
): Promise<{ more: boolean } | undefined> {
  const sending = await tx.selectFrom('lists_sending').selectAll().where('id', '=', input.sendingId).where('done_at', 'is', null).forUpdate().skipLocked().executeTakeFirst()
  if (sending === undefined) return undefined
  let query = tx
    .selectFrom('lists_subscription as member')
    .select(['member.id', 'member.mail'])
    .where('member.list_id', '=', sending.list_id)
    .where('member.state', '=', 'confirmed')
    .where('member.delivery', '=', sending.kind === 'post' ? 'at-once' : sending.kind)
    .where('member.state_at', '<=', now)
    .orderBy('member.id')
    .limit(COPIES_AT_ONCE)
  if (sending.after_id !== null) query = query.where('member.id', '>', sending.after_id)
  const { notIn } = input
  if (notIn.length > 0) {
    query = query.where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('lists_subscription as other')
            .select('other.id')
            .where('other.list_id', 'in', [...notIn])
            .where('other.state', '=', 'confirmed')
            .where('other.delivery', '=', 'at-once')
            .whereRef((eb) => eb.fn('lower', ['other.mail']), '=', (eb) => eb.fn('lower', ['member.mail'])),
        ),
      ),
    )
  }
  const members = await query.execute()
  const { place, list } = input
  const copies = members.map(({ id, mail }) => {
    const token = makeMailToken(place.secret, 'leave', id)
    return { recipient: mail, leaveAt: `${listUrl(place, list)}/leave/${token}`, leaveBy: writeMailAddress({ kind: 'leave', token }, place.mailDomain) }
  })
  if (copies.length > 0) await enqueueMailing(tx, input.mailing, copies, now)
  const more = members.length === COPIES_AT_ONCE
  await tx.updateTable('lists_sending').set({ after_id: members.at(-1)?.id ?? sending.after_id, done_at: more ? null : now }).where('id', '=', sending.id).execute()
  return { more }
}

/** Gives up what cannot be sent: its post was taken away meanwhile. */
export async function dropSending(tx: Tx, sendingId: Id, now: Instant): Promise<void> {
  await tx.updateTable('lists_sending').set({ done_at: now }).where('id', '=', sendingId).where('done_at', 'is', null).execute()
}
