import { startBackground, type Background } from '../platform/background.ts'
import type { Clock } from '../platform/clock.ts'
import { transact, type Db, type Tx } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { MailRefused, type MailTransport } from '../platform/mail-transport.ts'
import { excerpt } from '../shared/text.ts'
import { addMilliseconds, type Instant } from '../shared/time.ts'

const INTERVAL = 2_000
/** Tries of one mail: the last comes some two days after the first. */
const ATTEMPTS = 12
const FIRST_PAUSE = 60_000
const LONGEST_PAUSE = 6 * 3_600_000

/**
 * Sends what waits in the outbox, one transaction for each mail, oldest first, until nothing waits that is due. The row stays locked
 * while its mail is handed over, so that of several processes one sends it; a process killed between the server's answer and the
 * commit leaves a mail that is sent again under the same Message-ID. A sent mail's text is dropped, for it may hold a secret link.
 * Answers how many were sent.
 */
export async function sendWaitingMail(db: Db, transport: MailTransport, clock: Clock, log: Log, signal?: AbortSignal): Promise<number> {
  let sent = 0
  for (;;) {
    if (signal?.aborted === true) return sent
    const outcome = await transact(db, (tx) => sendNext(tx, transport, clock(), log))
    if (outcome === 'nothing') return sent
    if (outcome === 'sent') sent++
  }
}

async function sendNext(tx: Tx, transport: MailTransport, now: Instant, log: Log): Promise<'nothing' | 'sent' | 'failed'> {
  const mail = await tx
    .selectFrom('record_outbox')
    .selectAll()
    .where('kind', '=', 'mail')
    .where('sent_at', 'is', null)
    .where('not_before', '<=', now)
    .where('attempts', '<', ATTEMPTS)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (mail === undefined) return 'nothing'
  try {
    const calendar = mail.calendar === null || mail.calendar_method === null ? undefined : { method: mail.calendar_method, text: mail.calendar }
    await transport.send({ id: mail.id, to: mail.recipient, subject: mail.subject, text: mail.body, leaveAt: mail.leave_at ?? undefined, calendar })
  } catch (error) {
    const failure = excerpt(error instanceof Error ? error.message : String(error), 500)
    const attempts = error instanceof MailRefused ? ATTEMPTS : mail.attempts + 1
    await tx.updateTable('record_outbox').set({ attempts, failure, not_before: addMilliseconds(now, pauseAfter(attempts)) }).where('id', '=', mail.id).execute()
    log.warn('A mail did not leave', { mail: mail.id, attempts, failure })
    return 'failed'
  }
  await tx
    .updateTable('record_outbox')
    .set({ sent_at: now, attempts: mail.attempts + 1, failure: null, body: '', leave_at: null, calendar: null })
    .where('id', '=', mail.id)
    .execute()
  return 'sent'
}

function pauseAfter(attempts: number): number {
  return Math.min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
}

/** Looks after the outbox until it is stopped; stopping waits for the mail that is being handed over. */
export function startSendingMail(db: Db, transport: MailTransport, clock: Clock, log: Log): Background {
  const turn = async (signal: AbortSignal): Promise<boolean> => (await sendWaitingMail(db, transport, clock, log, signal)) > 0
  const background = startBackground({ what: 'outbox', every: INTERVAL, turn, log })
  return {
    stop: async () => {
      await background.stop()
      transport.close()
    },
  }
}
