import { sql } from 'kysely'
import type { Refusal } from '../../shared/result.ts'
import { appendAct } from '../commands.ts'
import type { Actor } from '../model.ts'
import type { Db, Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Id } from '../../shared/ids.ts'
import { addMilliseconds, type Instant } from '../../shared/time.ts'
import { SORTING_LEASE, type Envelope, type InboxMail, type SenderChecks, type Sorted } from './model.ts'
import { toInboxMail, wasAnsweredLately } from './queries.ts'

/** Notes a mail whose bytes are stored, a row for each of its recipients. The same bytes for the same recipient are noted once, however often they come. */
export async function noteMail(tx: Tx | Db, mail: { sha256: string; size: number; envelope: Envelope; checks: SenderChecks | null }, now: Instant): Promise<void> {
  const { envelope } = mail
  if (envelope.recipients.length === 0) return
  await tx
    .insertInto('record_inbox')
    .values(
      [...new Set(envelope.recipients)].map((recipient) => ({
        id: newId(),
        received_at: now,
        envelope_from: envelope.from,
        recipient,
        sha256: mail.sha256,
        size: mail.size,
        client: JSON.stringify(envelope.client),
        checks: mail.checks === null ? null : JSON.stringify(mail.checks),
        state: 'waiting' as const,
        not_before: now,
      })),
    )
    .onConflict((conflict) => conflict.columns(['recipient', 'sha256']).doNothing())
    .execute()
}

/** Takes the oldest mail that waits, for two minutes: of several processes one gets it. */
export async function claimMail(db: Db, now: Instant): Promise<InboxMail | undefined> {
  const row = await db
    .updateTable('record_inbox')
    .set((of) => ({ tries: of('tries', '+', 1), not_before: addMilliseconds(now, SORTING_LEASE) }))
    .where('id', '=', (of) => of.selectFrom('record_inbox').select('id').where('state', '=', 'waiting').where('not_before', '<=', now).orderBy('not_before').orderBy('id').limit(1).forUpdate().skipLocked())
    .returningAll()
    .executeTakeFirst()
  return row === undefined ? undefined : toInboxMail(row)
}

/** What the header of a mail says, for whoever looks at it later. */
export async function noteMailHeader(db: Db | Tx, id: Id, header: { fromAddress: string | null; fromName: string | null; subject: string | null }): Promise<void> {
  await db.updateTable('record_inbox').set({ from_address: header.fromAddress, from_name: header.fromName, subject: header.subject }).where('id', '=', id).execute()
}

export async function noteChecks(db: Db | Tx, id: Id, checks: SenderChecks): Promise<void> {
  await db.updateTable('record_inbox').set({ checks: JSON.stringify(checks) }).where('id', '=', id).execute()
}

/** Ends the sorting of a mail; false where it has ended before, and whatever was written in this transaction must not be. */
export async function settleMail(tx: Tx | Db, id: Id, sorted: Sorted, now: Instant): Promise<boolean> {
  const row = await tx
    .updateTable('record_inbox')
    .set({
      state: sorted.state,
      became_kind: sorted.became?.kind ?? null,
      became_id: sorted.became?.id ?? null,
      forum_id: sql`coalesce(${sorted.forumId ?? null}, forum_id)`,
      reason: sorted.reason ?? null,
      settled_at: now,
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** A kept mail that a later one has completed ends with that one. */
export async function settleKept(tx: Tx, id: Id, sorted: Sorted, now: Instant): Promise<void> {
  await tx
    .updateTable('record_inbox')
    .set({ state: sorted.state, became_kind: sorted.became?.kind ?? null, became_id: sorted.became?.id ?? null, settled_at: now })
    .where('id', '=', id)
    .where('state', '=', 'kept')
    .execute()
}

/** Puts a mail back, to be sorted again after a pause. */
export async function postponeMail(db: Db | Tx, id: Id, until: Instant, reason: string): Promise<void> {
  await db.updateTable('record_inbox').set({ not_before: until, reason }).where('id', '=', id).where('state', '=', 'waiting').execute()
}

/** Notes that an answer that says "not understood" leaves, in the transaction in which it is put into the outbox. */
export async function noteAnswer(tx: Tx, id: Id, address: string, now: Instant): Promise<void> {
  await tx.updateTable('record_inbox').set({ answered_to: address.toLowerCase(), answered_at: now }).where('id', '=', id).execute()
}

/**
 * The right to write to an address that a mail only claims: once an hour, of whatever we answer, whichever process comes first. False: it
 * was written to lately.
 */
export async function claimAnswer(tx: Tx, id: Id, address: string, now: Instant): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext(${`record_inbox answer ${address.toLowerCase()}`}))`.execute(tx)
  if (await wasAnsweredLately(tx, address, now)) return false
  await noteAnswer(tx, id, address, now)
  return true
}

/** A person's decision on a mail that could not be understood: entered by hand, or set aside. What it said stays out of the record. `forumId` null: it concerns no forum. Refuses: decided-already. */
export async function decideMail(
  tx: Tx,
  actor: Actor,
  input: { readonly id: Id; readonly forumId: Id<'forum'> | null; readonly personId: Id<'person'>; readonly decision: 'taken' | 'dismissed'; readonly reason: string | undefined },
  now: Instant,
): Promise<{ decided: true } | Refusal<'decided-already'>> {
  const row = await tx
    .updateTable('record_inbox')
    .set({ state: input.decision === 'taken' ? 'done' : 'refused', decision: input.decision, decision_reason: input.reason ?? null, decided_by: input.personId, decided_at: now, settled_at: now })
    .where('id', '=', input.id)
    .where('forum_id', input.forumId === null ? 'is' : '=', input.forumId)
    .where('state', '=', 'kept')
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'decided-already' }
  await appendAct(tx, actor, { forumId: input.forumId, act: 'mail-decided', subject: { kind: 'inbox-mail', id: input.id }, detail: { decision: input.decision } }, now)
  return { decided: true }
}
