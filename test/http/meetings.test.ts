import { expect, test } from 'vitest'
import { openCycle } from '../../src/forums/commands.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { findMeeting } from '../../src/meetings/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import type { PlainDate, PlainTime } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function forumAtDesk() {
  const { forum, cycle } = await app.seedForum()
  return { forum, cycle, desk: `/desk/${forum.slug}/meetings`, options: { cookie: await app.signIn('facilitator', forum.id) } }
}

const fields = { title: 'Workshop', slug: 'workshop', kind: 'session', cycles: ['2026'], 'date-0': '2019-11-28', 'starts-0': '15:00', 'ends-0': '16:30', 'zone-0': 'Europe/Berlin', 'place-0': 'Estrel Saal C' }

test('a meeting that cannot be is refused beside the field, and what was typed is kept', async () => {
  const { desk, options } = await forumAtDesk()
  const cases: [Partial<Record<keyof typeof fields, string>>, string][] = [
    [{ 'date-0': '2019-02-30' }, 'not a day of the calendar'],
    [{ 'starts-0': '25:00' }, 'not a time of day'],
    [{ 'zone-0': 'Mars/Olympus' }, 'not a time zone'],
    [{ 'zone-0': '' }, 'needs its time zone'],
    [{ 'ends-0': '14:00' }, 'ends before it begins'],
    [{ 'date-0': '2019-03-31', 'starts-0': '02:30' }, 'no such time'],
    [{ slug: 'A b' }, 'letters a to z'],
    [{ slug: 'new' }, 'used by the product'],
    [{ title: 'x'.repeat(201) }, '201 characters'],
    [{ title: 'bell \u0007' }, 'control characters'],
  ]
  for (const [change, sentence] of cases) {
    const response = await app.post(`${desk}/new`, { ...fields, ...change }, options)
    expect(response.status).toBe(422)
    const page = await response.text()
    expect(page).toContain(sentence)
    expect(page).toContain('value="Estrel Saal C"')
  }
  expect((await app.post(`${desk}/new`, { ...fields, cycles: [] }, options)).status).toBe(422)
  expect((await app.post(`${desk}/new`, { ...fields, cycles: ['1900'] }, options)).status).toBe(422)
})

test('meetings are entered by who holds them', async () => {
  const { desk, forum } = await forumAtDesk()
  expect((await app.get(desk)).status).toBe(403)
  expect((await app.post(`${desk}/new`, fields, { cookie: await app.signIn('editor', forum.id) })).status).toBe(403)
})

test('from entry to report: weekday and UTC are computed, passcodes stay at the desk', async () => {
  const { forum, cycle, desk, options } = await forumAtDesk()
  expect((await app.get(`${desk}/new?cycle=${cycle.slug}`, options)).status).toBe(200)
  expect((await app.post(`${desk}/new`, fields, options)).headers.get('location')).toBe(`${desk}/workshop?done=1`)
  expect((await app.post(`${desk}/new`, fields, options)).status).toBe(422)
  const address = `/${forum.slug}/meetings/workshop`
  // "Wednesday Nov 28, 15:00-16:30 (UTC+1)" of the 2019-09-25 report: 28 November 2019 was a Thursday.
  const page = await (await app.get(address)).text()
  expect(page).toContain('Thursday 28 November 2019')
  expect(page).toContain('15:00 – 16:30 (Europe/Berlin) · 14:00 – 15:30 UTC')
  const revision = async () => String((await findMeeting(app.db, forum.id, 'workshop'))?.revision)
  const day = { ...fields, 'date-0': '2019-11-27', revision: await revision() }
  expect((await app.get(`${desk}/workshop/edit`, options)).status).toBe(200)
  expect((await app.post(`${desk}/workshop/edit`, day, options)).status).toBe(422)
  expect((await app.post(`${desk}/workshop/edit`, { ...day, reason: 'It was on the Wednesday' }, options)).status).toBe(303)
  expect((await app.post(`${desk}/workshop/edit`, { ...day, reason: 'again' }, options)).status).toBe(422)
  const link = { kind: 'recording', url: 'https://example.org/r', title: '', passcode: '@D?Aj771' }
  expect((await app.get(`${desk}/workshop/links`, options)).status).toBe(200)
  expect((await app.post(`${desk}/workshop/links`, { ...link, url: 'data:text/html,x', revision: await revision() }, options)).status).toBe(422)
  expect((await app.post(`${desk}/workshop/links`, { ...link, revision: await revision() }, options)).status).toBe(303)
  const participants = 'Markus Kummer (facilitator)\nAda <b> / Org'
  expect((await app.get(`${desk}/workshop/participants`, options)).status).toBe(200)
  expect((await app.post(`${desk}/workshop/participants`, { participants, revision: '1' }, options)).status).toBe(422)
  expect((await app.post(`${desk}/workshop/participants`, { participants, revision: await revision() }, options)).status).toBe(303)
  const report = { report: '1. Opened[1][2].\n\n2. Closed.\n\n[1] By the facilitator.', 'report-date': '2019-12-01', 'annex-title-0': 'Annex', 'annex-as-of-0': '2019-11-30', 'annex-text-0': 'Words' }
  expect((await app.get(`${desk}/workshop/report`, options)).status).toBe(200)
  expect((await app.post(`${desk}/workshop/report`, { ...report, 'annex-text-0': '', revision: await revision() }, options)).status).toBe(422)
  expect((await app.post(`${desk}/workshop/report`, { ...report, revision: await revision() }, options)).status).toBe(303)
  const after = await (await app.get(address)).text()
  for (const part of ['<s>Day: Thursday 28 November 2019</s>', 'id="p2"', 'href="#note-1"', 'href="#mark-1"', 'Note 2 is marked', 'Ada &lt;b&gt;, Org', 'as of 30 November 2019', 'Sunday 1 December 2019']) expect(after).toContain(part)
  expect(after).not.toContain('Aj771')
  expect(await (await app.get(`${desk}/workshop`, options)).text()).toContain('@D?Aj771')
  const data = await app.json(address)
  expect(JSON.stringify(data)).not.toContain('Aj771')
  expect(data).toMatchObject({ cycles: ['2026'], sittings: [{ date: '2019-11-27', weekday: 3, utc: { starts: '2019-11-27T14:00:00.000Z' } }], links: [{ asksForPasscode: true }] })
  expect((await app.get(desk, options)).status).toBe(200)
})

test('meetings are listed in their forum and their cycle; UTC over midnight names its day', async () => {
  const { forum, cycle } = await app.seedForum()
  const sittings = [{ date: '2016-12-05' as PlainDate, starts: '16:30' as PlainTime, ends: '18:00' as PlainTime, zone: 'America/Mexico_City', place: null }]
  await buildMeeting(app.db, forum.id, 'foc', app.now, { sittings, cycleIds: [cycle.id] })
  await buildMeeting(app.db, forum.id, 'fifth', app.now)
  expect(await app.json(`/${forum.slug}/meetings`)).toMatchObject({ meetings: [{ meeting: 'foc' }, { meeting: 'fifth' }] })
  expect(await app.json(`/${forum.slug}/${cycle.slug}/meetings`)).toMatchObject({ cycle: cycle.slug, meetings: [{ meeting: 'foc' }] })
  expect(await (await app.get(`/${forum.slug}/meetings/foc`)).text()).toContain('22:30 – 00:00 on 6 December 2016 UTC')
  expect(await (await app.get(`/${forum.slug}/meetings/fifth`)).text()).toContain('time not recorded')
  expect(await (await app.get(`/${forum.slug}/${cycle.slug}`)).text()).toContain(`href="/${forum.slug}/${cycle.slug}/meetings"`)
  expect((await app.get(`/${forum.slug}/meetings`)).status).toBe(200)
  expect((await app.get(`/${forum.slug}/${cycle.slug}/meetings`)).status).toBe(200)
  expect((await app.get(`/${forum.slug}/meetings/none`)).status).toBe(404)
})

test('passcodes of any characters are the desk’s alone: not on a page, in data, in the record, of either cycle', async () => {
  const { forum, cycle, desk, options } = await forumAtDesk()
  await transact(app.db, (tx) => openCycle(tx, SYSTEM, { forumId: forum.id, slug: '2027', title: '2027', focus: 'Next.', note: null }, app.now))
  const overnight = { ...fields, slug: 'nuit', title: '两地会议', cycles: ['2026', '2027'], 'date-0': '2026-12-31', 'starts-0': '23:00', 'ends-0': '00:30', 'zone-0': 'Pacific/Kiritimati' }
  expect((await app.post(`${desk}/new`, overnight, options)).status).toBe(303)
  const secrets = ['@D?Aj771', 'Me$*Un2S', '密码&<"\\\'>', '  ']
  for (const passcode of secrets) {
    const revision = String((await findMeeting(app.db, forum.id, 'nuit'))?.revision)
    expect((await app.post(`${desk}/nuit/links`, { kind: 'recording', url: 'https://example.org/r', title: '', passcode, revision }, options)).status).toBe(303)
  }
  expect((await findMeeting(app.db, forum.id, 'nuit'))?.links.map(({ passcode }) => passcode)).toEqual([...secrets.slice(0, 3), null])
  for (const address of [`/${forum.slug}/meetings/nuit`, `/${forum.slug}/meetings`, `/${forum.slug}/2026/meetings`, `/${forum.slug}/2027/meetings`, `/${forum.slug}/record`, `/${forum.slug}/${cycle.slug}`]) {
    for (const json of ['', '.json']) {
      const response = await app.get(`${address}${json}`)
      const text = await response.text()
      expect([address, response.status, text.includes('两地会议') || json === '.json']).toEqual([address, 200, true])
      for (const part of ['Aj771', 'Un2S', '密码']) expect(text).not.toContain(part)
    }
  }
  expect(await app.json(`/${forum.slug}/meetings/nuit`)).toMatchObject({ cycles: ['2027', '2026'], sittings: [{ weekday: 4, utc: { starts: '2026-12-31T09:00:00.000Z', ends: '2026-12-31T10:30:00.000Z' } }], links: [{ asksForPasscode: true }, {}, {}, { asksForPasscode: false }] })
  expect(await (await app.get(`/${forum.slug}/meetings/nuit`)).text()).toContain('Thursday 31 December 2026</time>, 23:00 – 00:30 on 1 January 2027 (Pacific/Kiritimati) · 09:00 – 10:30 UTC')
})
