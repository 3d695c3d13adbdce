import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import { RELAY, type MailAnswer } from '../../platform/mail-transport.ts'
import { newId } from '../../platform/new-id.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { addMilliseconds, type Instant } from '../../shared/time.ts'
import { appendAct } from '../commands.ts'
import type { Actor } from '../model.ts'
import { ATTEMPTS, GIVEN_UP_AFTER, LEASE, pauseAfter, pauseOfDestination } from './model.ts'

/** A row of the outbox as it is taken to be sent. */
export type WaitingMail = Readonly<Record<'recipient' | 'subject' | 'body', string> & Record<'urgency' | 'attempts', number> & Record<'occasion' | 'language' | 'leave_at' | 'leave_by' | 'calendar' | 'calendar_method' | 'about_kind', string | null>> & {
  readonly id: Id<'outbox'>
  readonly forum_id: Id<'forum'> | null
  readonly mailing_id: Id<'mailing'> | null
  readonly created_at: Instant
}

/**
 * Takes mails that are due, the most urgent first and of these those that have waited longest, for `owner` to hand over within the
 * lease. A lease is the time before which nobody takes a row again, so that it needs no one to end it: of several processes each takes
 * others, and what a process leaves behind that is gone is taken by the next when its time is over.
 */
export async function leaseMails(db: Db, owner: Id, limits: { readonly most: number; readonly leastUrgent: number }, now: Instant): Promise<WaitingMail[]> {
  // Asked before, for with everything waiting for the relay the statement below would walk through all of it.
  const relay = await db.selectFrom('record_destination').select('not_before').where('domain', '=', RELAY).executeTakeFirst()
  if (relay !== undefined && relay.not_before > now) return []
  const { rows } = await sql<WaitingMail>`
    with paused as materialized (select domain from record_destination where not_before > ${now}),
      due as (
        select o.id from record_outbox o
        where o.kind = 'mail' and o.sent_at is null and o.gone_at is null and o.urgency <= ${limits.leastUrgent} and o.not_before <= ${now}
          and not exists (select from paused where paused.domain = o.domain)
        order by o.urgency, o.not_before, o.id limit ${limits.most} for update skip locked)
    update record_outbox as o set leased_by = ${owner}, not_before = ${addMilliseconds(now, LEASE)}
    from due where o.id = due.id
    returning o.id, o.forum_id, o.recipient, o.subject, o.body, o.urgency, o.attempts, o.created_at, o.occasion, o.language, o.leave_at, o.leave_by, o.calendar, o.calendar_method, o.about_kind, o.mailing_id`.execute(db)
  return rows.sort((a, b) => a.urgency - b.urgency || (a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : a.id < b.id ? -1 : 1))
}

/** These have left. What they said is dropped, for it may hold a secret link; the row stays, for what comes back of it names it. */
export async function markSent(db: Db | Tx, ids: readonly Id[], now: Instant): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update record_outbox set sent_at = ${now}, attempts = attempts + 1, failure = null, body = '', leave_at = null, leave_by = null, calendar = null, leased_by = null, reply_code = null, reply_status = null
    where id = any(${ids}::uuid[]) and sent_at is null`.execute(db)
}

/** Gives back what was taken and not begun. */
export async function giveBack(db: Db, owner: Id, ids: readonly Id[], now: Instant): Promise<void> {
  if (ids.length === 0) return
  await sql`update record_outbox set leased_by = null, not_before = ${now} where id = any(${ids}::uuid[]) and leased_by = ${owner} and sent_at is null`.execute(db)
}

/**
 * Ends the leases of an owner that was killed, once what it is certain to have sent is marked. Answers how many mails it had taken
 * and not sent.
 */
export async function resumeAfter(tx: Tx, owner: Id, sent: readonly Id[], now: Instant): Promise<number> {
  for (let from = 0; from < sent.length; from += 1_000) await markSent(tx, sent.slice(from, from + 1_000), now)
  const { numAffectedRows } = await sql`update record_outbox set leased_by = null, not_before = ${now} where leased_by = ${owner} and sent_at is null and gone_at is null`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

export interface NotSent {
  readonly failure: string
  readonly answer: MailAnswer
}

/** One mail was declined for good: it is given up, and says why. */
export async function markRefused(tx: Tx, id: Id, why: NotSent, now: Instant): Promise<void> {
  await tx
    .updateTable('record_outbox')
    .set((set) => ({ attempts: set('attempts', '+', 1), failure: why.failure, reply_code: why.answer.code ?? null, reply_status: why.answer.status ?? null, gone_at: now, not_before: now, leased_by: null }))
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .execute()
}

/** One mail was not taken now: it waits longer each time, and is given up after the last try. Answers whether it was. */
export async function deferMail(tx: Tx, mail: Pick<WaitingMail, 'id' | 'attempts'>, why: NotSent, now: Instant): Promise<'waits' | 'gone'> {
  const attempts = mail.attempts + 1
  const isGone = attempts >= ATTEMPTS
  await tx
    .updateTable('record_outbox')
    .set({ attempts, failure: why.failure, reply_code: why.answer.code ?? null, reply_status: why.answer.status ?? null, not_before: addMilliseconds(now, pauseAfter(attempts)), gone_at: isGone ? now : null, leased_by: null })
    .where('id', '=', mail.id)
    .where('sent_at', 'is', null)
    .execute()
  return isGone ? 'gone' : 'waits'
}

/**
 * A destination takes nothing now. It is left alone, for longer each time; the mails that were taken for it wait until then, without
 * a try being counted, and what has waited for days is given up. Several mails that fail at the same time count as one failure.
 */
export async function deferDestination(tx: Tx, destination: string, mails: readonly Id[], why: NotSent, now: Instant): Promise<void> {
  const known = await tx.selectFrom('record_destination').selectAll().where('domain', '=', destination).forUpdate().executeTakeFirst()
  const isCounted = known !== undefined && known.not_before > now
  const failures = isCounted ? known.failures : (known?.failures ?? 0) + 1
  const until = isCounted ? known.not_before : addMilliseconds(now, pauseOfDestination(failures))
  await tx
    .insertInto('record_destination')
    .values({ domain: destination, failures, failed_at: now, not_before: until, failure: why.failure })
    .onConflict((conflict) => conflict.column('domain').doUpdateSet({ failures, failed_at: now, not_before: until, failure: why.failure }))
    .execute()
  await sql`
    update record_outbox set not_before = ${until}, failure = ${why.failure}, reply_code = ${why.answer.code ?? null}, reply_status = ${why.answer.status ?? null}, leased_by = null,
      gone_at = case when created_at < ${addMilliseconds(now, -GIVEN_UP_AFTER)} then ${now}::timestamptz end
    where id = any(${mails}::uuid[]) and sent_at is null`.execute(tx)
  if (destination === RELAY) return
  // What waits for the same domain is moved behind everything that can be sent, so that nobody has to look past it.
  await sql`
    update record_outbox set not_before = ${until}
    where kind = 'mail' and sent_at is null and gone_at is null and domain = ${destination} and leased_by is null and not_before < ${until}`.execute(tx)
}

/** Mail arrives there again. */
export async function clearDestination(db: Db | Tx, destination: string): Promise<void> {
  await db.deleteFrom('record_destination').where('domain', '=', destination).execute()
}

/** A mail that waits, or was given up, is tried again now, from the beginning; refused where it left, is on its way, or has nothing left to say. */
export async function tryMailAgain(tx: Tx, actor: Actor, id: Id, now: Instant): Promise<{ readonly tried: number } | Refusal<'no-such-mail'>> {
  const { numAffectedRows } = await sql`
    update record_outbox o set gone_at = null, attempts = 0, not_before = ${now}
    where id = ${id} and kind = 'mail' and sent_at is null and leased_by is null
      and (body <> '' or exists (select from record_mailing m where m.id = o.mailing_id and m.body is not null))`.execute(tx)
  if (numAffectedRows !== 1n) return { refusal: 'no-such-mail' }
  await appendAct(tx, actor, { forumId: null, act: 'mails-tried-again', subject: { kind: 'outbox', id }, detail: { count: 1 } }, now)
  return { tried: 1 }
}

/** A destination (a domain, or `*` for the relay) is tried again now, with everything that waits for it. */
export async function tryDestinationAgain(tx: Tx, actor: Actor, domain: string, now: Instant): Promise<{ readonly tried: number } | Refusal<'no-such-destination'>> {
  const known = await tx.deleteFrom('record_destination').where('domain', '=', domain).returning('domain').execute()
  const { rows } = await sql<{ id: Id }>`
    update record_outbox set not_before = ${now}
    where kind = 'mail' and sent_at is null and gone_at is null and leased_by is null and not_before > ${now} and (${domain} = ${RELAY} or domain = ${domain}) returning id`.execute(tx)
  if (known.length === 0 && rows.length === 0) return { refusal: 'no-such-destination' }
  await appendAct(tx, actor, { forumId: null, act: 'mails-tried-again', subject: { kind: 'outbox', id: rows[0]?.id ?? newId() }, detail: { count: rows.length } }, now)
  return { tried: rows.length }
}

/** A mail that waits shall not leave. Its text is dropped with it. */
export async function dropMail(tx: Tx, actor: Actor, id: Id, now: Instant): Promise<{ readonly dropped: Id } | Refusal<'no-such-mail'>> {
  const { numAffectedRows } = await sql`
    update record_outbox set gone_at = ${now}, not_before = ${now}, failure = null, body = '', calendar = null, leave_at = null, leave_by = null
    where id = ${id} and kind = 'mail' and sent_at is null and gone_at is null and leased_by is null`.execute(tx)
  if (numAffectedRows !== 1n) return { refusal: 'no-such-mail' }
  await appendAct(tx, actor, { forumId: null, act: 'mail-dropped', subject: { kind: 'outbox', id }, detail: {} }, now)
  return { dropped: id }
}

/** Days that a letter to many is kept after its last copy has left: until then the operator may have a copy tried again. */
const LETTERS_KEPT = 7 * 24 * 3_600_000

/** Letters of which no copy waits any more: what they said is dropped after a while. */
export async function dropSentMailings(db: Db, now: Instant): Promise<void> {
  await sql`
    update record_mailing m set body = null
    where body is not null and created_at < ${addMilliseconds(now, -LETTERS_KEPT)} and not exists (select from record_outbox where mailing_id = m.id and sent_at is null and gone_at is null)`.execute(db)
}
