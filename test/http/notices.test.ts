import { expect, test } from 'vitest'
import { transact } from '../../src/platform/database.ts'
import { makeMailToken } from '../../src/platform/mail-tokens.ts'
import { newId } from '../../src/platform/new-id.ts'
import { noteFailure } from '../../src/record/bounces/commands.ts'
import { findAddressState } from '../../src/record/bounces/queries.ts'
import { weighFailures } from '../../src/record/bounces/reactions.ts'
import { enqueueMail } from '../../src/record/commands.ts'
import { OCCASIONS, type Occasion } from '../../src/record/occasions/model.ts'
import { isChosen } from '../../src/record/preferences/model.ts'
import { findChoices } from '../../src/record/preferences/queries.ts'
import type { Id } from '../../src/shared/ids.ts'
import { dailyWriter, footWriter, nameOccasion, nameReaders, OCCASION_NAMES, troubleWriter } from '../../src/web/record/notices/data.ts'
import { noticeAddress, noticeWriter } from '../../src/web/calls/notices/data.ts'
import { MESSAGES, translator } from '../../src/web/messages.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const sender = { publicUrl: '', secret: app.services.secret, mailDomain: 'forum.example.org', takesMail: true }

async function send(forumId: Id<'forum'> | null, recipient: string, occasion: Occasion = 'call-opened'): Promise<Id> {
  const id = newId()
  await transact(app.db, (tx) => enqueueMail(tx, { id, forumId, recipient, subject: 'News', body: 'Words', cause: `c:${id}`, occasion, about: null, language: 'en' }, app.now))
  return id
}
const weigh = () => weighFailures(app.db, () => app.now, troubleWriter(sender))

test('every occasion has its words in every language, and the table shows them all', async () => {
  const { forum } = await app.seedForum()
  for (const language of ['en', 'fr']) {
    for (const occasion of OCCASION_NAMES) for (const part of ['on', 'who']) expect(MESSAGES[language]?.[`notices.${part}.${occasion}`], `${part} ${occasion} ${language}`).toBeTruthy()
    const html = await (await app.get(`/${forum.slug}/notices`, { language })).text()
    const t = translator(language)
    for (const occasion of OCCASION_NAMES) expect(html.replaceAll('&#39;', '\'')).toContain(nameOccasion(t, occasion))
  }
  const { occasions } = await app.json(`/${forum.slug}/notices`)
  expect(occasions).toHaveLength(Object.keys(OCCASIONS).length)
  expect(occasions).toContainEqual({ occasion: 'login-link', when: nameOccasion(translator('en'), 'login-link'), who: nameReaders(translator('en'), 'login-link'), choice: 'always', urgency: 'now' })
})

test('a link of nobody, of another purpose or of a mail of no forum leads nowhere', async () => {
  const { forum } = await app.seedForum()
  const id = await send(forum.id, 'nobody@example.org')
  const { secret } = app.services
  for (const token of ['x', makeMailToken(secret, 'leave', newId()), makeMailToken(secret, 'reply', id), makeMailToken('another', 'leave', id), makeMailToken(secret, 'leave', await send(null, 'nobody@example.org', 'login-link'))]) {
    expect((await app.get(`/notices/${token}`)).status).toBe(404)
    expect((await app.post(`/notices/${token}/end`, {})).status).toBe(404)
  }
  const receipt = makeMailToken(secret, 'leave', await send(forum.id, 'nobody@example.org', 'comment-receipt'))
  expect([(await app.get(`/notices/${receipt}`)).status, (await app.get(`/notices/${receipt}/end`)).status]).toEqual([200, 404])
})

test('the link in a mail\'s foot leads to a page on which its reader chooses, without account', async () => {
  const { forum } = await app.seedForum()
  const foot = footWriter(sender)({ id: await send(forum.id, 'reader@example.org'), forumId: forum.id, occasion: 'call-opened', language: 'fr' })
  const path = /\/notices\/\w+$/mu.exec(foot.text)?.[0] ?? ''
  const html = await (await app.get(path)).text()
  expect(html).toContain('reader@example.org')
  for (const occasion of OCCASION_NAMES) expect(html.includes(`name="kind.${occasion}"`), occasion).toBe(isChosen(occasion))
  const wrong = await app.post(path, { shall: 'save', all: 'sometimes', 'kind.call-opened': 'daily' })
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toContain('Choose one of the three')
  expect((await app.post(path, { shall: 'save', all: 'daily', 'kind.call-opened': 'never', 'kind.login-link': 'never' })).headers.get('location')).toBe(`${path}?saved=1`)
  const { all, kinds } = await findChoices(app.db, 'reader@example.org', forum.id)
  expect([all, [...kinds]]).toEqual(['daily', [['call-opened', 'never']]])
  expect(await (await app.get(path)).text()).toMatch(/value="never" selected/u)
})

test('one click ends a kind: a GET shows, a POST of a mail program without login or origin does it, and twice is as once', async () => {
  const { forum } = await app.seedForum()
  const foot = footWriter(sender)({ id: await send(forum.id, 'clicker@example.org'), forumId: forum.id, occasion: 'call-opened', language: 'en' })
  const path = foot.leaveAt ?? ''
  expect(await (await app.get(path)).text()).toContain('clicker@example.org?')
  expect((await findChoices(app.db, 'clicker@example.org', forum.id)).kinds.size).toBe(0)
  for (let times = 0; times < 2; times++) expect((await app.request(new Request(`http://localhost:8080${path}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' }))).status).toBe(200)
  expect((await findChoices(app.db, 'clicker@example.org', forum.id)).kinds.get('call-opened')).toBe('never')
  expect(foot.leaveBy).toMatch(/^mailto:leave\+[a-z2-7]{52}@forum\.example\.org$/u)
})

test('the foot says why one gets the mail; what nobody chooses has no way to end it, and what is of no forum no page', () => {
  const write = footWriter(sender)
  const at = { id: newId(), forumId: newId<'forum'>(), language: 'en' }
  expect(write({ ...at, occasion: 'place-comment' }).text).toContain('whoever follows that place')
  expect(write({ ...at, occasion: 'comment-receipt' })).toEqual({ text: expect.stringContaining('/notices/') as string })
  expect(write({ ...at, forumId: null, occasion: 'login-link' }).text).not.toContain('/notices/')
  expect(write({ ...at, occasion: 'of another version' })).toEqual({ text: '' })
})

test('the daily mail holds every notice whole, below its subject, in its reader\'s language', async () => {
  const { forum } = await app.seedForum()
  const items = ['One', 'Two'].map((subject) => ({ id: newId(), subject, body: `Words of ${subject}.\n\nAnd more.`, createdAt: app.now, isAnswered: subject === 'One' }))
  const { subject, body } = await transact(app.db, (tx) => dailyWriter(app.services)(tx, { forumId: forum.id, language: 'fr', items }))
  expect(subject).toBe(`2 avis de ${forum.title}`)
  for (const { subject: each, body: words } of items) expect(body).toContain(`${each}\n\n${words}`)
  expect(body.match(/reply\+\S+/gu)).toEqual([expect.stringMatching(/^reply\+[a-z2-7]{52}@/u)])
})

test('the operator sees addresses in trouble and writes to them again; others do not', async () => {
  const { forum } = await app.seedForum()
  const id = await send(forum.id, 'angry@example.org')
  await noteFailure(app.db, { address: 'angry@example.org', outboxId: id, forumId: forum.id, kind: 'complaint', source: 'report', status: null, diagnostic: 'This is <b>spam</b>' }, app.now)
  await noteFailure(app.db, { address: 'other@strict.example', outboxId: null, forumId: forum.id, kind: 'policy', source: 'sending', status: '5.7.1', diagnostic: '550 blocked' }, app.now)
  await weigh()
  const own = await (await app.get(`/notices/${makeMailToken(app.services.secret, 'leave', id)}`)).text()
  expect(own).toContain('reported as spam')
  expect((await app.get('/desk/mail/bounces', { cookie: await app.signIn('secretariat', forum.id) })).status).toBe(403)
  const cookie = await app.signIn('secretariat', null)
  const html = await (await app.get('/desk/mail/bounces', { cookie })).text()
  expect(html).toContain('This is &lt;b&gt;spam&lt;/b&gt;')
  expect(html).toContain('strict.example')
  expect((await app.post('/desk/mail/bounces', { address: 'nobody@example.org' }, { cookie })).status).toBe(422)
  expect((await app.post('/desk/mail/bounces', { address: 'ANGRY@example.org' }, { cookie })).status).toBe(303)
  expect(await findAddressState(app.db, 'angry@example.org')).toBe('good')
  expect((await app.post(`/notices/${makeMailToken(app.services.secret, 'leave', id)}`, { shall: 'resume' })).status).toBe(422)
})

test('whoever works at the desk chooses for the address that is known of them', async () => {
  const { forum } = await app.seedForum()
  const cookie = await app.signIn('editor', forum.id)
  expect((await app.get(`/desk/${forum.slug}/notices`, { cookie })).status).toBe(404)
  await app.db.updateTable('people_person').set({ mail: 'member@example.org' }).where('name', '=', 'Somebody (editor)').execute()
  expect(await (await app.get(`/desk/${forum.slug}/notices`, { cookie })).text()).toContain('member@example.org')
  expect((await app.get(`/desk/${forum.slug}/notices`)).status).toBe(403)
  expect((await app.post(`/desk/${forum.slug}/notices`, { shall: 'save', all: 'never' }, { cookie })).status).toBe(303)
  expect((await findChoices(app.db, 'member@example.org', forum.id)).all).toBe('never')
})

test('what is followed ends by one click of a mail program, with an answer that leads nowhere else, and twice is as once', async () => {
  const { forum, cycle, call, base } = await app.seedCall('secretariat')
  const wish = await app.post(`${base}/calls/${call.slug}/tell-me`, { mail: 'follower@example.org' })
  expect(wish.status).toBe(303)
  const { id } = await app.db.selectFrom('calls_notice').select('id').where('mail', '=', 'follower@example.org').executeTakeFirstOrThrow()
  const path = noticeAddress({ ...sender }, { forum, cycle, call }, id)
  expect((await app.post(path, { shall: 'confirm' })).status).toBe(303)
  const write = noticeWriter(sender)
  expect(write({ forum, cycle, call, translations: [], occasion: 'reminder' }, { id: id as Id<'notice'>, mail: 'follower@example.org', language: 'en' })).toMatchObject({ leaveAt: path })
  for (let times = 0; times < 2; times++) expect((await app.request(new Request(`http://localhost:8080${path}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' }))).status).toBe(200)
  expect((await app.db.selectFrom('calls_notice').select('left_at').where('id', '=', id).executeTakeFirst())?.left_at).toBe(app.now)
})
