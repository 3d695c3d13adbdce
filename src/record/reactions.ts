import { startBackground, type Wakeable } from '../platform/background.ts'
import type { Clock } from '../platform/clock.ts'
import { transact, type Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { MailTransport } from '../platform/mail-transport.ts'
import { dropSentMailings, resumeAfter } from './sending/commands.ts'
import { URGENT } from './sending/model.ts'
import { sendWaiting, type Sending } from './sending/reactions.ts'

/** Milliseconds between two looks at the queue: whoever asked for a link to log in with waits for it before a screen. */
const INTERVAL_OF_URGENT = 500
const INTERVAL = 2_000

/** Sends what waits in the outbox until nothing waits that is due; see `sendWaiting`. */
export function sendWaitingMail(db: Db, transport: MailTransport, clock: Clock, log: Log, signal?: AbortSignal): Promise<number> {
  return sendWaiting({ db, transport, clock, log, signal })
}

/**
 * Looks after the outbox until it is stopped, in two lanes: what somebody waits for, which is never behind a list, and everything. First
 * it makes good what an earlier process on this machine did not come to mark. Stopping waits for the mails that are on their way.
 */
export function startSendingMail(sending: Omit<Sending, 'signal' | 'leastUrgent'>): Wakeable {
  const { transport, log, journal } = sending
  let resumed: Promise<void> | undefined
  const lane = (what: string, every: number, leastUrgent: number | undefined): Wakeable =>
    startBackground({
      what,
      every,
      turn: async (signal) => {
        await (resumed ??= resume(sending).catch((error: unknown) => {
          resumed = undefined
          throw error
        }))
        const sent = await sendWaiting({ ...sending, signal, leastUrgent })
        if (sent === 0 && leastUrgent === undefined) await dropSentMailings(sending.db, sending.clock())
        return sent > 0
      },
      log,
    })
  const lanes = [lane('urgent mail', INTERVAL_OF_URGENT, URGENT), lane('outbox', INTERVAL, undefined)]
  return {
    wake: () => {
      for (const each of lanes) each.wake()
    },
    stop: async () => {
      await Promise.all(lanes.map((each) => each.stop()))
      transport.close()
      journal?.close()
    },
  }
}

async function resume({ db, clock, log, journal }: Omit<Sending, 'signal' | 'leastUrgent'>): Promise<void> {
  if (journal === undefined) return
  const { sent, inDoubt } = journal.left
  const waiting = await transact(db, (tx) => resumeAfter(tx, journal.owner, sent, clock()))
  journal.marked(sent)
  if (sent.length > 0 || waiting > 0) log.info('Sending goes on where an earlier process was ended', { marked: sent.length, waiting, inDoubt: inDoubt.length })
}
