import { expect, test } from 'vitest'
import { buildContribution } from '../../src/contributions/testing.ts'
import { findMeeting } from '../../src/meetings/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import type { PlainDate, PlainTime } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const event = { title: 'Assembly', slug: 'assembly', firstDay: '2026-12-08', lastDay: '2026-12-11', daysBefore: '1', place: 'Uvala', zone: 'Europe/Zagreb', note: '', source: '' }
const at = (date: string, starts: string, ends: string, place: string, zone = 'Europe/Zagreb') => ({ date: date as PlainDate, starts: starts as PlainTime, ends: ends as PlainTime, zone, place })

test('an annual meeting that cannot be is refused beside the field, and to whoever does not hold meetings', async () => {
  const { forum } = await app.seedForum()
  const desk = `/desk/${forum.slug}/events`
  expect((await app.get(desk)).status).toBe(403)
  expect((await app.post(`${desk}/new`, event, { cookie: await app.signIn('editor', forum.id) })).status).toBe(403)
  const options = { cookie: await app.signIn('facilitator', forum.id) }
  const cases: [Partial<typeof event>, string][] = [
    [{ lastDay: '2026-12-07' }, 'ends before it begins'],
    [{ lastDay: '2027-12-07' }, 'at most'],
    [{ firstDay: '2026-02-29' }, 'not a day of the calendar'],
    [{ zone: 'Mars' }, 'not a time zone'],
    [{ daysBefore: '31' }, 'daysBefore'],
    [{ slug: 'new' }, 'used by the product'],
  ]
  for (const [wrong, sentence] of cases) {
    const response = await app.post(`${desk}/new`, { ...event, ...wrong }, options)
    expect([wrong, response.status]).toEqual([wrong, 422])
    expect(await response.text()).toContain(sentence)
  }
  expect((await app.post(`${desk}/new`, event, options)).status).toBe(303)
  expect((await app.post(`${desk}/new`, event, options)).status).toBe(422)
  expect((await app.post(`${desk}/assembly`, { ...event, revision: '7' }, options)).status).toBe(422)
  expect((await app.post(`${desk}/assembly`, { ...event, title: 'Assembly of Coasts', revision: '1' }, options)).status).toBe(303)
  expect(await app.json(`/${forum.slug}/events`)).toMatchObject({ events: [{ event: 'assembly', title: 'Assembly of Coasts', daysBefore: 1 }] })
  expect((await app.get(`/${forum.slug}/events/none`)).status).toBe(404)
})

test('what came late for a session is named on its page, and nothing of a later day', async () => {
  const { forum, cycle, call } = await app.seedCall('facilitator')
  const [{ number }, early] = [await buildContribution(app.db, call, app.now), await buildContribution(app.db, call, app.now)]
  await app.db.updateTable('contributions_contribution').set({ is_late: true }).where('number', '=', number).where('cycle_id', '=', cycle.id).execute()
  const sitting = (date: string) => [at(date, '09:00', '10:00', 'Room 1')]
  for (const [slug, date] of [['after', '2026-12-08'], ['before', '2026-01-08']] as const) await buildMeeting(app.db, forum.id, slug, app.now, { kind: 'session', ordinal: null, cycleIds: [cycle.id], sittings: sitting(date) })
  expect(await app.json(`/${forum.slug}/meetings/after`)).toMatchObject({ lateContributions: [{ ref: `2026/C-${number}` }] })
  expect(await (await app.get(`/${forum.slug}/meetings/after`)).text()).not.toContain(`C-${early.number}<`)
  expect(await app.json(`/${forum.slug}/meetings/before`)).toMatchObject({ lateContributions: [] })
})

test('conflicts are found: one room, one panellist, a day outside, another clock; who has not confirmed is named at the desk alone', async () => {
  const { forum, cycle } = await app.seedForum()
  const options = { cookie: await app.signIn('facilitator', forum.id) }
  const desk = `/desk/${forum.slug}`
  expect((await app.get(`${desk}/events/new`, options)).status).toBe(200)
  expect((await app.post(`${desk}/events/new`, event, options)).status).toBe(303)
  const sessions: [string, ReturnType<typeof at>][] = [
    ['first', at('2026-12-08', '09:00', '10:30', 'Room  9')],
    ['second', at('2026-12-08', '10:00', '11:30', 'room 9')],
    ['third', at('2026-12-08', '10:30', '12:00', 'Room 9')],
    ['far', at('2026-12-13', '10:00', '11:00', 'Room 1', 'Asia/Tokyo')],
    ['same-clock', at('2026-12-07', '09:00', '10:00', 'Room 9', 'Europe/Rome')],
  ]
  for (const [slug, sitting] of sessions) {
    await buildMeeting(app.db, forum.id, slug, app.now, { title: slug, kind: 'session', ordinal: null, cycleIds: [cycle.id], sittings: [sitting] })
    const revision = String((await findMeeting(app.db, forum.id, slug))?.revision)
    const plan = { event: 'assembly', form: 'open forum', organiser: 'A body', description: 'On <harbours>.', 'name-0': 'Ada Byron', 'part-0': 'moderator', 'state-0': slug === 'second' ? 'declined' : 'confirmed', 'name-1': `Ben of ${slug}`, 'state-1': 'invited', revision }
    expect((await app.get(`${desk}/meetings/${slug}/session`, options)).status).toBe(200)
    expect((await app.post(`${desk}/meetings/${slug}/session`, { ...plan, event: 'none' }, options)).status).toBe(422)
    expect((await app.post(`${desk}/meetings/${slug}/session`, { ...plan, 'name-1': '', 'organisation-1': 'Nobody of it' }, options)).status).toBe(422)
    expect((await app.post(`${desk}/meetings/${slug}/session`, plan, options)).status).toBe(303)
    expect((await app.post(`${desk}/meetings/${slug}/session`, plan, options)).status).toBe(422)
  }
  const found = await (await app.get(`${desk}/events/assembly`, options)).text()
  const sentences = [...found.matchAll(/<li>(“[^<]*|[^<]*“[^<]*)/gu)].map(([, sentence = '']) => sentence.trim())
  expect(sentences).toEqual(['“first” and “second” are in Room 9 at the same time.', '“second” and “third” are in room 9 at the same time.', '“far” is on Sunday 13 December 2026, which is not a day of this annual meeting.', '“far” goes by the clock of Asia/Tokyo, the annual meeting by that of Europe/Zagreb.'].map((each) => each.replace('Room 9', 'Room  9')))
  const page = await (await app.get(`/${forum.slug}/events/assembly`)).text()
  for (const part of ['Day 0', 'Monday 7 December 2026', 'Day 1', '09:00 – 10:30 (Europe/Zagreb) · 08:00 – 09:30 UTC', 'On other days']) expect(page).toContain(part)
  const own = await (await app.get(`/${forum.slug}/meetings/first`)).text()
  for (const part of ['Ada Byron', 'On &lt;harbours&gt;.', 'Day 1']) expect(own).toContain(part)
  expect(own).not.toContain('Ben of first')
  expect(JSON.stringify([await app.json(`/${forum.slug}/meetings/first`), await app.json(`/${forum.slug}/events/assembly`)])).not.toContain('Ben of')
  expect(await (await app.get(`/${forum.slug}/meetings/first`, options)).text()).toContain('Ben of first')
  expect(await app.json(`/${forum.slug}/events/assembly`)).toMatchObject({ sessions: [{ meeting: 'same-clock', sittings: [{ day: 0 }] }, { meeting: 'first', panellists: [{ name: 'Ada Byron', part: 'moderator' }], sittings: [{ day: 1, utc: { starts: '2026-12-08T08:00:00.000Z' } }] }, {}, {}, { meeting: 'far', sittings: [{ day: null }] }] })
  const calendar = (await (await app.get(`/${forum.slug}/events/assembly/calendar.ics`)).text()).replaceAll('\r\n ', '')
  expect(calendar.match(/^BEGIN:VEVENT/gmu)).toHaveLength(1 + sessions.length)
  // Day 0 is the first of its whole days; their end is the day after the last.
  for (const part of ['DTSTART;VALUE=DATE:20261207', 'DTEND;VALUE=DATE:2026121', 'DTSTART;TZID=Europe/Zagreb:20261208T090000', 'RELATED-TO;RELTYPE=PARENT:']) expect(calendar).toContain(part)
  expect(calendar).not.toContain('Ben of')
  expect((await app.get(`/${forum.slug}/events/none/calendar.ics`)).status).toBe(404)
  expect((await app.get(`/${forum.slug}/events`)).status).toBe(200)
  expect((await app.get(`${desk}/events`, options)).status).toBe(200)
})
