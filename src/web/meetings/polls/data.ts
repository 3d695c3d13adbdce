import type { Cycle } from '../../../forums/model.ts'
import { findCycleById } from '../../../forums/queries.ts'
import type { PollTold, WritePollMail } from '../../../meetings/asking/model.ts'
import { fairnessOver, mergePlaces, proposeSittings, regionPlaces, voterPlaces, type Fairness, type Place, type Proposal } from '../../../meetings/hours/model.ts'
import { loadRegionZones } from '../../../meetings/hours/queries.ts'
import { openSlots, pollState, spanOf, type Poll, type PollState, type Slot } from '../../../meetings/polls/model.ts'
import { findPoll, findAsked, listPolls } from '../../../meetings/polls/queries.ts'
import { findMeetingSlug } from '../../../meetings/queries.ts'
import type { Answers, PollCount, Voter } from '../../../meetings/votes/model.ts'
import { countVotes, findVoter, listVoters } from '../../../meetings/votes/queries.ts'
import { equalSecrets, hmac } from '../../../platform/digest.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { readTimeZone } from '../../../shared/time.ts'
import type { Services } from '../../context.ts'
import { loadForum, type InForum } from '../../forums/data.ts'
import { translator } from '../../messages.ts'
import type { PageRequest, SeeOther } from '../../page.tsx'
import { writeDeadlineText, writeSpanText } from '../hours/data.ts'

export interface InPoll extends InForum {
  readonly poll: Poll
  readonly cycle: Cycle | undefined
  readonly state: PollState
  /** The zone in which the times are shown. */
  readonly zone: string
  /** What was asked for in the address and is no zone. */
  readonly wrongZone: string | undefined
}

export interface PollData extends InPoll {
  readonly counts: PollCount
  readonly regions: readonly Place[]
  readonly fairness: ReadonlyMap<Id<'slot'>, Fairness>
  readonly proposal: Proposal<Slot> | undefined
  /** The meeting that came of it. */
  readonly meeting: string | undefined
}

export interface PollsData extends InForum {
  readonly polls: readonly (Poll & { readonly state: PollState })[]
}

export async function loadPolls(request: PageRequest): Promise<PollsData | undefined> {
  const inForum = await loadForum(request, 'meetings')
  if (inForum === undefined) return undefined
  const polls = await listPolls(request.db, inForum.forum.id)
  return { ...inForum, polls: polls.map((poll) => ({ ...poll, state: pollState(poll, request.now) })) }
}

/** The poll of the address, with its times in the zone asked for, else in its own. */
export async function loadInPoll(request: PageRequest): Promise<InPoll | undefined> {
  const inForum = await loadForum(request, 'meetings')
  const number = request.params['poll'] ?? ''
  if (inForum === undefined || !/^[1-9][0-9]{0,6}$/u.test(number)) return undefined
  const poll = await findPoll(request.db, inForum.forum.id, Number(number))
  if (poll === undefined) return undefined
  const asked = (request.query['zone'] ?? '').trim()
  const read = asked === '' ? poll.zone : readTimeZone(asked)
  const cycle = poll.cycleId === null ? undefined : await findCycleById(request.db, poll.cycleId)
  return { ...inForum, poll, cycle, state: pollState(poll, request.now), zone: read ?? poll.zone, wrongZone: read === undefined ? asked : undefined }
}

/** The poll with what was said and whose night its slots are. */
export async function loadPoll(request: PageRequest): Promise<PollData | undefined> {
  const inPoll = await loadInPoll(request)
  return inPoll === undefined ? undefined : completePoll(request, inPoll)
}

export async function completePoll<T extends InPoll>(request: PageRequest, inPoll: T): Promise<T & PollData> {
  const { poll, forum } = inPoll
  const [counts, zones, meeting] = await Promise.all([countVotes(request.db, poll), loadRegionZones(request.db, forum.id), poll.meetingId === null ? undefined : findMeetingSlug(request.db, poll.meetingId)])
  const times = openSlots(poll).map((slot) => ({ of: slot, span: spanOf(poll, slot) }))
  const regions = regionPlaces(forum.regionalGroups, zones)
  const spans = times.map(({ span }) => span)
  const voters = mergePlaces(spans, voterPlaces(counts.turnout.zones))
  const fairness = new Map(fairnessOver(spans, regions, voters).flatMap((each, at) => (times[at] === undefined ? [] : [[times[at].of.id, each] as const])))
  return { ...inPoll, counts, regions, fairness, proposal: proposeSittings(times, regions, voters), meeting }
}

export const VOTERS_PAGE = 25

export interface VotersData extends InPoll {
  readonly voters: readonly { readonly voter: Voter; readonly answers: Answers }[]
  readonly total: number
  readonly page: number
  readonly pages: number
}

/** Who voted, a page of them: where the poll's names are for everybody. */
export async function loadVoters(request: PageRequest): Promise<VotersData | undefined> {
  const inPoll = await loadInPoll(request)
  return inPoll?.poll.names === 'public' ? pageVoters(request, inPoll) : undefined
}

export async function pageVoters<T extends InPoll>(request: PageRequest, inPoll: T): Promise<T & VotersData> {
  const asked = request.query['page'] ?? ''
  const page = /^[1-9][0-9]{0,5}$/u.test(asked) ? Number(asked) : 1
  const { turnout } = await countVotes(request.db, inPoll.poll)
  const voters = await listVoters(request.db, inPoll.poll.id, { limit: VOTERS_PAGE, offset: (page - 1) * VOTERS_PAGE })
  return { ...inPoll, voters, total: turnout.voters, page, pages: Math.max(1, Math.ceil(turnout.voters / VOTERS_PAGE)) }
}

export interface AskedData extends InPoll {
  readonly asked: { readonly id: Id<'asked'>; readonly mail: string; readonly name: string | null } | undefined
}

/** The form for whoever was asked by mail, behind the link of their own; once they have voted, what they said. */
export async function loadAskedForm(request: PageRequest): Promise<AskedData | SeeOther | undefined> {
  const [inPoll, id] = [await loadInPoll(request), request.params['asked']]
  if (inPoll === undefined || !isId(id) || !equalSecrets(request.params['secret'] ?? '', pollSecret(request.services.secret, 'asked', id))) return undefined
  const asked = await findAsked(request.db, inPoll.poll.id, id)
  if (asked === undefined) return undefined
  return asked.voterId === null ? { ...inPoll, asked } : { seeOther: voterAddress(request.services, inPoll, asked.voterId) }
}

export interface MyVoteData extends InPoll {
  readonly voter: Voter
  readonly answers: Answers
}

/** What somebody said, behind their secret link, with the times in the zone that they chose. */
export async function loadMyVote(request: PageRequest): Promise<MyVoteData | undefined> {
  const [inPoll, id] = [await loadInPoll(request), request.params['voter']]
  if (inPoll === undefined || !isId(id) || !equalSecrets(request.params['secret'] ?? '', pollSecret(request.services.secret, 'voter', id))) return undefined
  const found = await findVoter(request.db, inPoll.poll.id, id)
  if (found === undefined) return undefined
  return { ...inPoll, ...found, zone: request.query['zone'] === undefined ? found.voter.zone : inPoll.zone }
}

type Sender = Pick<Services, 'publicUrl' | 'secret'>

/** What makes the link of somebody asked, or of somebody who voted: nobody can make one without the installation's secret. */
export function pollSecret(secret: string, kind: 'asked' | 'voter', id: Id): string {
  return hmac(secret, `poll-${kind}:${id}`)
}

export function pollAddress({ forum, poll }: { readonly forum: { readonly slug: string }; readonly poll: { readonly number: number } }): string {
  return `/${forum.slug}/polls/${poll.number}`
}

export function voterAddress({ secret }: Pick<Services, 'secret'>, place: Parameters<typeof pollAddress>[0], id: Id): string {
  return `${pollAddress(place)}/mine/${id}/${pollSecret(secret, 'voter', id)}`
}

export function askedAddress({ secret }: Pick<Services, 'secret'>, place: Parameters<typeof pollAddress>[0], id: Id): string {
  return `${pollAddress(place)}/asked/${id}/${pollSecret(secret, 'asked', id)}`
}

/** Writes the mails about polls: in the language of whom they go to, else of the forum. */
export function pollMailWriter(sender: Sender & Pick<Services, 'takesMail'>): WritePollMail {
  return (told) => writePollMail(sender, told)
}

function writePollMail(sender: Sender & Pick<Services, 'takesMail'>, told: PollTold): { language: string; subject: string; body: string } {
  const { forum, poll, occasion, to } = told
  const lang = to.language ?? forum.language
  const t = translator(lang)
  const link = `${sender.publicUrl}${to.kind === 'asked' ? askedAddress(sender, { forum, poll }, to.id) : voterAddress(sender, { forum, poll }, to.id)}`
  const write = (slot: Slot): string => writeSpanText({ t, lang }, spanOf(poll, slot), poll.zone)
  if (occasion === 'finalised') {
    const title = told.meeting?.title ?? poll.title
    const times = openSlots(poll).filter(({ id }) => told.meeting?.slots.includes(id) === true).map(write).join('\n')
    const meeting = `${sender.publicUrl}/${forum.slug}/meetings/${told.meeting?.slug ?? ''}`
    return { language: lang, subject: t('polls.mail.finalised.subject', { title }), body: t('polls.mail.finalised.body', { title, forum: forum.title, times, meeting }) }
  }
  const slots = openSlots(poll).map((slot) => `${slot.number}. ${write(slot)}`).join('\n')
  const until = poll.deadline === null ? t('polls.mail.no-deadline') : t('polls.mail.until', { until: writeDeadlineText({ t, lang }, poll.deadline) })
  const facts = { title: poll.title, forum: forum.title, words: poll.words === null ? '' : `${poll.words}\n\n`, slots, until, link }
  return { language: lang, subject: t(`polls.mail.${occasion}.subject`, facts), body: t(`polls.mail.${occasion}.body`, facts) + (sender.takesMail ? `\n${t('shell.reply.vote')}\n` : '') }
}
