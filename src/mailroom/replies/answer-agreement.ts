import { findCycleById } from '../../forums/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import { confirmAgreement, withdrawAgreement } from '../../review/agreements/commands.ts'
import { findAgreement } from '../../review/agreements/queries.ts'
import { findComments } from '../../review/comments/queries.ts'
import { formatRef } from '../../shared/refs.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import type { MailServices } from '../context.ts'
import { takeReply, unclear, type Handled, type Reply } from './reply.ts'
import { readIntent } from './words.ts'

/** Confirms that somebody agrees with a comment, or takes it back, by answering the mail that asks or says so. */
export async function answerAgreement(services: MailServices, reply: Reply): Promise<Handled> {
  const said = readIntent(reply.own, ['yes', 'agree', 'no', 'withdraw'])
  if (said === undefined) return unclear(reply, reply.own === '' ? 'mailroom.missing.nothing-said' : 'mailroom.missing.agreement')
  const agreement = await findAgreement(services.db, reply.about.id)
  const [comment] = agreement === undefined ? [] : await findComments(services.db, [agreement.commentId])
  const cycle = comment === undefined ? undefined : await findCycleById(services.db, comment.cycleId)
  if (agreement === undefined || comment === undefined || cycle === undefined) return unclear(reply, 'mailroom.missing.unknown')
  const isYes = said.intent === 'yes' || said.intent === 'agree'
  const ref = formatRef(cycle.slug, 'R', comment.number)
  const sorted = await takeReply<Refusal>(services, reply, async (tx, now) => {
    const outcome = await (isYes ? confirmAgreement : withdrawAgreement)(tx, PUBLIC, { agreementId: agreement.id, cycleSlug: cycle.slug }, now)
    if (isRefusal(outcome)) return outcome
    const kind = isYes ? 'counted' : 'withdrawn'
    const parts = [reply.say(`mailroom.agreement.${kind}`, { ref }), ...(isYes ? [reply.say('mailroom.undo.withdraw')] : [])]
    return { became: { kind: 'agreement', id: agreement.id }, letter: { subject: reply.say('mailroom.agreement.subject', { ref }), about: isYes ? { kind: 'agreement', id: agreement.id } : null, parts } }
  })
  return isRefusal(sorted) ? unclear(reply, 'mailroom.missing.already') : sorted
}
