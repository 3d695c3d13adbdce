import { expect, test } from 'vitest'
import { listPoints } from '../../src/meetings/points/queries.ts'
import { settleDuePoints } from '../../src/meetings/points/reactions.ts'
import { listNotes } from '../../src/meetings/notes/queries.ts'
import { listRemarksWithNames } from '../../src/meetings/remarks/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { newId } from '../../src/platform/new-id.ts'
import { parseInstant, type Instant } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

/** A meeting with two items, its room open, and the cookies of who leads it and of who writes in the forum. */
async function openRoom() {
  const { forum, cycle } = await app.seedForum()
  const meeting = await buildMeeting(app.db, forum.id, 'fifth', app.now, { cycleIds: [cycle.id], sittings: [{ date: '2026-11-02' as never, starts: '11:00' as never, ends: null, zone: 'Europe/Berlin', place: null }] })
  const [opening, dates] = [newId(), newId()]
  const rows = [opening, dates].map((id, place) => ({ id, meeting_id: meeting.id, position: place + 1, title: ['Opening', 'Dates'][place] ?? '', about: null, minutes: 10, presenter: null }))
  await app.db.insertInto('meetings_item').values(rows).execute()
  const [lead, editor] = [{ cookie: await app.signIn('facilitator', forum.id) }, { cookie: await app.signIn('editor', forum.id) }]
  const room = `/${forum.slug}/meetings/fifth/room`
  const desk = `/desk${room}`
  expect((await app.post(`${desk}/open`, { shall: 'open' }, lead)).status).toBe(303)
  return { forum, cycle, meeting, opening, dates, lead, editor, room, desk }
}

const textOf = async (path: string, options = {}) => (await app.get(path, options)).text()

/** A secret link with another last letter. */
const spoilt = (link: string): string => `${link.slice(0, -1)}${link.endsWith('0') ? '1' : '0'}`

test('who leads opens, puts points and calls; who works in the forum notes down; everybody else reads', async () => {
  const { room, desk, editor, opening } = await openRoom()
  expect((await app.get(desk)).status).toBe(403)
  expect((await app.post(`${desk}/notes`, { item: '', text: 'x' })).status).toBe(403)
  for (const path of ['open', 'on', 'points', 'polls']) expect((await app.post(`${desk}/${path}`, {}, editor)).status).toBe(403)
  expect((await app.post(`${desk}/notes`, { item: opening, text: 'One line\n\nand another' }, editor)).status).toBe(303)
  const page = await textOf(room)
  expect(page).toContain('and another')
  expect(page).not.toContain(`${desk}/notes/`)
  expect((await app.get(`/desk${room}/events`)).status).toBe(403)
  expect((await app.get(`/${room.split('/')[1] ?? ''}/meetings/none/room`)).status).toBe(404)
})

test('of two who write in one line the second is shown both texts, and nothing is lost', async () => {
  const { room, desk, editor, lead, meeting } = await openRoom()
  await app.post(`${desk}/notes`, { item: '', text: 'As it was' }, editor)
  const [note] = await listNotes(app.db, meeting.id)
  const form = `${desk}/notes/${note?.id ?? ''}`
  expect((await app.get(form, editor)).status).toBe(200)
  expect((await app.post(form, { text: 'The first one’s words', revision: '1' }, editor)).status).toBe(303)
  const second = await app.post(form, { text: 'The second one’s words', revision: '1' }, lead)
  expect(second.status).toBe(422)
  const shown = await second.text()
  for (const words of ['The first one’s words', 'The second one’s words', 'name="revision" value="2"']) expect(shown).toContain(words)
  expect(await textOf(room)).toContain('The first one’s words')
  expect((await app.post(form, { text: 'Both words', revision: '2' }, lead)).status).toBe(303)
  // Taken out by one while the other writes: the words come back as a new line.
  expect((await app.post(form, { text: '', revision: '3' }, lead)).status).toBe(303)
  const late = await app.post(form, { text: 'Still mine', revision: '3' }, editor)
  expect(late.status).toBe(422)
  expect(await late.text()).toContain('name="asNew" value="yes"')
  expect((await app.post(form, { text: 'Still mine', revision: '0', asNew: 'yes' }, editor)).status).toBe(303)
  expect((await listNotes(app.db, meeting.id)).map(({ text }) => text)).toEqual(['Still mine'])
})

test('what cannot be is refused beside the field, with what was typed', async () => {
  const { room, desk, lead } = await openRoom()
  const cases: [string, Record<string, string>, string][] = [
    ['notes', { item: newId(), text: 'kept words' }, 'no longer on the agenda'],
    ['notes', { item: '', text: `kept words${'x'.repeat(2001)}` }, 'more than 2,000'],
    ['remarks', { item: '', text: 'kept words', isNamed: 'yes', speaker: '' }, 'only where one is given'],
    ['polls', { item: '', question: 'kept words', options: 'Yes\n Yes ' }, 'two different answers'],
    ['points', { item: '', text: 'kept words', strength: 'decided' }, 'values offered'],
    ['links', { url: 'data:text/html,x', title: 'kept words' }, 'web address'],
  ]
  for (const [path, fields, sentence] of cases) {
    const response = await app.post(`${desk}/${path}`, fields, lead)
    const page = await response.text()
    expect([path, response.status, page.includes('kept words')]).toEqual([path, 422, true])
    expect(page).toContain(sentence)
  }
  expect((await app.post(`${room}/hand`, { name: '', stakeholderGroup: '' })).status).toBe(422)
  expect((await app.post(`${room}/hand`, { name: 'Ada', stakeholderGroup: 'nobody' })).status).toBe(422)
})

test('the names of speakers are the desk’s, unless they agreed', async () => {
  const { forum, room, desk, lead, meeting, dates } = await openRoom()
  expect((await app.post(`${desk}/remarks`, { item: dates, text: 'Ports should talk.', speaker: 'Ada Secret', organisation: 'Harbour Hidden' }, lead)).status).toBe(303)
  expect((await app.post(`${desk}/remarks`, { item: dates, text: 'They do.', speaker: 'Ben Open', isNamed: 'yes', language: 'en' }, lead)).status).toBe(303)
  for (const path of [room, `${room}.json`, `/${forum.slug}/record`]) {
    const page = await textOf(path)
    expect(page).not.toContain('Ada Secret')
    expect(page).not.toContain('Harbour Hidden')
  }
  const page = await textOf(room)
  for (const words of ['one participant', 'Ben Open', 'Ports should talk.']) expect(page).toContain(words)
  expect(await textOf(desk, lead)).toContain('Ada Secret')
  expect((await listRemarksWithNames(app.db, meeting.id)).map(({ position, saidAt }) => [position, saidAt])).toEqual([[1, app.now], [2, app.now]])
  const form = `${desk}/remarks/1`
  expect(await textOf(form, lead)).toContain('Ada Secret')
  const words = { item: dates, text: 'Ports should talk more.', speaker: 'Ada Secret', revision: '1' }
  expect((await app.post(form, words, lead)).status).toBe(303)
  expect((await app.post(form, words, lead)).status).toBe(422)
})

test('hands are called in order, are once up for one name, and leave nothing behind', async () => {
  const { forum, room, desk, lead, meeting } = await openRoom()
  const group = forum.stakeholderGroups[0]?.key ?? ''
  expect((await app.get(`${room}/hand`)).status).toBe(200)
  const first = await app.post(`${room}/hand`, { name: 'Ada', stakeholderGroup: group, isRemote: 'yes' })
  const mine = first.headers.get('location') ?? ''
  expect(await textOf(mine)).toContain('number 1 in the queue')
  app.now = parseInstant('2026-11-02T10:00:05.000Z') as Instant
  await app.post(`${room}/hand`, { name: 'Ben' })
  expect((await app.post(`${room}/hand`, { name: 'ADA' })).headers.get('location')).toBe(mine)
  expect(await app.json(room)).toMatchObject({ queue: { waiting: 2, balance: [{ group, spoken: 0, waiting: 1 }] } })
  expect(await textOf(room)).toMatch(/Ada[\s\S]*remote[\s\S]*Ben/u)
  const [hand] = await app.db.selectFrom('meetings_hand').select('id').where('meeting_id', '=', meeting.id).orderBy('raised_at').execute()
  expect((await app.get(`${desk}/hands/${hand?.id ?? ''}`, lead)).status).toBe(200)
  expect((await app.post(`${desk}/hands/${hand?.id ?? ''}`, { shall: 'call' }, lead)).status).toBe(303)
  expect((await app.post(`${desk}/hands/${hand?.id ?? ''}`, { shall: 'lower' }, lead)).status).toBe(422)
  expect((await app.post(mine, {})).status).toBe(422)
  expect(await app.json(room)).toMatchObject({ queue: { waiting: 1, balance: [{ group, spoken: 1, waiting: 0 }] } })
  expect((await app.get(spoilt(mine))).status).toBe(404)
  expect((await app.post(`${desk}/hands`, { name: 'Cleo' }, lead)).status).toBe(303)
  expect((await app.post(`${desk}/open`, { shall: 'close' }, lead)).status).toBe(303)
  expect(await app.db.selectFrom('meetings_hand').select('id').where('meeting_id', '=', meeting.id).execute()).toEqual([])
  expect((await app.post(`${room}/hand`, { name: 'Late' })).status).toBe(422)
})

test('a straw poll counts one vote for each browser, the last one, and keeps the count alone', async () => {
  const { room, desk, lead, meeting, opening } = await openRoom()
  expect((await app.post(`${desk}/polls`, { item: opening, question: 'Go on?', options: 'Yes\nNo' }, lead)).status).toBe(303)
  const options = await app.db.selectFrom('meetings_straw_option').select(['id', 'text']).orderBy('position').execute()
  const [yes, no] = [options[0]?.id ?? '', options[1]?.id ?? '']
  const poll = `${room}/polls/1`
  expect((await app.get(poll)).status).toBe(200)
  // A browser that is not known is asked once more; without the cookie nothing is ever counted.
  const unknown = await app.post(poll, { option: yes })
  expect(unknown.headers.get('location')).toBe(`${poll}?option=${yes}`)
  const cookie = (unknown.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  expect(await textOf(`${poll}?option=${yes}`, { cookie })).toContain('Press once more')
  await Promise.all([app.post(poll, { option: yes }, { cookie }), app.post(poll, { option: yes }, { cookie })])
  await app.post(poll, { option: no }, { cookie })
  await app.post(poll, { option: yes }, { cookie: `convoke_voter=${'a'.repeat(43)}` })
  expect((await app.post(poll, { option: newId() }, { cookie })).status).toBe(422)
  expect(await app.json(room)).toMatchObject({ strawPolls: [{ question: 'Go on?', closedAt: null, options: [{ text: 'Yes', votes: 1 }, { text: 'No', votes: 1 }] }] })
  expect((await app.get(`${desk}/polls/1`, lead)).status).toBe(200)
  expect((await app.post(`${desk}/polls/1`, { shall: 'close' }, lead)).status).toBe(303)
  expect((await app.post(`${desk}/polls/1`, { shall: 'close' }, lead)).status).toBe(422)
  expect((await app.post(poll, { option: no }, { cookie })).status).toBe(422)
  expect(await app.db.selectFrom('meetings_straw_vote').select('voter').execute()).toEqual([])
  expect(await app.json(room)).toMatchObject({ strawPolls: [{ closedAt: app.now, options: [{ votes: 1 }, { votes: 1 }] }] })
  expect(meeting.slug).toBe('fifth')
})

test('a link from outside is shown by the desk, and taken into the library with one click', async () => {
  const { forum, cycle, room, desk, lead, dates } = await openRoom()
  await app.post(`${desk}/on`, { item: dates }, lead)
  expect((await app.get(`${desk}/on`, lead)).status).toBe(200)
  expect((await app.get(`${room}/link`)).status).toBe(200)
  expect((await app.post(`${room}/link`, { url: 'https://example.org/a', title: 'A paper' })).status).toBe(303)
  expect(await textOf(room)).not.toContain('example.org/a')
  expect(await textOf(desk, lead)).toContain('example.org/a')
  expect((await app.post(`${desk}/links/1`, { shall: 'show' }, lead)).status).toBe(303)
  expect(await app.json(room)).toMatchObject({ on: 2, links: [{ item: 2, url: 'https://example.org/a', reference: null }] })
  expect((await app.get(`${desk}/links/1`, lead)).status).toBe(200)
  expect((await app.post(`${desk}/links/1`, { shall: 'take' }, lead)).status).toBe(303)
  expect((await app.post(`${desk}/links/1`, { shall: 'remove' }, lead)).status).toBe(422)
  expect(await app.json(room)).toMatchObject({ links: [{ reference: 1 }] })
  expect(await textOf(`/${forum.slug}/${cycle.slug}/references`)).toContain('A paper')
  for (const path of ['open', 'notes', 'remarks', 'hands', 'polls', 'links', 'points']) expect((await app.get(`${desk}/${path}`, lead)).status).toBe(200)
})

test('a point goes before the list: asked by mail, objected to without account, settled by its day with silence as silence', async () => {
  const { forum, room, desk, lead, dates, meeting } = await openRoom()
  app.now = parseInstant('2026-11-02T10:00:00.000Z') as Instant
  expect((await app.post(`${desk}/points`, { item: dates, text: 'We meet monthly.', strength: 'emerging-consensus' }, lead)).status).toBe(303)
  const [point] = await listPoints(app.db, meeting.id)
  const page = `/${forum.slug}/points/${point?.number ?? 0}`
  const [edit, list] = [`/desk${page}`, `/desk${page}/list`]
  expect((await app.get(edit)).status).toBe(403)
  expect((await app.get(edit, lead)).status).toBe(200)
  expect((await app.post(edit, { text: 'We meet every month.', strength: 'broad-agreement', revision: '1' }, lead)).status).toBe(303)
  expect((await app.post(`${page}/answer`, { stance: 'objects', text: 'No.' })).status).toBe(422)
  expect((await app.get(list, lead)).status).toBe(200)
  const followers = ['ada@example.org', 'ben@example.org', 'gone@example.org'].map((mail) => ({ id: newId(), forum_id: forum.id, mail, language: 'fr', asked_at: app.now, confirmed_at: app.now, left_at: mail.startsWith('gone') ? app.now : null }))
  await app.db.insertInto('meetings_follower').values(followers).execute()
  expect((await app.post(list, { until: '2026-10-31', revision: '2' }, lead)).status).toBe(422)
  expect((await app.post(list, { until: '2026-11-10', revision: '2' }, lead)).status).toBe(303)
  expect((await app.post(list, { until: '2026-11-10', revision: '3' }, lead)).status).toBe(422)
  expect((await app.post(edit, { text: 'Other words', strength: 'agreement', revision: '3' }, lead)).status).toBe(422)
  const mails = await app.db.selectFrom('record_outbox').select(['recipient', 'body']).where('cause', 'like', 'point-asked:%').execute()
  expect(mails).toHaveLength(2)
  const link = new URL(/http\S+\/answer\/\S+/u.exec(mails[0]?.body ?? '')?.[0] ?? '').pathname
  expect((await app.get(link)).status).toBe(200)
  expect((await app.post(link, { stance: 'objects', text: '' })).status).toBe(422)
  expect((await app.post(link, { stance: 'objects', text: 'Too often.', name: 'Ada Hidden' })).status).toBe(303)
  expect((await app.post(link, { shall: 'withdraw' })).status).toBe(303)
  expect((await app.post(link, { shall: 'withdraw' })).status).toBe(422)
  expect((await app.post(link, { stance: 'objects', text: 'Still too often.', name: 'Ada Hidden' })).status).toBe(303)
  expect((await app.get(`${page}/answer`)).status).toBe(200)
  const once = { stance: 'agrees', text: '', name: 'Ben Shown', isNamed: 'yes', formKey: newId() }
  for (const _ of [1, 2]) expect((await app.post(`${page}/answer`, once)).status).toBe(303)
  expect((await app.get(spoilt(link))).status).toBe(404)
  const shown = await textOf(page)
  for (const words of ['Still too often.', 'Ben Shown', 'without a name', '2 people were asked by mail']) expect(shown).toContain(words)
  for (const path of [page, `${page}.json`, `/${forum.slug}/record`, room]) expect(await textOf(path)).not.toContain('Ada Hidden')
  // The day is over when it is over everywhere: 12:00 UTC of the next one.
  expect(await settleDuePoints(app.db, parseInstant('2026-11-11T11:59:59.000Z') as Instant)).toBe(0)
  app.now = parseInstant('2026-11-11T12:00:00.000Z') as Instant
  expect(await settleDuePoints(app.db, app.now)).toBe(1)
  expect(await settleDuePoints(app.db, app.now)).toBe(0)
  expect(await app.json(page)).toMatchObject({ point: `PT-${point?.number ?? 0}`, standing: 'objected', objections: 1, agreements: 1, asked: 2, answers: [{ number: 1, stance: 'objects', name: null }, { number: 2, stance: 'agrees', name: 'Ben Shown' }] })
  expect((await app.post(link, { stance: 'agrees', text: '' })).status).toBe(422)
  expect(await textOf(`/${forum.slug}/points`)).toContain('We meet every month.')
})

test('a page that is open is sent what changed, once rendered, and no name that is not public', async () => {
  const { room, desk, lead, opening } = await openRoom()
  const { version } = (await app.json(room)) as { version: number }
  const stream = await app.get(`${room}/events?version=${version}`)
  expect(stream.headers.get('content-type')).toContain('text/event-stream')
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
  await app.post(`${desk}/notes`, { item: opening, text: 'Seen at once' }, lead)
  await app.post(`${desk}/remarks`, { item: opening, text: 'Heard too', speaker: 'Ada Secret' }, lead)
  let heard = ''
  while (!heard.includes('Heard too')) heard += new TextDecoder().decode((await reader.read()).value)
  await reader.cancel()
  expect(heard).toContain('Seen at once')
  expect(heard).not.toContain('Ada Secret')
  expect(heard).not.toContain('"queue"')
})

test('after the meeting the page stands still, and what is put right there is recorded', async () => {
  const { forum, room, desk, lead, opening, meeting } = await openRoom()
  await app.post(`${desk}/notes`, { item: opening, text: 'Noted live' }, lead)
  await app.post(`${desk}/open`, { shall: 'close' }, lead)
  const still = await textOf(room)
  expect(still).toContain('Noted live')
  expect(still).not.toContain('/assets/room.js')
  const [note] = await listNotes(app.db, meeting.id)
  expect((await app.post(`${desk}/notes/${note?.id ?? ''}`, { text: 'Noted better', revision: '1' }, lead)).status).toBe(303)
  const record = await textOf(`/${forum.slug}/record`)
  expect(record).toContain('closed the room')
  expect(record).toContain('reworded a line')
})
