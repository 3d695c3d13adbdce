import { describe, expect, test } from 'vitest'
import { closeCall, reviseCall } from '../../src/calls/commands.ts'
import { reviseCallSchema } from '../../src/calls/schema.ts'
import { buildCall } from '../../src/calls/testing.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { unscopedListOutbox } from '../../src/record/queries.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const secretive = { contributor: 'Zoë Hidden', organisation: 'Secret Society', mail: 'zoe@hidden.example' }

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const call = await buildCall(app.db, cycle, app.now)
  const base = `/${forum.slug}/2026`
  const [first = '', second = ''] = call.questions.map(({ id }) => `answer-${id}`)
  const fields = (over: Record<string, string | Blob> = {}): Record<string, string | Blob> => ({
    formKey: newId(),
    revision: '1',
    contributor: 'Ada Example',
    consent: 'full',
    country: 'JP',
    regionalGroup: '',
    language: 'fr',
    [first]: 'Tout va bien.\n\nVraiment.',
    ...over,
  })
  return { forum, cycle, call, base, form: `${base}/calls/main/contribute`, fields, first, second }
}

async function follow(form: string, fields: Record<string, string | Blob>): Promise<string> {
  const sent = await app.post(form, fields)
  expect(sent.status).toBe(303)
  return sent.headers.get('location') ?? ''
}

describe('the form', () => {
  test('a form with mistakes comes back with a sentence beside each field, and with all that was typed', async () => {
    const { form, fields, first } = await setUp()
    const answer = await app.post(form, fields({ contributor: '', consent: 'full', mail: 'not an address', country: 'XX', capacity: 'organisation', [first]: '<script>alert(1)</script>\u0007' }))
    const html = await answer.text()
    expect(answer.status).toBe(422)
    for (const text of ['Please fill this in.', 'does not look like a mail address', 'Choose one of the values offered', 'invisible control characters', '&lt;script&gt;', 'not an address']) expect(html).toContain(text)
    expect(html).not.toContain('<script>alert')
  })

  test('too long an answer, broken encoding and a consent not given are told', async () => {
    const { form, fields, first, second } = await setUp()
    const html = await (await app.post(form, fields({ consent: '', [first]: 'x'.repeat(100_001), [second]: 'broken \ufffd' }))).text()
    expect(html).toContain('100,001 characters long; 100,000 fit')
    expect(html).toContain('did not arrive whole')
    expect(html).toContain('id="error-consent"')
  })

  test.each(['en', 'fr'])('what is no language comes back as it was sent, in %s', async (language) => {
    const { form, fields } = await setUp()
    for (const tag of ['not a tag', 'en-12', 'x', 'fr_FR']) {
      const answer = await app.post(form, fields({ language: tag }), { language })
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(html).toContain('id="error-language"')
      expect(html).toContain(`value="${tag}"`)
    }
  })

  test('a form whose key or revision did not arrive comes back whole, with new ones, and is taken then', async () => {
    const { form, fields } = await setUp()
    for (const broken of [{ formKey: 'none' }, { revision: 'none' }]) {
      const answer = await app.post(form, fields(broken))
      const html = await answer.text()
      expect(answer.status).toBe(422)
      expect(html).toContain('Tout va bien.')
      expect(html).not.toContain('Invalid input')
      const formKey = /name="formKey" value="([^"]+)"/u.exec(html)?.[1] ?? ''
      const revision = /name="revision" value="([^"]+)"/u.exec(html)?.[1] ?? ''
      expect((await app.post(form, fields({ formKey, revision }))).status).toBe(303)
    }
  })

  test('sent again with another name or consent it is not taken for received', async () => {
    const { form, fields } = await setUp()
    const sent = fields()
    const receipt = await follow(form, sent)
    expect(await follow(form, sent)).toBe(receipt)
    for (const other of [{ consent: 'not-at-all' }, { contributor: 'Ada Other' }, { capacity: 'official' }, { mail: 'ada@other.example' }]) {
      const answer = await app.post(form, { ...sent, ...other })
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('other particulars')
    }
  })

  test('an empty file is told; a file name is kept in any script, but for what no database can hold', async () => {
    const { form, fields, base } = await setUp()
    const empty = await app.post(form, fields({ file: new File([], 'leer.txt') }))
    expect(empty.status).toBe(422)
    expect(await empty.text()).toContain('The file is empty')
    const names = [`${'ф'.repeat(300)}.pdf`, 'a\u0000b.txt', '../../\u202efdp.exe', 'ملف 文件.txt', `${'x'.repeat(5000)}.odt`]
    const shown = [`${'ф'.repeat(146)}.pdf`, 'ab.txt', 'fdp.exe', 'ملف 文件.txt', `${'x'.repeat(146)}.odt`]
    for (const [place, name] of names.entries()) {
      const receipt = await follow(form, fields({ file: new File(['x'], name) }))
      const number = /C-([0-9]+)/u.exec(receipt)?.[1] ?? ''
      const html = await (await app.get(`${base}/contributions/C-${number}`)).text()
      const address = /href="([^"]*\/files\/[^"]*)"/u.exec(html)?.[1] ?? ''
      expect(decodeURIComponent(address).endsWith(`/files/1/${shown[place] ?? ''}`)).toBe(true)
      expect((await app.get(address)).status).toBe(200)
    }
  })

  test('a file over 50 MB is told, and what was typed beside it is kept', async () => {
    const { form, fields } = await setUp()
    const answer = await app.post(form, fields({ file: new File([new Uint8Array(50 * 1024 * 1024 + 1)], 'big.bin') }))
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('larger than 50 MB')
    expect(html).toContain('Tout va bien.')
  })

  test('nothing at all, and a closed call, are refused with a sentence; the closed one says when and why', async () => {
    const { form, fields, first, call } = await setUp()
    expect(await (await app.post(form, fields({ [first]: '  ' }))).text()).toContain('Answer at least one question, or attach a file')
    await transact(app.db, (tx) => closeCall(tx, SYSTEM, { callId: call.id, reason: 'Drafting starts' }, app.now))
    const html = await (await app.post(form, fields())).text()
    expect(html).toContain('Drafting starts')
    expect(html).toContain('Tout va bien.')
    expect(await (await app.get(form)).text()).not.toContain('<form class="sheet"')
  })

  test('questions changed while one was writing: shown again, everything kept, and taken when sent again', async () => {
    const { form, fields, second, call } = await setUp()
    const sent = fields({ [second]: 'To a question that will go' })
    const revised = reviseCallSchema.parse({ ...call, audience: undefined, source: undefined, rollingUntil: undefined, opensOn: undefined, deadline: undefined, questions: [{ id: call.questions[0]?.id ?? '', text: 'What works best?' }] })
    await transact(app.db, (tx) => reviseCall(tx, SYSTEM, { ...revised, callId: call.id }, app.now))
    const html = await (await app.post(form, sent)).text()
    for (const text of ['was changed while you were writing', 'What works best?', 'Tout va bien.', 'To a question that will go', 'name="revision" value="2"']) expect(html).toContain(text)
    const { [second]: _dropped, ...rest } = sent
    expect((await app.post(form, { ...rest, revision: '2' })).status).toBe(303)
  })

  test('a double click lands on the same receipt; other words under the same key are not lost', async () => {
    const { form, fields, base, first } = await setUp()
    const formKey = newId()
    const sent = fields({ formKey })
    const [one, two] = await Promise.all([follow(form, sent), follow(form, sent)])
    expect(two).toBe(one)
    expect(await app.json(`${base}/contributions`)).toMatchObject({ total: 1 })
    const html = await (await app.post(form, { ...sent, [first]: 'Second thoughts' })).text()
    expect(html).toContain('received once already')
    expect(html).toContain('Second thoughts')
    expect(html).not.toContain(`name="formKey" value="${formKey}"`)
  })

  test('is served in French, with every country by its name there', async () => {
    const { form } = await setUp()
    const html = await (await app.get(`${form}?whole=1`, { language: 'fr' })).text()
    expect((await app.get(`${form}?lang=qps-rtl`)).status).toBe(200)
    for (const text of ['Allemagne', 'Côte d’Ivoire', 'Envoyer la contribution', 'value="fr" selected']) expect(html).toContain(text)
  })
})

describe('the receipt', () => {
  test('is not found under another secret', async () => {
    const { form, fields } = await setUp()
    const receipt = await follow(form, fields())
    expect((await app.get(`${receipt.slice(0, -1)}0`)).status === 404 || receipt.endsWith('0')).toBe(true)
    expect((await app.get(`${receipt}0`)).status).toBe(404)
    expect((await app.post(`${receipt}0/withdraw`, {})).status).toBe(404)
    expect((await app.get(`${receipt}.json`)).status).toBe(404)
  })

  test('shows what was received and the group taken from the country, and is mailed', async () => {
    const { form, fields } = await setUp()
    const mail = `${newId()}@example.org`
    const receipt = await follow(form, fields({ mail }))
    const html = await (await app.get(receipt)).text()
    for (const text of ['Received as 2026/C-1', 'Asia-Pacific Group, the group of Japan', 'Tout va bien.', `http://localhost:8080${receipt}`]) expect(html).toContain(text)
    expect((await unscopedListOutbox(app.db, 50)).find((item) => item.recipient === mail)?.body).toContain(receipt)
  })

  test('no group is forced: none and not saying are kept as chosen', async () => {
    const { form, fields, base } = await setUp()
    await follow(form, fields({ regionalGroup: 'none' }))
    await follow(form, fields({ regionalGroup: 'not-said' }))
    await follow(form, fields({ country: 'VA' }))
    const { contributions } = (await app.json(`${base}/contributions`)) as { contributions: { regionalGroup: string | null }[] }
    expect(contributions.map(({ regionalGroup }) => regionalGroup)).toEqual(['none', null, null])
  })

  test('withdraws once, with a reason; the row stays without its words', async () => {
    const { form, fields, base } = await setUp()
    const receipt = await follow(form, fields({ file: new File(['some text'], 'note.txt', { type: 'text/plain' }) }))
    expect((await app.get(`${receipt}/withdraw`)).status).toBe(200)
    expect((await app.post(`${receipt}/withdraw`, { reason: 'x'.repeat(501) })).status).toBe(422)
    expect((await app.post(`${receipt}/withdraw`, { reason: 'Sent too early' })).headers.get('location')).toBe(receipt)
    expect((await app.post(`${receipt}/withdraw`, { reason: 'Again' })).headers.get('location')).toBe(receipt)
    expect(await (await app.get(receipt)).text()).toContain('You withdrew this contribution')
    const html = await (await app.get(`${base}/contributions/C-1`)).text()
    expect(html).toContain('Sent too early')
    expect(html).not.toContain('Again')
    expect(html).not.toContain('Tout va bien.')
    expect(html).not.toContain('Ada Example')
    expect((await app.get(`${base}/contributions/C-1/files/1/note.txt`)).status).toBe(404)
    expect(await app.json(`${base}/contributions`)).toMatchObject({ total: 0, withdrawn: 1, contributions: [{ ref: '2026/C-1', contributor: null }] })
  })
})

describe('the public pages', () => {
  test('unknown numbers are not found', async () => {
    const { base } = await setUp()
    for (const ref of ['C-1', 'R-1', 'C-0', 'C-x']) expect((await app.get(`${base}/contributions/${ref}`)).status).toBe(404)
  })

  test('show one in two margins with its groups and history, and as data', async () => {
    const { base, call } = await setUp()
    await buildContribution(app.db, call, app.now, { contributor: 'Ada <b>Example</b>', capacity: undefined })
    const html = await (await app.get(`${base}/contributions/C-1`)).text()
    for (const text of ['Ada &lt;b&gt;Example&lt;/b&gt;', 'An answer to question 2.', 'not recorded', 'African Group', 'Contribution 2026/C-1 arrived']) expect(html).toContain(text)
    expect(await app.json(`${base}/contributions/C-1`)).toMatchObject({ ref: '2026/C-1', call: 'main', capacity: null, late: false, answers: [{ number: 1 }, { number: 2, text: 'An answer to question 2.' }], files: [], whatBecameOfIt: [{ ref: '2026/C-1/1', fate: 'none' }, { ref: '2026/C-1/2', fate: 'none' }] })
  })

  test('never show a mail address, nor a name without consent, nor words that were not to be published', async () => {
    const { base, call, forum } = await setUp()
    await buildContribution(app.db, call, app.now, { ...secretive, consent: 'without-name', attachments: [] })
    await buildContribution(app.db, call, app.now, { ...secretive, consent: 'not-at-all' })
    for (const path of [`${base}/contributions`, `${base}/contributions/C-1`, `${base}/contributions/C-2`, `/${forum.slug}/record`]) {
      for (const address of [path, `${path}.json`]) {
        const text = await (await app.get(address)).text()
        for (const word of ['Zoë', 'Secret Society', 'zoe@hidden.example']) expect(text, `${address} shows ${word}`).not.toContain(word)
      }
    }
    const open = await (await app.get(`${base}/contributions/C-1`)).text()
    const closed = await (await app.get(`${base}/contributions/C-2`)).text()
    expect([open.includes('An answer to question 1.'), closed.includes('An answer to question 1.')]).toEqual([true, false])
    expect(closed).toContain('African Group')
  })

  test('send a file to be kept, under a harmless name and type, to those who may have it', async () => {
    const { form, fields, base } = await setUp()
    await follow(form, fields({ file: new File(['<script>alert(1)</script>'], '../../été x.json', { type: 'text/html' }) }))
    const { files } = (await app.json(`${base}/contributions/C-1`)) as { files: { url: string; name: string }[] }
    const answer = await app.get(files[0]?.url ?? '')
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('<script>alert(1)</script>')
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="_t_ x.json"; filename*=UTF-8''%C3%A9t%C3%A9%20x.json`)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect((await app.get(`${base}/contributions/C-1/files/2/x`)).status).toBe(404)
  })

  test('narrow the list by the keys of the overview, and page it', async () => {
    const { base, call } = await setUp()
    for (const over of [{ regionalGroup: 'none' }, { stakeholderGroup: 'Government' }, { capacity: undefined }]) await buildContribution(app.db, call, app.now, over)
    const refs = async (query: string) => ((await app.json(`${base}/contributions?${query}`)) as { contributions: { ref: string }[] }).contributions.map(({ ref }) => ref)
    expect(await refs('regionalGroup=none')).toEqual(['2026/C-1'])
    expect(await refs('stakeholderGroup=Government&regionalGroup=AFG')).toEqual(['2026/C-2'])
    expect(await refs('capacity=not%20recorded')).toEqual(['2026/C-3'])
    expect(await refs('asOf=2026-11-01')).toEqual([])
    expect(await refs('asOf=2026-11-02&call=main')).toHaveLength(3)
    expect(await refs('call=other')).toEqual([])
    expect(await refs('asOf=soon')).toEqual([])
    expect(await (await app.get(`${base}/contributions?capacity=official`)).text()).toContain('No contribution is like this')
    await Promise.all(Array.from({ length: 99 }, () => buildContribution(app.db, call, app.now)))
    expect(await app.json(`${base}/contributions?page=2`)).toMatchObject({ total: 102, page: 2, pages: 2, contributions: [{ ref: '2026/C-101' }, { ref: '2026/C-102' }] })
    expect(await (await app.get(`${base}/contributions`)).text()).toContain('page=2')
  })
})

describe('the desk', () => {
  const entry = { channel: 'paper', receivedBy: '2026-10-30', contributor: 'A letter writer', consent: 'not-at-all', mail: 'letter@example.org' }

  test('is closed to the public and to lead experts', async () => {
    const { forum } = await setUp()
    const desk = `/desk/${forum.slug}/2026/contributions`
    const cookie = await app.signIn('lead-expert', forum.id)
    for (const path of [desk, `${desk}/new`, `${desk}/new/main`]) {
      expect((await app.get(path)).status).toBe(403)
      expect((await app.get(path, { cookie })).status).toBe(403)
    }
    expect((await app.post(`${desk}/new/main`, entry, { cookie })).status).toBe(403)
  })

  test('enters a letter with the day by which it had come, and shows what is not public', async () => {
    const { forum, base, first } = await setUp()
    const desk = `/desk/${forum.slug}/2026/contributions`
    const cookie = await app.signIn('secretariat', forum.id)
    expect((await app.get(`${desk}/new`, { cookie })).headers.get('location')).toBe(`${desk}/new/main`)
    expect((await app.get(`${desk}/new/main`, { cookie })).status).toBe(200)
    const fields = { ...entry, formKey: newId(), [first]: 'On paper', file: new File(['scan'], 'scan.png', { type: 'image/png' }) }
    const future = await app.post(`${desk}/new/main`, { ...fields, receivedBy: '2026-11-09' }, { cookie })
    expect(await future.text()).toContain('This day is still to come')
    expect(await (await app.post(`${desk}/new/main`, { ...fields, receivedBy: '' }, { cookie })).text()).toContain('id="error-receivedBy"')
    const done = await app.post(`${desk}/new/main`, fields, { cookie })
    expect(done.headers.get('location')).toBe(`${desk}?entered=C-1`)
    const list = await (await app.get(`${desk}?entered=C-1`, { cookie })).text()
    for (const text of ['Entered as 2026/C-1.', 'A letter writer', 'letter@example.org', 'received by 30 October 2026']) expect(list).toContain(text)
    const page = await (await app.get(`${desk}/C-1`, { cookie })).text()
    for (const text of ['On paper', 'A letter writer', `${desk}/C-1/files/1/scan.png`]) expect(page).toContain(text)
    expect((await app.get(`${desk}/C-1/files/1/scan.png`, { cookie })).headers.get('content-type')).toBe('image/png')
    expect((await app.get(`${desk}/C-1/files/1/scan.png`)).status).toBe(403)
    expect((await app.get(`${base}/contributions/C-1/files/1/scan.png`)).status).toBe(404)
    expect(await (await app.get(`${base}/contributions/C-1`)).text()).not.toContain('On paper')
  })
})
