import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { addMilliseconds, type Instant } from '../../shared/time.ts'
import { ANSWER_PAUSE, type InboxMail } from './model.ts'
import { findLetterWords } from '../letter-words/queries.ts'
import type { InboxRow } from './tables.ts'

export async function findInboxMail(db: Reader, id: Id): Promise<InboxMail | undefined> {
  const row = await db.selectFrom('record_inbox').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toInboxMail(row)
}

/** What a forum's desk has to look at, or has decided; newest first, `limit` at most after `offset`. `forumId` null: what concerns no forum. */
export async function listInboxMails(db: Reader, choice: { forumId: Id<'forum'> | null; state: 'kept' | 'decided'; limit: number; offset: number }): Promise<InboxMail[]> {
  let query = db.selectFrom('record_inbox').selectAll().where('forum_id', choice.forumId === null ? 'is' : '=', choice.forumId)
  query = choice.state === 'kept' ? query.where('state', '=', 'kept') : query.where('decision', 'is not', null)
  const rows = await query.orderBy('received_at', 'desc').orderBy('id', 'desc').limit(choice.limit).offset(choice.offset).execute()
  return rows.map(toInboxMail)
}

export async function countKeptMails(db: Reader, forumId: Id<'forum'> | null): Promise<number> {
  const row = await db.selectFrom('record_inbox').select((of) => of.fn.countAll<number>().as('count')).where('state', '=', 'kept').where('forum_id', forumId === null ? 'is' : '=', forumId).executeTakeFirstOrThrow()
  return row.count
}

/** Whether an answer that says "not understood" has left to an address within the last hour. */
export async function wasAnsweredLately(db: Reader, address: string, now: Instant): Promise<boolean> {
  const row = await db.selectFrom('record_inbox').select('id').where('answered_to', '=', address.toLowerCase()).where('answered_at', '>', addMilliseconds(now, -ANSWER_PAUSE)).limit(1).executeTakeFirst()
  return row !== undefined
}

/** The mail that left, to which an answer or a report came back. Its text is gone, but for that of letters which are answered between their lines; whom it went to, on which occasion and what it was about stay. */
export interface MailSent {
  readonly id: Id<'outgoing-mail'>
  readonly forumId: Id<'forum'> | null
  readonly recipient: string
  readonly subject: string
  readonly occasion: string | null
  readonly about: { readonly kind: string; readonly id: Id } | null
  readonly language: string | null
  readonly createdAt: Instant
  /** Its words, without what stands below every mail. */
  readonly body: string
}

export async function findMailSent(db: Reader, id: Id): Promise<MailSent | undefined> {
  const row = await db.selectFrom('record_outbox').select(['id', 'forum_id', 'recipient', 'subject', 'body', 'occasion', 'about_kind', 'about_id', 'language', 'created_at']).where('id', '=', id).executeTakeFirst()
  if (row === undefined) return undefined
  return {
    id: row.id as Id<'outgoing-mail'>,
    forumId: row.forum_id as Id<'forum'> | null,
    recipient: row.recipient,
    subject: row.subject,
    body: row.body === '' && row.about_id !== null && row.occasion !== null ? await findLetterWords(db, { occasion: row.occasion, aboutId: row.about_id, language: row.language }) : row.body,
    occasion: row.occasion,
    about: row.about_kind === null || row.about_id === null ? null : { kind: row.about_kind, id: row.about_id },
    language: row.language,
    createdAt: row.created_at,
  }
}

export function toInboxMail(row: Selectable<InboxRow>): InboxMail {
  const { decision, decided_by: by, decided_at: at } = row
  return {
    id: row.id as Id<'inbox-mail'>,
    receivedAt: row.received_at,
    envelopeFrom: row.envelope_from,
    recipient: row.recipient,
    sha256: row.sha256,
    size: row.size,
    client: row.client,
    checks: row.checks,
    state: row.state,
    became: row.became_kind === null || row.became_id === null ? null : { kind: row.became_kind, id: row.became_id },
    forumId: row.forum_id as Id<'forum'> | null,
    reason: row.reason,
    fromAddress: row.from_address,
    fromName: row.from_name,
    subject: row.subject,
    tries: row.tries,
    decision: decision === null || by === null || at === null ? null : { decision, reason: row.decision_reason, by: by as Id<'person'>, at },
  }
}
