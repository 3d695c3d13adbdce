import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { transact } from '../../src/platform/database.ts'
import { takePapers } from '../../src/library/suggestions/commands.ts'
import { newId } from '../../src/platform/new-id.ts'
import { PUBLIC } from '../../src/record/model.ts'
import { enqueueMail } from '../../src/record/commands.ts'
import type { SenderChecks } from '../../src/record/inbox/model.ts'
import { takeIn } from '../../src/mailroom/intake.ts'
import { sortWaitingMail } from '../../src/mailroom/sorting.ts'
import { addMilliseconds, type Instant } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'
import { deliver, lastLetterTo, lettersTo, mailroomOf, writeMail, type Written } from '../harness/mailroom.ts'

const app = await testApplication()
const mailroom = mailroomOf(app.services)
const { db } = app
const last = (to: string) => lastLetterTo(db, mailroom, to)
const count = async (to: string) => (await lettersTo(db, mailroom, to)).length
const addressOf = (slug: string) => `papers+${slug}@${app.services.mailDomain}`
const rows = (forumId: string) => db.selectFrom('library_suggestion').select(['number', 'title', 'address', 'state', 'proof', 'name', 'consent', 'reason']).where('forum_id', '=', forumId as never).orderBy('number').execute()

const CHECKS: SenderChecks = { spf: { result: 'pass', domain: 'x.example' }, dkim: [], dmarc: { result: 'none', domain: 'x.example', policy: null }, arc: { result: 'none', instances: 0 } }

/** As the listener hands it in when it has looked at the sender already. */
async function deliverChecked(to: string, mail: Written, checks: SenderChecks): Promise<void> {
  await takeIn(mailroom, { raw: Readable.from([writeMail(to, mail)]), envelope: { from: 'x@x.example', recipients: [to], client: { address: '192.0.2.7', helo: 'x' } }, checks })
  await sortWaitingMail(mailroom)
}

test('what cannot be understood is read at the desk of its forum, entered by hand or set aside', async () => {
  const { forum, cycle, cookie } = await app.seedCall('secretariat')
  // What a list brings was not written to the library: somebody looks at it.
  const bulk = ['Precedence: bulk']
  const to = `papers+${forum.slug}@${app.services.mailDomain}`
  expect(await deliver(mailroom, to, { from: 'Ana <ana@example.net>', subject: 'A paper <b>', headers: bulk, text: 'We have written of harbours.\n\n> quoted words', files: [{ name: '../paper.html', type: 'text/html', content: '<script>alert(1)</script>' }] })).toBe('kept')
  expect(await deliver(mailroom, to, { from: 'Bo <bo@example.net>', subject: 'Another', headers: bulk, text: 'Hm.' })).toBe('kept')
  const elsewhere = await app.seedCall('secretariat')
  const desk = `/desk/${forum.slug}/mail`
  expect((await app.get(desk)).status).toBe(403)
  expect((await app.get(desk, { cookie: elsewhere.cookie })).status).toBe(403)
  const list = await (await app.get(desk, { cookie })).text()
  expect(list).toContain('A paper &lt;b&gt;')
  const one = new RegExp(`${desk}/([0-9a-f-]{36})[^<]*">A paper`, 'u').exec(list)?.[1] ?? ''
  expect(await (await app.get(`/desk/${forum.slug}/${cycle.slug}`, { cookie })).text()).toContain('2 mails could not be understood')
  const page = await (await app.get(`${desk}/${one}`, { cookie })).text()
  expect(page).toContain('We have written of harbours.')
  expect((await app.get(`${desk}/${one}`, { cookie: elsewhere.cookie })).status).toBe(403)
  expect((await app.get(`/desk/${elsewhere.forum.slug}/mail/${one}`, { cookie: elsewhere.cookie })).status).toBe(404)

  const file = await app.get(`${desk}/${one}/files/1`, { cookie })
  expect([file.status, file.headers.get('content-type'), file.headers.get('content-disposition')?.startsWith('attachment')]).toEqual([200, 'application/octet-stream', true])
  expect(await file.text()).toBe('<script>alert(1)</script>')
  expect(await (await app.get(`${desk}/${one}/files/0`, { cookie })).text()).toContain('Subject: A paper')
  expect((await app.get(`${desk}/${one}/files/7`, { cookie })).status).toBe(404)
  expect((await app.get(`${desk}/${one}/files/1`)).status).toBe(403)

  const way = /href="(\/desk\/[^"]+\/contributions\/new\/main\?mail=[^"]+)"/u.exec(page)?.[1] ?? ''
  const entry = await (await app.get(way, { cookie })).text()
  expect(entry).toContain('We have written of harbours.')
  expect(entry).toContain('value="ana@example.net"')

  expect((await app.post(`${desk}/${one}`, { decision: 'dismissed', reason: '' }, { cookie })).status).toBe(422)
  expect((await app.post(`${desk}/${one}`, { decision: 'taken', reason: 'C-1' }, { cookie })).headers.get('location')).toBe(desk)
  expect((await app.post(`${desk}/${one}`, { decision: 'dismissed', reason: 'Twice' }, { cookie })).status).toBe(422)
  expect(await (await app.get(desk, { cookie })).text()).not.toContain('A paper')
  expect(await (await app.get(`${desk}?state=decided`, { cookie })).text()).toContain('A paper')
  expect(await (await app.get(`/${forum.slug}/record`)).text()).toContain('entered a mail by hand')
})

test('what is of no forum waits for whoever keeps the installation: counted on the desk, read, seen to', async () => {
  const keeper = await app.signIn('secretariat', null)
  const { cookie: other } = await app.seedCall('secretariat')
  expect(await deliver(mailroom, `postmaster@${app.services.mailDomain}`, { from: 'Net <net@example.net>', subject: 'Your server', text: 'It says hello wrongly.' })).toBe('kept')
  expect(await deliver(mailroom, `abuse@${app.services.mailDomain}`, { from: 'Net <net@example.net>', subject: 'Stop', text: 'I want none of it.' })).toBe('kept')
  expect(await (await app.get('/desk', { cookie: keeper })).text()).toContain('2 mails wait for you')
  expect(await (await app.get('/desk/mail', { cookie: keeper })).text()).toContain('/desk/mail/kept')
  for (const cookie of [undefined, other]) expect((await app.get('/desk/mail/kept', cookie === undefined ? {} : { cookie })).status).toBe(403)
  const list = await (await app.get('/desk/mail/kept', { cookie: keeper })).text()
  expect(list).toContain('to the postmaster')
  const one = /\/desk\/mail\/kept\/[0-9a-f-]{36}/u.exec(list)?.[0] ?? ''
  expect((await app.get(one, { cookie: other })).status).toBe(403)
  expect(await (await app.get(`${one}/files/0`, { cookie: keeper })).text()).toContain('Subject:')
  expect((await app.post(one, { decision: 'dismissed', reason: '' }, { cookie: keeper })).status).toBe(422)
  expect((await app.post(one, { decision: 'taken', reason: '' }, { cookie: keeper })).headers.get('location')).toBe('/desk/mail/kept')
  expect(await (await app.get('/desk', { cookie: keeper })).text()).toContain('One mail waits for you')
})

test('to the library’s own address: nothing is shown before its sender has said yes, and nobody is written to who must not be', async () => {
  const { forum, cycle } = await app.seedForum()
  const to = addressOf(forum.slug)
  const ana = 'ana@papers.example'
  const from = `Ana Sousa <${ana}>`
  expect(await deliver(mailroom, to, { from, subject: 'Ports', text: 'I am away.', headers: ['Auto-Submitted: auto-replied'] })).toBe('refused')
  expect(await deliver(mailroom, to, { from, subject: 'Ports', text: 'It came back.' }, '')).toBe('refused')
  expect(await deliver(mailroom, to, { from, subject: 'News of ports', text: 'Buy.', headers: ['List-Id: <x.example>'] })).toBe('kept')
  await deliverChecked(to, { from: 'Victim <victim@papers.example>', subject: 'Ports', text: 'https://a.example/1' }, { ...CHECKS, dmarc: { result: 'fail', domain: 'papers.example', policy: 'reject' } })
  expect([await count(ana), await count('victim@papers.example')]).toEqual([0, 0])

  expect(await deliver(mailroom, to, { from, subject: 'Fwd: Ports of Europe at evil.example.com', text: 'https://spam.example/1\n\nIt counts them.', messageId: 'one@papers.example' })).toBe('done')
  expect(await deliver(mailroom, to, { from, subject: 'Ships', text: 'Bcc: all@papers.example' })).toBe('done')
  expect(await count(ana)).toBe(1)
  const asked = await last(ana)
  expect(asked.occasion).toBe('paper-to-confirm')
  expect(asked.body).toContain('– Ports of Europe at …')
  expect(asked.body).not.toMatch(/spam|https?:/u)
  const page = `/${forum.slug}/${cycle.slug}/references`
  expect(await (await app.get(page)).text()).not.toContain('Ports of Europe')
  expect((await app.get(`${page}.json`)).status).toBe(200)

  expect(await deliver(mailroom, asked.replyTo, { from, text: 'Perhaps.' })).toBe('kept')
  expect(await deliver(mailroom, asked.replyTo, { from, text: 'Yes' })).toBe('done')
  const letters = await lettersTo(db, mailroom, ana)
  const receipt = letters.find(({ occasion }) => occasion === 'paper-receipt')
  expect(receipt?.subject).toBe('Received: LS-1')
  expect(receipt?.body).toContain('shown as suggested by Ana Sousa')
  // The one that had to wait for its hour is asked about now.
  expect(letters.filter(({ occasion }) => occasion === 'paper-to-confirm')).toHaveLength(2)
  expect(await (await app.get(page)).text()).toMatch(/Ports of Europe[^]*Suggested by Ana Sousa[^]*waits to be looked at/u)
  expect(await deliver(mailroom, asked.replyTo, { from, text: 'yes' })).toBe('kept')
  expect(await deliver(mailroom, receipt?.replyTo ?? '', { from, text: 'Withdraw' })).toBe('done')
  expect(await (await app.get(page)).text()).not.toContain('Ports of Europe')
  expect((await rows(forum.id)).map(({ number, state }) => [number, state])).toEqual([[1, 'withdrawn'], [null, 'unconfirmed'], [null, 'unconfirmed']])
})

test('signed by the author’s domain it is taken at once, the same mail once; a signature of another domain says nothing', async () => {
  const { forum } = await app.seedForum()
  const to = addressOf(forum.slug)
  const signedBy = (domain: string): SenderChecks => ({ ...CHECKS, dkim: [{ result: 'pass', domain }] })
  const mail = { from: 'Bo <bo@signed.example>', subject: 'Ports', text: 'doi:10.1000/1', messageId: 'signed@signed.example' }
  await deliverChecked(to, mail, signedBy('signed.example'))
  await deliverChecked(to, { ...mail, headers: ['Received: by another'] }, signedBy('signed.example'))
  await deliverChecked(to, { ...mail, from: 'Cy <cy@other.example>', messageId: 'x@other.example' }, signedBy('mailer.example'))
  expect(await rows(forum.id)).toMatchObject([{ number: 1, title: 'Ports', address: 'https://doi.org/10.1000/1', state: 'waiting', proof: 'signature' }, { number: null, state: 'unconfirmed', proof: null }])
  const more = (place: number) => transact(db, (tx) => takePapers(tx, PUBLIC, { forumId: forum.id, cycleId: null, mailKey: newId(), papers: [{ paper: { title: `Ships ${place}`, author: null, publisher: null, published: null, address: null, note: null }, files: [] }], by: { name: null, organisation: null, consent: 'without-name', mail: 'bo@signed.example', language: 'en' }, proof: 'answer', limits: [] }, app.now))
  const numbers = (await Promise.all([1, 2, 3].map(more))).map((taken) => ('refusal' in taken ? 0 : taken.suggestions[0]?.number))
  expect(new Set(numbers)).toEqual(new Set([2, 3, 4]))
  expect([await count('bo@signed.example'), (await last('bo@signed.example')).occasion, (await last('cy@other.example')).occasion]).toEqual([1, 'paper-receipt', 'paper-to-confirm'])
})

test('what names no paper is answered with what was missing, once an hour, and the answer completes it', async () => {
  const { forum } = await app.seedForum()
  const dee = 'dee@papers.example'
  expect(await deliver(mailroom, addressOf(forum.slug), { from: `Dee <${dee}>`, subject: '', text: 'We have thought long about it.\nIt is good.' })).toBe('kept')
  expect(await deliver(mailroom, addressOf(forum.slug), { from: `Dee <${dee}>`, subject: 'paper', text: '' })).toBe('kept')
  const missing = await last(dee)
  expect([missing.occasion, await count(dee)]).toEqual(['reply-unclear', 1])
  expect(missing.body).toContain('web address or DOI')
  expect(await deliver(mailroom, missing.replyTo, { from: `Dee <${dee}>`, subject: `Re: ${missing.subject}`, text: 'Title: Pilots\nPublish: without name' })).toBe('done')
  expect(await rows(forum.id)).toMatchObject([{ number: 1, title: 'Pilots', state: 'waiting', proof: 'answer', consent: 'without-name' }])
  expect((await last(dee)).body).toContain('without a name')
})

test('by answering any mail of ours, several with a file; listed and declined at the desk, told to their sender, shown to all', async () => {
  const { forum, cycle, cookie, call } = await app.seedCall('editor')
  const eve = 'eve@papers.example'
  const from = `Eve <${eve}>`
  await transact(db, (tx) => enqueueMail(tx, { forumId: forum.id, recipient: eve, subject: 'Open', body: 'Open', cause: 'news', occasion: 'call-opened', about: { kind: 'call', id: call.id } }, app.now))
  const { replyTo } = await last(eve)
  const text = 'Dear all,\n\nSuggested reading:\n1. Ports <b>, https://a.example/1\n2. Ships, https://a.example/2\n3. Pilots, https://a.example/3\nWrite to eve@papers.example.\n\n> Question 1'
  expect(await deliver(mailroom, replyTo, { from, subject: 'Re: Open', text, files: [{ name: '../ports.html', type: 'text/html', content: '<script>alert(1)</script>' }] })).toBe('done')
  expect(await db.selectFrom('contributions_contribution').select('id').where('cycle_id', '=', cycle.id).execute()).toEqual([])
  const receipt = await last(eve)
  expect(receipt.subject).toBe('Received: LS-1, LS-2, LS-3')
  expect(receipt.body).toContain('../ports.html')

  const desk = `/desk/${forum.slug}/papers`
  const elsewhere = await app.seedCall('editor')
  expect([(await app.get(desk)).status, (await app.get(desk, { cookie: elsewhere.cookie })).status]).toEqual([403, 403])
  const list = await (await app.get(desk, { cookie })).text()
  const paths = [...list.matchAll(new RegExp(`href="(${desk}/[0-9a-f-]{36})"`, 'gu'))].map(([, path = '']) => path)
  const [ports = '', ships = '', pilots = ''] = paths
  expect([paths.length, list.includes('Ports &lt;b&gt;')]).toEqual([3, true])
  expect(await (await app.get(`/desk/${forum.slug}/${cycle.slug}`, { cookie })).text()).toContain('3 suggested papers wait')
  const file = await app.get(`${ports}/files/1`, { cookie })
  expect([file.status, file.headers.get('content-type'), file.headers.get('content-disposition')?.startsWith('attachment')]).toEqual([200, 'application/octet-stream', true])
  expect([(await app.get(`${ports}/files/1`)).status, (await app.get(`${ports}/files/2`, { cookie })).status, (await app.get(`/desk/${elsewhere.forum.slug}${ports.slice(desk.length - 7)}`, { cookie: elsewhere.cookie })).status]).toEqual([403, 404, 404])

  const way = /href="([^"]*references\?paper=[^"]+)"/u.exec(await (await app.get(ports, { cookie })).text())?.[1] ?? ''
  const form = await (await app.get(way, { cookie })).text()
  expect(form).toContain('value="https://a.example/1"')
  expect((await app.post(way, { title: '' }, { cookie })).status).toBe(422)
  expect((await app.post(way, { title: 'Ports', url: 'https://a.example/1' }, { cookie })).headers.get('location')).toBe(desk)
  expect((await app.post(way, { title: 'Ports again' }, { cookie })).status).toBe(422)
  expect((await last(eve)).body).toContain(`${cycle.slug}/L-1`)

  expect((await app.post(ships, { decision: 'declined', reason: '' }, { cookie })).status).toBe(422)
  expect((await app.post(ships, { decision: 'same' }, { cookie })).status).toBe(422)
  expect((await app.post(ships, { decision: 'declined', reason: 'It is about ships.' }, { cookie })).status).toBe(303)
  expect((await app.post(pilots, { decision: 'declined', reason: 'Advertising.', withhold: 'yes' }, { cookie })).status).toBe(303)
  expect((await app.post(pilots, { decision: 'declined', reason: 'Twice.' }, { cookie })).status).toBe(422)
  expect((await lettersTo(db, mailroom, eve)).filter(({ occasion }) => occasion === 'paper-answered')).toHaveLength(3)
  expect(await deliver(mailroom, receipt.replyTo, { from, text: 'withdraw LS-1' })).toBe('kept')

  const page = `/${forum.slug}/${cycle.slug}/references`
  const html = await (await app.get(page)).text()
  expect(html).toMatch(/L-1[^]*Suggested by Eve[^]*LS-1[^]*LS-2[^]*It is about ships\./u)
  expect(html).not.toMatch(/Pilots|eve@papers\.example/u)
  const data = (await (await app.get(`${page}.json`)).json()) as { suggestions: readonly Record<string, unknown>[] }
  expect(data.suggestions.map(({ ref, state, reason, reference, title }) => [ref, state, reason, reference, title])).toEqual([['LS-3', 'declined', 'Advertising.', null, null], ['LS-2', 'declined', 'It is about ships.', null, 'Ships'], ['LS-1', 'listed', null, `${cycle.slug}/L-1`, 'Ports <b>']])
  expect(await (await app.get(`/${forum.slug}/record`)).text()).toContain('listed the suggested paper LS-1')

  // The same work again: the receipt says which reference it is, and the desk says so with one choice.
  await transact(db, (tx) => enqueueMail(tx, { forumId: forum.id, recipient: 'fay@papers.example', subject: 'Open', body: 'Open', cause: 'news', occasion: 'call-opened', about: null }, app.now))
  expect(await deliver(mailroom, (await last('fay@papers.example')).replyTo, { from: 'fay@papers.example', subject: 'Re: Open', text: 'Further reading:\n\n> Open' })).toBe('kept')
  expect((await last('fay@papers.example')).body).toContain('names no paper')
  await deliver(mailroom, (await last('fay@papers.example')).replyTo, { from: 'fay@papers.example', subject: 'Re: Open', text: 'http://www.a.example/1/' })
  expect((await last('fay@papers.example')).body).toContain(`LS-4 seems to be listed already, as ${cycle.slug}/L-1`)
  const again = new RegExp(`href="(${desk}/[0-9a-f-]{36})"`, 'u').exec(await (await app.get(desk, { cookie })).text())?.[1] ?? ''
  expect((await app.post(again, { decision: 'same' }, { cookie })).status).toBe(303)
  expect((await rows(forum.id)).map(({ state }) => state)).toEqual(['listed', 'declined', 'declined', 'listed'])
})

test('what is never confirmed leaves the desk’s list after fourteen days, and is found where it is asked for', async () => {
  const { forum, cookie } = await app.seedCall('editor')
  await deliver(mailroom, addressOf(forum.slug), { from: 'gil@papers.example', subject: 'Old ports', text: 'https://a.example/9' })
  const desk = `/desk/${forum.slug}/papers`
  expect(await (await app.get(desk, { cookie })).text()).toContain('Old ports')
  await db.updateTable('library_suggestion').set({ suggested_at: addMilliseconds(app.now, -15 * 86_400_000) satisfies Instant }).where('forum_id', '=', forum.id).execute()
  expect(await (await app.get(desk, { cookie })).text()).not.toContain('Old ports')
  expect(await (await app.get(`${desk}?show=unconfirmed`, { cookie })).text()).toContain('Old ports')
})
