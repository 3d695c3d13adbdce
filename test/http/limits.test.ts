import { beforeAll, describe, expect, test } from 'vitest'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { newId } from '../../src/platform/new-id.ts'
import type { Review } from '../../src/review/model.ts'
import { countWaiting, listWaiting } from '../../src/review/waiting/queries.ts'
import { buildReview, buildVersion } from '../../src/review/testing.ts'
import { addMilliseconds } from '../../src/shared/time.ts'
import { createApp, handleRequest } from '../../src/web/app.tsx'
import { addressOf } from '../../src/web/http.ts'
import { testApplication } from '../harness/application.ts'

/** How much is taken from whom in how long, and what a desk does with a flood. */

const app = await testApplication()
let forum: Forum
let cycle: Cycle
let review: Review
let form: string
let queue: string
let cookie: string

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum({ confirmation: 'hold' }))
  review = await buildReview(app.db, cycle, (await buildVersion(app.db, cycle, ['One.', 'Two.'], app.now)).versionId, app.now)
  form = `/${forum.slug}/2026/reviews/${review.number}/comment`
  queue = `/desk/${forum.slug}/2026/waiting-comments`
  cookie = await app.signIn('secretariat', forum.id)
})

const comment = (over: Record<string, string> = {}): Record<string, string> => ({ formKey: newId(), target: 'whole', paragraphs: '', type: 'general', text: 'Say it more clearly.', consent: 'without-name', ...over })
const countHeld = async () => (await countWaiting(app.db, cycle.id)).held

describe('the network address of a request', () => {
  test.each([
    ['203.0.113.9', undefined, '203.0.113.9'],
    // Who comes from outside cannot say to be somebody else.
    ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['::ffff:10.0.0.2', '192.0.2.77, 198.51.100.1, 10.0.0.7', '198.51.100.1'],
    ['::1', '[2001:db8::17]:4711', '2001:db8:0:0::/64'],
    ['2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
    ['192.168.1.20', undefined, '192.168.1.20'],
    ['127.0.0.1', undefined, undefined],
    ['127.0.0.1', 'unknown', undefined],
    [undefined, '198.51.100.1', undefined],
  ])('%s, forwarded for %s: %s', (peer, forwarded, address) => {
    expect(addressOf(peer, forwarded)).toBe(address)
  })
})

describe('limits', () => {
  test('comments from one address end with a sentence that says when to come back, what was typed is kept, and other addresses go on', async () => {
    const web = createApp(app.services)
    const send = (fields: Record<string, string>, peer: string) => handleRequest(web, new Request(`http://localhost:8080${form}`, { method: 'POST', body: new URLSearchParams(fields), headers: { host: 'localhost:8080' } }), peer)
    const before = await countHeld()
    const statuses = []
    for (let sent = 0; sent < 60; sent++) statuses.push((await send(comment(), '203.0.113.9')).status)
    expect(new Set(statuses)).toEqual(new Set([303]))
    const refused = await send(comment({ text: 'The sixty-first says this.' }), '203.0.113.9')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '600'])
    const page = await refused.text()
    expect(page).toContain('more are taken only after 2 November 2026, 10:10 UTC')
    expect(page).toContain('The sixty-first says this.</textarea>')
    expect((await send(comment(), '203.0.113.10')).status).toBe(303)
    expect(await countHeld()).toBe(before + 61)
    app.now = addMilliseconds(app.now, 600_000)
    expect((await send(comment({ text: 'The sixty-first says this.' }), '203.0.113.9')).status).toBe(303)
  })

  test('who gives the same mail address every time is counted wherever they are, and what was refused was not counted', async () => {
    const mail = 'many@example.org'
    for (let sent = 0; sent < 5; sent++) expect((await app.post(form, comment({ mail, text: '' }))).status).toBe(422)
    for (let sent = 0; sent < 20; sent++) expect((await app.post(form, comment({ mail }))).status).toBe(303)
    expect((await app.post(form, comment({ mail: 'MANY@example.org' }))).status).toBe(429)
  })

  test('links to sign in are asked for six times an hour', async () => {
    for (let asked = 0; asked < 6; asked++) expect((await app.post('/login', { mail: 'nobody@example.org' })).status).toBe(303)
    const refused = await app.post('/login', { mail: 'nobody@example.org' }, { language: 'fr' })
    expect(refused.status).toBe(429)
    expect(await refused.text()).toContain('demandez à nouveau à ce moment-là')
  })
})

describe('a flood at the desk', () => {
  test('is one group among what waits; set aside at once, put back at once, taken at once', async () => {
    const letter = 'Please do not raise the price of moorings, because small boats cannot pay it.'
    await app.post(form, comment({ text: 'The lights at the entrance should burn until the last boat is home.' }))
    for (const name of ['Ama', 'Ben', 'Cleo']) await app.post(form, comment({ text: `${letter} Yours, ${name}`, mail: `${name}@example.org` }))
    const { waiting } = await listWaiting(app.db, cycle.id, 'held', { limit: 500, offset: 0 })
    const ids = waiting.filter(({ said }) => said.text.startsWith(letter)).map(({ id }) => id)
    expect(await (await app.get(queue, { cookie })).text()).toContain('3 comments that are alike')
    const group = `${queue}/alike/${ids[1] ?? ''}`
    expect((await app.get(group)).status).toBe(403)
    for (const [fields, sentence] of [[{ act: 'decline', chosen: ids, reason: '' }, 'Please fill this in'], [{ act: 'decline', reason: 'spam', note: '' }, 'Tick at least one']] as const) {
      const refused = await app.post(group, fields, { cookie })
      expect(refused.status).toBe(422)
      expect(await refused.text()).toContain(sentence)
    }
    const before = await countWaiting(app.db, cycle.id)
    const declined = await app.post(group, { act: 'decline', chosen: ids, reason: 'duplicate', note: 'One of them was taken.' }, { cookie })
    expect(await countWaiting(app.db, cycle.id)).toEqual({ ...before, held: before.held - 3, declined: before.declined + 3 })
    const letters = await app.db.selectFrom('record_outbox').select('body').where('recipient', 'in', ['Ama@example.org', 'Ben@example.org', 'Cleo@example.org']).where('cause', 'like', 'comment-declined%').execute()
    expect(letters.map(({ body }) => body.includes('One of them was taken.'))).toEqual([true, true, true])
    const aside = declined.headers.get('location') ?? ''
    expect(await (await app.get(aside, { cookie })).text()).toContain('3 comments were set aside.')
    // Somebody takes one of them back meanwhile: the others are put back all the same.
    await app.post(`${queue}/${ids[0] ?? ''}`, { act: 'restore' }, { cookie })
    const restored = await app.post(aside.replace(/\?.*$/u, ''), { act: 'restore', chosen: ids }, { cookie })
    expect(restored.headers.get('location')).toContain('?done=2')
    expect(await countWaiting(app.db, cycle.id)).toEqual(before)
    expect((await app.post(group, { act: 'restore', chosen: ids }, { cookie })).status).toBe(422)
    expect((await app.post(group, { act: 'take', chosen: ids }, { cookie })).headers.get('location')).toBe(`${queue}?taken=3`)
    expect(await app.json(`/${forum.slug}/2026/reviews/${review.number}`)).toMatchObject({ comments: 3 })
  })
})
