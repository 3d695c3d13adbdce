import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Instant } from '../../shared/time.ts'
import { OCCASIONS, URGENCIES } from '../occasions/model.ts'
import { causeOfMailing, COPIES_AT_ONCE, type Mailing, type MailingCopy } from './model.ts'

/**
 * Puts one letter to many into the outbox, in the transaction of its cause: the letter once, and for each copy a small row. It may be
 * called again with the same letter and further copies, so that a list of any length is written in parts. A recipient who has a copy
 * of this mailing already gets no second one. Answers how many copies were new.
 */
export async function enqueueMailing(tx: Tx, mailing: Mailing, copies: readonly MailingCopy[], now: Instant): Promise<number> {
  await tx
    .insertInto('record_mailing')
    .values({
      id: mailing.id,
      forum_id: mailing.forumId,
      occasion: mailing.occasion,
      message_id: mailing.messageId,
      from_name: mailing.from.name,
      from_address: mailing.from.address,
      reply_to: mailing.replyTo ?? null,
      sender: mailing.sender ?? null,
      subject: mailing.subject,
      headers: JSON.stringify(mailing.headers),
      content_headers: JSON.stringify(mailing.content.headers),
      body: Buffer.from(mailing.content.body),
      created_at: now,
    })
    // The copies of an earlier part may all have left, and what they said been dropped.
    .onConflict((conflict) => conflict.column('id').doUpdateSet((set) => ({ body: set.ref('excluded.body') })).where('record_mailing.body', 'is', null))
    .execute()
  let isNew = 0
  for (let from = 0; from < copies.length; from += COPIES_AT_ONCE) isNew += await insertCopies(tx, mailing, copies.slice(from, from + COPIES_AT_ONCE), now)
  return isNew
}

async function insertCopies(tx: Tx, mailing: Mailing, copies: readonly MailingCopy[], now: Instant): Promise<number> {
  const urgency = URGENCIES.indexOf(mailing.urgency ?? OCCASIONS[mailing.occasion].urgency)
  const rows = copies.map(({ recipient, leaveAt, leaveBy }) => ({ id: newId(), recipient, leave_at: leaveAt ?? null, leave_by: leaveBy ?? null }))
  const { numAffectedRows } = await sql`
    insert into record_outbox (id, forum_id, kind, recipient, subject, body, cause, occasion, urgency, mailing_id, leave_at, leave_by, created_at, not_before)
    select copy.id, ${mailing.forumId}::uuid, 'mail', copy.recipient, '', '', ${causeOfMailing(mailing.id)}::text, ${mailing.occasion}::text, ${urgency}::smallint, ${mailing.id}::uuid,
      copy.leave_at, copy.leave_by, ${now}::timestamptz, ${now}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as copy (id uuid, recipient text, leave_at text, leave_by text)
    on conflict (recipient, cause) do nothing`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}
