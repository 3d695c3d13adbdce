import { sql } from 'kysely'
import { startBackground, type Background } from '../../platform/background.ts'
import type { Clock } from '../../platform/clock.ts'
import { transact, type Db, type Tx } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Id } from '../../shared/ids.ts'
import { addMilliseconds, dateInZone, parseInstant, type Instant } from '../../shared/time.ts'
import { enqueueMail } from '../commands.ts'
import { UNANSWERED } from '../occasions/model.ts'
import type { WriteDailyMail } from './commands.ts'

const INTERVAL = 60_000
/** The hour (UTC) up to which a day's notices are gathered. */
const HOUR = 6
/** Notices in one daily mail: a reader of more has the rest in the next. */
const MOST = 200

/** The last 06:00 UTC before or at an instant. */
export function lastGathering(now: Instant): Instant {
  const date = dateInZone(addMilliseconds(now, -HOUR * 3_600_000), 'UTC')
  return parseInstant(`${date}T0${HOUR}:00:00.000Z`) ?? now
}

/**
 * Writes the daily mails that are due: for each address and forum one mail of all that was gathered before the last 06:00 UTC, in the
 * language of its latest notice. The notices end in the transaction that writes the mail, so that none is in two and none is lost. What
 * waits for an address that is paused goes on waiting. Answers how many mails were written.
 */
export async function writeDailyMails(db: Db, clock: Clock, write: WriteDailyMail, signal?: AbortSignal): Promise<number> {
  for (let written = 0; ; written++) {
    if (signal?.aborted === true) return written
    if (!(await transact(db, (tx) => writeNext(tx, write, clock())))) return written
  }
}

async function writeNext(tx: Tx, write: WriteDailyMail, now: Instant): Promise<boolean> {
  // One process at a time: of several, two would each find a part of the same reader's notices.
  const { rows: [lock] } = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(hashtext('record daily mails')) as held`.execute(tx)
  if (lock?.held !== true) return false
  const until = lastGathering(now)
  const first = await tx
    .selectFrom('record_outbox')
    .select(['id', 'recipient', 'forum_id'])
    .where('kind', '=', 'daily')
    .where('sent_at', 'is', null)
    .where('created_at', '<', until)
    .where('forum_id', 'is not', null)
    .where((where) => where.not(where.exists(where.selectFrom('record_address_state').select('address').whereRef('address', '=', sql<string>`lower(record_outbox.recipient)`).where('state', 'in', ['paused', 'complained']))))
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (first?.forum_id === null || first === undefined) return false
  const rows = await tx
    .selectFrom('record_outbox')
    .select(['id', 'subject', 'body', 'language', 'created_at', 'about_kind', 'occasion'])
    .where('kind', '=', 'daily')
    .where('sent_at', 'is', null)
    .where('created_at', '<', until)
    .where('forum_id', '=', first.forum_id)
    .where('recipient', '=', first.recipient)
    .orderBy('created_at')
    .orderBy('id')
    .limit(MOST)
    .forUpdate()
    .execute()
  const forumId = first.forum_id as Id<'forum'>
  const language = rows.findLast((row) => row.language !== null)?.language ?? 'en'
  const letter = await write(tx, { forumId, language, items: rows.map((row) => ({ id: row.id, subject: row.subject, body: row.body, createdAt: row.created_at, isAnswered: row.about_kind !== null && !UNANSWERED.has(row.occasion ?? '') })) })
  await enqueueMail(tx, { forumId, recipient: first.recipient, ...letter, occasion: 'daily-notices', about: null, language, cause: `daily:${first.id}` }, now)
  await tx.updateTable('record_outbox').set({ sent_at: now, body: '' }).where('id', 'in', rows.map(({ id }) => id)).execute()
  return true
}

/** Writes daily mails until it is stopped. */
export function startDailyMails(db: Db, clock: Clock, write: WriteDailyMail, log: Log): Background {
  const turn = async (signal: AbortSignal): Promise<boolean> => {
    await writeDailyMails(db, clock, write, signal)
    return false
  }
  return startBackground({ what: 'daily mails', every: INTERVAL, turn, log })
}
