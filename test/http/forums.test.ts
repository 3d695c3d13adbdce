import { expect, test } from 'vitest'
import { listMilestones } from '../../src/forums/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'
import { uniqueSlug } from '../harness/postgres.ts'

const app = await testApplication()
const held = (date: string) => ({ date: date as PlainDate, starts: null, ends: null, zone: null, place: null })

test('a forum is opened by whoever keeps the installation, under an address that is free', async () => {
  const { forum } = await app.seedForum()
  const fields = { title: 'Forum <b>', slug: uniqueSlug(), language: 'en', mandate: 'First.\n\nSecond.', conveningBody: 'MAG', website: 'https://example.org' }
  expect((await app.get('/desk/new-forum', { cookie: await app.signIn('secretariat', forum.id) })).status).toBe(403)
  const options = { cookie: await app.signIn('secretariat', null) }
  expect((await app.get('/desk/new-forum', options)).status).toBe(200)
  for (const wrong of [{ slug: 'desk' }, { slug: forum.slug }, { slug: 'Über' }, { language: 'English!' }, { website: 'ftp://x' }, { title: '' }, { mandate: 'x'.repeat(8001) }]) {
    const response = await app.post('/desk/new-forum', { ...fields, ...wrong }, options)
    expect([wrong, response.status]).toEqual([wrong, 422])
    expect(await response.text()).toContain('value="MAG"')
  }
  expect((await app.post('/desk/new-forum', fields, options)).headers.get('location')).toBe(`/desk/${fields.slug}?done=1`)
  expect((await app.post('/desk/new-forum', fields, options)).status).toBe(422)
  expect(await app.json(`/${fields.slug}`)).toMatchObject({ forum: fields.slug, title: 'Forum <b>', demonstration: false, cycles: [] })
  const page = await (await app.get(`/${fields.slug}`)).text()
  expect(page).toContain('<h1 lang="en" dir="auto">Forum &lt;b&gt;</h1>')
  expect(page).toContain('opened the forum “Forum &lt;b&gt;”')
  expect(await (await app.get('/')).text()).toContain(`href="/${fields.slug}"`)
  expect(await app.json('/')).toHaveProperty('forums')
})

test('a forum is revised from where it was read', async () => {
  const { forum } = await app.seedForum()
  const options = { cookie: await app.signIn('secretariat', forum.id) }
  const address = `/desk/${forum.slug}/edit`
  const fields = { title: 'New title', mandate: 'New', conveningBody: '', website: '', revision: '1' }
  expect((await app.get(address, { cookie: await app.signIn('editor', forum.id) })).status).toBe(403)
  expect(await (await app.get(address, options)).text()).toContain('name="revision" value="1"')
  expect((await app.post(address, fields, options)).status).toBe(303)
  const stale = await app.post(address, { ...fields, title: 'Other' }, options)
  expect(stale.status).toBe(422)
  expect(await stale.text()).toContain('value="Other"')
})

test('a cycle from its opening to its time line', async () => {
  const { forum } = await app.seedForum()
  const options = { cookie: await app.signIn('secretariat', forum.id) }
  const desk = `/desk/${forum.slug}`
  const cycle = { title: 'Cycle 2027', slug: '2027', focus: 'What is next', note: '' }
  expect((await app.get(`${desk}/new-cycle`, options)).status).toBe(200)
  for (const slug of ['2026', 'meetings', 'a b', '']) expect([slug, (await app.post(`${desk}/new-cycle`, { ...cycle, slug }, options)).status]).toEqual([slug, 422])
  expect((await app.post(`${desk}/new-cycle`, cycle, options)).status).toBe(303)
  const waiting = await (await app.get(`${desk}/2027`, options)).text()
  for (const href of [`${desk}/2027/calls/new`, `${desk}/2027/milestones/new`, `${desk}/2027/phases`]) expect(waiting).toContain(`href="${href}"`)
  expect((await app.get(`${desk}/2027/edit`, options)).status).toBe(200)
  expect((await app.post(`${desk}/2027/edit`, { ...cycle, focus: 'Else', revision: '1' }, options)).status).toBe(303)
  expect((await app.post(`${desk}/2027/edit`, { ...cycle, focus: 'Stale', revision: '1' }, options)).status).toBe(422)
  const phases = { revision: '2', 'phase-0': 'call', 'from-0': '2026-10-01', 'until-0': '2026-12-01' }
  expect((await app.get(`${desk}/2027/phases`, options)).status).toBe(200)
  for (const wrong of [{ 'until-0': '2026-09-01' }, { 'from-0': '2026-02-30' }, { 'phase-0': 'dancing' }, { 'phase-0': '' }, { revision: '1' }]) {
    expect([wrong, (await app.post(`${desk}/2027/phases`, { ...phases, ...wrong }, options)).status]).toEqual([wrong, 422])
  }
  expect((await app.post(`${desk}/2027/phases`, phases, options)).status).toBe(303)
  expect(await app.json(`/${forum.slug}/2027`)).toMatchObject({ cycle: '2027', focus: 'Else', phases: [{ phase: 'call', from: '2026-10-01' }] })
  expect((await app.get(`/desk/${forum.slug}`, options)).status).toBe(200)
  expect(await (await app.get('/desk', options)).text()).toContain(`href="${desk}/2027"`)
})

test('a milestone is a day, a span or waits; every earlier date stays, with the reason', async () => {
  const { forum, cycle } = await app.seedForum()
  const options = { cookie: await app.signIn('facilitator', forum.id) }
  const desk = `/desk/${forum.slug}/${cycle.slug}/milestones`
  const base = { title: 'Contributions asked for', soft: 'yes' }
  expect((await app.get(`${desk}/new`, options)).status).toBe(200)
  for (const wrong of [
    { 'date-kind': 'day', on: '' },
    { 'date-kind': 'day', on: '2017-02-29' },
    { 'date-kind': 'window', from: '2017-11-14' },
    { 'date-kind': 'window', from: '2017-11-14', until: '2017-11-13' },
    { 'date-kind': 'waits' },
    { 'date-kind': 'soon' },
    {},
  ]) {
    expect([wrong, (await app.post(`${desk}/new`, { ...base, ...wrong }, options)).status]).toEqual([wrong, 422])
  }
  expect((await app.post(`${desk}/new`, { ...base, 'date-kind': 'day', on: '2026-09-15' }, options)).status).toBe(303)
  expect((await app.post(`${desk}/new`, { title: 'Later', 'date-kind': 'window', from: '2026-12-14', until: '2026-12-18', words: 'later in the week' }, options)).status).toBe(303)
  const [milestone] = await listMilestones(app.db, cycle.id)
  const move = `${desk}/${milestone?.id ?? ''}/move`
  expect(await (await app.get(move, options)).text()).toContain('value="2026-09-15"')
  const moved = { 'date-kind': 'day', on: '2026-09-30', reason: 'More were <i>expected</i>', revision: '1' }
  expect((await app.post(move, { ...moved, reason: '' }, options)).status).toBe(422)
  expect((await app.post(move, { ...moved, on: '2026-09-15' }, options)).status).toBe(422)
  expect((await app.post(move, moved, options)).status).toBe(303)
  expect((await app.post(move, { ...moved, on: '2026-10-30' }, options)).status).toBe(422)
  const page = await (await app.get(`/${forum.slug}/${cycle.slug}`)).text()
  expect(page).toContain('<s>Tuesday 15 September 2026</s>')
  expect(page).toContain('More were &lt;i&gt;expected&lt;/i&gt;')
  expect(page).not.toContain('no sentence for')
  expect(page).toContain('later in the week (14 December 2026 – 18 December 2026)')
  expect(page).toMatch(/Wednesday 30 September 2026[\s\S]*aria-current="date"[\s\S]*later in the week/u)
  expect(await (await app.get(`/desk/${forum.slug}/${cycle.slug}`, options)).text()).toContain('is past: if it moved, say why')
})

test('a decision of the convening body stands on the forum’s page', async () => {
  const { forum, cycle } = await app.seedForum()
  const options = { cookie: await app.signIn('secretariat', forum.id) }
  const address = `/desk/${forum.slug}/new-decision`
  const fields = { body: 'MAG', 'date-kind': 'window', from: '2017-03-01', until: '2017-03-10', words: 'early March 2017', cycle: cycle.slug, outcome: 'continue', summary: 'It goes on.' }
  expect((await app.get(address, options)).status).toBe(200)
  expect((await app.post(address, { ...fields, summary: '', cycle: '1900' }, options)).status).toBe(422)
  expect((await app.post(address, { ...fields, cycle: '1900' }, options)).status).toBe(422)
  expect((await app.post(address, fields, options)).status).toBe(303)
  expect(await (await app.get(`/${forum.slug}`)).text()).toContain('early March 2017')
  expect(await app.json(`/${forum.slug}`)).toMatchObject({ decisions: [{ cycle: cycle.slug, outcome: 'continue' }] })
})

test('the desk asks the public to sign in, and unknown addresses say so', async () => {
  const { forum } = await app.seedForum()
  for (const path of ['/desk', `/desk/${forum.slug}`, `/desk/${forum.slug}/2026`]) expect((await app.get(path)).status).toBe(403)
  for (const path of ['/nowhere', `/${forum.slug}/1900`, '/desk/nowhere']) expect((await app.get(path)).status).toBe(404)
})

test('what waits is listed with the one action that moves it, and goes when it is done', async () => {
  const { forum, cycle } = await app.seedForum()
  const options = { cookie: await app.signIn('secretariat', forum.id) }
  const desk = `/desk/${forum.slug}/${cycle.slug}`
  const meeting = await buildMeeting(app.db, forum.id, 'past', app.now, { title: 'Past meeting', cycleIds: [cycle.id], sittings: [held('2026-10-20')] })
  await buildMeeting(app.db, forum.id, 'long-past', app.now, { title: 'Long past meeting', ordinal: null, cycleIds: [cycle.id], sittings: [held('2017-10-11')] })
  const before = await (await app.get(desk, options)).text()
  expect(before).not.toContain('Long past meeting')
  expect(before).toContain('The meeting “Past meeting” has no report.')
  expect(before).toContain(`href="/desk/${forum.slug}/meetings/past/report"`)
  expect(before.indexOf('no call yet')).toBeLessThan(before.indexOf('has no report'))
  await app.post(`/desk/${forum.slug}/meetings/past/report`, { report: 'It was held.', revision: String(meeting.revision) }, options)
  expect(await (await app.get(desk, options)).text()).not.toContain('has no report')
})
