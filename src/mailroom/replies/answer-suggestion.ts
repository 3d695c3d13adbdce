import { findCycleById } from '../../forums/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import { withdrawSuggestion } from '../../synthesis/suggestions/commands.ts'
import { findSuggestionById } from '../../synthesis/suggestions/queries.ts'
import type { MailServices } from '../context.ts'
import { forDesk, takeReply, unclear, type Handled, type Reply } from './reply.ts'
import { readIntent } from './words.ts'

/** Takes back words that were suggested for a finding; what else is said to its receipt, or to the answer, is for the desk. */
export async function answerSuggestion(services: MailServices, reply: Reply): Promise<Handled> {
  if (reply.own === '') return unclear(reply, 'mailroom.missing.nothing-said')
  if (readIntent(reply.own, ['withdraw']) === undefined) return forDesk()
  const found = await findSuggestionById(services.db, reply.about.id)
  const cycle = found === undefined ? undefined : await findCycleById(services.db, found.cycleId)
  if (found === undefined || cycle === undefined) return unclear(reply, 'mailroom.missing.withdraw-which')
  const ref = `${cycle.slug}/S-${found.number}`
  const sorted = await takeReply<Refusal>(services, reply, async (tx, now) => {
    const outcome = await withdrawSuggestion(tx, PUBLIC, { forumId: cycle.forumId, cycleId: cycle.id, suggestionId: reply.about.id }, now)
    if (isRefusal(outcome)) return outcome
    return { became: { kind: 'suggestion', id: reply.about.id }, letter: { subject: reply.say('mailroom.withdrawn.subject', { ref }), about: null, parts: [reply.say('mailroom.withdrawn.body', { ref })] } }
  })
  return isRefusal(sorted) ? unclear(reply, 'mailroom.missing.already') : sorted
}
