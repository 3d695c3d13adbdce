import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { releaseDueVersions } from '../../src/drafts/releases/reactions.ts'
import { reviseParagraph } from '../../src/drafts/paragraphs/commands.ts'
import { listVersions } from '../../src/drafts/versions/queries.ts'
import { buildDocument } from '../../src/drafts/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { buildFrozenVersion, digestFolder, emptyFileStore, exportFolder, importFolder } from '../../src/procedures/testing.ts'
import { unscopedListOutbox } from '../../src/record/queries.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { parseInstant, type Instant } from '../../src/shared/time.ts'
import { versionMailWriter } from '../../src/web/drafts/following/data.ts'
import { testApplication } from '../harness/application.ts'
import { freshDatabase } from '../harness/postgres.ts'

const app = await testApplication()

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const base = `/${forum.slug}/${cycle.slug}`
  const editor = await app.signIn('editor', forum.id)
  const built = await buildDocument(app.db, cycle, ['A quiet harbour.\n\nA secret sentence.'], app.now)
  const address = `${base}/documents/output`
  const freeze = (fields: Record<string, string>) => app.post(`/desk${address}/freeze`, { title: 'Second', note: 'Better.', formKey: newId(), stage: 'public', ...fields }, { cookie: editor })
  const shall = (number: number, fields: Record<string, string>) => app.post(`/desk${address}/versions/${number}`, fields, { cookie: editor })
  const mails = async (to: string) => (await unscopedListOutbox(app.db, 10_000)).filter(({ recipient }) => recipient === to).reverse()
  return { forum, cycle, base, editor, address, freeze, shall, mails, ...built }
}

describe('a version that is held back', () => {
  test('is seen by nobody but its editors: not on pages, in data, in a review, in a frame; its link opens nothing before it goes round', async () => {
    const { base, address, freeze, editor, forum, shall, cycle } = await setUp()
    const held = await freeze({ stage: 'held', title: 'Hidden title', note: 'Hidden note.', review: 'yes' })
    expect(held.headers.get('location')).toBe(`/desk${address}/versions/1`)
    const member = await app.signIn('member', forum.id)
    for (const cookie of ['', member]) {
      for (const path of ['', '/versions/1', '/versions/1/changes', '/versions/1/review-copy', '/versions/1/slides', '/versions/1/paragraphs/2', '/compare', '/embed', '/follow']) {
        expect((await app.get(`${address}${path}`, { cookie })).status, path).toBe(404)
        expect((await app.get(`${address}${path}.json`, { cookie })).status, path).toBe(404)
      }
      for (const path of ['/reviews/1/all', '/reviews/1', '/reviews/1/paragraphs/2', '/reviews/1/comments', '/reviews/1/comment?p=2']) expect((await app.get(`${base}${path}`, { cookie })).status, path).toBe(404)
      for (const path of [`${base}/documents`, `${base}/documents.json`, `${base}/reviews`, `${base}/reviews.json`, `${base}/trace.json`, `/${forum.slug}/record`]) {
        const text = await (await app.get(path, { cookie })).text()
        for (const words of ['secret sentence', 'Hidden title', 'Hidden note']) expect(text, path).not.toContain(words)
      }
    }
    const desk = await (await app.get(`/desk${address}/versions/1`, { cookie: editor })).text()
    const link = /http:\/\/localhost:8080(\/\S+\/read\/[0-9a-zA-Z_-]+)/u.exec(desk)?.[1] ?? ''
    expect(link).not.toBe('')
    expect((await app.get(link)).status).toBe(404)
    expect((await app.get(`${address}/versions/1`, { cookie: editor })).status).toBe(200)
    const folder = await exportFolder(app.db, forum.slug, app.services.files, true)
    expect(await readFile(`${folder}/cycles/${cycle.slug}/documents/output.yaml`, 'utf8')).not.toContain('Hidden')
    expect((await shall(1, { shall: 'nonsense' })).status).toBe(422)
  })

  test('goes round: whoever has the link reads and comments, members read, others do not; then it is public for all, once', async () => {
    const { base, address, freeze, editor, forum, shall, mails } = await setUp()
    await freeze({ stage: 'held', review: 'yes' })
    for (const [fields, field] of [[{ shall: 'circulate', addresses: 'no address' }, 'addresses'], [{ shall: 'plan', releaseOn: '2020-01-01' }, 'releaseOn'], [{ shall: 'plan', releaseOn: 'soon' }, 'releaseOn']] as const) {
      const wrong = await shall(1, fields)
      expect(wrong.status).toBe(422)
      expect(await wrong.text()).toContain(`id="error-${field}"`)
    }
    expect((await shall(1, { shall: 'circulate', addresses: 'Ada <ada@example.org>; ada@example.org' })).headers.get('location')).toContain('told=1')
    await shall(1, { shall: 'circulate', addresses: 'ada@example.org' })
    const [mail, ...more] = await mails('ada@example.org')
    expect(more).toEqual([])
    const link = /http:\/\/localhost:8080(\/\S+\/read\/\S+)/u.exec(mail?.body ?? '')?.[1] ?? ''
    const opened = await app.get(link)
    expect(opened.headers.get('location')).toBe(`${address}/versions/1`)
    const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    for (const path of [`${address}/versions/1`, `${base}/reviews/1`, `${base}/reviews/1/comment?p=2`]) expect((await app.get(path, { cookie })).status, path).toBe(200)
    expect(await (await app.get(`${address}/versions/1`, { cookie })).text()).toContain('not public yet')
    expect((await app.get(`${address}/versions/1`, { cookie: await app.signIn('member', forum.id) })).status).toBe(200)
    for (const strange of ['', `${cookie.slice(0, -3)}xyz`, await app.signIn('member', (await app.seedForum()).forum.id)]) expect((await app.get(`${address}/versions/1`, { cookie: strange })).status).toBe(404)
    expect((await app.get(`${link.slice(0, -2)}xy`)).status).toBe(404)
    expect((await shall(1, { shall: 'release' })).headers.get('location')).toBe(`${address}/versions/1`)
    expect((await app.get(`${address}/versions/1`)).status).toBe(200)
    expect((await shall(1, { shall: 'release' })).status).toBe(422)
    expect(await (await app.get(`/desk${address}/versions`, { cookie: editor })).text()).toContain('Public since')
  })

  test('comes out on its day by itself, once, and those who follow are told in the transaction', async () => {
    const { address, freeze, shall, mails, documentId } = await setUp()
    await freeze({})
    const ask = (mail: string) => app.post(`${address}/follow`, { mail }, { language: 'fr' })
    expect((await ask('nobody')).status).toBe(422)
    expect((await ask('bea@example.org')).status).toBe(303)
    const confirm = /http:\/\/localhost:8080(\/\S+\/follow\/\S+)/u.exec((await mails('bea@example.org'))[0]?.body ?? '')?.[1] ?? ''
    expect((await app.get(`${confirm}x`)).status).toBe(404)
    expect(await (await app.get(confirm)).text()).toContain('value="confirm"')
    const write = versionMailWriter(app.services)
    await freeze({ stage: 'held', releaseOn: '2026-11-05' })
    await shall(2, { shall: 'plan', releaseOn: '2026-11-04' })
    expect((await app.post(confirm, { shall: 'confirm' })).status).toBe(303)
    expect((await app.post(confirm, { shall: 'confirm' })).status).toBe(422)
    const at = (text: string): Instant => parseInstant(text) as Instant
    expect(await releaseDueVersions(app.db, at('2026-11-03T23:59:59.000Z'), write)).toBe(0)
    expect(await Promise.all([0, 1].map(() => releaseDueVersions(app.db, at('2026-11-04T00:00:00.000Z'), write)))).toContain(1)
    expect((await listVersions(app.db, documentId)).map(({ number }) => number)).toEqual([2, 1])
    const [, told, ...more] = await mails('bea@example.org')
    expect([told?.subject, more.length]).toEqual(['Document output, version 2, est parue', 0])
    expect((await app.post(confirm, { shall: 'leave' })).status).toBe(303)
    await freeze({ title: 'Third' })
    expect((await mails('bea@example.org')).length).toBe(2)
  })

  test('is not frozen for a day that has passed, nor opened to comment until one', async () => {
    const { freeze, documentId, address } = await setUp()
    for (const [field, fields] of [['releaseOn', { releaseOn: '2020-01-01' }], ['reviewCloses', { review: 'yes', reviewCloses: '2020-01-01' }], ['commentsCutOff', { commentsCutOff: 'now' }]] as const) {
      const wrong = await freeze(fields)
      expect(wrong.status, field).toBe(422)
      expect(await wrong.text()).toContain(`id="error-${field}"`)
    }
    expect(await listVersions(app.db, documentId, { withHeld: true })).toEqual([])
    expect((await freeze({ review: 'yes', cutOff: '2026-10-01', commentsCutOff: '2026-10-02' })).status).toBe(303)
    expect(await (await app.get(`${address}/versions/1`)).text()).toContain('Reflects comments up to 2 October 2026')
    expect((await app.json(`${address.replace('/documents/output', '')}/reviews`)) as object).toMatchObject({ reviews: [{ review: 1 }] })
  })
})

test('stages, cut-offs and followers travel in the folder, byte for byte', async () => {
  const { address, freeze, shall, forum } = await setUp()
  await freeze({ commentsCutOff: '2026-10-02' })
  await app.post(`${address}/follow`, { mail: 'dan@example.org' })
  await freeze({ stage: 'held', releaseOn: '2027-01-01' })
  await shall(2, { shall: 'circulate', addresses: 'ada@example.org' })
  const folder = await exportFolder(app.db, forum.slug, app.services.files)
  const db = await freshDatabase()
  const files = await emptyFileStore()
  const taken = await importFolder(db, folder, files)
  expect(taken).not.toHaveProperty('refusal')
  const again = await exportFolder(db, forum.slug, files)
  const [one, other] = [await digestFolder(folder), await digestFolder(again)]
  // What the import itself recorded is the one thing that differs.
  for (const name of Object.keys(one).filter((each) => each.includes('documents/'))) expect(other[name], name).toBe(one[name])
})

test('the change list says what became of each changed paragraph and leaves out what is the same', async () => {
  const { address, documentId, paragraphs } = await setUp()
  await buildFrozenVersion(app.db, documentId, app.now)
  expect(await (await app.get(`${address}/versions/1/changes`)).text()).toContain('nothing to compare it with')
  const paragraph = paragraphs[1]
  if (paragraph === undefined) throw new Error('not built')
  app.now = parseInstant('2026-11-02T11:00:00.000Z') as Instant
  await transact(app.db, (tx) => reviseParagraph(tx, SYSTEM, { documentId, paragraphId: paragraph.id, revision: 1, text: 'An open sentence.\n\nAnd one more.' }, app.now))
  app.now = parseInstant('2026-11-02T12:00:00.000Z') as Instant
  await buildFrozenVersion(app.db, documentId, app.now)
  const html = await (await app.get(`${address}/versions/2/changes`)).text()
  for (const words of ['1 changed', '1 split off', '1 unchanged', 'changed, was ¶ 2', 'split from ¶ 2', '<ins>']) expect(html).toContain(words)
  expect(html).not.toContain('A quiet harbour.')
  expect(((await app.json(`${address}/versions/2/changes`)) as { since: number; paragraphs: unknown[] }).paragraphs.length).toBe(2)
  const copy = (await app.json(`${address}/versions/2/review-copy`)) as { blocks: { paragraph: number | null; lines: { number: number }[] }[] }
  expect(copy.blocks.flatMap(({ lines }) => lines.map(({ number }) => number))).toEqual([1, 2, 3, 4])
  expect(await (await app.get(`${address}/versions/2/review-copy`)).text()).toContain('id="line-4"')
  expect((await app.get(`${address}/embed`)).headers.get('content-security-policy')).toContain('frame-ancestors *')
  expect(((await app.json(`${address}/embed`)) as { document: string }).document).toBe('output')
})
