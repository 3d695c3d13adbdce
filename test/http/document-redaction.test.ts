import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { buildWithFiles, readAll } from '../../src/contributions/documents/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { markPassage } from '../../src/procedures/mark-passage.ts'
import { digestFolder, emptyFileStore, exportFolder, importFolder } from '../../src/procedures/testing.ts'
import { writeFinding } from '../../src/procedures/write-finding.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { listEntriesOf } from '../../src/record/queries.ts'
import { buildTheme } from '../../src/synthesis/testing.ts'
import { testApplication } from '../harness/application.ts'
import { freshDatabase } from '../harness/postgres.ts'

const app = await testApplication()
const { db, services } = app
const SENTENCE = 'Ask Zoltan Secretson, who knows the harbour.'
const { forum, cycle } = await app.seedForum()
const call = await buildCall(db, cycle, app.now)
const [base, desk] = [`/${forum.slug}/${cycle.slug}`, `/desk/${forum.slug}/${cycle.slug}`]
const secretariat = await app.signIn('secretariat', forum.id)
const reader = await app.signIn('lead-expert', forum.id)
const text = async (path: string, cookie?: string) => (await app.get(path, cookie === undefined ? {} : { cookie })).text()

async function setUp() {
  const words = `# The harbour of Secretson\n\nBefore. ${SENTENCE} After.\n\nSecretson again, and nothing else.`
  const sent = await buildWithFiles(db, services.files, call, app.now, { 'paper.md': Buffer.from(words), 'other.txt': Buffer.from('Words of another file.') }, { contributor: 'Ada' })
  await readAll(db, services.files, app.now)
  const scope = { forumId: forum.id, cycleId: cycle.id }
  const theme = await buildTheme(db, cycle, 'Harbours', app.now)
  const marked = await transact(db, (tx) => markPassage(tx, SYSTEM, { ...scope, sourceKind: 'document', sourceId: sent.attachmentIds[0] ?? newId(), marking: { quote: SENTENCE }, themeIds: [theme] }, app.now))
  if ('refusal' in marked) throw new Error(marked.refusal)
  await transact(db, (tx) => writeFinding(tx, SYSTEM, { ...scope, kind: 'agreement', statement: 'Somebody knows.', questionId: null, passageIds: [marked.passageId] }, app.now))
  return sent
}

const sent = await setUp()
const at = `${base}/contributions/C-${sent.number}`
const form = `${desk}/inbox/C-${sent.number}/redact/file-1`
/** All that shows the words of the document to anyone. */
const PUBLIC = [at, `${at}/text/1`, `${at}/text/1.json`, `${base}/breakdown`, `${base}/breakdown.json`, `${base}/themes/harbours`, `${base}/themes/harbours.json`]
const TABLES = [`contributions/C-${sent.number}.json`, 'contributions.csv', 'attachments.csv', 'contributions.ndjson', 'contributions.xlsx', 'contributions', 'contributions.json', 'terms', 'terms.json', 'countries', 'overview']

async function wordsOf(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  return (await Promise.all(names.filter((each) => each.isFile()).map((each) => readFile(join(each.parentPath, each.name), 'utf8')))).join('\n')
}

test('words of a document are redacted by the desk alone, with a reason, once, and only where they stand', async () => {
  for (const page of PUBLIC) expect(await text(page), page).toContain('Secretson')
  expect((await app.get(form)).status).toBe(403)
  expect((await app.get(form, { cookie: reader })).status).toBe(403)
  expect((await app.post(form, { quote: 'Secretson', reason: 'personal-data' }, { cookie: reader })).status).toBe(403)
  expect((await app.get(`${desk}/inbox/C-${sent.number}/redact/file-3`, { cookie: secretariat })).status).toBe(404)
  expect(await text(`${desk}/files/C-${sent.number}/1`, secretariat)).toContain(form)
  const page = await text(form, secretariat)
  expect(page).toContain('the file itself is not public any more')
  expect(page).toContain(SENTENCE)
  for (const wrong of [{ quote: 'Zoltan Secretson', reason: '' }, { quote: 'Nobody', reason: 'personal-data' }, { quote: '', reason: 'personal-data' }, { quote: 'Secretson', reason: 'personal-data' }]) {
    expect((await app.post(form, wrong, { cookie: secretariat })).status, JSON.stringify(wrong)).toBe(422)
  }
  expect((await app.get(`${at}/files/1/paper.md`)).status).toBe(200)
})

test('no public page, data, table or folder has them any more, nor the file; the desk has all; it can be undone', async () => {
  for (const occurrence of ['1', '2', '3']) expect((await app.post(form, { quote: 'Secretson', occurrence, reason: 'personal-data', note: 'He asked for it' }, { cookie: secretariat })).status).toBe(303)
  expect((await app.post(form, { quote: 'Secretson', occurrence: '1', reason: 'personal-data' }, { cookie: secretariat })).status).toBe(422)
  for (const page of [...PUBLIC, ...TABLES.map((each) => `${base}/${each}`), `/${forum.slug}/record`]) expect(await text(page), page).not.toMatch(/Secretson|He asked/u)
  expect(await text(`${at}?`)).toContain(`redacted words of the document ${cycle.slug}/C-${sent.number}/file-1; the file itself is not public any more: personal data`)
  for (const page of [at, `${at}/text/1`]) expect(await text(page)).toContain('redacted in 3 places (personal data). The file itself is therefore not public.')
  expect(await app.json(`${at}/text/1`)).toMatchObject({ title: null, redacted: [{ reason: 'personal-data' }, {}, {}] })
  expect((await app.get(`${at}/files/1/paper.md`)).status).toBe(404)
  expect((await app.get(`${at}/files/2/other.txt`)).status).toBe(200)
  expect(await text(`${base}/attachments.csv`)).toMatch(/paper\.md[^\n]*,\r?\n[^\n]*other\.txt[^\n]*files\/2/u)
  // Whoever reads and does not decide reads it as everybody does.
  for (const page of [`${desk}/reading/C-${sent.number}/file-1`, `${desk}/inbox/C-${sent.number}`]) expect(await text(page, reader), page).not.toContain('Secretson')
  const own = await text(`${desk}/inbox/C-${sent.number}`, secretariat)
  expect(own).toContain('He asked for it')
  expect(await text(`${desk}/files/C-${sent.number}/1`, secretariat)).toContain('Secretson')
  expect((await app.get(`${desk}/contributions/C-${sent.number}/files/1/paper.md`, { cookie: secretariat })).status).toBe(200)
  const acts = (await listEntriesOf(db, sent.contributionId)).filter(({ act }) => act === 'document-redacted')
  expect(acts.map(({ detail }) => detail)).toEqual(Array.from({ length: 3 }, () => ({ ref: `${cycle.slug}/C-${sent.number}/file-1`, reason: 'personal-data' })))
})

test('a public folder has the blackened text and not the file, a whole one both; each comes back as it went', async () => {
  const open = await exportFolder(db, forum.slug, services.files, true)
  expect(await wordsOf(open)).not.toMatch(/Secretson|He asked/u)
  const whole = await exportFolder(db, forum.slug, services.files)
  expect(await wordsOf(whole)).toMatch(/Secretson[^]*He asked for it/u)
  for (const [folder, isPublic] of [[open, true], [whole, false]] as const) {
    const other = await freshDatabase()
    const files = await emptyFileStore()
    expect(await importFolder(other, folder, files)).toMatchObject({ slug: forum.slug })
    expect(await digestFolder(await exportFolder(other, forum.slug, files, isPublic))).toEqual(await digestFolder(folder))
    // What came from a public folder can be written as a whole one: the file that never came is named and not asked for.
    if (isPublic) expect(await wordsOf(await exportFolder(other, forum.slug, files))).toContain('absent: true')
  }
  const lifts = [...(await text(`${desk}/inbox/C-${sent.number}`, secretariat)).matchAll(/\/lift\/[0-9a-f-]{36}/gu)].map(([lift]) => lift)
  expect(lifts).toHaveLength(3)
  for (const lift of lifts) expect((await app.post(`${desk}/inbox/C-${sent.number}${lift}`, { reason: 'It was public' }, { cookie: secretariat })).status).toBe(303)
  for (const page of PUBLIC) expect(await text(page), page).toContain('Secretson')
  expect((await app.get(`${at}/files/1/paper.md`)).status).toBe(200)
})
