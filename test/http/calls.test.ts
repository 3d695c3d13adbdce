import { describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { findCall } from '../../src/calls/queries.ts'
import { writeDate, type Instant, type PlainDate } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const written = (day: string) => writeDate(day as PlainDate, 'en')

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const call = await buildCall(app.db, cycle, app.now)
  const cookie = await app.signIn('facilitator', forum.id)
  return { forum, cycle, call, cookie, page: `/${forum.slug}/2026/calls`, desk: `/desk/${forum.slug}/2026/calls` }
}

describe('the page of a call', () => {
  test('an unknown call is not found, as page and as data', async () => {
    const { page } = await setUp()
    expect((await app.get(`${page}/other`)).status).toBe(404)
    expect((await app.get(`${page}/other.json`)).status).toBe(404)
  })

  test('the calls of a cycle stand on its own page', async () => {
    const { page, forum } = await setUp()
    const response = await app.get(page)
    expect([response.status, response.headers.get('location')]).toEqual([303, `/${forum.slug}/2026`])
  })

  test('says what one can do now and until when, in words and in UTC', async () => {
    const { page, call } = await setUp()
    const html = await (await app.get(`${page}/main`)).text()
    expect(html).toContain(`You can contribute now, until ${written('2026-11-15')}: the end of that day anywhere on earth, which is 16 November 2026, 11:59 UTC.`)
    expect(html).toContain(`${page}/main/contribute`)
    expect(await app.json(`${page}/main`)).toMatchObject({ state: 'open', deadline: '2026-11-15', deadlineEndsAt: '2026-11-16T11:59:59.999Z', contributions: 0, questions: call.questions.map(({ number, text, guidance }) => ({ number, text, guidance })) })
  })

  test('an open call with a passed soft deadline is still open', async () => {
    const { page } = await setUp()
    const before = app.now
    app.now = '2026-11-20T00:00:00.000Z' as Instant
    try {
      expect(await app.json(`${page}/main`)).toMatchObject({ state: 'late' })
      expect(await (await app.get(`${page}/main`)).text()).toContain('You can still contribute')
    } finally {
      app.now = before
    }
  })

  test('the list leads to the cycle', async () => {
    const { page, forum } = await setUp()
    const answer = await app.get(page)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/${forum.slug}/2026`])
  })
})

describe('the desk of calls', () => {
  test('is closed to the public and to editors', async () => {
    const { desk, forum } = await setUp()
    const editor = await app.signIn('editor', forum.id)
    for (const path of [desk, `${desk}/new`, `${desk}/main/edit`, `${desk}/main/extend`, `${desk}/main/close`]) {
      expect((await app.get(path)).status).toBe(403)
      expect((await app.get(path, { cookie: editor })).status).toBe(403)
    }
    for (const path of [`${desk}/new`, `${desk}/main/edit`, `${desk}/main/extend`, `${desk}/main/close`]) expect((await app.post(path, { reason: 'x' }, { cookie: editor })).status).toBe(403)
  })

  test('a new call with mistakes comes back with sentences and all that was typed', async () => {
    const { desk, cookie } = await setUp()
    const typed = { title: 'Second <b>call</b>', slug: 'No Slug', introduction: '', deadline: '2026-02-30', deadlineZone: 'Mars', 'questions.0.text': 'Kept?' }
    const answer = await app.post(`${desk}/new`, typed, { cookie })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    for (const text of ['Second &lt;b&gt;call&lt;/b&gt;', 'No Slug', 'Kept?', 'Please fill this in.', 'This is not a day of the calendar', 'This is not a time zone']) expect(html).toContain(text)
    expect(await (await app.post(`${desk}/new`, { ...typed, slug: 'new' }, { cookie })).text()).toContain('used by the product')
  })

  test('opens a call; its address cannot be taken twice', async () => {
    const { desk, cookie, cycle } = await setUp()
    const fields = { title: 'For regions', slug: 'regions', introduction: 'Tell us.', isSoft: 'soft', 'questions.0.text': 'First?', 'questions.1.text': ' ', 'questions.2.text': 'Second?' }
    expect((await app.post(`${desk}/new`, fields, { cookie })).status).toBe(303)
    expect((await findCall(app.db, cycle.id, 'regions'))?.questions.map(({ number, text }) => [number, text])).toEqual([[1, 'First?'], [2, 'Second?']])
    const again = await app.post(`${desk}/new`, fields, { cookie })
    expect(await again.text()).toContain('Another call of this cycle has this address')
    expect(await (await app.get(desk, { cookie })).text()).toContain('For regions')
    expect((await app.get(`${desk}/new`, { cookie })).status).toBe(200)
  })

  test('a stale edit is shown again with what was typed, and can then be sent', async () => {
    const { desk, cookie, call, cycle } = await setUp()
    const fields = (title: string, revision: number) => ({ title, introduction: 'Tell us.', isSoft: 'soft', deadline: '2026-11-15', revision: String(revision), 'questions.0.id': call.questions[0]?.id ?? '', 'questions.0.text': 'What works?' })
    expect(await (await app.get(`${desk}/main/edit`, { cookie })).text()).toContain('name="revision" value="1"')
    expect((await app.post(`${desk}/main/edit`, fields('First', 1), { cookie })).status).toBe(303)
    const stale = await app.post(`${desk}/main/edit`, fields('Second', 1), { cookie })
    const html = await stale.text()
    expect(stale.status).toBe(422)
    expect(html).toContain('Somebody changed this call while you were writing')
    expect(html).toContain('value="Second"')
    expect(html).toContain('name="revision" value="2"')
    expect((await app.post(`${desk}/main/edit`, fields('Second', 2), { cookie })).status).toBe(303)
    expect((await findCall(app.db, cycle.id, 'main'))?.title).toBe('Second')
  })

  test('extends with a reason, and the page shows every earlier date', async () => {
    const { desk, cookie, page } = await setUp()
    expect(await (await app.post(`${desk}/main/extend`, { earlier: '2026-11-15', deadline: '2026-11-01', reason: 'No' }, { cookie })).text()).toContain('is not later')
    expect(await (await app.post(`${desk}/main/extend`, { earlier: '2026-11-15', deadline: '2026-11-30', reason: '' }, { cookie })).text()).toContain('Please fill this in')
    expect((await app.get(`${desk}/main/extend`, { cookie })).status).toBe(200)
    expect((await app.post(`${desk}/main/extend`, { earlier: '2026-11-15', deadline: '2026-11-30', reason: 'Holidays' }, { cookie })).status).toBe(303)
    const html = await (await app.get(`${page}/main`)).text()
    expect(html).toContain(`<s>${written('2026-11-15')}</s>`)
    expect(html).toContain('Holidays')
  })

  test('closes and opens again, each with a reason', async () => {
    const { desk, cookie, page } = await setUp()
    expect((await app.get(`${desk}/main/close`, { cookie })).status).toBe(200)
    expect((await app.post(`${desk}/main/close`, { shall: 'close', reason: '' }, { cookie })).status).toBe(422)
    expect((await app.post(`${desk}/main/close`, { shall: 'close', reason: 'Drafting starts' }, { cookie })).status).toBe(303)
    expect(await (await app.post(`${desk}/main/close`, { shall: 'close', reason: 'Again' }, { cookie })).text()).toContain('The call is closed')
    expect(await (await app.get(`${page}/main`)).text()).toContain(`This call was closed on ${written('2026-11-02')}: Drafting starts`)
    expect((await app.get(`${desk}/main/close`, { cookie })).status).toBe(200)
    expect((await app.post(`${desk}/main/close`, { shall: 'reopen', reason: 'One more week' }, { cookie })).status).toBe(303)
    expect(await app.json(`${page}/main`)).toMatchObject({ state: 'open' })
  })
})
