import { isOccasion } from '../../record/occasions/model.ts'
import { endKind as end } from '../../record/preferences/commands.ts'
import { isChosen } from '../../record/preferences/model.ts'
import type { MailServices } from '../context.ts'
import { takeReply, type Handled, type Reply } from './reply.ts'
import { readIntent } from './words.ts'

/** A word alone: who says more than that says something. */
const LONGEST = 80

/** "Unsubscribe" to a mail that nobody follows anything for ends mails of its kind from the forum; undefined where that is not what was said. */
export async function endKind(services: MailServices, reply: Reply): Promise<Handled | undefined> {
  const { forumId, occasion, recipient } = reply.sent
  if (forumId === null || !isOccasion(occasion) || !isChosen(occasion) || reply.own.length > LONGEST) return undefined
  if (readIntent(reply.own, ['unfollow'])?.rest.includes('\n') !== false) return undefined
  return takeReply<never>(services, reply, async (tx, now) => {
    await end(tx, { address: recipient, forumId, occasion }, now)
    return { became: { kind: 'notices-ended', id: reply.sent.id }, letter: { subject: reply.say('mailroom.unfollowed.subject'), about: null, parts: [reply.say('mailroom.kind-ended')] } }
  })
}
