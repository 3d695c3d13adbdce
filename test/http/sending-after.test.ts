import { describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { newId } from '../../src/platform/new-id.ts'
import { markPassage } from '../../src/procedures/mark-passage.ts'
import { transact } from '../../src/platform/database.ts'
import { listAnswers } from '../../src/contributions/queries.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { unscopedListOutbox } from '../../src/record/queries.ts'
import { addMilliseconds } from '../../src/shared/time.ts'
import { testApplication, type RequestOptions } from '../harness/application.ts'

const app = await testApplication()

async function setUp(confirmation: 'none' | 'mail' | 'hold' = 'none') {
  const { forum, cycle } = await app.seedForum({ confirmation })
  const call = await buildCall(app.db, cycle, app.now)
  const base = `/${forum.slug}/2026`
  const form = `${base}/calls/main/contribute`
  const [first = '', second = ''] = call.questions.map(({ id }) => `answer-${id}`)
  const cookie = await app.signIn('facilitator', forum.id)
  const send = (over: Record<string, string> = {}) => go(form, { formKey: newId(), revision: '1', contributor: 'Ada Example', consent: 'full', language: 'en', [first]: 'Quays are for all. Boats sleep.', ...over })
  const total = async () => (await app.json(`${base}/contributions`))['total']
  return { forum, cycle, call, base, form, first, second, cookie, send, total, desk: `/desk${base}` }
}

const text = async (path: string, options?: RequestOptions) => (await app.get(path, options)).text()
const go = async (path: string, fields: Parameters<typeof app.post>[1], options?: RequestOptions) => {
  const answer = await app.post(path, fields, options)
  expect(answer.status, await answer.clone().text()).toBe(303)
  return answer.headers.get('location') ?? ''
}

describe('clearance', () => {
  async function kept(at: Awaited<ReturnType<typeof setUp>>, clearance: string) {
    const address = /action="([^"]+)\/answers"/u.exec(await text(at.form))?.[1] ?? ''
    await go(`${address}/answers`, { [at.first]: 'For the minister.', saved: '0', go: 'next' })
    const file = new FormData()
    for (const [name, value] of [['saved', '1'], ['go', 'add']] as const) file.append(name, value)
    file.append('file', new File(['annex'], 'annex.txt'))
    await app.request(new Request(`http://localhost:8080${address}/documents`, { method: 'POST', body: file, redirect: 'manual' }))
    await go(`${address}/who`, { contributor: 'Ada Example', consent: 'full', saved: '1', go: 'next' })
    const preview = /href="(\/[^"]+\/preview\/[^"]+)"/u.exec(await text(`${address}/check`))?.[1] ?? ''
    await go(`${address}/check`, { clearance, go: 'save' })
    return { address, preview }
  }

  test('the preview is read and printed, changes nothing, and is not found under another secret', async () => {
    const at = await setUp()
    const { preview, address } = await kept(at, 'read')
    const html = await text(preview)
    for (const part of ['For the minister.', 'Ada Example', 'annex.txt']) expect(html).toContain(part)
    expect(html).not.toContain('<textarea')
    expect(html).not.toContain(address)
    expect(await text(`${preview}/files/1/annex.txt`)).toBe('annex')
    expect((await app.get(`${preview}/files/2/other.txt`)).status).toBe(404)
    expect((await app.get(preview.replace(/.$/u, (last) => (last === '0' ? '1' : '0')))).status).toBe(404)
    expect((await app.post(preview, { name: 'Boss', text: 'No', go: 'remark' })).status).toBe(422)
  })

  test('a remark is shown to its writer; sent and waiting it is neither counted nor public; cleared, it is', async () => {
    const at = await setUp()
    const { preview, address } = await kept(at, 'clear')
    expect((await app.post(preview, { name: '', text: '', go: 'remark' })).status).toBe(422)
    await go(preview, { name: 'The head', text: 'Shorter, please.', go: 'remark' })
    expect(await text(`${address}/check`)).toContain('Shorter, please.')
    const receipt = await go(`${address}/check`, { clearance: 'clear', waits: 'yes', go: 'send' })
    const page = await text(receipt)
    for (const part of ['waits for clearance', 'Shorter, please.', preview]) expect(page).toContain(part)
    expect(await at.total()).toBe(0)
    expect((await app.get(`${at.base}/contributions/C-1`)).status).toBe(404)
    expect(await text(`${at.desk}/contributions/waiting`, { cookie: at.cookie })).toContain('its sender waits for clearance')
    expect(await text(preview)).toContain('This was sent as 2026/C-1')
    expect(await text(`${preview}/files/1/annex.txt`)).toBe('annex')
    await go(preview, { name: 'The head', text: '', go: 'clear' })
    expect(await at.total()).toBe(1)
    expect(await text(preview)).toContain('does not wait for clearance any more')
    expect((await app.post(preview, { name: 'The head', text: '', go: 'clear' })).status).toBe(422)
  })

  test('its sender releases it as well; twice is once', async () => {
    const at = await setUp()
    const { address } = await kept(at, 'read')
    const receipt = await go(`${address}/check`, { clearance: '', waits: 'yes', go: 'send' })
    expect((await app.get(`${receipt}/release`)).status).toBe(200)
    expect(await go(`${receipt}/release`, {})).toBe(receipt)
    expect((await app.get(`${receipt}/release`)).headers.get('location')).toBe(receipt)
    expect(await at.total()).toBe(1)
  })
})

describe('confirmation', () => {
  test('by the mailed link: a look at it confirms nothing, its button does', async () => {
    const at = await setUp('mail')
    const receipt = await at.send({ mail: 'ada@confirm.example' })
    expect(await text(receipt)).toContain('once you follow the link in the mail')
    const body = (await unscopedListOutbox(app.db, 10)).find(({ recipient }) => recipient === 'ada@confirm.example')?.body ?? ''
    const link = /http:\/\/localhost:8080(\/\S+\/confirm\/\S+)/u.exec(body)?.[1] ?? ''
    expect(await text(link)).toContain('It is mine')
    expect(await at.total()).toBe(0)
    expect((await app.get(link.replace(/.$/u, (last) => (last === '0' ? '1' : '0')))).status).toBe(404)
    expect(await go(link, {})).toBe(link)
    expect(await go(link, {})).toBe(link)
    expect(await text(link)).toContain('It is confirmed')
    expect(await at.total()).toBe(1)
  })

  test('without an address, or without an answer, the desk decides, and says why not', async () => {
    const at = await setUp('mail')
    await at.send()
    const receipt = await at.send({ mail: 'bea@confirm.example' })
    const waiting = `${at.desk}/contributions/waiting`
    expect((await app.get(waiting)).status).toBe(403)
    const html = await text(waiting, { cookie: at.cookie })
    for (const part of ['no mail address was given', 'mailed and not followed yet']) expect(html).toContain(part)
    expect(await text(at.desk, { cookie: at.cookie })).toContain('2 contributions wait to be confirmed')
    const before = app.now
    app.now = addMilliseconds(app.now, 8 * 86_400_000)
    expect(await text(waiting, { cookie: at.cookie })).toContain('not followed for more than 7 days')
    app.now = before
    await app.db.updateTable('record_outbox').set({ failure: 'No such mailbox' }).where('recipient', '=', 'bea@confirm.example').execute()
    expect(await text(waiting, { cookie: at.cookie })).toContain('did not reach its address')
    expect((await app.get(`${waiting}/C-1`, { cookie: at.cookie })).status).toBe(200)
    expect((await app.post(`${waiting}/C-2`, { go: 'decline', reason: '' }, { cookie: at.cookie })).status).toBe(422)
    await go(`${waiting}/C-2`, { go: 'decline', reason: 'Nobody by this name' }, { cookie: at.cookie })
    await go(`${waiting}/C-1`, { go: 'confirm' }, { cookie: at.cookie })
    expect(await at.total()).toBe(1)
    expect(await text(receipt)).toContain('could not confirm it')
    expect((await unscopedListOutbox(app.db, 10)).some(({ body }) => body.includes('Nobody by this name'))).toBe(true)
    await go(`${waiting}/C-2`, { go: 'confirm' }, { cookie: at.cookie })
    expect(await at.total()).toBe(2)
  })

  test('is set for a forum at its desk', async () => {
    const at = await setUp()
    const cookie = await app.signIn('secretariat', at.forum.id)
    const edit = `/desk/${at.forum.slug}/edit`
    const html = await text(edit, { cookie })
    expect(html).toContain('A contribution by the public form counts')
    await go(edit, { title: at.forum.title, mandate: at.forum.mandate, conveningBody: '', website: '', confirmation: 'hold', revision: String(at.forum.revision) }, { cookie })
    await at.send()
    expect(await at.total()).toBe(0)
  })
})

describe('an invitation', () => {
  test('is made at the desk, forwarded, begun from with its organisation, and says what it brought', async () => {
    const at = await setUp()
    const desk = `${at.desk}/calls/main/invitations`
    expect((await app.get(desk)).status).toBe(403)
    expect((await app.post(desk, { note: '' }, { cookie: at.cookie })).status).toBe(422)
    await go(desk, { note: 'Please write to us.', organisation: 'Guild of Gates' }, { cookie: at.cookie })
    const link = /href="(\/[^"]+\/invitations\/1\.[0-9a-f]+)"/u.exec(await text(desk, { cookie: at.cookie }))?.[1] ?? ''
    expect(await text(link)).toContain('Please write to us.')
    expect((await app.get(link.replace(/.$/u, (last) => (last === '0' ? '1' : '0')))).headers.get('location')).toBe(`${at.base}/calls/main`)
    const start = /href="([^"]+\/contribute\?invitation=[^"]+)"/u.exec(await text(link))?.[1] ?? ''
    const html = await text(start)
    const address = /action="([^"]+)\/answers"/u.exec(html)?.[1] ?? ''
    const invitation = /name="invitation" value="([^"]+)"/u.exec(html)?.[1] ?? ''
    await go(`${address}/answers`, { [at.first]: 'We keep gates.', saved: '0', invitation, go: 'next' })
    expect(await text(`${address}/who`)).toContain('value="Guild of Gates"')
    await go(`${address}/who`, { contributor: 'Gil', organisation: 'Guild of Gates', consent: 'full', saved: '1', go: 'next' })
    await go(`${address}/check`, { go: 'send' })
    expect(await text(desk, { cookie: at.cookie })).toContain('One contribution came by it:')
    expect(await text(`${at.base}/contributions/C-1`)).not.toContain('Please write to us.')
    await go(`${desk}/1/stop`, {}, { cookie: at.cookie })
    expect((await app.get(`${desk}/1/stop`, { cookie: at.cookie })).status).toBe(200)
    expect((await app.post(`${desk}/1/stop`, {}, { cookie: at.cookie })).status).toBe(422)
    expect((await app.get(link)).headers.get('location')).toBe(`${at.base}/calls/main`)
  })
})

describe('an amendment', () => {
  test('is made by the secret link, shown word by word, and told at the desk where something rested on it', async () => {
    const at = await setUp()
    const receipt = await at.send()
    const [answer] = await listAnswers(app.db, at.cycle.id)
    const place = { forumId: at.forum.id, cycleId: at.cycle.id }
    await transact(app.db, (tx) => markPassage(tx, SYSTEM, { ...place, sourceKind: 'answer', sourceId: answer?.id ?? newId(), marking: { quote: 'Boats sleep' }, themeIds: [] }, app.now))
    const form = await text(`${receipt}/amend`)
    expect(form).toContain('Quays are for all. Boats sleep.')
    const fields = { contributor: 'Ada Example', consent: 'full', language: 'en', regionalGroup: 'not-said', amendments: '0', [at.first]: 'Quays are for most. Ships sleep.', note: 'On second thoughts' }
    expect((await app.post(`${receipt}/amend`, { ...fields, contributor: '' })).status).toBe(422)
    expect((await app.post(`${receipt}/amend`, { ...fields, [at.first]: '' })).status).toBe(422)
    expect(await go(`${receipt}/amend`, fields)).toBe(`${receipt}#amendments`)
    const stale = await app.post(`${receipt}/amend`, { ...fields, [at.first]: 'From an older page' })
    expect([stale.status, (await stale.text()).includes('From an older page')]).toEqual([422, true])
    const page = await text(`${at.base}/contributions/C-1`)
    for (const part of ['amended on', 'On second thoughts', '>all</del>', '>most</ins>']) expect(page).toContain(part)
    expect(await app.json(`${at.base}/contributions/C-1`)).toMatchObject({ amendments: [{ number: 1, changes: [{ answer: 1, before: 'Quays are for all. Boats sleep.' }] }] })
    const desk = `${at.desk}/amended`
    expect((await app.get(desk)).status).toBe(403)
    const html = await text(desk, { cookie: at.cookie })
    for (const part of ['changed since it was cited', 'P-1', 'Boats sleep']) expect(html).toContain(part)
    const check = /action="([^"]+\/check)"/u.exec(html)?.[1] ?? ''
    const anchor = /action="([^"]+\/anchor)"/u.exec(html)?.[1] ?? ''
    expect((await app.get(check, { cookie: at.cookie })).status).toBe(200)
    expect((await app.get(anchor, { cookie: at.cookie })).status).toBe(200)
    expect((await app.post(anchor, { quote: 'Boats fly' }, { cookie: at.cookie })).status).toBe(422)
    await go(anchor, { quote: 'Ships sleep' }, { cookie: at.cookie })
    await go(check, {}, { cookie: at.cookie })
    expect(await text(desk, { cookie: at.cookie })).toContain('Nothing was changed that something rests on.')
  })

  test('of one whose words may not be published is told without them', async () => {
    const at = await setUp()
    const receipt = await at.send({ consent: 'not-at-all' })
    const fields = { contributor: 'Ada Example', consent: 'not-at-all', language: 'en', regionalGroup: 'not-said', amendments: '0', [at.first]: 'Secret after.', note: 'Secret note' }
    await go(`${receipt}/amend`, fields)
    const page = await text(`${at.base}/contributions/C-1`)
    for (const part of ['Quays are for all', 'Secret after', 'Secret note']) expect(page).not.toContain(part)
    expect((await app.get(`${receipt}x/amend`)).status).toBe(404)
  })
})
