import type { About, Occasion } from '../../record/occasions/model.ts'
import type { Id } from '../../shared/ids.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import type { MailServices } from '../context.ts'
import { ofCall } from './follow-call.ts'
import { ofDocument } from './follow-document.ts'
import { ofMeetings } from './follow-meetings.ts'
import { ofPlace } from './follow-place.ts'
import type { Following } from './following.ts'
import { takeReply, unclear, type Handled, type Reply } from './reply.ts'
import { isWordAlone, readIntent } from './words.ts'

/** Mails by which a wish is confirmed, and those that are sent because of it. */
const BY_WISH: Readonly<Partial<Record<About['kind'], Following>>> = { 'call-notice': ofCall, 'document-follower': ofDocument, 'meetings-follower': ofMeetings, 'place-follower': ofPlace }
const BY_NEWS: Readonly<Partial<Record<Occasion, Following>>> = {
  'call-opened': ofCall, 'call-reminder': ofCall, 'call-extended': ofCall, 'version-released': ofDocument, 'version-circulated': ofDocument, 'review-opened': ofDocument, 'meeting-told': ofMeetings, 'place-comment': ofPlace, 'place-answer': ofPlace,
}

/** A wish confirmed by "yes", ended by "unfollow"; undefined where that is not what a mail says. */
export async function follow(services: MailServices, reply: Reply): Promise<Handled | undefined> {
  const wish = BY_WISH[reply.about.kind]
  const news = BY_NEWS[reply.sent.occasion as Occasion]
  if (wish !== undefined) return answerWish(services, reply, wish)
  if (news === undefined || !isWordAlone(reply.own, ['unfollow'])) return undefined
  const ids = await news.findOwn(services.db, reply.about, reply.from.address.toLowerCase(), reply.sent.forumId)
  const [first] = ids
  if (first === undefined) return unclear(reply, 'mailroom.missing.not-following')
  return leave(services, reply, news, ids, KIND_OF.get(news) ?? null)
}

const KIND_OF = new Map<Following, About['kind']>([[ofCall, 'call-notice'], [ofDocument, 'document-follower'], [ofMeetings, 'meetings-follower'], [ofPlace, 'place-follower']])

async function answerWish(services: MailServices, reply: Reply, wish: Following): Promise<Handled> {
  const said = readIntent(reply.own, ['yes', 'follow', 'unfollow', 'no'])
  if (said === undefined) return unclear(reply, reply.own === '' ? 'mailroom.missing.nothing-said' : 'mailroom.missing.follow')
  if (said.intent === 'unfollow' || said.intent === 'no') return leave(services, reply, wish, [reply.about.id], reply.about.kind)
  const sorted = await takeReply<Refusal>(services, reply, async (tx, now) => {
    const outcome = await wish.confirm(tx, reply.about.id, now)
    if (isRefusal(outcome)) return outcome
    return { became: { kind: reply.about.kind, id: reply.about.id }, letter: { subject: reply.say('mailroom.followed.subject'), about: reply.about, parts: [reply.say('mailroom.followed.body')] } }
  })
  return isRefusal(sorted) ? unclear(reply, 'mailroom.missing.already') : sorted
}

async function leave(services: MailServices, reply: Reply, following: Following, ids: readonly Id[], kind: About['kind'] | null): Promise<Handled> {
  const [first] = ids
  if (first === undefined) return unclear(reply, 'mailroom.missing.unknown')
  const sorted = await takeReply<Refusal>(services, reply, async (tx, now) => {
    for (const id of ids) {
      const outcome = await following.leave(tx, id, now)
      if (isRefusal(outcome)) return outcome
    }
    return { became: { kind: kind ?? 'follower', id: first }, letter: { subject: reply.say('mailroom.unfollowed.subject'), about: kind === null ? null : { kind, id: first }, parts: [reply.say('mailroom.unfollowed.body')] } }
  })
  return isRefusal(sorted) ? unclear(reply, 'mailroom.missing.already') : sorted
}
