import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { WaitingMail } from './commands.ts'

/** Where no mail is taken just now. */
export interface Destination {
  /** A domain of recipients, or `*` for the relay. */
  readonly domain: string
  readonly failures: number
  readonly failedAt: Instant
  readonly notBefore: Instant
  readonly failure: string
}

export async function listDestinations(db: Reader): Promise<Destination[]> {
  const rows = await db.selectFrom('record_destination').selectAll().orderBy('not_before').limit(500).execute()
  return rows.map((row) => ({ domain: row.domain, failures: row.failures, failedAt: row.failed_at, notBefore: row.not_before, failure: row.failure }))
}

/** A mail of the outbox as the operator sees it. */
export interface QueuedMail {
  readonly id: Id<'outbox'>
  readonly recipient: string
  /** A copy's are those of its letter; its body stays with that. */
  readonly subject: string
  readonly body: string
  readonly language: string | null
  readonly occasion: string | null
  readonly urgency: number
  readonly isCopy: boolean
  readonly createdAt: Instant
  readonly sentAt: Instant | null
  readonly goneAt: Instant | null
  /** When it is tried next; of one that is being handed over, until when that may take. */
  readonly notBefore: Instant
  readonly isHandedOver: boolean
  readonly attempts: number
  readonly failure: string | null
}

/** `gone`: given up, or dropped at the desk. */
export const QUEUE_STATES = ['all', 'waiting', 'gone'] as const
export type QueueState = (typeof QUEUE_STATES)[number]

/** A page of the outbox: what waits in the order in which it leaves, everything else the newest first. */
export async function unscopedListQueue(db: Reader, page: { readonly state: QueueState; readonly domain?: string | undefined; readonly limit: number; readonly offset: number }): Promise<QueuedMail[]> {
  let query = db
    .selectFrom('record_outbox as o')
    .leftJoin('record_mailing as m', 'm.id', 'o.mailing_id')
    .select(['o.id', 'o.recipient', 'o.subject', 'm.subject as letter', 'o.body', 'o.language', 'o.occasion', 'o.urgency', 'o.mailing_id', 'o.created_at', 'o.sent_at', 'o.gone_at', 'o.not_before', 'o.leased_by', 'o.attempts', 'o.failure'])
    .where('o.kind', '=', 'mail')
  if (page.domain !== undefined) query = query.where('o.domain', '=', page.domain)
  if (page.state === 'waiting') query = query.where('o.sent_at', 'is', null).where('o.gone_at', 'is', null).orderBy('o.urgency').orderBy('o.not_before').orderBy('o.id')
  else if (page.state === 'gone') query = query.where('o.gone_at', 'is not', null).where('o.sent_at', 'is', null).orderBy('o.gone_at', 'desc').orderBy('o.id')
  else query = query.orderBy('o.created_at', 'desc').orderBy('o.id', 'desc')
  const rows = await query.limit(page.limit).offset(page.offset).execute()
  return rows.map((row) => ({
    id: row.id as Id<'outbox'>,
    recipient: row.recipient,
    subject: row.letter ?? row.subject,
    body: row.body,
    language: row.language,
    occasion: row.occasion,
    urgency: row.urgency,
    isCopy: row.mailing_id !== null,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    goneAt: row.gone_at,
    notBefore: row.not_before,
    isHandedOver: row.leased_by !== null && row.sent_at === null && row.gone_at === null,
    attempts: row.attempts,
    failure: row.failure,
  }))
}

export interface WaitingThere {
  readonly domain: string
  readonly count: number
  readonly oldest: Instant
}

/** How many mails wait for each domain, the most first. */
export async function unscopedCountWaiting(db: Reader, limit: number): Promise<{ readonly waiting: number; readonly gone: number; readonly domains: readonly WaitingThere[] }> {
  const { rows } = await sql<{ domain: string; count: number; oldest: Instant; waiting: number }>`
    select domain, count(*) as count, min(created_at) as oldest, sum(count(*)) over ()::bigint as waiting from record_outbox
    where kind = 'mail' and sent_at is null and gone_at is null group by domain order by count(*) desc, domain limit ${limit}`.execute(db)
  const gone = await sql<{ gone: number }>`select count(*) as gone from record_outbox where gone_at is not null and sent_at is null`.execute(db)
  return { waiting: rows[0]?.waiting ?? 0, gone: gone.rows[0]?.gone ?? 0, domains: rows.map(({ domain, count, oldest }) => ({ domain, count, oldest })) }
}

/** One mail of the outbox with everything that it is composed of; its words are '' once it has left. */
export async function unscopedFindQueued(db: Reader, id: Id): Promise<WaitingMail | undefined> {
  const row = await db
    .selectFrom('record_outbox')
    .select(['id', 'forum_id', 'recipient', 'subject', 'body', 'urgency', 'attempts', 'created_at', 'occasion', 'language', 'leave_at', 'leave_by', 'calendar', 'calendar_method', 'about_kind', 'mailing_id'])
    .where('id', '=', id)
    .where('kind', '=', 'mail')
    .executeTakeFirst()
  return row === undefined ? undefined : { ...row, id: row.id as Id<'outbox'>, forum_id: row.forum_id as Id<'forum'> | null, mailing_id: row.mailing_id as Id<'mailing'> | null }
}
