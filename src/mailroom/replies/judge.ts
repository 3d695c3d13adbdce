import { findCycleById } from '../../forums/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import { findComments } from '../../review/comments/queries.ts'
import { saySatisfied } from '../../review/responses/commands.ts'
import { formatRef } from '../../shared/refs.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import type { MailServices } from '../context.ts'
import { withoutClosing } from './details.ts'
import { takeReply, unclear, type Handled, type Reply } from './reply.ts'
import { readIntent } from './words.ts'

/** Says whether a commenter is satisfied with the response that was mailed. */
export async function judge(services: MailServices, reply: Reply): Promise<Handled> {
  const [comment] = await findComments(services.db, [reply.about.id])
  const cycle = comment === undefined ? undefined : await findCycleById(services.db, comment.cycleId)
  if (comment === undefined || cycle === undefined) return unclear(reply, 'mailroom.missing.unknown')
  const said = readIntent(reply.own, ['satisfied', 'not-satisfied', 'agree', 'object', 'yes', 'no'])
  if (said === undefined) return unclear(reply, reply.own === '' ? 'mailroom.missing.nothing-said' : 'mailroom.missing.satisfied')
  const isSatisfied = said.intent === 'satisfied' || said.intent === 'yes' || said.intent === 'agree'
  const reason = withoutClosing(said.rest)
  const words = isSatisfied || reason === '' ? undefined : reason
  const ref = formatRef(cycle.slug, 'R', comment.number)
  const sorted = await takeReply<Refusal<'no-such-comment' | 'comment-withdrawn' | 'not-answered' | 'judging-over' | 'changed-meanwhile'>>(services, reply, async (tx, now) => {
    // What is answered is the response that the mail brought: one that was put since is told of in a mail of its own.
    const { response } = comment
    if (response !== null && response.answeredAt > reply.sent.createdAt) return { refusal: 'changed-meanwhile' }
    const outcome = await saySatisfied(tx, PUBLIC, { commentId: comment.id, cycleSlug: cycle.slug, isSatisfied, words, revision: response?.revision ?? 0 }, now)
    if (isRefusal(outcome)) return outcome
    const letter = {
      subject: reply.say('mailroom.satisfied.subject', { ref }),
      about: { kind: 'comment', id: comment.id } as const,
      parts: [reply.say('mailroom.satisfied.body', { said: isSatisfied ? 'yes' : 'no', ref }), words === undefined ? undefined : reply.say('mailroom.satisfied.words', { words }), reply.say('mailroom.undo.answer-again')],
    }
    return { became: { kind: 'judgement', id: comment.id }, letter }
  })
  if (!isRefusal(sorted)) return sorted
  const { refusal } = sorted
  if (refusal === 'comment-withdrawn') return unclear(reply, 'mailroom.missing.withdrawn')
  if (refusal === 'no-such-comment') return unclear(reply, 'mailroom.missing.unknown')
  return unclear(reply, `mailroom.missing.${refusal}`)
}
