import { expect, test } from 'vitest'
import { buildLogin } from '../../src/people/testing.ts'
import { findMeeting } from '../../src/meetings/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import type { PlainDate, PlainTime } from '../../src/shared/time.ts'
import { LOGIN_COOKIE } from '../../src/web/page.tsx'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const sitting = { date: '2026-12-01' as PlainDate, starts: '15:00' as PlainTime, ends: '16:00' as PlainTime, zone: 'Europe/Berlin', place: null }

async function planned() {
  const { forum, cycle } = await app.seedForum()
  const meeting = await buildMeeting(app.db, forum.id, 'sixth', app.now, { title: 'Sixth meeting', ordinal: 6, cycleIds: [cycle.id], sittings: [sitting] })
  const { token, personId } = await buildLogin(app.db, 'facilitator', forum.id, app.now)
  await app.db.updateTable('people_person').set({ mail: `staff@${forum.slug}.example` }).where('id', '=', personId).execute()
  const options = { cookie: `${LOGIN_COOKIE}=${token}` }
  const [page, desk] = [`/${forum.slug}/meetings/sixth`, `/desk/${forum.slug}/meetings/sixth`]
  const revision = async () => String((await findMeeting(app.db, forum.id, 'sixth'))?.revision)
  const send = async (path: string, fields: Record<string, string | readonly string[] | Blob>) => app.post(path, { ...fields, revision: await revision() }, options)
  const read = async (path: string, cookie?: string) => (await app.get(path, cookie === undefined ? {} : { cookie })).text()
  const mails = () => app.db.selectFrom('record_outbox').select(['recipient', 'subject', 'body', 'leave_at']).where('forum_id', '=', forum.id).orderBy('id').execute()
  return { forum, cycle, meeting, options, page, desk, revision, send, read, mails }
}

test('whoever confirmed is told: announced, moved with both times and the reason, cancelled; each once, and no more after leaving', async () => {
  const { forum, desk, page, options, revision, send, read, mails } = await planned()
  const follow = `/${forum.slug}/follow-meetings`
  expect((await app.get(follow)).status).toBe(200)
  expect((await app.post(follow, { mail: 'no address' })).status).toBe(422)
  for (const mail of ['ada@example.org', 'ADA@example.org', 'ben@example.org']) expect((await app.post(follow, { mail })).status).toBe(303)
  const asked = await mails()
  expect(asked.map(({ recipient }) => recipient)).toEqual(['ada@example.org', 'ADA@example.org', 'ben@example.org'])
  const [ada = '', , ben = ''] = asked.map(({ body }) => /http:\S+(\/\S+\/follow-meetings\/\S+)/u.exec(body)?.[1] ?? '')
  expect((await app.get(`${ada}x`)).status).toBe(404)
  for (const link of [ada, ben]) {
    expect((await app.get(link)).status).toBe(200)
    expect((await app.post(link, { shall: 'confirm' })).status).toBe(303)
    expect((await app.post(link, { shall: 'confirm' })).status).toBe(422)
  }
  const told = async () => (await mails()).slice(asked.length).map(({ recipient, subject }) => `${recipient}: ${subject}`)
  const status = `${desk}/status`
  expect((await app.get(status)).status).toBe(403)
  expect((await app.get(status, options)).status).toBe(200)
  expect((await send(status, { say: 'cancelled', reason: 'Too early' })).status).toBe(422)
  expect((await app.post(status, { say: 'announced', revision: '99' }, options)).status).toBe(422)
  expect((await send(status, { say: 'announced' })).headers.get('location')).toContain('mails=3')
  expect((await send(status, { say: 'announced' })).status).toBe(422)
  const staff = `staff@${forum.slug}.example`
  expect(new Set(await told())).toEqual(new Set([`ada@example.org: Sixth meeting (${forum.title})`, `ben@example.org: Sixth meeting (${forum.title})`, `${staff}: Sixth meeting (${forum.title})`]))
  expect((await mails()).find(({ body }) => body.includes('announces'))?.body).toContain('15:00 – 16:00 (Europe/Berlin) · 14:00 – 15:00 UTC')
  // One click of a mail program ends it.
  expect((await app.post(ben, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
  const edit = { title: 'Sixth meeting', kind: 'virtual', ordinal: '6', cycles: ['2026'], 'date-0': '2026-12-02', 'starts-0': '16:00', 'ends-0': '17:00', 'zone-0': 'Europe/Berlin', 'place-0': '' }
  expect((await app.post(`${desk}/edit`, { ...edit, revision: await revision() }, options)).status).toBe(422)
  expect((await app.post(`${desk}/edit`, { ...edit, reason: 'A holiday', revision: await revision() }, options)).status).toBe(303)
  const moved = (await mails()).filter(({ subject }) => subject.startsWith('Moved'))
  expect(moved.map(({ recipient }) => recipient).sort()).toEqual(['ada@example.org', staff].sort())
  expect(moved[0]?.body).toMatch(/Wednesday 2 December 2026, 16:00 – 17:00 \(Europe\/Berlin\) · 15:00 – 16:00 UTC[\s\S]*A holiday/u)
  expect((await send(status, { say: 'cancelled', reason: '' })).status).toBe(422)
  expect((await send(status, { say: 'cancelled', reason: 'Nobody can come' })).status).toBe(303)
  const shown = await read(page)
  for (const part of ['Cancelled', 'Nobody can come', 'Tuesday 1 December 2026', 'A holiday', '<s>']) expect(shown).toContain(part)
  expect(await read(`/${forum.slug}/meetings`)).toContain('<strong>Cancelled</strong>')
  expect(await app.json(page)).toMatchObject({ status: 'cancelled', changes: [], log: [{ status: 'announced' }, { status: 'moved', sitting: 1, earlier: { date: '2026-12-01' }, later: { date: '2026-12-02' }, reason: 'A holiday' }, { status: 'cancelled' }] })
  expect((await send(status, { say: 'held' })).status).toBe(422)
})

test('an agenda from the template, with what is carried over and the exact revision; sent round once for each revision', async () => {
  const { forum, desk, page, options, revision, send, read, mails } = await planned()
  const template = `/desk/${forum.slug}/agenda-template`
  expect((await app.get(template, options)).status).toBe(200)
  expect((await app.post(template, { text: 'Opening | many', revision: '0' }, options)).status).toBe(422)
  expect((await app.post(template, { text: 'Opening | 5 | Ada\nAny other business', revision: '0' }, options)).status).toBe(303)
  expect((await app.post(template, { text: 'Other', revision: '0' }, options)).status).toBe(422)
  const earlier = await buildMeeting(app.db, forum.id, 'fifth', app.now, { cycleIds: [] })
  const action = { text: 'Write to the <ministries>', owner: 'Ada', due: '2026-11-01', item: '' }
  expect((await app.get(`${desk}/actions`, options)).status).toBe(200)
  const taken = `/desk/${forum.slug}/meetings/${earlier.slug}/actions`
  expect((await app.post(taken, { ...action, due: '2026-02-29' }, options)).status).toBe(422)
  expect((await app.post(taken, { ...action, item: '7' }, options)).status).toBe(422)
  expect((await app.post(taken, action, options)).status).toBe(303)
  const agenda = `${desk}/agenda`
  const begun = await read(`${agenda}?from=template`, options.cookie)
  for (const part of ['value="Opening"', 'value="5"', 'value="Any other business"', 'Write to the &lt;ministries&gt;']) expect(begun).toContain(part)
  const items = { 'title-0': 'Last', 'order-0': '9', 'title-1': 'The draft', 'minutes-1': '50', 'presenter-1': 'Ada', 'links-1': `Draft 1 | /${forum.slug}/2026/documents/draft/versions/1`, 'about-1': 'What is new.', action: ['1'] }
  for (const [wrong, sentence] of [
    [{ 'minutes-1': '0' }, 'whole number'],
    [{ 'links-1': `Draft | /${forum.slug}/2026/documents/draft` }, 'whichever version is newest'],
    [{ 'links-1': 'data:text/html,x' }, 'neither a web address'],
    [{ 'title-1': '' }, 'Item 2'],
    [{ 'title-1': 'x'.repeat(301) }, '301 characters'],
  ] as const) {
    const response = await send(agenda, { ...items, ...wrong })
    expect(response.status).toBe(422)
    const again = await response.text()
    expect(again).toContain(sentence)
    expect(again).toContain('What is new.')
  }
  expect((await send(`${desk}/circulate`, {})).status).toBe(422)
  expect((await send(agenda, items)).status).toBe(303)
  expect(await app.json(`${page}/agenda`)).toMatchObject({ items: [{ title: 'The draft', minutes: 50, links: [{ title: 'Draft 1' }] }, { title: 'Last' }, { title: 'Actions of earlier meetings', links: [{ url: `/${forum.slug}/actions/A-1` }] }] })
  expect(await read(page)).toContain('50 of 60 minutes')
  expect((await app.get(`${desk}/circulate`, options)).status).toBe(200)
  expect((await send(`${desk}/circulate`, {})).status).toBe(303)
  expect((await send(`${desk}/circulate`, {})).status).toBe(422)
  const sent = (await mails()).filter(({ subject }) => subject.startsWith('Agenda'))
  expect(sent).toHaveLength(1)
  expect(sent[0]?.body).toContain(`1. The draft (50′, Ada)\n   What is new.\n   Draft 1: http://localhost:8080/${forum.slug}/2026/documents/draft/versions/1\n2. Last`)
  // Written anew, the same items keep their identities; with too many minutes it says so, and goes round again.
  const ids = [...(await read(agenda, options.cookie)).matchAll(/name="id-(\d)" value="([^"]+)"/gu)].map(([, , id = '']) => id)
  expect((await send(agenda, { 'id-0': ids[0] ?? '', 'title-0': 'The draft', 'minutes-0': '75' })).status).toBe(303)
  expect(await read(page)).toContain('15 minutes more than there are')
  expect([...(await read(agenda, options.cookie)).matchAll(/name="id-0" value="([^"]+)"/gu)][0]?.[1]).toBe(ids[0])
  expect((await send(`${desk}/circulate`, {})).status).toBe(303)
  expect(await read(`${page}/agenda`)).toContain('Revision 2')
  expect(await revision()).toBe('5')
})

test('an action is open, overdue, dropped only with a word, and opened again; it stays at its address', async () => {
  const { forum, desk, page, options, read } = await planned()
  expect((await app.post(`${desk}/actions`, { text: 'Ask the banks', owner: '', due: '2026-10-30', item: '' }, options)).status).toBe(303)
  const [at, work] = [`/${forum.slug}/actions/A-1`, `/desk/${forum.slug}/actions/A-1`]
  expect(await read(at)).toContain('overdue')
  expect((await app.get(`/${forum.slug}/actions/A-2`)).status).toBe(404)
  expect((await app.get(work)).status).toBe(403)
  expect((await app.get(work, options)).status).toBe(200)
  const change = { text: 'Ask the banks', owner: 'Ben', due: '', state: 'dropped', outcome: '', revision: '1' }
  expect((await app.post(work, change, options)).status).toBe(422)
  expect((await app.post(work, { ...change, outcome: 'They wrote first.' }, options)).status).toBe(303)
  expect((await app.post(work, { ...change, outcome: 'Twice' }, options)).status).toBe(422)
  expect(await app.json(at)).toMatchObject({ action: 'A-1', state: 'dropped', owner: 'Ben', outcome: 'They wrote first.', meeting: 'sixth' })
  expect(await app.json(`/${forum.slug}/actions`)).toMatchObject({ actions: [] })
  expect(await app.json(`/${forum.slug}/actions?state=all&cycle=2026`)).toMatchObject({ actions: [{ action: 'A-1' }] })
  expect((await app.post(work, { ...change, state: 'open', revision: '2' }, options)).status).toBe(303)
  expect(await read(page)).toContain('A-1')
})

test('ways in leave no trace for whoever may not see them: any characters, members, the desk, over', async () => {
  const { forum, cycle, desk, page, options, send, read } = await planned()
  const ways: [Record<string, string>, 'public' | 'members' | 'roles'][] = [
    [{ kind: 'link', value: 'https://meet.example/j/1?pwd=@D?Aj771' }, 'public'],
    [{ kind: 'passcode', value: 'Me$*Un2S' }, 'members'],
    [{ kind: 'passcode', value: '密码 <"\'&> ' }, 'roles'],
    [{ kind: 'number', value: '812 0000', 'until-date': '2026-11-01', 'until-time': '10:00', zone: 'Asia/Kolkata' }, 'public'],
  ]
  for (const wrong of [{ kind: 'link', value: 'data:text/html,x' }, { kind: 'passcode', value: ' ' }, { kind: 'passcode', value: 'a\u0007' }, { kind: 'number', value: '1', 'until-time': '10:00' }]) expect((await send(`${desk}/joining`, { ...wrong, visibility: 'public' })).status).toBe(422)
  for (const [way, visibility] of ways) expect((await send(`${desk}/joining`, { ...way, visibility })).status).toBe(303)
  const { token } = await buildLogin(app.db, 'member', forum.id, app.now)
  const member = `${LOGIN_COOKIE}=${token}`
  const seen = async (cookie?: string) => `${await read(page, cookie)} ${await read(`${page}.json`, cookie)}`.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#39;', "'")
  const [everybody, ofMember, ofDesk] = [await seen(), await seen(member), await seen(options.cookie)]
  expect([everybody, ofMember, ofDesk].map((text) => ['@D?Aj771', 'Un2S', '密码', '812 0000'].map((part) => text.includes(part)))).toEqual([
    [true, false, false, false],
    [true, true, false, false],
    [true, true, true, false],
  ])
  for (const path of [`/${forum.slug}/record`, `/${forum.slug}/meetings`, `/${forum.slug}/${cycle.slug}/meetings`]) for (const json of ['', '.json']) expect(await read(`${path}${json}`)).not.toMatch(/Un2S|密码|812 0000/u)
  // At the desk they are masked until asked for.
  const [masked, unmasked] = [await read(`${desk}/joining`, options.cookie), await read(`${desk}/joining?show=1`, options.cookie)]
  expect([masked.includes('Un2S'), unmasked.includes('Me$*Un2S')]).toEqual([false, true])
  const ids = [...unmasked.matchAll(/name="remove" value="([^"]+)"/gu)].map(([, id = '']) => id)
  expect((await send(`${desk}/joining`, { remove: ids[0] ?? '' })).status).toBe(303)
  expect((await send(`${desk}/joining`, { remove: ids[0] ?? '' })).status).toBe(422)
  expect(await seen()).not.toContain('Aj771')
})

test('who came: without an account, by a list of a video service after a look at it, and shown as the stricter of two wishes', async () => {
  const { forum, desk, page, options, send, read } = await planned()
  const checkIn = `${page}/check-in`
  expect((await app.get(checkIn)).status).toBe(404)
  expect((await app.get(`${desk}/attendance`, options)).status).toBe(200)
  expect((await send(`${desk}/attendance`, { shown: 'members', checkIn: 'open' })).status).toBe(303)
  expect((await app.get(checkIn)).status).toBe(200)
  const who = { formKey: '01890000-0000-7000-8000-00000000aaaa', name: 'Amara <Diop>', organisation: 'A body', stakeholderGroup: 'Civil Society', country: 'SN', regionalGroup: '', shown: 'public' }
  for (const wrong of [{ name: '' }, { country: 'XX' }, { stakeholderGroup: 'Pirates' }, { shown: 'all' }]) expect((await app.post(checkIn, { ...who, ...wrong })).status).toBe(422)
  for (let twice = 0; twice < 2; twice++) expect((await app.post(checkIn, who)).status).toBe(303)
  expect((await app.post(checkIn, { ...who, formKey: '', name: '', shown: 'counted', country: '' })).status).toBe(303)
  expect((await app.get(`${checkIn}?done=1`)).status).toBe(200)
  const list = (text: string) => new File([text], 'participants.csv')
  expect((await app.get(`${desk}/attendance/list`, options)).status).toBe(200)
  expect((await send(`${desk}/attendance/list`, {})).status).toBe(422)
  expect((await send(`${desk}/attendance/list`, { file: list('a,b\n1,2\n') })).status).toBe(422)
  const looked = await send(`${desk}/attendance/list`, { file: list('Name,Email,Duration (Minutes)\nDiop Amara,,10\nZoë Quist,zoe@example.org,50\nRecorder,,60\n') })
  expect(looked.status).toBe(200)
  const preview = await looked.text()
  for (const part of ['3 people are in the list', 'value="Zoë Quist"', 'the same as “Amara &lt;Diop&gt;”', 'is on the meeting’s list already']) expect(preview).toContain(part)
  const rows = { take: '1', 'name-0': 'Diop Amara', 'minutes-0': '10', 'name-1': 'Zoë Quist', 'mail-1': 'zoe@example.org', 'minutes-1': '50', 'name-2': 'Recorder' }
  expect(await (await send(`${desk}/attendance/list`, { ...rows, shown: 'public' })).text()).toContain('Nobody is named here')
  expect((await send(`${desk}/attendance/list`, { ...rows, 'in-1': '1', shown: 'public' })).status).toBe(303)
  const total = { total: 3, byStakeholderGroup: { 'Civil Society': 2, 'not recorded': 1 }, byRegionalGroup: { AFG: 1, 'not recorded': 2 } }
  expect(await app.json(page)).toMatchObject({ participants: [], attendance: { unnamed: 3, ...total } })
  expect(await read(page)).not.toMatch(/Diop|Quist|zoe@/u)
  const { token } = await buildLogin(app.db, 'member', forum.id, app.now)
  expect(await app.json(page, { cookie: `${LOGIN_COOKIE}=${token}` })).toMatchObject({ participants: [{ name: 'Amara <Diop>' }, { name: 'Zoë Quist' }], attendance: { unnamed: 1 } })
  expect(await app.json(`/${forum.slug}/2026/participation`)).toMatchObject({ ...total, meetings: [{ meeting: 'sixth', ...total }], named: [] })
  expect((await app.get(`/${forum.slug}/2026/participation`)).status).toBe(200)
  // The desk's typed list does not touch them, and one of them is removed.
  expect((await send(`${desk}/participants`, { participants: 'Ben (facilitator)' })).status).toBe(303)
  const [gone = ''] = [...(await read(`${desk}/attendance`, options.cookie)).matchAll(/name="remove" value="([^"]+)"/gu)].map(([, id = '']) => id)
  expect((await send(`${desk}/attendance`, { remove: gone })).status).toBe(303)
  expect((await send(`${desk}/attendance`, { remove: gone })).status).toBe(422)
  expect((await send(`${desk}/attendance`, { shown: 'public' })).status).toBe(303)
  expect(await app.json(page)).toMatchObject({ participants: [{ name: 'Ben' }, { name: 'Zoë Quist' }], attendance: { total: 3, unnamed: 1 } })
  expect((await app.post(checkIn, who)).status).toBe(404)
})

test('zones that changed their rules, an hour shown twice, 29 February, midnight and half hours: UTC is that of the day', async () => {
  const { forum, options } = await planned()
  const desk = `/desk/${forum.slug}/meetings`
  const at = (slug: string, date: string, starts: string, ends: string, zone: string, reading = '') => app.post(`${desk}/new`, { title: slug, slug, kind: 'virtual', ordinal: '', cycles: ['2026'], 'date-0': date, 'starts-0': starts, 'ends-0': ends, 'zone-0': zone, 'place-0': '', 'reading-0': reading }, options)
  const twice = await at('twice', '2026-10-25', '02:30', '03:15', 'Europe/Berlin')
  expect(twice.status).toBe(422)
  expect(await twice.text()).toMatch(/show this hour twice[\s\S]*the second, after the clocks are put back/u)
  expect((await at('none', '2023-02-29', '10:00', '', 'UTC')).status).toBe(422)
  expect((await at('gap', '2026-10-04', '02:15', '', 'Australia/Lord_Howe')).status).toBe(422)
  // Worked out by hand from each zone's offset on the day: Moscow was +04:00 until 26 October 2014, Samoa jumped over 30 December 2011.
  const cases: [string, string, string, string, string, string, string, string?][] = [
    ['first', '2026-10-25', '02:30', '03:15', 'Europe/Berlin', '2026-10-25T00:30:00.000Z', '2026-10-25T02:15:00.000Z', 'first'],
    ['second', '2026-10-25', '02:30', '03:15', 'Europe/Berlin', '2026-10-25T01:30:00.000Z', '2026-10-25T02:15:00.000Z', 'second'],
    ['leap', '2024-02-29', '23:30', '00:30', 'Asia/Kathmandu', '2024-02-29T17:45:00.000Z', '2024-02-29T18:45:00.000Z'],
    ['old-moscow', '2014-10-20', '10:00', '11:00', 'Europe/Moscow', '2014-10-20T06:00:00.000Z', '2014-10-20T07:00:00.000Z'],
    ['new-moscow', '2014-10-27', '10:00', '11:00', 'Europe/Moscow', '2014-10-27T07:00:00.000Z', '2014-10-27T08:00:00.000Z'],
    ['samoa', '2011-12-29', '23:00', '23:30', 'Pacific/Apia', '2011-12-30T09:00:00.000Z', '2011-12-30T09:30:00.000Z'],
    ['chatham', '2026-12-31', '23:00', '01:00', 'Pacific/Chatham', '2026-12-31T09:15:00.000Z', '2026-12-31T11:15:00.000Z'],
  ]
  for (const [slug, date, starts, ends, zone, from, until, reading] of cases) {
    expect([slug, (await at(slug, date, starts, ends, zone, reading)).status]).toEqual([slug, 303])
    expect(await app.json(`/${forum.slug}/meetings/${slug}`)).toMatchObject({ sittings: [{ utc: { starts: from, ends: until } }] })
  }
  expect(await (await app.get(`${desk}/second/edit`, options)).text()).toMatch(/value="second" checked/u)
})

test('a reader’s own zone stands beside local time and UTC, chosen without scripts and remembered', async () => {
  const { forum, page, read } = await planned()
  const chosen = await app.get(`${page}?zone=asia/kolkata`)
  expect(chosen.headers.get('set-cookie')).toContain('convoke_zone=Asia%2FKolkata')
  expect(await chosen.text()).toContain('19:30 – 20:30 in your zone (Asia/Kolkata)')
  expect(await read(page, 'convoke_zone=Pacific%2FKiritimati')).toContain('Wednesday 2 December 2026, 04:00 – 05:00 in your zone')
  expect(await read(page)).not.toContain('in your zone')
  expect(await read(`${page}?zone=Mars`)).toContain('not a time zone we know')
  expect(await read(`/${forum.slug}/meetings`, 'convoke_zone=Asia%2FKolkata')).toContain('19:30 – 20:30 in your zone')
})
