import { describe, expect, test } from 'vitest'
import { flatten } from '../../src/drafts/model.ts'
import type { Answer, Leftover, TakenBatch } from '../../src/drafts/live/model.ts'
import { listLineage, loadWorkingText } from '../../src/drafts/queries.ts'
import { buildDocument } from '../../src/drafts/testing.ts'
import { newId } from '../../src/platform/new-id.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

interface Opened {
  readonly version: number
  readonly tree: { readonly content: readonly { readonly type: string; readonly attrs: { readonly id: string }; readonly content?: readonly { readonly text: string }[] }[] }
  readonly leftovers: readonly Leftover[]
}

async function setUp(...sections: readonly string[]) {
  const { forum, cycle } = await app.seedForum()
  const built = await buildDocument(app.db, cycle, sections, app.now)
  const at = `/desk/${forum.slug}/2026/documents/output/live`
  const writer = async (role: 'editor' | 'member' = 'editor') => {
    const cookie = await app.signIn(role, forum.id)
    const client = newId<'client'>()
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      app.request(new Request(`http://localhost:8080${at}${path}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { host: 'localhost:8080', cookie, 'content-type': 'application/json', ...headers } }))
    let seq = 0
    const submit = async (version: number, steps: readonly object[], over: object = {}): Promise<Answer> => {
      seq += 1
      const response = await post('/steps', { client, seq, version, steps: steps.map((step) => ({ step, seen: version, undo: 0 })), ...over })
      expect(response.status).toBe(200)
      return ((await response.json()) as { answer: Answer }).answer
    }
    const open = async () => (await (await app.get(at, { cookie })).json()) as Opened
    return { cookie, client, post, submit, open }
  }
  const words = async () => flatten(await loadWorkingText(app.db, built.documentId)).map(({ text }) => text)
  return { ...built, forum, cycle, at, writer, words }
}

const insert = (at: number, text: string): object => ({ stepType: 'replace', from: at, to: at, slice: { content: [{ type: 'text', text }] } })

describe('the doors of live editing', () => {
  test('are closed to whoever may not write, to other sites and to what is no text', async () => {
    const { at, writer, forum } = await setUp('One.')
    const member = await writer('member')
    const editor = await writer()
    expect((await app.get(at)).status).toBe(401)
    for (const path of ['', '/steps?since=0', '/events?since=0']) expect((await app.get(`${at}${path}`, { cookie: member.cookie })).status).toBe(403)
    for (const path of ['/steps', '/presence', '/leftovers']) {
      expect((await member.post(path, {})).status).toBe(403)
      expect((await editor.post(path, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
      for (const broken of ['', '{', '[]', '{"client":1}', 'null']) expect((await editor.post(path, broken)).status).toBe(422)
      expect((await editor.post(path, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(422)
    }
    expect((await app.get(`/desk/${forum.slug}/2026/documents/none/live`, { cookie: editor.cookie })).status).toBe(404)
    expect((await app.get(`${at}/steps?since=x`, { cookie: editor.cookie })).status).toBe(422)
    expect((await app.get(`${at}/events?since=-1`, { cookie: editor.cookie })).status).toBe(422)
  })

  test('give the text as a tree, take steps, and tell them to whoever asks since when', async () => {
    const { writer, words, paragraphs, documentId } = await setUp('One.\n\nTwo.')
    const [one, other] = [await writer(), await writer()]
    const opened = await one.open()
    expect(opened.tree.content.map(({ type, attrs }) => [type, attrs.id])).toEqual([['heading', expect.any(String)], ['paragraph', paragraphs[0]?.id], ['paragraph', paragraphs[1]?.id]])
    const start = 'Section 1'.length + 2
    const first = await one.submit(0, [insert(start + 1, 'Number '), { stepType: 'addMark', mark: { type: 'strong' }, from: start + 1, to: start + 7 }])
    expect(first).toMatchObject({ began: 0, version: 2, fates: ['kept', 'kept'], missed: [] })
    // The other one had not heard of it: rebased, and told what came before.
    const second = await other.submit(0, [insert(start + 5, '!')])
    expect(second).toMatchObject({ began: 2, version: 3, fates: ['kept'] })
    expect(second.missed).toMatchObject([{ began: 0, version: 2, client: one.client }])
    expect(await words()).toEqual(['Number One.!', 'Two.'])
    const body = flatten(await loadWorkingText(app.db, documentId)).at(0)?.body
    expect(body).toMatchObject({ content: [{ text: 'Number', marks: ['strong'] }, { text: ' One.!' }] })
  })
})

describe('what the authority sees to', () => {
  test('a figure whose picture was never uploaded is not taken, and the rest of its batch is', async () => {
    const { writer, words } = await setUp('One.')
    const one = await writer()
    await one.open()
    const figure = { type: 'figure', attrs: { id: newId(), source: { kind: 'file', sha256: 'ab'.repeat(32), mediaType: 'image/png' }, alternative: 'A light' }, content: [{ type: 'text', text: 'Seen from far.' }] }
    const end = 'Section 1'.length + 'One.'.length + 4
    expect((await one.submit(0, [insert(12, 'Ah. '), { stepType: 'replace', from: end + 4, to: end + 4, slice: { content: [figure] } }])).fates).toEqual(['kept', 'unfit'])
    expect(await words()).toEqual(['Ah. One.'])
    expect((await one.open()).leftovers).toMatchObject([{ kind: 'not-merged', reason: 'unfit', words: 'A light\nSeen from far.' }])
  })

  test('a table to which one adds a column while another adds a row comes out square, for both', async () => {
    const { writer, documentId } = await setUp('One.')
    const [one, other] = [await writer(), await writer()]
    await one.open()
    const cell = (text?: string) => ({ type: 'cell', ...(text === undefined ? {} : { content: [{ type: 'text', text }] }) })
    const table = { type: 'table', attrs: { id: newId() }, content: [{ type: 'grid', content: [{ type: 'row', content: [cell('A')] }] }, { type: 'caption' }] }
    const end = 'Section 1'.length + 'One.'.length + 4
    const { version } = await one.submit(0, [{ stepType: 'replace', from: end, to: end, slice: { content: [table] } }])
    // Into the table, its grid and its row; behind the cell of one letter.
    await one.submit(version, [{ stepType: 'replace', from: end + 6, to: end + 6, slice: { content: [cell('B')] } }])
    await other.submit(version, [{ stepType: 'replace', from: end + 7, to: end + 7, slice: { content: [{ type: 'row', content: [cell('C')] }] } }])
    const body = flatten(await loadWorkingText(app.db, documentId)).at(-1)?.body
    expect(body?.kind === 'table' ? body.rows.map((row) => row.map(({ content }) => content.map((piece) => (piece.kind === 'text' ? piece.text : '')).join(''))) : []).toEqual([['A', 'B'], ['C', '']])
    expect((await other.open()).version).toBe(version + 3)
  })
})

describe('splits, merges and what is cited', () => {
  test('a split made live has a lineage, and forms go on beside it', async () => {
    const { writer, words, paragraphs, documentId, at } = await setUp('First half. Second half.')
    const one = await writer()
    const start = 'Section 1'.length + 2
    const id = newId<'paragraph'>()
    const slice = { content: [{ type: 'paragraph', attrs: { id: paragraphs[0]?.id } }, { type: 'paragraph', attrs: { id } }], openStart: 1, openEnd: 1 }
    const cut = start + 1 + 'First half.'.length
    expect((await one.submit(0, [{ stepType: 'replace', from: cut, to: cut, slice, structure: true }])).fates).toEqual(['kept'])
    expect(await words()).toEqual(['First half.', ' Second half.'])
    expect((await listLineage(app.db, documentId)).map(({ from, to, kind }) => [from, to, kind])).toEqual([[paragraphs[0]?.id, id, 'split']])
    const form = { text: 'Second half, by a form.', revision: '1' }
    expect((await app.post(`${at.replace(/live$/u, '')}paragraphs/${id}`, form, { cookie: one.cookie })).status).toBe(303)
    expect((await one.open()).tree.content.map(({ content }) => content?.map(({ text }) => text).join(''))).toEqual(['Section 1', 'First half.', 'Second half, by a form.'])
  })
})

describe('the rolling draft', () => {
  test('is for nobody until the desk opens it, and for nobody once it is closed', async () => {
    const { at, writer } = await setUp('One.')
    const page = at.replace('/desk', '').replace('/live', '/rolling')
    const desk = at.replace('/live', '/rolling')
    const [editor, member] = [await writer(), await writer('member')]
    for (const path of [page, `${page}.json`, `${page}/events`]) expect((await app.get(path)).status).toBe(404)
    expect((await app.post(desk, { open: 'yes' }, { cookie: member.cookie })).status).toBe(403)
    expect((await app.post(desk, { open: 'yes' }, { cookie: editor.cookie })).status).toBe(303)
    expect(await (await app.get(desk, { cookie: editor.cookie })).text()).toContain('Close it to readers')
    expect((await app.get(page)).status).toBe(200)
    expect(await (await app.get(at.replace('/desk', '').replace('/documents/output/live', '/documents'))).text()).toContain('/documents/output/rolling')
    await app.post(desk, { open: 'no' }, { cookie: editor.cookie })
    expect((await app.get(page)).status).toBe(404)
  })

  test('shows what was written live at once, though no act was recorded, and tells an open page', async () => {
    const { at, writer } = await setUp('One.')
    const page = at.replace('/desk', '').replace('/live', '/rolling')
    const editor = await writer()
    await app.post(at.replace('/live', '/rolling'), { open: 'yes' }, { cookie: editor.cookie })
    const { version } = await editor.open()
    expect(await (await app.get(page)).text()).toContain('One.')
    const events = await app.get(`${page}/events`)
    const reader = (events.body as ReadableStream<Uint8Array>).getReader()
    await editor.submit(version, [insert(12, 'Not ')])
    expect(await (await app.get(page)).text()).toContain('Not One.')
    expect(await app.json(page)).toMatchObject({ version: 1, paragraphs: [{ number: 1, text: 'Not One.' }] })
    let heard = ''
    while (!heard.includes('"version":1')) heard += new TextDecoder().decode((await reader.read()).value)
    expect(heard).toContain('event: moved')
    await reader.cancel()
  })
})

test('events tell what is taken, and who is there', async () => {
  const { writer, at } = await setUp('One.')
  const [one, other] = [await writer(), await writer()]
  await one.open()
  const response = await app.get(`${at}/events?since=0&client=${other.client}`, { cookie: other.cookie })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  let heard = ''
  const until = async (sign: string): Promise<void> => {
    while (!heard.includes(sign)) {
      const { value, done } = await reader.read()
      if (done) throw new Error(`The stream ended without ${sign}: ${heard}`)
      heard += new TextDecoder().decode(value)
    }
  }
  await until('event: presence')
  // Nobody has told this process where they are yet: it asks.
  await until('event: where')
  await one.submit(0, [insert(12, 'Ah. ')])
  await until('event: taken')
  await until('Ah. ')
  expect(heard).toContain('id: 1\n')
  expect((await one.post('/presence', { client: one.client, block: null, anchor: 1, head: 1 })).status).toBe(200)
  await until(one.client)
  await reader.cancel()
  const since = (await (await app.get(`${at}/steps?since=0`, { cookie: one.cookie })).json()) as { batches: TakenBatch[] }
  expect(since.batches).toHaveLength(1)
  expect((await one.post('/leftovers', { ids: [newId()] })).status).toBe(200)
})
