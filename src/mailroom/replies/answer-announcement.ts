import { leaveAudiences } from '../../procedures/leave-audiences.ts'
import type { MailServices } from '../context.ts'
import { forDesk, takeReply, type Handled, type Reply } from './reply.ts'
import { readIntent } from './words.ts'

/** "Unfollow" ends all that brought an announcement to its reader; anything else is for those who announced it. */
export async function answerAnnouncement(services: MailServices, reply: Reply): Promise<Handled> {
  if (readIntent(reply.own, ['unfollow']) === undefined) return forDesk()
  return takeReply<never>(services, reply, async (tx, now) => {
    const ended = await leaveAudiences(tx, { announcementId: reply.about.id, mail: reply.from.address }, now)
    const titles = [...new Set(ended.map(({ title }) => title))].map((title) => `– ${title}`).join('\n')
    return { became: { kind: 'announcement', id: reply.about.id }, letter: { subject: reply.say('mailroom.unfollowed.subject'), about: null, parts: [reply.say('mailroom.announcement.left', { count: ended.length }), titles] } }
  })
}
