import { beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '../../src/calls/model.ts'
import { buildCall } from '../../src/calls/testing.ts'
import { withdrawContribution } from '../../src/contributions/commands.ts'
import { findDocuments } from '../../src/contributions/documents/queries.ts'
import { buildWithFiles, readAll } from '../../src/contributions/documents/testing.ts'
import { setOwnVoice } from '../../src/drafts/paragraphs/commands.ts'
import { buildDocument } from '../../src/drafts/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { makePdf } from '../../src/platform/extraction/testing.ts'
import { citeParagraph } from '../../src/procedures/cite-paragraph.ts'
import { digestFolder, emptyFileStore, exportFolder, importFolder } from '../../src/procedures/testing.ts'
import { freezeVersion } from '../../src/procedures/freeze-version.ts'
import { writeFinding } from '../../src/procedures/write-finding.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import { listPassages } from '../../src/synthesis/queries.ts'
import { testApplication } from '../harness/application.ts'
import { freshDatabase } from '../harness/postgres.ts'


const app = await testApplication()
const { db, services } = app
let forum: Forum
let cycle: Cycle
let call: Call
let cookie: string
let base: string
let desk: string

/** A number in letters, for pages that differ in words: what differs in numbers alone is a running title. */
const word = (number: number) => Array.from(String(number), (digit) => 'abcdefghij'[Number(digit)]).join('')
const page = (number: number) => [{ text: `Page ${word(number)} says that every harbour keeps one berth free.`, x: 60, y: 700 }, { text: `It is written on the door of ${word(number)}.`, x: 60, y: 660 }]
const numbers = (many: number) => Array.from({ length: many }, (_, index) => index + 1)
const attach = (attached: Record<string, Buffer>, over = {}) => buildWithFiles(db, services.files, call, app.now, attached, over)
const text = async (path: string, options = {}) => (await app.get(path, options)).text()
const outcomes = async (ids: readonly Id[]) => (await findDocuments(db, ids)).map(({ outcome, reason }) => reason ?? outcome)

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  call = await buildCall(db, cycle, app.now)
  cookie = await app.signIn('secretariat', forum.id)
  base = `/${forum.slug}/${cycle.slug}`
  desk = `/desk${base}`
})

describe('the desk of attached files', () => {
  test('is closed to whoever has no such work here, and knows no file that is not there', async () => {
    const { number } = await attach({ 'a.txt': Buffer.from('words') })
    for (const path of ['files', `files/C-${number}/1`]) {
      expect((await app.get(`${desk}/${path}`)).status).toBe(403)
      expect((await app.get(`${desk}/${path}`, { cookie: await app.signIn('rapporteur', forum.id) })).status).toBe(403)
    }
    for (const path of [`files/C-${number}/2`, 'files/C-999/1', 'files/nonsense/1']) expect((await app.get(`${desk}/${path}`, { cookie })).status).toBe(404)
    for (const path of [`contributions/C-${number}/text/1`, `contributions/C-${number}/text/2`, 'contributions/C-999/text/1']) expect((await app.get(`${base}/${path}`)).status).toBe(404)
  })

  test('names what could not be read, with a sentence for each reason in both languages, and has it typed in page by page', async () => {
    const files = { 'scan.pdf': makePdf([[], [], []]), 'photo.jpg': Buffer.from('ffd8ffe000104a464946000101', 'hex'), 'broken.docx': Buffer.from('PK\u0003\u0004nothing') }
    const { number, attachmentIds, contributionId } = await attach(files)
    expect(await text(`${base}/contributions/C-${number}`)).toContain('Being read.')
    await readAll(db, services.files, app.now)
    expect(await outcomes(attachmentIds)).toEqual(['no-text', 'not-a-document', 'broken'])
    const shown = await text(`${base}/contributions/C-${number}`)
    for (const sentence of ['There is no text in this file', 'This is no document that can be read', 'The file is damaged']) expect(shown).toContain(sentence)
    expect(await text(`${desk}/files?outcome=refused&page=1`, { cookie, language: 'fr' })).toContain('Ce n’est pas un document lisible ici')
    expect(await text(desk, { cookie })).toContain('3 attached files could not be read')

    const at = `${desk}/files/C-${number}/1`
    expect(await text(at, { cookie })).toContain('?page=3#type-in')
    expect(await text(`${desk}/files/C-${number}/2`, { cookie })).toContain('Have it read again')
    const revision = '2'
    const wrong = await app.post(at, { page: 'twelve', text: 'Typed words', revision, shall: 'type' }, { cookie })
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringMatching(/give the page as a number[^]*Typed words/u) as unknown])
    expect(await (await app.post(at, { page: '2', text: 'Typed', revision: '9', shall: 'type' }, { cookie })).text()).toContain('has changed since you opened it')
    const typed = await app.post(at, { page: '2', text: 'What stands on page two.\n\nAnd its second paragraph.', revision, shall: 'type' }, { cookie })
    expect(typed.headers.get('location')).toBe(`${at}?page=3#type-in`)
    await app.post(`${at}?page=3`, { page: '1', text: 'What stands on page one.', revision: '3', shall: 'type' }, { cookie })
    expect(await app.json(`${base}/contributions/C-${number}/text/1`)).toMatchObject({
      outcome: 'typed-in', pages: 3,
      blocks: [{ page: 1, text: 'What stands on page one.' }, { page: 2, start: 25 }, { page: 2, text: 'And its second paragraph.' }],
    })
    expect(await text(`${at}?page=2`, { cookie })).toMatch(/Typed in by[^]*What stands on page two\.\n\nAnd its second paragraph\./u)
    expect(await text(`${base}/contributions/C-${number}`)).toContain('Typed in by the editors.')

    const again = `${desk}/files/C-${number}/3`
    expect((await app.post(again, { page: '', text: '', revision: '2', shall: 'again' }, { cookie })).status).toBe(303)
    expect(await outcomes(attachmentIds.slice(2))).toEqual(['waiting'])
    await transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId, cycleId: cycle.id }, app.now))
    expect((await app.get(`${base}/contributions/C-${number}/text/1`)).status).toBe(404)
  })

  test('what was not to be published has no public text', async () => {
    const { number } = await attach({ 'a.pdf': makePdf([page(1)]) }, { consent: 'not-at-all' })
    await readAll(db, services.files, app.now)
    expect((await app.get(`${base}/contributions/C-${number}/text/1`)).status).toBe(404)
    expect(await text(`${base}/contributions/C-${number}`)).not.toContain('harbour')
    expect(await text(`${desk}/files/C-${number}/1`, { cookie })).toContain('every harbour keeps')
  })
})

describe('a PDF of two hundred pages', () => {
  let number: number
  let attachmentId: Id
  let contributionId: Id
  let uncited: { documentId: Id; paragraphId: Id }

  beforeAll(async () => {
    const long = numbers(200).map((each) => [...page(each), ...numbers(20).map((line) => ({ text: `Sentence ${line} of page ${word(each)} is there to make the page as full as a page is.`, x: 60, y: 640 - line * 14 }))])
    const built = await attach({ 'paper.pdf': makePdf(long, '/PageLabels << /Nums [0 << /S /r >> 4 << /S /D >>] >>') })
    ;({ number, contributionId } = built)
    attachmentId = built.attachmentIds[0] as Id
    await readAll(db, services.files, app.now)
  })

  test('is announced under its file, read part by part, and opened at a page', async () => {
    expect(await text(`${base}/contributions/C-${number}`)).toMatch(/<details class="file-text" open="">[^]*Text of 200 pages[^]*Page b says that every harbour[^]*Read the whole text/u)
    const address = `${base}/contributions/C-${number}/text/1`
    const first = await text(address)
    expect(first).toContain('id="page-i"')
    expect(first).not.toContain('Page baa says')
    expect(first.length).toBeLessThan(60_000)
    expect(await text(`${address}?page=96`)).toContain('Page baa says')
    expect(await text(`${address}?part=999`)).toContain('Page caa says')
    const data = await app.json(`${address}?page=96`)
    expect(data).toMatchObject({ format: 'pdf', pages: 200, outcome: 'extracted' })
  })

  test('a passage of it is marked in the reading room, is cited by its page everywhere, and gives the contribution its fate', async () => {
    expect(await text(`${desk}/reading`, { cookie })).toContain(`C-${number}/file-1`)
    const part = (await app.json(`${base}/contributions/C-${number}/text/1?page=96`))['part'] as number
    const reading = `${desk}/reading/C-${number}/file-1?part=${part}`
    expect(await text(reading, { cookie })).toContain('p. 96')
    expect(await (await app.post(reading, { quote: 'Words of another part' }, { cookie })).text()).toContain('These words do not stand in the text')
    const marked = await app.post(reading, { quote: 'Page baa says that every harbour keeps one berth free.' }, { cookie })
    expect(marked.headers.get('location')).toBe(reading)
    const [passage] = (await listPassages(db, cycle.id)).filter(({ sourceId }) => sourceId === attachmentId)
    if (passage === undefined) throw new Error('Nothing was marked')
    expect(passage).toMatchObject({ sourceKind: 'document', page: '96' })
    expect(await text(reading, { cookie })).toContain(`data-passages="P-${passage.number}"`)
    expect(await text(`${desk}/passages/P-${passage.number}`, { cookie })).toContain('p. 96')

    const scope = { forumId: forum.id, cycleId: cycle.id }
    await transact(db, (tx) => writeFinding(tx, SYSTEM, { ...scope, kind: 'good-practice', statement: 'One berth is kept free.', questionId: null, passageIds: [passage.id] }, app.now))
    const breakdown = await text(`${base}/breakdown`)
    expect(breakdown).toMatch(/P-\d+ · 2026\/C-\d+\/file-1 · p\. 96/u)
    const href = new RegExp(`${base}/contributions/C-${number}/text/1\\?passage=${passage.number}#P-${passage.number}`, 'u').exec(breakdown)?.[0] ?? ''
    expect(await text(href.split('#')[0] ?? '')).toMatch(new RegExp(`id="P-${passage.number}"[^]*Page baa says that every harbour`, 'u'))

    const { documentId, paragraphs } = await buildDocument(db, cycle, ['Keep one berth free.\n\nWe say so.'], app.now)
    const [first, second] = paragraphs
    if (first === undefined || second === undefined) throw new Error('The paragraphs are not there')
    await transact(db, (tx) => citeParagraph(tx, SYSTEM, { documentId, paragraphId: first.id, refs: `P-${passage.number}` }, app.now))
    uncited = { documentId, paragraphId: second.id }
    await transact(db, (tx) => setOwnVoice(tx, SYSTEM, { documentId, paragraphId: second.id, isOwnVoice: true }, app.now))
    await transact(db, (tx) => freezeVersion(tx, SYSTEM, { documentId, title: 'Draft', note: 'First.' }, app.now))
    const trace = (await app.json(`${base}/trace`))['inputs'] as { ref: string; kind: string; fate: string }[]
    expect(trace.find(({ ref }) => ref === `2026/C-${number}`)).toMatchObject({ kind: 'contribution', fate: 'cited' })
    expect(await app.json(`${base}/contributions/C-${number}`)).toMatchObject({ whatBecameOfIt: [{ ref: `2026/C-${number}`, fate: 'cited' }], files: [{ read: { outcome: 'extracted', text: `${base}/contributions/C-${number}/text/1` } }] })
    const { slug } = (await db.selectFrom('drafts_document').select('slug').where('id', '=', documentId).executeTakeFirstOrThrow())
    expect(await text(`${base}/documents/${slug}/versions/1`)).toContain('p. 96')
  })

  test('all of it travels in the folder, in the same bytes; a public one leaves out what the public may not read', async () => {
    const first = await exportFolder(db, forum.slug, services.files)
    const other = await freshDatabase()
    const files = await emptyFileStore()
    const taken = await importFolder(other, first, files)
    if ('refusal' in taken) throw new Error(JSON.stringify(taken))
    expect(await digestFolder(await exportFolder(other, forum.slug, files))).toEqual(await digestFolder(first))
    expect(await findDocuments(other, [attachmentId])).toMatchObject([{ outcome: 'extracted', pages: 200 }])
  })

  test('withdrawn, its words carry nothing', async () => {
    await transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId: contributionId as Id<'contribution'>, cycleId: cycle.id }, app.now))
    const [passage] = (await listPassages(db, cycle.id)).filter(({ sourceId }) => sourceId === attachmentId)
    const cited = await transact(db, (tx) => citeParagraph(tx, SYSTEM, { ...uncited, refs: `P-${passage?.number ?? 0}` }, app.now))
    expect(cited).toMatchObject({ refusal: 'unknown-references' })
    expect(await text(`${base}/breakdown`)).not.toContain('Page baa says')
  })
})
