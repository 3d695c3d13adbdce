import { findContributions } from '../../contributions/queries.ts'
import { withdrawContribution as withdraw } from '../../contributions/commands.ts'
import { findCycleById } from '../../forums/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import { formatRef } from '../../shared/refs.ts'
import { isRefusal } from '../../shared/result.ts'
import type { MailServices } from '../context.ts'
import { forDesk, takeReply, unclear, type Handled, type Reply } from './reply.ts'
import { readIntent } from './words.ts'

/** Withdraws a contribution by answering its receipt; anything else that is answered to it is for a person. */
export async function withdrawContribution(services: MailServices, reply: Reply): Promise<Handled> {
  if (readIntent(reply.own, ['withdraw']) === undefined) return reply.own === '' && reply.attachments.length === 0 ? unclear(reply, 'mailroom.missing.nothing-said') : forDesk()
  const [contribution] = await findContributions(services.db, [reply.about.id])
  const cycle = contribution === undefined ? undefined : await findCycleById(services.db, contribution.cycleId)
  if (contribution === undefined || cycle === undefined) return unclear(reply, 'mailroom.missing.withdraw-which')
  const ref = formatRef(cycle.slug, 'C', contribution.number)
  const sorted = await takeReply(services, reply, async (tx, now) => {
    const outcome = await withdraw(tx, PUBLIC, { contributionId: contribution.id, cycleId: cycle.id }, now)
    if (isRefusal(outcome)) return outcome
    return { became: { kind: 'contribution', id: contribution.id }, letter: { subject: reply.say('mailroom.withdrawn.subject', { ref }), about: null, parts: [reply.say('mailroom.withdrawn.body', { ref })] } }
  })
  return isRefusal(sorted) ? unclear(reply, 'mailroom.missing.already') : sorted
}
