import { expect, test } from 'vitest'
import { reviseMeeting } from '../../src/meetings/commands.ts'
import { findMeeting } from '../../src/meetings/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { endRole } from '../../src/people/commands.ts'
import { listRoleHolders } from '../../src/people/queries.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { PlainDate, PlainTime } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

const FILE = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:weekly@example.org\r\nSEQUENCE:0\r\nSUMMARY:Weekly call <b>\r\nDTSTART;TZID=Europe/Berlin:20261102T150000\r\nDTEND;TZID=Europe/Berlin:20261102T160000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:floating\r\nSUMMARY:Somewhere\r\nDTSTART:20261105T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'

async function forumAtDesk() {
  const { forum, cycle } = await app.seedForum()
  return { forum, cycle, address: `/desk/${forum.slug}/meetings/new/calendar`, options: { cookie: await app.signIn('facilitator', forum.id) }, fields: { calendar: FILE, zone: '', from: '2026-11-01', until: '2026-12-31', kind: 'virtual', cycles: [cycle.slug], reason: '' } }
}

test('what is no calendar, or is asked for wrongly, is refused beside its field, and nothing is entered', async () => {
  const { forum, address, options, fields } = await forumAtDesk()
  const cases: [object, string][] = [
    [{ calendar: 'hello' }, 'no calendar file'],
    [{ calendar: '' }, 'errors'],
    [{ calendar: 'BEGIN:VCALENDAR\nBEGIN:VEVENT' }, 'broken off'],
    [{ calendar: 'BEGIN:VCALENDAR\nEND:VCALENDAR' }, 'no entry'],
    [{ zone: 'Mars/Olympus' }, 'not a time zone'],
    [{ from: '2026-02-30' }, 'not a day of the calendar'],
    [{ from: '2026-12-31', until: '2026-01-01' }, 'comes before the first'],
    [{ cycles: ['1900'] }, 'errors'],
    [{ cycles: [] }, 'errors'],
  ]
  for (const [change, sentence] of cases) {
    const response = await app.post(address, { ...fields, ...change, shall: 'take' }, options)
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(sentence)
  }
  expect((await app.get(address)).status).toBe(403)
  expect((await app.post(address, { ...fields, shall: 'take' }, { cookie: await app.signIn('editor', forum.id) })).status).toBe(403)
  expect(await app.json(`/${forum.slug}/meetings`)).toMatchObject({ meetings: [] })
})

test('a calendar file is looked at, then taken; taken again it changes nothing, and what moved moves', async () => {
  const { forum, address, options, fields } = await forumAtDesk()
  expect((await app.get(address, options)).status).toBe(200)
  const look = await app.post(address, { ...fields, shall: 'look' }, options)
  const page = await look.text()
  expect(look.status).toBe(200)
  for (const part of ['a new meeting, 2026-11-02-weekly-call-b', 'Weekly call &lt;b&gt;', 'Its time has no zone']) expect(page).toContain(part)
  expect(await app.json(`/${forum.slug}/meetings`)).toMatchObject({ meetings: [] })
  expect((await app.post(address, { ...fields, zone: 'Asia/Kolkata', shall: 'take' }, options)).headers.get('location')).toBe(`/desk/${forum.slug}/meetings?taken=4`)
  const listed = await app.json(`/${forum.slug}/meetings`)
  expect(listed).toMatchObject({ meetings: [{ sittings: [{ utc: { starts: '2026-11-02T14:00:00.000Z', ends: '2026-11-02T15:00:00.000Z' } }] }, { title: 'Somewhere', sittings: [{ utc: { starts: '2026-11-05T04:30:00.000Z' } }] }, {}, {}] })
  expect((await app.post(address, { ...fields, zone: 'Asia/Kolkata', shall: 'take' }, options)).headers.get('location')).toBe(`/desk/${forum.slug}/meetings?taken=0`)
  expect(await app.json(`/${forum.slug}/meetings`)).toEqual(listed)
  const moved = FILE.replace('SEQUENCE:0', 'SEQUENCE:1').replaceAll('T150000', 'T170000').replaceAll('T160000', 'T180000')
  expect((await app.post(address, { ...fields, calendar: moved, shall: 'take', reason: 'Two hours later' }, options)).status).toBe(303)
  const later = await app.json(`/${forum.slug}/meetings`)
  expect(later['meetings']).toHaveLength(4)
  expect(later).toMatchObject({ meetings: [{ sittings: [{ starts: '17:00' }] }, { title: 'Somewhere' }, { sittings: [{ starts: '17:00' }] }, { sittings: [{ starts: '17:00' }] }] })
  const single = FILE.replace('RRULE:FREQ=WEEKLY;COUNT=3\r\n', '').replace('weekly@', 'single@')
  await app.post(address, { ...fields, calendar: single, shall: 'take' }, options)
  const laterSingle = single.replace('SEQUENCE:0', 'SEQUENCE:1').replaceAll('T150000', 'T170000').replaceAll('T160000', 'T180000')
  expect(await (await app.post(address, { ...fields, calendar: laterSingle, shall: 'look' }, options)).text()).toContain('a change of 2026-11-02-weekly-call-b-2')
  await app.post(address, { ...fields, calendar: laterSingle, shall: 'take', reason: 'Two hours later' }, options)
  expect(await app.json(`/${forum.slug}/meetings/2026-11-02-weekly-call-b-2`)).toMatchObject({ sittings: [{ starts: '17:00' }] })
  expect(await (await app.post(address, { ...fields, calendar: single.replace('SEQUENCE:0', 'SEQUENCE:0\r\nDESCRIPTION:x'), shall: 'look' }, options)).text()).toContain('was taken from a later file')
})

test('a file of a program that writes odd ones is read as bytes, and entries can be left out', async () => {
  const { forum, address, options, fields } = await forumAtDesk()
  const file = new File([FILE], 'calls.ics', { type: 'text/calendar' })
  const page = await (await app.post(address, { ...fields, calendar: '', file, shall: 'look' }, options)).text()
  const keys = [...page.matchAll(/name="leave" value="([^"]+)"/gu)].map(([, key = '']) => key)
  expect(keys).toHaveLength(3)
  expect((await app.post(address, { ...fields, leave: keys.slice(1), shall: 'take' }, options)).headers.get('location')).toBe(`/desk/${forum.slug}/meetings?taken=1`)
})

test('calendars of a meeting, a cycle, a forum and a person; what changes has a higher sequence, and no passcode is in any of them', async () => {
  const { forum, cycle } = await app.seedForum()
  const sittings = [{ date: '2026-12-05' as PlainDate, starts: '16:30' as PlainTime, ends: '18:00' as PlainTime, zone: 'America/Mexico_City', place: 'Room 6' }]
  const built = await buildMeeting(app.db, forum.id, 'foc', app.now, { sittings, cycleIds: [cycle.id], title: '两地会议; a, b' })
  await buildMeeting(app.db, forum.id, 'other', app.now)
  const options = { cookie: await app.signIn('facilitator', forum.id) }
  await app.post(`/desk/${forum.slug}/meetings/foc/links`, { kind: 'recording', url: 'https://example.org/r', title: '', passcode: '@D?Aj771', revision: String(built.revision) }, options)
  const text = async (path: string): Promise<string> => (await app.get(path)).text()
  const meeting = await app.get(`/${forum.slug}/meetings/foc/calendar.ics`)
  expect(meeting.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  const first = await meeting.text()
  for (const part of ['BEGIN:VTIMEZONE\r\nTZID:America/Mexico_City', 'DTSTART;TZID=America/Mexico_City:20261205T163000', 'SEQUENCE:1', 'SUMMARY:两地会议\\; a\\, b', `URL:http://localhost:8080/${forum.slug}/meetings/foc`]) expect(first).toContain(part)
  expect(await text(`/${forum.slug}/calendar.ics`)).toMatch(/BEGIN:VEVENT[^]*BEGIN:VEVENT/u)
  expect((await text(`/${forum.slug}/${cycle.slug}/calendar.ics`)).match(/BEGIN:VEVENT/gu)).toHaveLength(1)
  const now = await findMeeting(app.db, forum.id, 'foc')
  if (now === undefined) throw new Error('The meeting is gone')
  await transact(app.db, (tx) => reviseMeeting(tx, SYSTEM, { ...now, meetingId: now.id, sittings: [{ ...sittings[0], date: '2026-12-06' as PlainDate, starts: null, ends: null, zone: null, place: 'Room 10' }], reason: 'Moved' }, app.now))
  const second = await text(`/${forum.slug}/meetings/foc/calendar.ics`)
  for (const part of ['SEQUENCE:2', 'DTSTART;VALUE=DATE:20261206', 'LOCATION:Room 10']) expect(second).toContain(part)
  expect(second.match(/UID:.*/u)?.[0]).toBe(first.match(/UID:.*/u)?.[0])
  const page = await text(`/${forum.slug}/meetings/foc`)
  expect(JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/u.exec(page)?.[1] ?? '')).toMatchObject({ '@type': 'Event', startDate: '2026-12-06', location: { name: 'Room 10' } })

  const own = await (await app.get('/desk/calendars', options)).text()
  const address = /href="http:\/\/localhost:8080(\/calendars\/[^"]+)"/u.exec(own)?.[1] ?? ''
  const mine = await app.get(address)
  expect([mine.status, mine.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
  expect((await mine.text()).match(/BEGIN:VEVENT/gu)).toHaveLength(2)
  expect((await app.get(address.replace(/..\.ics$/u, 'zz.ics'))).status).toBe(404)
  expect((await app.get('/desk/calendars')).status).toBe(403)
  for (const calendar of [first, second, await text(`/${forum.slug}/calendar.ics`), await text(address)]) expect(calendar).not.toContain('Aj771')
  const [holder] = await listRoleHolders(app.db, forum.id)
  if (holder === undefined) throw new Error('Nobody holds a role')
  await transact(app.db, (tx) => endRole(tx, SYSTEM, { roleId: holder.roleId, forumId: forum.id }, app.now))
  expect(await text(address)).not.toContain('BEGIN:VEVENT')
})
