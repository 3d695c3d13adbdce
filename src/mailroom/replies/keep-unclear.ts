import { transact } from '../../platform/database.ts'
import { noteAnswer } from '../../record/inbox/commands.ts'
import type { Sorted } from '../../record/inbox/model.ts'
import { wasAnsweredLately } from '../../record/inbox/queries.ts'
import type { MailServices } from '../context.ts'
import { answerArrival } from '../letters.ts'
import type { Reply, Unclear } from './reply.ts'

/** Kept for a person, and its sender told what was missing; not more than once an hour, and never where a list or a mass mail brought it. */
export async function keepUnclear(services: MailServices, reply: Reply, unclearly: Unclear | undefined): Promise<Sorted> {
  const { arrival, sent, say } = reply
  const missing = unclearly?.missing ?? [say('mailroom.missing.unknown')]
  const sorted: Sorted = { state: 'kept', reason: 'unclear', forumId: sent.forumId }
  const now = services.clock()
  if (arrival.mail.automatic !== 'no' || (await wasAnsweredLately(services.db, reply.from.address, now))) return sorted
  await transact(services.db, async (tx) => {
    const letter = {
      subject: say('mailroom.unclear.subject', { subject: arrival.mail.subject === '' ? sent.subject : arrival.mail.subject }),
      about: { kind: 'inbox-mail', id: arrival.id } as const,
      parts: [say('mailroom.unclear.head'), missing.map((each) => `– ${each}`).join('\n'), say('mailroom.unclear.answer')],
    }
    await answerArrival(tx, { forumId: sent.forumId, recipient: reply.from.address, language: reply.language, arrivalId: arrival.id }, 'reply-unclear', letter, now)
    await noteAnswer(tx, arrival.id, reply.from.address, now)
    await arrival.settle(tx, sorted)
  })
  return sorted
}
