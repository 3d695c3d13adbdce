import { startBackground, type Background } from '../../platform/background.ts'
import { PASSING_FAULTS, type ChatModel } from '../../platform/chat-model.ts'
import type { Clock } from '../../platform/clock.ts'
import { transact, type Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { SYSTEM } from '../../record/model.ts'
import { addMilliseconds } from '../../shared/time.ts'
import { putBack, recordReply, takeRequest, type Outcome, type Taken } from './commands.ts'
import { readSuggestions, writeMessages } from './model.ts'
import { listSendable, type Sendable } from './queries.ts'

const INTERVAL = 2_000
/** How often something is sent whose reply does not come, and how long after each time it is sent again. */
const [MOST_TRIES, PAUSE] = [3, 60_000]

/** Asks a language model what people asked of it, one after the other, until it is stopped. */
export function startAskingModel(db: Db, model: ChatModel, clock: Clock, log: Log): Background {
  return startBackground({ what: 'language model', every: INTERVAL, log, turn: (signal) => askNext(db, model, clock, signal) })
}

/**
 * Sends the next that waits, of its passages only those that anyone may read at this moment, and writes down what came of it. True when it did. A
 * process that ends in between leaves it to be sent again; its number of tries sees to it that a late reply counts once.
 */
export async function askNext(db: Db, model: ChatModel, clock: Clock, signal?: AbortSignal): Promise<boolean> {
  const taken = await transact(db, (tx) => takeRequest(tx, clock()))
  if (taken === undefined) return false
  const sent = await listSendable(db, taken.passageIds)
  if (sent.length === 0) return finish(db, taken, { sent, model: null, suggestions: [], reason: 'nothing-to-send', reply: null }, clock)
  if (taken.tries > MOST_TRIES) return finish(db, taken, { sent: [], model: null, suggestions: [], reason: 'failing', reply: null }, clock)
  const reply = await model.ask(writeMessages(taken.kind, sent), signal)
  if (signal?.aborted === true) {
    await transact(db, (tx) => putBack(tx, taken, { at: null, wasSent: false }))
    return false
  }
  if (!('fault' in reply)) return finish(db, taken, { sent, model: reply.model, ...judge(reply.text, taken, sent) }, clock)
  if (PASSING_FAULTS.has(reply.fault) && taken.tries < MOST_TRIES) {
    await transact(db, (tx) => putBack(tx, taken, { at: addMilliseconds(clock(), PAUSE * taken.tries), wasSent: true }))
    return true
  }
  return finish(db, taken, { sent, model: model.name, suggestions: [], reason: reply.fault, reply: null }, clock)
}

function judge(reply: string, taken: Taken, sent: readonly Sendable[]): Pick<Outcome, 'suggestions' | 'reason' | 'reply'> {
  const read = readSuggestions(reply, taken.kind, new Set(sent.map(({ ref }) => ref)))
  return 'reason' in read ? { suggestions: [], reason: read.reason, reply } : { suggestions: read.suggestions, reason: null, reply: null }
}

async function finish(db: Db, taken: Taken, outcome: Outcome, clock: Clock): Promise<boolean> {
  await transact(db, (tx) => recordReply(tx, SYSTEM, taken, outcome, clock()))
  return true
}
