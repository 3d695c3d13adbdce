import type { Meeting } from '../../../meetings/model.ts'
import { listAudience } from '../../../meetings/following/queries.ts'
import { asPublicAnswer, pointRef, standingOf, type Point, type PointAnswer } from '../../../meetings/points/model.ts'
import { findAsked, findPoint, listPointAnswers, listPointsOfForum } from '../../../meetings/points/queries.ts'
import { findMeeting, findMeetingSlug } from '../../../meetings/queries.ts'
import type { Person } from '../../../people/model.ts'
import { equalSecrets, hmac } from '../../../platform/digest.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { ANYWHERE_ON_EARTH, dateInZone, writeDate } from '../../../shared/time.ts'
import { listCycles } from '../../../forums/queries.ts'
import type { Services } from '../../context.ts'
import { loadForum, type InForum } from '../../forums/data.ts'
import { translator } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { mayHold } from '../data.ts'
import { countResting } from '../remarks/data.ts'

export interface PointsData extends InForum {
  readonly points: readonly Point[]
}

export interface PointData extends InForum {
  readonly point: Point
  readonly meeting: Meeting | undefined
  /** As everybody may read them. */
  readonly answers: readonly PointAnswer[]
  /** How many paragraphs rest on it. */
  readonly paragraphs: number
  /** Whether it takes answers now. */
  readonly isOpen: boolean
}

export async function loadPoints(request: PageRequest): Promise<PointsData | undefined> {
  const inForum = await loadForum(request, 'meetings')
  return inForum === undefined ? undefined : { ...inForum, points: await listPointsOfForum(request.db, inForum.forum.id) }
}

export async function loadPoint(request: PageRequest): Promise<PointData | undefined> {
  const inForum = await loadForum(request, 'meetings')
  const asked = request.params['point'] ?? ''
  const point = inForum === undefined || !/^[1-9][0-9]{0,8}$/u.test(asked) ? undefined : await findPoint(request.db, inForum.forum.id, Number(asked))
  if (inForum === undefined || point === undefined) return undefined
  const slug = point.meetingId === null ? undefined : await findMeetingSlug(request.db, point.meetingId)
  const meeting = slug === undefined ? undefined : await findMeeting(request.db, inForum.forum.id, slug)
  const answers = (await listPointAnswers(request.db, point.id)).map(asPublicAnswer)
  const isOpen = point.confirmUntil !== null && point.confirmedAt === null && point.confirmUntil >= dateInZone(request.now, ANYWHERE_ON_EARTH)
  return { ...inForum, point, meeting, answers, paragraphs: await countResting(request.db, point.id), isOpen }
}

export interface PointAtDesk extends PointData {
  readonly person: Person
  readonly audience: readonly { readonly mail: string; readonly language: string }[]
}

/** A point, for whoever leads its meeting. */
export async function loadPointAtDesk(request: PageRequest): Promise<PointAtDesk | 'forbidden' | undefined> {
  const data = await loadPoint(request)
  if (data === undefined) return undefined
  const { person } = request.view
  const cycleIds = data.meeting?.cycleIds ?? (await listCycles(request.db, data.forum.id)).map(({ id }) => id)
  if (person === undefined || !mayHold(person, data.forum.id, cycleIds)) return 'forbidden'
  return { ...data, person, audience: await listAudience(request.db, data.forum) }
}

export interface MyAnswer extends PointData {
  readonly askedId: Id
  /** What was answered by this link, with the name that was given. */
  readonly mine: PointAnswer | undefined
}

/** Behind the link that was mailed to somebody; undefined for any other link. */
export async function loadMyAnswer(request: PageRequest): Promise<MyAnswer | undefined> {
  const data = await loadPoint(request)
  const [id = '', secret = ''] = (request.params['token'] ?? '').split('.')
  if (data === undefined || !isId(id) || !equalSecrets(secret, askedSecret(request.services.secret, id))) return undefined
  const asked = await findAsked(request.db, id)
  return asked?.pointId === data.point.id ? { ...data, askedId: id, mine: asked.answer } : undefined
}

/** What makes the link of somebody who was asked: nobody can make one without the installation's secret. */
export function askedSecret(secret: string, id: Id): string {
  return hmac(secret, `point-asked:${id}`)
}

/** Writes the mail by which somebody is asked, in their language. */
export function pointMailWriter({ publicUrl, secret, takesMail }: Pick<Services, 'publicUrl' | 'secret' | 'takesMail'>, { forum, point, meeting }: PointData, until: string): (askedId: Id, language: string) => { subject: string; body: string; language?: string | undefined } {
  const page = `${publicUrl}/${forum.slug}/points/${point.number}`
  return (askedId, language) => {
    const t = translator(language)
    const facts = { forum: forum.title, ref: pointRef(point.number), meeting: meeting?.title ?? forum.title, strength: t(`points.strength.${point.strength}`), text: point.text, date: writeDate(until as Parameters<typeof writeDate>[0], language), link: `${page}/answer/${askedId}.${askedSecret(secret, askedId)}`, page }
    return { subject: t('points.mail.subject', facts), body: t('points.mail.body', facts) + (takesMail ? `\n\n${t('shell.reply.point')}` : '') }
  }
}

export function pointAsData({ forum, meeting }: { readonly forum: { readonly slug: string }; readonly meeting?: Meeting | undefined }, point: Point, answers: readonly PointAnswer[]): object {
  const { number, text, strength, putAt, confirmUntil, confirmedAt, asked, objections, agreements } = point
  return {
    point: pointRef(number),
    url: `/${forum.slug}/points/${number}`,
    text,
    strength,
    standing: standingOf(point),
    meeting: meeting?.slug ?? null,
    putAt,
    confirmUntil,
    settledAt: confirmedAt,
    asked,
    objections,
    agreements,
    answers: answers.map((answer) => ({ number: answer.number, stance: answer.stance, text: answer.text, name: answer.name, madeAt: answer.madeAt, withdrawnAt: answer.withdrawnAt })),
  }
}
