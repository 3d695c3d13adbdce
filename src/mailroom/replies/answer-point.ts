import { answerPoint as answer, withdrawPointAnswer } from '../../meetings/point-answers/commands.ts'
import { findAsked, findPoints } from '../../meetings/points/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import { isRefusal } from '../../shared/result.ts'
import type { MailServices } from '../context.ts'
import { withoutClosing } from './details.ts'
import { takeReply, unclear, type Handled, type Reply } from './reply.ts'
import { readIntent } from './words.ts'

/** Agrees with a point that is before the list, objects to it, or takes that back. */
export async function answerPoint(services: MailServices, reply: Reply): Promise<Handled> {
  const askedId = reply.about.id
  const asked = await findAsked(services.db, askedId)
  const [point] = asked === undefined ? [] : await findPoints(services.db, [asked.pointId])
  if (point === undefined) return unclear(reply, 'mailroom.missing.unknown')
  const said = readIntent(reply.own, ['object', 'agree', 'withdraw', 'yes', 'no'])
  if (said === undefined) return unclear(reply, reply.own === '' ? 'mailroom.missing.nothing-said' : 'mailroom.missing.point')
  const stance = said.intent === 'object' || said.intent === 'no' ? 'objects' : 'agrees'
  const sorted = await takeReply(services, reply, async (tx, now) => {
    const { number } = point
    const became = { kind: 'point', id: point.id }
    const about = { kind: 'point-asked', id: askedId } as const
    const subject = reply.say('mailroom.point.subject', { number })
    if (said.intent === 'withdraw') {
      const back = await withdrawPointAnswer(tx, PUBLIC, { pointId: point.id, askedId }, now)
      return isRefusal(back) ? back : { became, letter: { subject, about, parts: [reply.say('mailroom.point.withdrawn', { number })] } }
    }
    const name = reply.from.name ?? null
    const outcome = await answer(tx, PUBLIC, { pointId: point.id, askedId, formKey: null, stance, text: withoutClosing(said.rest), language: null, name, isNamed: name !== null }, now)
    if (isRefusal(outcome)) return outcome
    return { became, letter: { subject, about, parts: [reply.say('mailroom.point.body', { stance, number }), reply.say('mailroom.undo.withdraw')] } }
  })
  if (!isRefusal(sorted)) return sorted
  if (sorted.refusal === 'words-missing' || sorted.refusal === 'not-before-the-list') return unclear(reply, `mailroom.missing.${sorted.refusal}`)
  return unclear(reply, 'mailroom.missing.already')
}
