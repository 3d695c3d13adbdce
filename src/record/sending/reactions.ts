import type { Clock } from '../../platform/clock.ts'
import { transact, type Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { prepareLetter, type PreparedLetter } from '../../platform/mail-composer.ts'
import { Unwritable } from '../../platform/mail-encoding.ts'
import type { MailJournal } from '../../platform/mail-journal.ts'
import { MailDeferred, MailRefused, RELAY, type MailTransport } from '../../platform/mail-transport.ts'
import { newId } from '../../platform/new-id.ts'
import type { Id } from '../../shared/ids.ts'
import { excerpt } from '../../shared/text.ts'
import { toMilliseconds } from '../../shared/time.ts'
import { noteFailure } from '../bounces/commands.ts'
import { findLetter } from '../mailings/queries.ts'
import type { WriteFoot } from '../preferences/model.ts'
import { clearDestination, deferDestination, deferMail, giveBack, leaseMails, markRefused, markSent, type NotSent, type WaitingMail } from './commands.ts'
import { toOutgoing } from './mail.ts'
import { failureKind, LATEST_START } from './model.ts'
import { listDestinations } from './queries.ts'

export interface Sending {
  readonly db: Db
  readonly transport: MailTransport
  readonly clock: Clock
  readonly log: Log
  /** What this machine has handed over; without one, a mail whose process was killed may leave twice. */
  readonly journal?: MailJournal | undefined
  readonly writeFoot?: WriteFoot | undefined
  readonly signal?: AbortSignal | undefined
  /** The place in URGENCIES up to which mails are taken: a lane of their own for those that somebody waits for. */
  readonly leastUrgent?: number | undefined
}

/** Mails taken from the queue at once, and of these begun at once: the pool decides how many of them are really on their way. */
const TAKEN = 200
const BEGUN = 24
const LETTERS_AT_HAND = 3
const LONGEST_FAILURE = 500

interface Turn extends Sending {
  readonly owner: Id
  readonly letters: Map<Id, Promise<PreparedLetter | undefined>>
  /** Handed over, and not yet marked. */
  readonly taken: Id[]
  /** Taken from the queue, and not begun. */
  readonly unbegun: Id[]
  /** Destinations that failed of late, and those of them that took a mail now. */
  readonly failing: ReadonlySet<string>
  readonly reached: Set<string>
  /** Left for the destination's next try, with the mails that were on their way there. */
  readonly closed: Map<string, { ids: Id[]; why: NotSent }>
  sent: number
}

/**
 * Sends what waits in the outbox until nothing waits that is due, the most urgent first and then the oldest. Mails are taken in parts
 * for a limited time, and marked in parts; what PostgreSQL does not know yet when the process is killed stands in the journal.
 * Answers how many were sent.
 */
export async function sendWaiting(sending: Sending): Promise<number> {
  const failing = new Set((await listDestinations(sending.db)).map(({ domain }) => domain))
  const turn: Turn = { ...sending, owner: sending.journal?.owner ?? newId(), letters: new Map(), taken: [], unbegun: [], failing, reached: new Set(), closed: new Map(), sent: 0 }
  for (;;) {
    if (sending.signal?.aborted === true) break
    const now = sending.clock()
    const mails = await leaseMails(sending.db, turn.owner, { most: TAKEN, leastUrgent: sending.leastUrgent ?? 2 }, now)
    if (mails.length === 0) break
    await handOver(turn, mails, toMilliseconds(now) + LATEST_START)
    await settle(turn)
  }
  for (const domain of turn.reached) if (!turn.closed.has(domain)) await clearDestination(sending.db, domain)
  return turn.sent
}

async function handOver(turn: Turn, mails: readonly WaitingMail[], latestStart: number): Promise<void> {
  const waiting = mails.values()
  const worker = async (): Promise<void> => {
    for (const mail of waiting) {
      const isOver = turn.signal?.aborted === true || toMilliseconds(turn.clock()) > latestStart
      if (isOver) turn.unbegun.push(mail.id)
      else await handOne(turn, mail)
    }
  }
  await Promise.all(Array.from({ length: Math.min(BEGUN, mails.length) }, worker))
}

async function handOne(turn: Turn, mail: WaitingMail): Promise<void> {
  const domain = mail.recipient.slice(mail.recipient.lastIndexOf('@') + 1).toLowerCase()
  const closed = turn.closed.get(RELAY) ?? turn.closed.get(domain)
  if (closed !== undefined) return void closed.ids.push(mail.id)
  try {
    const letter = mail.mailing_id === null ? undefined : await letterOf(turn, mail.mailing_id)
    if (mail.mailing_id !== null && letter === undefined) throw new MailRefused('The letter of which this is a copy is no longer there')
    await turn.transport.send(toOutgoing(mail, letter, turn.writeFoot), {
      handing: () => turn.journal?.handing(mail.id),
      taken: () => turn.journal?.sent(mail.id),
    })
    turn.taken.push(mail.id)
    for (const each of [RELAY, domain]) if (turn.failing.has(each)) turn.reached.add(each)
  } catch (error) {
    await noteNotSent(turn, mail, error)
  }
}

/** Letters to many are read and prepared once for all copies that follow each other. */
function letterOf(turn: Turn, id: Id): Promise<PreparedLetter | undefined> {
  const known = turn.letters.get(id)
  if (known !== undefined) return known
  const prepared = findLetter(turn.db, id).then((letter) => (letter === undefined ? undefined : prepareLetter(letter)))
  turn.letters.set(id, prepared)
  const [oldest] = turn.letters.keys()
  if (turn.letters.size > LETTERS_AT_HAND && oldest !== undefined) turn.letters.delete(oldest)
  return prepared
}

async function noteNotSent(turn: Turn, mail: WaitingMail, error: unknown): Promise<void> {
  const failure = excerpt(error instanceof Error ? error.message : String(error), LONGEST_FAILURE)
  const answer = error instanceof MailRefused || error instanceof MailDeferred ? error.answer : { code: undefined, status: undefined }
  const why = { failure, answer }
  if (error instanceof MailDeferred && error.destination !== undefined) {
    const closed = turn.closed.get(error.destination)
    if (closed === undefined) turn.closed.set(error.destination, { ids: [mail.id], why })
    else closed.ids.push(mail.id)
    return
  }
  const now = turn.clock()
  const isFinal = error instanceof MailRefused || error instanceof Unwritable
  const outcome = await transact(turn.db, async (tx) => {
    if (!isFinal) return deferMail(tx, mail, why, now)
    await markRefused(tx, mail.id, why, now)
    if (answer.code !== undefined) await noteFailure(tx, { address: mail.recipient, outboxId: mail.id, forumId: mail.forum_id, kind: failureKind(answer, failure), source: 'sending', status: answer.status ?? null, diagnostic: failure }, now)
    return 'gone'
  })
  turn.log.warn('A mail did not leave', { mail: mail.id, failure, ...(outcome === 'gone' ? { given: 'up' } : { attempts: mail.attempts + 1 }) })
}

/** Tells PostgreSQL how it went, so that the journal need not hold it any longer. */
async function settle(turn: Turn): Promise<void> {
  const { db, clock, journal } = turn
  const taken = turn.taken.splice(0)
  await markSent(db, taken, clock())
  turn.sent += taken.length
  for (const [destination, { ids, why }] of turn.closed) {
    if (ids.length === 0) continue
    const mails = ids.splice(0)
    await transact(db, (tx) => deferDestination(tx, destination, mails, why, clock()))
    turn.log.warn('No mail is taken there now', { destination, waiting: mails.length, failure: why.failure })
  }
  journal?.marked(taken)
  await giveBack(db, turn.owner, turn.unbegun.splice(0), clock())
}
