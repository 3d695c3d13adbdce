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
import { buildReview, buildVersion } from '../../src/review/testing.ts'
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

test('forged wishes fill nobody’s mailbox: beyond a few letters nobody is written to, and the wish is kept for a person', async () => {
  const victim = 'Victim@elsewhere.example'
  const lists = [list]
  for (let many = 0; many < 7; many++) lists.push(await open({}))
  const states: (string | undefined)[] = []
  for (const [place, each] of lists.entries()) states.push(await deliver(room(), at(place % 3 === 2 ? '-request' : '-subscribe', each), { from: `Buy pills <${place % 2 === 0 ? victim : victim.toLowerCase()}>`, subject: 'https://pills.example', text: 'https://pills.example' }, victim))
  expect(states).toEqual(['done', 'done', 'done', 'done', 'done', 'done', 'kept', 'kept'])
  const sent = await app.db.selectFrom('record_outbox').select(['subject', 'body']).where('recipient', 'in', [victim, victim.toLowerCase()]).execute()
  expect(sent).toHaveLength(6)
  expect(JSON.stringify(sent)).not.toContain('pills')
  expect(await (await app.get(`/desk/${forum.slug}/mail`, { cookie: await app.signIn('secretariat', forum.id) })).text()).toContain('too many came in its sender’s name')
})

test('a mail to those who run a list reaches each of them once, from an address of ours, and stays at the desk; nothing goes round or back', async () => {
  const run = await buildList(app.db, { forumId: forum.id, slug: uniqueSlug('run'), moderators: [{ name: 'Mo', mail: 'mo@run.example' }, { name: 'Li', mail: 'li@run.example' }, { name: 'Loop', mail: `${list.slug}-owner@${app.services.mailDomain}` }], now: app.now })
  const write = (over: object, envelope = 'ana@strict.example') => deliver(room(), at('-owner', run), { from: 'Ana <ana@strict.example>', subject: 'A question', text: 'May I be let in?', ...over }, envelope)
  expect(await write({ messageId: 'q@strict.example' })).toBe('kept')
  expect(await write({ messageId: 'away@strict.example', headers: ['Auto-Submitted: auto-replied'] })).toBe('kept')
  expect(await write({ messageId: 'round@strict.example', headers: [`X-BeenThere: ${at('-owner', run)}`] })).toBe('kept')
  expect(await write({ messageId: 'null@strict.example' }, '')).toBe('kept')
  const [mo, li] = [await copiesTo('mo@run.example'), await copiesTo('li@run.example')]
  expect([mo.length, li.length]).toEqual([1, 1])
  expect(mo[0]).toMatchObject({ from_name: 'Ana via Talk', from_address: at('-owner', run), reply_to: 'ana@strict.example', subject: 'A question', occasion: 'owner-mail' })
  expect(await letters('ana@strict.example')).toEqual([])
  expect(await app.db.selectFrom('record_inbox').select('id').where('recipient', '=', at('-owner', run)).where('state', '=', 'kept').execute()).toHaveLength(4)
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

describe('one’s own post, taken at one’s own request', () => {
  let authors = 0
  /** A call, a text under review, and a list with one post that answers and remarks. */
  async function posted(text: string, settings: Partial<ListSettings> = {}) {
    const { forum: own, cycle, call, base: address, cookie } = await app.seedCall('facilitator')
    const author = `delegate-${(authors += 1)}@gov.example`
    const talk = await buildList(app.db, { forumId: own.id, slug: uniqueSlug('own'), settings: { trusting: 'all', ...settings }, now: app.now })
    for (const mail of [author, 'other@gov.example']) await join(mail, talk)
    await deliver(room(), at('', talk), { from: `A Delegate <${author}>`, subject: 'Our view', messageId: `${talk.slug}@gov.example`, text, files: [{ name: 'annex.txt', type: 'text/plain', content: 'An annex.' }] }, author)
    const ask = (mail: Partial<Parameters<typeof deliver>[2]>) => deliver(room(), at('-request', talk), { from: author, subject: 'Contribution', text: '', ...mail }, author)
    const answer = async (said: string, headers: readonly string[] = []) => deliver(room(), (await last(author)).replyTo, { from: `A Delegate <${author}>`, text: said, headers }, author)
    const refs = async (kind: 'contributions' | 'comments') => (await app.db.selectFrom(kind === 'comments' ? 'review_comment' : 'contributions_contribution').select('number').where('cycle_id', '=', cycle.id).orderBy('number').execute()).map(({ number }) => number)
    return { author, own, cycle, call, talk, address, cookie, ask, answer, refs, page: `/${own.slug}/lists/${talk.slug}/posts/1` }
  }
  const later = (days: number) => (app.now = addMilliseconds(app.now, days * 86_400_000))

  test('nobody else gets it taken, nor learns who wrote it; programs and forgers get nothing', async () => {
    const { author, talk, ask } = await posted('Question 1: Lists.')
    const mine = (await letters(author)).length
    expect(await ask({ from: 'other@gov.example', text: 'contribution 1' })).toBe('done')
    expect(await last('other@gov.example')).toMatchObject({ occasion: 'list-help', body: expect.not.stringContaining(author) })
    expect(await ask({ subject: 'contribution 7' })).toBe('done')
    expect(await ask({ subject: 'Contribution', headers: ['Auto-Submitted: auto-replied'] })).toBe('refused')
    await app.db.updateTable('lists_post').set({ state: 'held', number: null }).where('list_id', '=', talk.id).execute()
    expect(await ask({ text: 'take this', headers: [`In-Reply-To: <${talk.slug}@gov.example>`] })).toBe('done')
    expect((await letters(author)).slice(mine).map(({ occasion }) => occasion)).toEqual(['list-help'])
  })

  test('its author is asked once an hour, answers with a number, and it is taken once, as of the day on which it came', async () => {
    const { author, own, cycle, talk, address, ask, answer, refs, page } = await posted('Dear all,\n\nQuestion 2: Reports that nobody reads.\n\nQuestion 1: Lists with an owner.\n\n-- \nA Delegate')
    const { versionId } = await buildVersion(app.db, cycle, ['Harbours are open to all ships.', 'Pilots speak two languages at least.'], app.now)
    await buildReview(app.db, cycle, versionId, app.now)
    const before = (await letters(author)).length
    for (const _ of [1, 2]) expect(await ask({ subject: 'Re: [talk] Our view', text: 'Please register this as a contribution.\n\n> Question 2: Reports', headers: [`In-Reply-To: <${talk.slug}@gov.example>`] })).toBe('done')
    const asked = await last(author)
    expect([(await letters(author)).length - before, asked.occasion]).toEqual([1, 'post-to-take'])
    expect(asked.body).toMatch(/> Question 2: Reports that nobody reads[\s\S]*1\. A contribution to the call[\s\S]* {3}Question 2:[\s\S]*2\. A comment on the text/u)
    const cameAt = (await app.db.selectFrom('lists_post').select('received_at').where('list_id', '=', talk.id).executeTakeFirstOrThrow()).received_at
    later(2)
    expect(await answer('Yes', ['Auto-Submitted: auto-replied'])).toBe('refused')
    expect(await answer('yes')).toBe('kept')
    expect(await refs('contributions')).toEqual([])
    expect(await deliver(room(), asked.replyTo, { from: author, text: '1' }, author)).toBe('done')
    const receipt = await last(author)
    expect(receipt).toMatchObject({ occasion: 'contribution-receipt', body: expect.stringContaining('Taken from your post “Our view”') })
    expect(receipt.body).toContain('annex.txt')
    expect(await app.json(`${address}/contributions/C-1`)).toMatchObject({ channel: 'list', contributor: 'A Delegate', receivedAt: cameAt })
    expect(await app.json(page)).toMatchObject({ taken: [{ as: 'contribution', ref: `${cycle.slug}/C-1`, by: 'author', url: `${address}/contributions/C-1` }] })
    for (const [where, words] of [[page, 'at its author’s request'], [`/${own.slug}/lists/${talk.slug}`, 'taken as input'], [`${address}/contributions/C-1`, `href="${page}"`], [`/${own.slug}/record`, 'Post 1 of the list']] as const) expect(await (await app.get(where)).text()).toContain(words)
    expect(await deliver(room(), asked.replyTo, { from: author, text: '1, question 2' }, author)).toBe('done')
    expect((await last(author)).body).toContain(`as ${cycle.slug}/C-1`)
    expect(await deliver(room(), receipt.replyTo, { from: author, text: 'withdraw' }, author)).toBe('done')
    expect(await (await app.get(page)).text()).toContain('withdrawn')
    expect(await refs('contributions')).toEqual([1])
    // The other thing that was offered, on the paragraphs that it is said to be on.
    expect(await deliver(room(), asked.replyTo, { from: author, text: '2: ¶ 9' }, author)).toBe('kept')
    expect(await deliver(room(), asked.replyTo, { from: author, text: '2: ¶ 1–2' }, author)).toBe('done')
    expect(await app.json(`${address}/comments/R-1`)).toMatchObject({ channel: 'list', author: 'A Delegate' })
  })

  test('what came in time is taken after the call was closed; an old letter, a post taken out and one that the desk has registered are not', async () => {
    const { author, call, talk, cookie, ask, refs, page } = await posted('We hold that norms bind.')
    await ask({ text: 'take this', subject: '' })
    await app.db.updateTable('calls_call').set({ is_open: false, closed_at: app.now }).where('id', '=', call.id).execute()
    const asked = app.db.updateTable('record_outbox').where('recipient', '=', author).where('occasion', '=', 'post-to-take')
    await asked.set({ created_at: addMilliseconds(app.now, -15 * 86_400_000) }).execute()
    const { replyTo } = (await letters(author)).find(({ occasion }) => occasion === 'post-to-take') ?? { replyTo: '' }
    expect(await deliver(room(), replyTo, { from: author, text: 'yes' }, author)).toBe('kept')
    expect((await last(author)).body).toContain('older than two weeks')
    await asked.set({ created_at: app.now }).execute()
    const desk = /\/desk\/[^"]+\/posts\/[^"]+/u.exec(await (await app.get(page, { cookie })).text())?.[0] ?? ''
    await app.db.updateTable('lists_post').set({ removed_at: app.now }).where('list_id', '=', talk.id).execute()
    expect(await deliver(room(), replyTo, { from: author, text: 'yes' }, author)).toBe('kept')
    expect((await app.get(`${page}/take`)).status).toBe(404)
    expect(await refs('contributions')).toEqual([])
    await app.db.updateTable('lists_post').set({ removed_at: null }).where('list_id', '=', talk.id).execute()
    // In time: it came before the call was closed.
    expect((await app.post(`${desk}/register`, { as: `question ${call.questions[1]?.id}`, text: 'We hold that norms bind.' }, { cookie })).status).toBe(303)
    expect(await app.json(page)).toMatchObject({ taken: [{ by: 'desk' }] })
    expect(await deliver(room(), replyTo, { from: author, text: 'yes' }, author)).toBe('done')
    expect((await last(author)).body).toContain('by the secretariat')
    expect(await refs('contributions')).toEqual([1])
  })

  test('by its page the same letter is sent, whatever is typed; taken without a name, the archive does not tell', async () => {
    const { author, talk, address, answer, refs, page } = await posted('We hold that norms bind.')
    const count = async () => (await letters(author)).length
    const before = await count()
    expect(await (await app.get(page)).text()).toContain(`href="${page}/take"`)
    expect((await app.post(`${page}/take`, { mail: 'nobody' })).status).toBe(422)
    const answers = await Promise.all(['stranger@gov.example', author].map((mail) => app.post(`${page}/take`, { mail })))
    expect(new Set(answers.map((given) => `${given.status} ${given.headers.get('location')}`)).size).toBe(1)
    expect([(await letters('stranger@gov.example')).length, (await count()) - before]).toEqual([0, 1])
    expect(await answer('yes, question 2\nPublish: without name')).toBe('done')
    expect(await refs('contributions')).toEqual([1])
    expect(await app.json(`${address}/contributions/C-1`)).toMatchObject({ contributor: null, channel: 'list' })
    expect(await app.json(page)).toMatchObject({ taken: [] })
    expect(await (await app.get(`${address}/contributions/C-1`)).text()).not.toContain(talk.slug)
    expect(await (await app.get(`/${address.split('/')[1]}/record`)).text()).toContain('A post of the list')
  })

  test('a private archive asks nobody in public, and its name is in no page', async () => {
    const { talk, address, ask, answer, page } = await posted('We hold that norms bind.', { isArchivePrivate: true })
    expect((await app.get(`${page}/take`)).status).toBe(404)
    await ask({ subject: `comment`, text: `${app.services.publicUrl}${page}` })
    expect(await answer('question 1')).toBe('done')
    const shown = await (await app.get(`${address}/contributions/C-1`)).text()
    expect([shown.includes(page), shown.includes(talk.title)]).toEqual([false, true])
  })
})
