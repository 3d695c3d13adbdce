import { beforeAll, describe, expect, test } from 'vitest'
import type { Forum } from '../../src/forums/model.ts'
import { sendPublished, type DeliveryServices } from '../../src/lists/delivery/reactions.ts'
import type { List } from '../../src/lists/model.ts'
import type { ListSettings } from '../../src/lists/schema.ts'
import { buildList } from '../../src/lists/testing.ts'
import { fixedDns } from '../../src/platform/mail-dns.ts'
import { beginDueDigests } from '../../src/lists/digests/commands.ts'
import { transact } from '../../src/platform/database.ts'
import { readMail } from '../../src/platform/mail-reading.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { addMilliseconds } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'
import { deliver, lastLetterTo, lettersTo, mailroomOf } from '../harness/mailroom.ts'
import { uniqueSlug } from '../harness/postgres.ts'

const app = await testApplication()
let forum: Forum
let list: List
let desk: string
const moderator = 'moderator@example.org'

beforeAll(async () => {
  forum = (await app.seedForum()).forum
  desk = await app.signIn('facilitator', forum.id)
  list = await open({})
})

function open(settings: Partial<ListSettings>): Promise<List> {
  return buildList(app.db, { forumId: forum.id, slug: uniqueSlug('talk'), settings, moderators: [{ name: 'Mo', mail: moderator }], now: app.now })
}

/** Each mail comes a second after the one before. */
function room() {
  app.now = addMilliseconds(app.now, 1000)
  return mailroomOf(app.services)
}
const delivery = (zone: Parameters<typeof fixedDns>[0] = {}): DeliveryServices => ({ db: app.db, files: app.services.files, clock: () => app.now, dns: fixedDns(zone), publicUrl: app.services.publicUrl, mailDomain: app.services.mailDomain, secret: app.services.secret })
const at = (part = '', of = list) => `${of.slug}${part}@${app.services.mailDomain}`
const base = (of = list) => `/${forum.slug}/lists/${of.slug}`
const letters = (to: string) => lettersTo(app.db, app.services, to)
const last = (to: string) => lastLetterTo(app.db, app.services, to)
const linkIn = (body: string) => new URL(/https?:\/\/\S+/u.exec(body)?.[0] ?? '').pathname

/** Somebody who joined by mail and confirmed by answering. */
async function join(mail: string, of = list): Promise<void> {
  await deliver(room(), at('-subscribe', of), { from: mail, text: '' }, mail)
  expect(await deliver(room(), (await last(mail)).replyTo, { from: mail, text: 'yes' }, mail)).toBe('done')
}

async function copiesTo(mail: string) {
  return app.db.selectFrom('record_outbox').innerJoin('record_mailing', 'record_mailing.id', 'record_outbox.mailing_id').selectAll('record_mailing').select(['recipient', 'leave_at', 'leave_by']).where('recipient', '=', mail).orderBy('record_mailing.created_at').execute()
}

describe('by mail alone', () => {
  test('nobody who did not ask is told who is on a list; addresses without a list are unknown', async () => {
    await expect(deliver(room(), at('', { ...list, slug: 'no-such-list' }), { text: 'x' })).rejects.toThrow('unknown-address')
    const answers = await Promise.all(['ada@example.net', 'ada@example.net'].map((mail) => app.post(`${base()}/join`, { mail, name: '', delivery: 'at-once' })))
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.headers.get('location')}`)).size).toBe(1)
    expect((await letters('ada@example.net')).map(({ occasion }) => occasion)).toEqual(['subscription-to-confirm'])
  })

  test('joining is asked, confirmed by an answer, and a program that answers everything confirms nothing', async () => {
    const mail = 'grace@example.net'
    expect(await deliver(room(), at('-subscribe'), { from: `Grace <${mail}>`, text: '' }, mail)).toBe('done')
    const { replyTo } = await last(mail)
    expect(await deliver(room(), replyTo, { from: mail, text: 'I am away', headers: ['Auto-Submitted: auto-replied'] }, '')).toBe('refused')
    expect(await deliver(room(), replyTo, { from: mail, text: 'yes', messageId: 'a@x' }, mail)).toBe('done')
    expect(await last(mail)).toMatchObject({ subject: `You have joined ${list.title}` })
  })

  test('a first post waits, is approved by an answer, and the next goes out by itself, to all and tagged once', async () => {
    const [first, second] = ['ines@example.net', 'omar@example.net']
    await join(first)
    await join(second)
    expect(await deliver(room(), at(), { from: `Inês <${first}>`, subject: 'Norms', messageId: 'norms@example.net', text: 'What of norms? Write me: ines@example.net' }, first)).toBe('done')
    expect(await last(first)).toMatchObject({ occasion: 'post-waits' })
    const asked = await last(moderator)
    expect(asked).toMatchObject({ occasion: 'post-to-moderate' })
    expect((await app.json(base()))['posts']).toBe(0)
    expect(await deliver(room(), asked.replyTo, { from: moderator, text: 'Perhaps\n\n> publish' }, moderator)).toBe('kept')
    expect(await deliver(room(), asked.replyTo, { from: moderator, text: 'Publish\n\n> Decide here' }, moderator)).toBe('done')
    expect(await sendPublished(delivery())).toBeGreaterThan(0)
    const [copy] = await copiesTo(second)
    expect(copy).toMatchObject({ subject: '[talk] Norms', message_id: 'norms@example.net', from_address: first })
    const headers = new Map(copy?.headers)
    expect(Object.fromEntries(['List-Id', 'List-Post', 'Precedence', 'Archived-At', 'To'].map((name) => [name, headers.get(name)]))).toEqual({
      'List-Id': `<${list.slug}.${app.services.mailDomain}>`, 'List-Post': `<mailto:${at()}>`, Precedence: 'list', 'Archived-At': `<${app.services.publicUrl}${base()}/posts/1>`, To: `<${at()}>`,
    })
    expect(await deliver(room(), at(), { from: first, subject: 'Re: [talk] Norms', messageId: 'norms2@example.net', headers: ['In-Reply-To: <norms@example.net>'], text: 'I add: yes.' }, first)).toBe('done')
    await sendPublished(delivery())
    expect((await copiesTo(second)).map(({ subject }) => subject)).toEqual(['[talk] Norms', 'Re: [talk] Norms'])
    const page = await (await app.get(`${base()}/threads/1`)).text()
    expect(page).toContain('I add: yes.')
    expect(page).toContain('ines@…')
    expect(page).not.toContain('ines@example.net')
      expect(await app.json(`${base()}/posts/2`)).toMatchObject({ post: 2, answers: 1, thread: 1, subject: 'Re: Norms' })
    expect((await app.json(`${base()}/search`.concat('?q=adding')))).toMatchObject({ posts: [{ post: 2 }] })
  })

  test('its own copies, machines and second arrivals are not sent round again', async () => {
    const mail = 'loop@example.net'
    await join(mail)
    expect(await deliver(room(), at(), { from: mail, text: 'x', headers: [`List-Id: <${list.slug}.${app.services.mailDomain}>`] }, mail)).toBe('refused')
    expect(await deliver(room(), at(), { from: mail, text: 'x', headers: ['Auto-Submitted: auto-replied'] }, '')).toBe('refused')
    expect(await deliver(room(), at(), { from: mail, text: 'x', messageId: 'norms@example.net' }, mail)).toBe('refused')
  })

  test('one click leaves, once or twice; a sender’s address alone is asked first', async () => {
    const mail = 'leaver@example.net'
    await join(mail)
    await deliver(room(), at('-leave'), { from: mail, text: '' }, mail)
    expect(await last(mail)).toMatchObject({ subject: `Leave ${list.title}?` })
    const leaveAt = linkIn((await last(mail)).body)
    expect((await app.get(leaveAt)).status).toBe(200)
    for (const _ of [1, 2]) expect((await app.post(leaveAt, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
    expect(await app.db.selectFrom('lists_subscription').select('state').where('mail', '=', mail).executeTakeFirst()).toEqual({ state: 'left' })
    expect((await app.get(leaveAt.replace(/.$/u, (end) => (end === 'a' ? 'b' : 'a')))).status).toBe(404)
  })
})

test('from is rewritten where the author’s domain asks for it, and nowhere else', async () => {
  const strict = await open({ trusting: 'all' })
  const mail = 'mia@strict.example'
  await join(mail, strict)
  await deliver(room(), at('', strict), { from: `Mia <${mail}>`, subject: 'A', messageId: 'a1@strict.example', text: 'a' }, mail)
  await sendPublished(delivery({ '_dmarc.strict.example': { txt: ['v=DMARC1; p=reject'] } }))
  await deliver(room(), at('', strict), { from: `Mia <${mail}>`, subject: 'B', messageId: 'b1@strict.example', text: 'b' }, mail)
  await sendPublished(delivery('unknown'))
  expect((await copiesTo(mail)).map(({ from_name, from_address, reply_to }) => [from_name, from_address, reply_to])).toEqual([[`Mia via Talk`, at('', strict), mail], ['Mia', mail, null]])
})

test('a private archive shows nothing to the public, in no form, and all of it to its members', async () => {
  const closed = await open({ isArchivePrivate: true, trusting: 'all', title: 'Quiet' })
  const mail = 'quiet@example.net'
  await join(mail, closed)
  await deliver(room(), at('', closed), { from: mail, subject: 'Bananas', messageId: 'bananas@example.net', text: 'private bananas', files: [{ name: 'bananas.txt', type: 'text/html', content: '<script>bananas</script>' }, { name: 'run.exe', type: 'application/octet-stream', content: 'MZ' }] }, mail)
  const addresses = ['', '/threads/1', '/posts/1', '/search?q=bananas', `/months/${app.now.slice(0, 7)}`]
  for (const address of addresses) {
    const [path = '', query = ''] = address.split('?')
    for (const page of [`${base(closed)}${address}`, `${base(closed)}${path}.json${query === '' ? '' : `?${query}`}`]) {
      const answer = await app.get(page)
      expect([page, answer.status]).toEqual([page, 200])
      expect((await answer.text()).toLowerCase().replaceAll(/q=bananas|"words":"bananas"/gu, '')).not.toContain('bananas')
    }
  }
  expect((await app.get(`${base(closed)}/posts/1/files/1`)).status).toBe(404)
  expect(await (await app.get(`/${forum.slug}/record`)).text()).not.toContain('ananas')
  const own = linkIn(/^https?:\S+member\S+$/mu.exec((await last(mail)).body)?.[0] ?? '')
  for (const address of ['/archive', '/threads/1', '/posts/1', '/search?q=bananas', `/months/${app.now.slice(0, 7)}`]) {
    expect((await (await app.get(`${own}${address}`)).text()).toLowerCase()).toContain('bananas')
  }
  const file = await app.get(`${own}/posts/1/files/1`)
  expect([file.headers.get('content-type'), file.headers.get('content-disposition')?.startsWith('attachment'), file.headers.get('cache-control')]).toEqual([expect.not.stringContaining('html'), true, 'private, no-store'])
  // What harms is named, and was not kept.
  expect((await app.get(`${own}/posts/1/files/2`)).status).toBe(404)
  expect((await app.get(`${base(closed)}/member/${'a'.repeat(52)}/archive`)).status).toBe(404)
})

test('the desk opens a list, enters members with their consent, decides and closes; others may not', async () => {
  const slug = uniqueSlug('desk')
  const fields = { slug, cycle: '', title: 'News', description: '', kind: 'members', language: 'en', tag: '', sizeLimit: '1000', trusting: 'none', strangers: 'rejected', isArchivePrivate: '', digestDay: '', digestHour: '6', rewrittenDomains: '', moderators: moderator, revision: '1', formKey: crypto.randomUUID() }
  expect((await app.post(`/desk/${forum.slug}/lists/new`, fields)).status).toBe(403)
  expect((await app.post(`/desk/${forum.slug}/lists/new`, { ...fields, slug: 'reply' }, { cookie: desk })).status).toBe(422)
  const own = `/desk/${forum.slug}/lists/${slug}`
  for (const _ of [1, 2]) expect((await app.post(`/desk/${forum.slug}/lists/new`, fields, { cookie: desk })).headers.get('location')).toBe(own)
  const entered = { members: 'Ada <ada@members.example>\nbo@members.example', consent: 'signed a sheet' }
  expect((await app.post(`${own}/members/enter`, { ...entered, members: 'nobody' }, { cookie: desk })).status).toBe(422)
  expect((await app.post(`${own}/members/enter`, entered, { cookie: desk })).status).toBe(303)
  expect(await last('ada@members.example')).toMatchObject({ occasion: 'subscription-answered' })
  expect(await (await app.get(`${own}/members`, { cookie: desk })).text()).toContain('signed a sheet')
  await deliver(room(), `${slug}@${app.services.mailDomain}`, { from: 'stranger@else.example', subject: 'Hi', text: 'hi' }, 'stranger@else.example')
  expect((await last('stranger@else.example')).body).toContain('only members may write')
  await deliver(room(), `${slug}@${app.services.mailDomain}`, { from: 'bo@members.example', subject: 'Hello', text: 'hello' }, 'bo@members.example')
  const held = /posts\/([0-9a-f-]{36})/u.exec(await (await app.get(own, { cookie: desk })).text())?.[1] ?? ''
  expect((await app.post(`${own}/posts/${held}`, { decision: 'reject', reason: 'Not here.' }, { cookie: desk })).status).toBe(303)
  expect((await last('bo@members.example')).body).toContain('Not here.')
  expect((await app.get(`${own}/closed`, { cookie: desk })).status).toBe(200)
  expect((await app.post(`${own}/closed`, { shall: 'close' }, { cookie: desk })).status).toBe(303)
  expect((await app.get(`/${forum.slug}/lists/${slug}/join`)).status).toBe(404)
})

test('an announcement to two lists reaches whoever is on both once; an archive leaves as a mailbox and comes back, nothing twice', async () => {
  const [one, two] = [await open({ kind: 'announcement', tag: undefined }), await open({ kind: 'announcement', tag: undefined })]
  for (const each of [one, two]) await join('both@example.net', each)
  await join('second@example.net', two)
  const fields = { lists: [one.slug, two.slug], subject: 'The draft is out', text: 'Read it.\nFrom here on it is open.', formKey: crypto.randomUUID(), shall: 'send' }
  expect((await app.post(`/desk/${forum.slug}/lists/announce`, { ...fields, lists: [] }, { cookie: desk })).status).toBe(422)
  for (const _ of [1, 2]) expect((await app.post(`/desk/${forum.slug}/lists/announce`, fields, { cookie: desk })).status).toBe(303)
  await sendPublished(delivery())
  expect([(await copiesTo('both@example.net')).length, (await copiesTo('second@example.net')).length]).toEqual([1, 1])
  const mailbox = await (await app.get(`/desk/${forum.slug}/lists/${one.slug}/archive.mbox`, { cookie: desk })).text()
  expect(mailbox).toMatch(/^From \S+ \w{3} \w{3} [ \d]\d [\d:]{8} \d{4}\n/u)
  const target = await open({})
  const address = `/desk/${forum.slug}/lists/${target.slug}/import`
  expect((await app.post(address, {}, { cookie: desk })).status).toBe(422)
  const send = async () => (await app.post(address, { file: new File([mailbox], 'a.mbox') }, { cookie: desk })).headers.get('location')
  expect([await send(), await send()]).toEqual([`${address}?read=1&taken=1&known=0&refused=0`, `${address}?read=1&taken=0&known=1&refused=0`])
  expect(await app.json(`${base(target)}/posts/1`)).toMatchObject({ subject: 'The draft is out', text: 'Read it.\nFrom here on it is open.' })
  expect(await copiesTo('second@example.net')).toHaveLength(1)
})

test('digests gather what was published since the last one, for those who want them, once', async () => {
  const gathered = await open({ trusting: 'all', digestHour: 6 })
  for (const [mail, delivered] of [['plain@example.net', 'digest'], ['whole@example.net', 'mime-digest']] as const) {
    await join(mail, gathered)
    await app.db.updateTable('lists_subscription').set({ delivery: delivered }).where('mail', '=', mail).where('list_id', '=', gathered.id).execute()
  }
  await deliver(room(), at('', gathered), { from: 'plain@example.net', subject: 'Ærø', messageId: 'd1@example.net', text: 'Ærø has two quays.' }, 'plain@example.net')
  await sendPublished(delivery())
  expect(await copiesTo('plain@example.net')).toEqual([])
  app.now = addMilliseconds(app.now, 26 * 3_600_000)
  for (const _ of [1, 2]) {
    await transact(app.db, (tx) => beginDueDigests(tx, SYSTEM, app.now))
    await sendPublished(delivery())
  }
  const [plain, ...more] = await copiesTo('plain@example.net')
  const [whole] = await copiesTo('whole@example.net')
  expect(more).toEqual([])
  const opened = async (copy: typeof plain) => readMail(Buffer.concat([Buffer.from(`${copy?.content_headers.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`), Buffer.from(copy?.body ?? '')]))
  expect((await opened(plain))?.text).toContain('Ærø has two quays.')
  expect((await opened(whole))?.attachments.map(({ type }) => type)).toEqual(['message/rfc822'])
})

test('a post is taken as a contribution by an editor, once, in its author’s name and as of its day', async () => {
  const { forum: own, cookie, base: cycle, questionId } = await app.seedCall('facilitator')
  const talk = await buildList(app.db, { forumId: own.id, slug: uniqueSlug('input'), settings: { trusting: 'all' }, now: app.now })
  await join('official@gov.example', talk)
  await deliver(room(), at('', talk), { from: 'An Official <official@gov.example>', subject: 'Our view', messageId: 'view@gov.example', text: '> what is yours?\n\nWe hold that norms bind.' }, 'official@gov.example')
  const address = `/${own.slug}/lists/${talk.slug}/posts/1`
  expect(await (await app.get(address)).text()).not.toContain('/desk/')
  const post = /\/desk\/[^"]+\/posts\/[^"]+/u.exec(await (await app.get(address, { cookie })).text())?.[0] ?? ''
  expect((await app.post(`${post}/register`, { as: `question ${questionId}`, text: 'x' })).status).toBe(403)
  expect((await app.post(`${post}/register`, { as: 'question x', text: 'x' }, { cookie })).status).toBe(422)
  const take = async () => (await app.post(`${post}/register`, { as: `question ${questionId}`, text: 'We hold that norms bind.' }, { cookie })).headers.get('location')
  expect([await take(), await take()]).toEqual([`${cycle}/contributions/C-1`, `${cycle}/contributions/C-1`])
  expect(await app.json(`${cycle}/contributions/C-1`)).toMatchObject({ channel: 'list' })
})
