import { findCycleById } from '../../forums/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import { dropKept, takeKept } from '../../review/waiting/commands.ts'
import type { WaitingComment } from '../../review/waiting/model.ts'
import { formatRef } from '../../shared/refs.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import type { MailServices } from '../context.ts'
import { forDesk, takeReply, unclear, type Handled, type Reply } from './reply.ts'
import { readIntent } from './words.ts'

/** To the letter that says that a comment waits: "yes" confirms it where that is what it waits for, "withdraw" drops it; the desk reads the rest. */
export async function answerWaiting(services: MailServices, reply: Reply, waiting: WaitingComment): Promise<Handled> {
  const said = readIntent(reply.own, waiting.state === 'unconfirmed' ? ['yes', 'no', 'withdraw'] : ['withdraw'])
  const cycle = await findCycleById(services.db, waiting.cycleId)
  if (said === undefined || cycle === undefined) return waiting.state === 'unconfirmed' || reply.own === '' ? unclear(reply, reply.own === '' ? 'mailroom.missing.nothing-said' : 'mailroom.missing.waiting') : forDesk()
  const which = { id: waiting.id, cycleId: cycle.id }
  const sorted = await takeReply<Refusal>(services, reply, async (tx, now) => {
    if (said.intent === 'yes') {
      const taken = await takeKept(tx, PUBLIC, { ...which, by: 'sender', cycleSlug: cycle.slug, toFollowers: services.letters.placeNews }, now)
      if (isRefusal(taken)) return taken
      const ref = formatRef(cycle.slug, 'R', taken.number)
      return { became: { kind: 'comment', id: waiting.id }, letter: { subject: reply.say('mailroom.comment.subject', { count: 1, refs: ref }), about: { kind: 'comment', id: waiting.id }, parts: [reply.say('mailroom.waiting.taken', { ref }), reply.say('mailroom.undo.withdraw')] } }
    }
    const dropped = await dropKept(tx, PUBLIC, which, now)
    if (isRefusal(dropped)) return dropped
    return { became: { kind: 'comment', id: waiting.id }, letter: { subject: reply.say('mailroom.waiting.dropped-subject'), about: null, parts: [reply.say('mailroom.waiting.dropped')] } }
  })
  if (!isRefusal(sorted)) return sorted
  return unclear(reply, sorted.refusal === 'review-closed' ? 'mailroom.missing.review-closed' : 'mailroom.missing.already')
}
