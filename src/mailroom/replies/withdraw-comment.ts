import { findCycleById } from '../../forums/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import { withdrawComment as withdraw } from '../../review/comments/commands.ts'
import type { Comment } from '../../review/model.ts'
import { formatRef } from '../../shared/refs.ts'
import { isRefusal } from '../../shared/result.ts'
import type { MailServices } from '../context.ts'
import { takeReply, unclear, type Handled, type Reply } from './reply.ts'

/** Withdraws comments that were sent from one address, all or none. */
export async function withdrawComments(services: MailServices, reply: Reply, comments: readonly Comment[]): Promise<Handled> {
  const [first] = comments
  const cycle = first === undefined ? undefined : await findCycleById(services.db, first.cycleId)
  if (first === undefined || cycle === undefined) return unclear(reply, 'mailroom.missing.withdraw-which')
  const ref = comments.map(({ number }) => formatRef(cycle.slug, 'R', number)).join(', ')
  const sorted = await takeReply(services, reply, async (tx, now) => {
    for (const { id } of comments) {
      const outcome = await withdraw(tx, PUBLIC, { commentId: id, cycleSlug: cycle.slug, reason: undefined }, now)
      if (isRefusal(outcome)) return outcome
    }
    const letter = { subject: reply.say('mailroom.withdrawn.subject', { ref }), about: null, parts: [reply.say('mailroom.withdrawn.body', { ref })] }
    return { became: { kind: 'comment', id: first.id }, letter }
  })
  return isRefusal(sorted) ? unclear(reply, 'mailroom.missing.already') : sorted
}
