import type { Forum } from '../../../forums/model.ts'
import type { MeetingTold, Recipient, Follower, WriteMeetingMail } from '../../../meetings/following/model.ts'
import { findMeetingFollower } from '../../../meetings/following/queries.ts'
import { endDay, utcOf, type Sitting } from '../../../meetings/model.ts'
import { equalSecrets, hmac } from '../../../platform/digest.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { writeDate } from '../../../shared/time.ts'
import type { Services } from '../../context.ts'
import { loadForum, type InForum } from '../../forums/data.ts'
import { translator, type Translate } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'

type Sender = Pick<Services, 'publicUrl' | 'secret'>

/** The page on which a wish to be told of meetings is confirmed and ended. Nobody can make its address without the installation's secret. */
export function followingAddress(sender: Sender, forum: { readonly slug: string }, id: Id): string {
  return `${sender.publicUrl}/${forum.slug}/follow-meetings/${id}.${hmac(sender.secret, `meetings-follow:${id}`)}`
}

/** Writes mails about meetings of a forum. */
export function meetingMailWriter(sender: Sender, forum: Pick<Forum, 'slug' | 'title'>): WriteMeetingMail {
  return (told, recipient) => writeMail(sender, forum, told, recipient)
}

function writeMail(sender: Sender, forum: Pick<Forum, 'slug' | 'title'>, told: MeetingTold, recipient: Recipient): ReturnType<WriteMeetingMail> {
  const t = translator(recipient.language)
  const { news } = told
  const address = `${sender.publicUrl}/${forum.slug}/meetings/${told.slug}`
  const when = told.sittings.map((sitting) => writeSittingLine(t, recipient.language, sitting)).join('\n')
  const leaveAt = recipient.id === null ? undefined : followingAddress(sender, forum, recipient.id)
  const leave = leaveAt === undefined ? t('meetings.plan.mail.because-role', { forum: forum.title }) : t('meetings.plan.mail.leave', { link: leaveAt })
  const named = { meeting: told.title, forum: forum.title, when, leave }
  if (news.kind === 'agenda') {
    const subject = t(news.number === 1 ? 'meetings.plan.mail.agenda.subject' : 'meetings.plan.mail.agenda-again.subject', { meeting: told.title, forum: forum.title })
    return { subject, body: t('meetings.plan.mail.agenda.body', { ...named, agenda: news.text, link: `${address}/agenda` }), leaveAt }
  }
  const reason = 'reason' in news ? news.reason : ''
  return { subject: t(`meetings.plan.mail.${news.kind}.subject`, { meeting: told.title, forum: forum.title }), body: t(`meetings.plan.mail.${news.kind}.body`, { ...named, reason, link: address }), leaveAt }
}

/** One sitting as a line of plain text: day, hours of its own clock, UTC. */
export function writeSittingLine(t: Translate, language: string, sitting: Sitting): string {
  const utc = utcOf(sitting)
  const place = sitting.place === null ? '' : `, ${sitting.place}`
  const day = writeDate(sitting.date, language)
  if (utc === undefined || sitting.starts === null) return `${day}, ${t('meetings.time-unknown')}${place}`
  const span = (from: { date: string; time: string }, to: { date: string; time: string } | undefined): string => {
    const on = (clock: { date: string; time: string }): string => (clock.date === sitting.date ? clock.time : t('meetings.with-date', { time: clock.time, date: writeDate(clock.date as Sitting['date'], language) }))
    return to === undefined ? on(from) : t('meetings.span', { starts: on(from), ends: on(to) })
  }
  const local = span({ date: sitting.date, time: sitting.starts }, sitting.ends === null ? undefined : { date: endDay(sitting), time: sitting.ends })
  const times = t('meetings.local', { time: local, zone: sitting.zone ?? '' })
  return `${day}, ${times}${sitting.zone === 'UTC' ? '' : ` · ${t('meetings.utc', { time: span(utc.starts, utc.ends) })}`}${place}`
}

export interface InFollowing extends InForum {
  readonly follower: Follower
}

/** The wish that a secret link stands for; undefined for any other link. */
export async function loadFollowing(request: PageRequest): Promise<InFollowing | undefined> {
  const [id = '', secret = ''] = (request.params['token'] ?? '').split('.')
  if (!isId(id) || !equalSecrets(secret, hmac(request.services.secret, `meetings-follow:${id}`))) return undefined
  const data = await loadForum(request, 'meetings')
  const follower = await findMeetingFollower(request.db, id)
  return data !== undefined && follower?.forumId === data.forum.id ? { ...data, follower } : undefined
}

/** The forum of a follow form. */
export async function loadFollowForm(request: PageRequest): Promise<InForum | undefined> {
  return loadForum(request, 'meetings')
}
