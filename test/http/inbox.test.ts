import { describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { newId } from '../../src/platform/new-id.ts'
import { unscopedListOutbox } from '../../src/record/queries.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const call = await buildCall(app.db, cycle, app.now)
  const mail = `sender-${newId()}@example.org`
  await buildContribution(app.db, call, app.now, { mail, contributor: 'Zoë Sender', consent: 'without-name' })
  await buildContribution(app.db, call, app.now, { contributor: 'Ben Sample', organisation: 'Sample Society' })
  const [secretariat, editor] = [await app.signIn('secretariat', forum.id), await app.signIn('editor', forum.id)]
  const inbox = `/desk/${forum.slug}/2026/inbox`
  const read = async (path: string, cookie?: string) => (await app.get(path, cookie === undefined ? {} : { cookie })).text()
  const letters = async () => (await unscopedListOutbox(app.db, 500)).filter((item) => item.recipient === mail)
  return { forum, call, cycle, mail, secretariat, editor, inbox, base: `/${forum.slug}/2026`, read, letters, post: (path: string, fields: Record<string, string | readonly string[]>, cookie = secretariat) => app.post(path, fields, { cookie }) }
}

describe('the inbox', () => {
  test('is closed to the public and to whoever reads nothing here; readers see no names that are not public, and decide nothing', async () => {
    const { forum, inbox, editor, secretariat, read, post } = await setUp()
    const rapporteur = await app.signIn('rapporteur', forum.id)
    for (const path of [inbox, `${inbox}/C-1`, `${inbox}/C-1/hold`, `${inbox}/C-1/decline`, `${inbox}/C-1/release`]) {
      expect([(await app.get(path)).status, (await app.get(path, { cookie: rapporteur })).status], path).toEqual([403, 403])
    }
    for (const path of ['hold', 'decline', 'release', 'redact/1']) expect((await app.get(`${inbox}/C-1/${path}`, { cookie: editor })).status, path).toBe(403)
    expect((await app.get(`${inbox}/C-9`, { cookie: secretariat })).status).toBe(404)
    for (const path of [inbox, `${inbox}/C-1`]) expect([(await read(path, editor)).includes('Zoë Sender'), (await read(path, secretariat)).includes('Zoë Sender')], path).toEqual([false, true])
    expect(await (await post(`${inbox}/C-1`, { action: 'readers', reader: [] }, editor)).text()).toContain('Your role does not let you do this')
  })

  test('lists what waits with the reason, is narrowed, and lets go of what was read', async () => {
    const { inbox, editor, read, post, secretariat } = await setUp()
    const list = await read(inbox, secretariat)
    for (const text of ['2 contributions wait', 'new and unread', `${inbox}/C-1`, `${inbox}/C-2`]) expect(list).toContain(text)
    expect(await (await post(inbox, { action: 'read' })).text()).toContain('Tick at least one contribution')
    const [chosen = ''] = Array.from(list.matchAll(/name="chosen" value="([^"]+)"/gu), (match) => match[1] ?? '')
    expect((await post(inbox, { action: 'assign', reader: newId(), chosen })).status).toBe(422)
    const [reader = ''] = Array.from(list.matchAll(/<select id="assign" name="reader"[^>]*>.*?value="([^"]+)"/gsu), (match) => match[1] ?? '')
    expect((await post(inbox, { action: 'assign', reader, chosen })).headers.get('location')).toBe(`${inbox}?marked=1`)
    expect((await post(inbox, { action: 'read', chosen }, editor)).headers.get('location')).toBe(`${inbox}?marked=2`)
    expect((await read(inbox, secretariat)).includes(`${inbox}/C-1"`)).toBe(false)
    expect(await read(`${inbox}?all=yes`, secretariat)).toContain(`${inbox}/C-1?all=yes`)
    expect(await read(`${inbox}?reader=${reader}&all=yes`, secretariat)).toContain('Who reads what')
    expect(await read(`${inbox}/C-1?all=yes`, secretariat)).toContain(`href="${inbox}/C-2?all=yes" rel="next"`)
    expect((await post(inbox, { action: 'unread', chosen }, editor)).headers.get('location')).toBe(`${inbox}?marked=2`)
    expect(await read(`${inbox}?reason=held`, secretariat)).toContain('Nothing here')
  })

  test('keeps notes, readers and what is read beside the contribution, and none of it in public', async () => {
    const { inbox, base, read, post, secretariat, editor } = await setUp()
    const page = `${inbox}/C-2`
    expect(await (await post(page, { action: 'note', text: '' })).text()).toContain('id="error-text"')
    await post(page, { action: 'note', text: 'Ask <b>him</b> about the annex' }, editor)
    const withNote = await read(page, secretariat)
    expect(withNote).toContain('Ask &lt;b&gt;him&lt;/b&gt; about the annex')
    const note = /name="note" value="([^"]+)"/u.exec(withNote)?.[1] ?? ''
    expect((await post(page, { action: 'strike', note: 'none' })).status).toBe(422)
    await post(page, { action: 'strike', note })
    expect(await read(page, secretariat)).toContain('<s>Ask')
    const readers = Array.from(withNote.matchAll(/type="checkbox" name="reader" value="([^"]+)"/gu), (match) => match[1] ?? '')
    expect(readers).toHaveLength(2)
    await post(page, { action: 'readers', reader: readers })
    await post(page, { action: 'read', answer: '1' }, editor)
    expect(await read(page, secretariat)).toMatch(/reads it: 1 of 2/u)
    await post(page, { action: 'unread' }, editor)
    expect(await read(page, secretariat)).not.toMatch(/reads it: 1 of 2/u)
    for (const path of [`${base}/contributions/C-2`, `${base.replace('/2026', '')}/record`]) expect(await read(path)).not.toContain('annex')
  })
})

describe('moderation', () => {
  test('holds with a reason and a letter, and releases with another', async () => {
    const { inbox, base, read, post, letters } = await setUp()
    const missing = await post(`${inbox}/C-1/hold`, { reason: '', note: 'Please say who you are.' })
    const again = await missing.text()
    expect([missing.status, again.includes('id="error-reason"'), again.includes('Please say who you are.')]).toEqual([422, true, true])
    expect((await post(`${inbox}/C-1/hold`, { reason: 'identity', note: 'Please say who you are.' })).status).toBe(303)
    expect(await (await post(`${inbox}/C-1/hold`, { reason: 'identity' })).text()).toContain('Somebody has decided on it meanwhile')
    const page = await read(`${base}/contributions/C-1`)
    expect([page.includes('doubt about who sent it'), page.includes('An answer to question 1.'), page.includes('Please say')]).toEqual([true, false, false])
    const [, letter] = (await letters()).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect(letter).toMatchObject({ subject: '2026/C-1 is held', body: expect.stringMatching(/Please say who you are\.[^]*http:\/\/localhost:8080\/.*\/contributions\/C-1\/follow\/[0-9a-f]{64}/u) })
    expect((await post(`${inbox}/C-1/release`, { reason: '' })).status).toBe(422)
    expect((await post(`${inbox}/C-1/release`, { reason: 'They called' })).status).toBe(303)
    expect(await (await post(`${inbox}/C-1/release`, { reason: 'They called' })).text()).toContain('Somebody has released it meanwhile')
    expect(await read(`${base}/contributions/C-1`)).toContain('An answer to question 1.')
    expect(await letters()).toHaveLength(3)
  })

  test('declines for a kind of reason that everybody sees, and the answers are accounted for by it', async () => {
    const { inbox, base, read, post } = await setUp()
    expect((await post(`${inbox}/C-2/decline`, { reason: 'spam', note: 'An advertisement of Sample Society.' })).status).toBe(303)
    const list = await app.json(`${base}/contributions`)
    expect(list).toMatchObject({ total: 1, withdrawn: 0, declined: 1 })
    expect(await app.json(`${base}/overview`)).toMatchObject({ total: 1 })
    for (const path of [`${base}/contributions`, `${base}/contributions/C-2`, `${base}/trace`]) {
      const text = `${await read(path)}${JSON.stringify(await app.json(path))}`
      expect(text, path).not.toMatch(/Sample Society|Ben Sample|An advertisement/u)
      expect(text, path).toMatch(/spam|unsolicited advertising|declined/u)
    }
    const trace = (await app.json(`${base}/trace`)) as { coverage: number; inputs: { ref: string; fate: string; reason: string | null }[] }
    expect([trace.coverage, trace.inputs.filter(({ fate }) => fate === 'answered').map(({ ref, reason }) => [ref, reason])]).toEqual([0.5, [['2026/C-2/1', 'spam'], ['2026/C-2/2', 'spam']]])
    expect(await read(`${base}/contributions/C-2`)).toContain('declined: unsolicited advertising')
  })
})

describe('what came by letter', () => {
  const enter = async (at: Awaited<ReturnType<typeof setUp>>) => {
    const answer = `answer-${at.call.questions[0]?.id ?? ''}`
    const fields = { channel: 'paper', receivedBy: '2026-10-30', contributor: 'A letter writer', consent: 'full', mail: at.mail, language: 'en', formKey: newId(), [answer]: 'The harbour has two boats.' }
    await at.post(`/desk/${at.forum.slug}/2026/contributions/new/main`, fields)
    const letter = (await at.letters()).find(({ subject }) => subject.includes('entered right'))
    expect(letter?.body).toContain('The harbour has two boats.')
    return /http:\/\/localhost:8080(\S+\/check\/\S+)/u.exec(letter?.body ?? '')?.[1] ?? ''
  }

  test('is confirmed by its sender without an account; a wrong link leads nowhere', async () => {
    const at = await setUp()
    const check = await enter(at)
    expect((await app.get(check.replace(/.$/u, (last) => (last === '0' ? '1' : '0')))).status).toBe(404)
    expect(await at.read(at.inbox, at.secretariat)).toContain('not confirmed by its sender')
    expect(await at.read(check)).toContain('The harbour has two boats.')
    expect((await app.post(check, { action: 'confirm' })).headers.get('location')).toBe(check)
    expect(await at.read(check)).toContain('You confirmed it on')
    expect(await at.read(`${at.inbox}/C-3`, at.secretariat)).toContain('Confirmed what was entered on')
  })

  test('is corrected by its sender: looked at as a difference, declined with a reason, taken the next time', async () => {
    const at = await setUp()
    const check = await enter(at)
    const field = /name="(answer-[^"]+)"/u.exec(await at.read(check))?.[1] ?? ''
    expect(await (await app.post(check, { action: 'correct', [field]: 'The harbour has two boats.' })).text()).toContain('Nothing was changed')
    expect((await app.post(check, { action: 'correct', [field]: 'The harbour has three boats.' })).status).toBe(303)
    expect(await (await app.post(check, { action: 'correct', [field]: 'The harbour has four boats.' })).text()).toContain('with the desk already')
    const decide = async () => `${at.inbox}/C-3${/\/corrections\/[0-9a-f-]{36}/u.exec(await at.read(`${at.inbox}/C-3`, at.secretariat))?.[0] ?? ''}`
    const first = await decide()
    expect((await app.get(first, { cookie: at.editor })).status).toBe(403)
    expect(await at.read(first, at.secretariat)).toMatch(/<del>two<\/del><ins>three<\/ins>/u)
    expect((await at.post(first, { action: 'decline', reason: '' })).status).toBe(422)
    expect((await at.post(first, { action: 'decline', reason: 'The letter says two.' })).status).toBe(303)
    expect(await at.read(check)).toContain('The letter says two.')
    await app.post(check, { action: 'correct', [field]: 'The harbour has three boats.', remark: 'Look at page 2.' })
    expect((await at.post(await decide(), { action: 'take' })).status).toBe(303)
    expect((await app.get(first, { cookie: at.secretariat })).status).toBe(404)
    expect(await at.read(`${at.base}/contributions/C-3`)).toContain('The harbour has three boats.')
  })

  test('can be asked about again, as long as nobody has confirmed', async () => {
    const at = await setUp()
    const check = await enter(at)
    app.now = '2026-11-02T10:05:00.000Z' as typeof app.now
    expect((await at.post(`${at.inbox}/C-3`, { action: 'ask' })).status).toBe(303)
    expect((await at.letters()).filter(({ subject }) => subject.includes('entered right'))).toHaveLength(2)
    await app.post(check, { action: 'confirm' })
    expect(await (await at.post(`${at.inbox}/C-3`, { action: 'ask' })).text()).toContain('There is nobody to be asked')
  })
})
