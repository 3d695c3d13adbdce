import { transact } from '../../platform/database.ts'
import { noteAnswer } from '../../record/inbox/commands.ts'
import type { Sorted } from '../../record/inbox/model.ts'
import { wasAnsweredLately } from '../../record/inbox/queries.ts'
import type { MailServices } from '../context.ts'
import { answerArrival, type Letter } from '../letters.ts'
import type { Reply, Unclear } from './reply.ts'

/** Kept for a person, and its sender told what was missing; not more than once an hour, and never where a list or a mass mail brought it. */
export async function keepUnclear(services: MailServices, reply: Reply, unclearly: Unclear | undefined): Promise<Sorted> {
  const { arrival, sent, say } = reply
  const isForDesk = unclearly?.isForDesk === true
  const sorted: Sorted = { state: 'kept', reason: isForDesk ? 'for-desk' : 'unclear', forumId: sent.forumId }
  const now = services.clock()
  if (arrival.mail.automatic !== 'no' || (await wasAnsweredLately(services.db, reply.from.address, now))) return sorted
  await transact(services.db, async (tx) => {
    const letter = isForDesk ? passedOn(reply) : stillUnclear(reply, unclearly?.missing ?? [say('mailroom.missing.unknown')])
    await answerArrival(tx, { forumId: sent.forumId, recipient: reply.from.address, language: reply.language, arrivalId: arrival.id }, isForDesk ? 'reply-taken' : 'reply-unclear', letter, now)
    await noteAnswer(tx, arrival.id, reply.from.address, now)
    await arrival.settle(tx, sorted)
  })
  return sorted
}

/** Says that a person reads it. */
function passedOn({ arrival, sent, say }: Reply): Letter {
  return { subject: say('mailroom.passed.subject', { subject: arrival.mail.subject === '' ? sent.subject : arrival.mail.subject }), about: null, parts: [say('mailroom.passed.body')] }
}

/** Says what was missing; an answer to it completes the mail. */
function stillUnclear({ arrival, sent, say }: Reply, missing: readonly string[]): Letter {
  return {
    subject: say('mailroom.unclear.subject', { subject: arrival.mail.subject === '' ? sent.subject : arrival.mail.subject }),
    about: { kind: 'inbox-mail', id: arrival.id },
    parts: [say('mailroom.unclear.head'), missing.map((each) => `– ${each}`).join('\n'), say('mailroom.unclear.answer')],
  }
}
