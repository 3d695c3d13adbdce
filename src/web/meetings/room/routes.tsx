import { dropLink } from '../../../meetings/dropped-links/commands.ts'
import { lowerHand, raiseHand } from '../../../meetings/hands/commands.ts'
import { droppedLinkSchema, handSchema } from '../../../meetings/room/schema.ts'
import { castVote } from '../../../meetings/straw-polls/commands.ts'
import { equalSecrets, hmac, randomToken, sha256 } from '../../../platform/digest.ts'
import { transact } from '../../../platform/database.ts'
import { PUBLIC } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { openStream, readVersionNumber } from '../../drafts/live/data.ts'
import { forbiddenPage, notFoundPage } from '../../errors.tsx'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { readRequest, servePage, VOTER_COOKIE, type PageRequest } from '../../page.tsx'
import { isTooMany, tooMany, withinLimit } from '../../people/limits/data.ts'
import type { Audience } from '../blocks/data.ts'
import { followRoom } from '../feed/data.ts'
import { loadRoom, loadRoomAtDesk, roomAsData, stampRoom, type RoomData } from './data.ts'
import { HandFields, LinkFields } from './forms.tsx'
import { MyHandPage, RoomFormPage, RoomPage, VotePage } from './pages.tsx'

const PATH = '/:forum/meetings/:meeting/room'

/** The live page of a meeting as anyone sees it, how it hears of changes, and what can be done there without an account. */
export function roomRoutes(app: App, services: Services): void {
  servePage<RoomData>(app, services, { path: PATH, load: loadRoom, stamp: stampRoom, json: roomAsData, render: (view, data) => <RoomPage view={view} data={data} /> })
  serveEvents(app, services, PATH, 'readers', loadRoom)
  serveEvents(app, services, `/desk${PATH}`, 'desk', loadRoomAtDesk)
  serveForm<RoomData>(app, services, {
    path: `${PATH}/hand`,
    load: loadRoom,
    initial: (_data, { view }) => ({ name: view.person?.name ?? '' }),
    render: (view, data, form) => (
      <RoomFormPage view={view} data={data} form={form} title="room.raise-hand" button="room.raise-hand" labels={{ name: view.t('room.form.name'), organisation: view.t('room.form.organisation') }} lead={<p>{view.t('room.raise-hand-hint')}</p>}>
        <HandFields view={view} form={form} forum={data.forum} isAlone />
      </RoomFormPage>
    ),
    submit: submitHand,
  })
  serveForm<MyHand>(app, services, {
    path: `${PATH}/hand/:token`,
    load: loadMyHand,
    render: (view, data, form) => <MyHandPage view={view} data={data} form={form} place={data.place} />,
    submit: async (request, { meeting, handId, room }) => {
      const lowered = await transact(request.db, (tx) => lowerHand(tx, { meetingId: meeting.id, handId }))
      return isRefusal(lowered) ? { errors: { '': `room.refusal.${lowered.refusal}` } } : { seeOther: room }
    },
  })
  serveForm<RoomData>(app, services, {
    path: `${PATH}/link`,
    load: loadRoom,
    render: (view, data, form) => (
      <RoomFormPage view={view} data={data} form={form} title="room.drop-link" button="room.drop-link" labels={{ url: view.t('meetings.form.link-url'), title: view.t('meetings.form.link-title') }} lead={<p>{view.t('room.drop-link-hint')}</p>}>
        <LinkFields view={view} form={form} isAlone />
      </RoomFormPage>
    ),
    submit: submitLink,
  })
  serveForm<Voting>(app, services, {
    path: `${PATH}/polls/:poll`,
    load: loadVoting,
    render: (view, data, form) => <VotePage view={view} data={data} form={form} poll={data.poll} chosen={view.query['option']} />,
    submit: submitVote,
  })
}

/** Where an open page hears of changes: no more than the page itself would show, to whoever may read it. */
function serveEvents(app: App, services: Services, path: string, audience: Audience, load: (request: PageRequest) => Promise<RoomData | 'forbidden' | undefined>): void {
  app.get(`${path}/events`, async (c) => {
    const request = await readRequest(c, services)
    const data = c.env.json === true ? undefined : await load(request)
    if (data === undefined) return notFoundPage(c, request)
    if (data === 'forbidden') return forbiddenPage(c, request.view)
    const since = readVersionNumber(request.query['version']) ?? -1
    const stream = openStream(services, (send) => followRoom(services.db, data.meeting.id, { view: request.view, place: { forum: data.forum, meeting: data.meeting }, audience }, since, send))
    return c.body(stream, 200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  })
}

async function submitHand(request: PageRequest, data: RoomData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(handSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const group = parsed.value.stakeholderGroup
  if (group !== null && !data.forum.stakeholderGroups.some(({ key }) => key === group)) return { errors: { stakeholderGroup: 'not-in-list' } }
  const raised = await withinLimit(request, 'room-hand', undefined, (tx) => raiseHand(tx, { meetingId: data.meeting.id, ...parsed.value }, request.now))
  if (isTooMany(raised)) return tooMany(request, 'room-hand', raised)
  if (isRefusal(raised)) return { errors: { '': `room.refusal.${raised.refusal}` } }
  return { seeOther: `${roomOf(data)}/hand/${raised.handId}.${handSecret(request.services.secret, raised.handId)}` }
}

async function submitLink(request: PageRequest, data: RoomData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(droppedLinkSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { url, title } = parsed.value
  // Under the item that is on now: whoever listens and types knows no other.
  const link = { meetingId: data.meeting.id, itemId: data.content.room.itemId, url, title, isShown: false }
  const dropped = await withinLimit(request, 'room-link', undefined, (tx) => dropLink(tx, PUBLIC, link, request.now))
  if (isTooMany(dropped)) return tooMany(request, 'room-link', dropped)
  return isRefusal(dropped) ? { errors: { '': `room.refusal.${dropped.refusal}` } } : { seeOther: `${roomOf(data)}?dropped=1` }
}

type MyHand = RoomData & { readonly handId: Id; readonly place: number; readonly room: string }

/** What makes the link of a raised hand: nobody can make one without the installation's secret. */
function handSecret(secret: string, id: Id): string {
  return hmac(secret, `hand:${id}`)
}

async function loadMyHand(request: PageRequest): Promise<MyHand | undefined> {
  const data = await loadRoom(request)
  const [id = '', secret = ''] = (request.params['token'] ?? '').split('.')
  if (data === undefined || !isId(id) || !equalSecrets(secret, handSecret(request.services.secret, id))) return undefined
  return { ...data, handId: id, room: roomOf(data), place: data.content.queue.waiting.findIndex((hand) => hand.id === id) + 1 }
}

type Voting = RoomData & { readonly poll: RoomData['content']['polls'][number] }

async function loadVoting(request: PageRequest): Promise<Voting | undefined> {
  const data = await loadRoom(request)
  const poll = data?.content.polls.find(({ number }) => String(number) === request.params['poll'])
  return data === undefined || poll === undefined ? undefined : { ...data, poll }
}

/**
 * One vote for each browser: a browser that is not known yet is given a name and asked once more, so that one which keeps no cookies
 * has no vote rather than as many as it likes.
 */
async function submitVote(request: PageRequest, data: Voting, submitted: Submitted): Promise<FormOutcome> {
  const option = submitted.value('option')
  if (!isId(option) || !data.poll.options.some(({ id }) => id === option)) return { errors: { '': 'room.refusal.no-such-option' } }
  const { voter, view, services } = request
  const here = `${roomOf(data)}/polls/${data.poll.number}`
  if (view.person === undefined && (voter === undefined || !/^[A-Za-z0-9_-]{43}$/u.test(voter))) {
    const isSecure = services.publicUrl.startsWith('https:') ? '; Secure' : ''
    return { seeOther: `${here}?option=${option}`, setCookies: [`${VOTER_COOKIE}=${randomToken()}; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax${isSecure}`] }
  }
  const known = sha256(view.person === undefined ? `${data.poll.id} ${voter ?? ''}` : `${data.poll.id} ${view.person.id}`)
  const cast = await withinLimit(request, 'room-vote', undefined, (tx) => castVote(tx, { meetingId: data.meeting.id, number: data.poll.number, optionId: option, voter: known }))
  if (isTooMany(cast)) return tooMany(request, 'room-vote', cast)
  return isRefusal(cast) ? { errors: { '': `room.refusal.${cast.refusal}` } } : { seeOther: `${roomOf(data)}#poll-${data.poll.number}` }
}

function roomOf({ forum, meeting }: Pick<RoomData, 'forum' | 'meeting'>): string {
  return `/${forum.slug}/meetings/${meeting.slug}/room`
}
