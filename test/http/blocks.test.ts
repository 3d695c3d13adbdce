import { Readable } from 'node:stream'
import { beforeAll, describe, expect, test } from 'vitest'
import { pinFigure } from '../../src/contributions/pins/commands.ts'
import type { Body, Inline } from '../../src/drafts/blocks/model.ts'
import type { NewSection } from '../../src/drafts/contents/model.ts'
import { buildSetDocument } from '../../src/drafts/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { buildFrozenVersion } from '../../src/procedures/testing.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { openReview } from '../../src/review/commands.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
let base: string
let page: string
let review: string
let editor: string

const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')
const words = (text: string): Inline => ({ kind: 'text', text })
const [FIRST, GONE, NOTE, ANNEX] = [newId<'paragraph'>(), newId<'paragraph'>(), newId<'footnote'>(), newId<'section'>()]
let sha256: string

async function everyBlock(cycle: { id: never; forumId: never }): Promise<NewSection[]> {
  const lists = { stakeholderGroups: [], regionalGroups: [] }
  const pin = { asOf: '2026-10-01' as PlainDate, rowsBy: 'capacity' as const, columnsBy: null, filter: {}, title: 'Who <came>', cutOff: null, lists }
  const pinned = await transact(app.db, (tx) => pinFigure(tx, SYSTEM, { ...pin, forumId: cycle.forumId, cycleId: cycle.id }, app.now))
  if ('refusal' in pinned) throw new Error(pinned.refusal)
  const stored = await app.services.files.store(Readable.from(PICTURE), 10_000)
  sha256 = stored?.sha256 ?? ''
  const marked: Body = {
    kind: 'paragraph',
    content: [
      { kind: 'text', text: 'Bold & <b>', marks: ['strong', 'emphasis'] }, words(' then '), { kind: 'text', text: 'away', link: 'https://example.org/?a=1&b=2' },
      { kind: 'footnote', id: NOTE, content: [{ kind: 'text', text: 'A <note>', marks: ['emphasis'] }] }, { kind: 'break' }, words('see '), { kind: 'reference', to: ANNEX },
      words(' and '), { kind: 'reference', to: FIRST }, words(' and '), { kind: 'reference', to: GONE },
    ],
  }
  const table: Body = {
    kind: 'table',
    rows: [[{ content: [] , isHeading: true }, { content: [words('2017')], isHeading: true, columns: 2 }], [{ content: [words('Africa')], isHeading: true }, { content: [words('4')] }, { content: [words('x')], rows: 2 }]],
    content: [words('Who wrote')],
  }
  return [
    { title: '', level: 1, isAnnex: false, blocks: [{ id: FIRST, body: { kind: 'paragraph', content: [words('Plain <words>.')] } }] },
    { title: 'What was said', level: 1, isAnnex: false, blocks: [{ body: marked }, { body: { kind: 'quotation', content: [words('نص عربي')], language: 'ar', direction: 'rtl' } }] },
    { title: 'In a list', level: 2, isAnnex: false, blocks: [{ body: { kind: 'item', list: 'ordered', depth: 1, content: [words('one')] } }, { body: { kind: 'item', list: 'ordered', depth: 2, content: [words('below')] } }, { body: { kind: 'item', list: 'bullet', depth: 1, content: [words('point')] } }] },
    { id: ANNEX, title: 'Figures', level: 1, isAnnex: true, blocks: [{ body: table }, { body: { kind: 'figure', source: { kind: 'pinned', id: pinned.pinId }, alternative: 'Bars of groups', content: [words('Caption')] } }, { body: { kind: 'figure', source: { kind: 'file', sha256, mediaType: 'image/png' }, alternative: 'A "dot"', content: [] } }, { body: { kind: 'figure', source: { kind: 'pinned', id: newId() }, alternative: '', content: [] } }] },
  ]
}

beforeAll(async () => {
  const { forum, cycle } = await app.seedForum()
  base = `/${forum.slug}/${cycle.slug}`
  const { documentId } = await buildSetDocument(app.db, cycle, await everyBlock(cycle as never), app.now)
  const versionId = await buildFrozenVersion(app.db, documentId, app.now)
  const opened = await transact(app.db, (tx) => openReview(tx, SYSTEM, { forumId: forum.id, cycleId: cycle.id, versionId, title: 'Review', introduction: '', closesOn: undefined }, app.now))
  if ('refusal' in opened) throw new Error(opened.refusal)
  page = `${base}/documents/output/versions/1`
  review = `${base}/reviews/${opened.number}`
  editor = await app.signIn('editor', forum.id)
})

const see = async (path: string, cookie?: string) => (await app.get(path, cookie === undefined ? {} : { cookie })).text()

describe.each(['version', 'review', 'desk'])('every block, on the page of the %s', (where) => {
  const html = () => (where === 'version' ? see(page) : where === 'review' ? see(review) : see(`/desk${base}/documents/output`, editor))

  test('nothing of a text is taken for markup', async () => {
    const text = await html()
    for (const bad of ['<words>', '<b>', '<note>', '<came>']) expect(text, bad).not.toContain(bad)
    expect(text).toContain('Plain &lt;words&gt;.')
  })

  test('marks, links, lines, notes and references', async () => {
    const text = await html()
    expect(text).toContain('<strong><em>Bold &amp; &lt;b&gt;</em></strong>')
    expect(text).toContain('<a href="https://example.org/?a=1&amp;b=2" rel="external noopener">away</a>')
    expect(text).toMatch(/<sup class="note-mark" data-aside="true"><a id="note-mark-1" href="#note-1" role="doc-noteref" aria-label="Footnote 1">1<\/a><\/sup><br\/>see /u)
    expect(text).toMatch(/<li id="note-1" value="1"[^>]*><em>A &lt;note&gt;<\/em> <a href="#note-mark-1"/u)
    expect(text).toMatch(/<a class="reference" data-aside="true" lang="en" href="#s4">annex A<\/a> and <a class="reference" data-aside="true" lang="en" href="#p1">¶ 1<\/a> and <span class="broken"/u)
  })

  test('headings by level, an annex by its letter, items by their place, every block by its number', async () => {
    const text = await html()
    expect(text).toMatch(/<h2 id="s2"[^>]*>1 What was said<\/h2>/u)
    expect(text).toMatch(/<h3 id="s3"[^>]*>1\.1 In a list<\/h3>/u)
    expect(text).toMatch(/<h2 id="s4"[^>]*><span class="annex" lang="en">Annex A<\/span> Figures<\/h2>/u)
    expect([...text.matchAll(/<span class="bullet" data-aside="true">([^<]*)<\/span>/gu)].map((match) => match[1])).toEqual(['1.', '1.1.', '•'])
    for (let number = 1; number <= 10; number++) expect(text).toContain(`id="p${number}"`)
    expect(text).toMatch(/<div class="text" lang="ar"><blockquote class="set-quote" dir="rtl"><p dir="rtl">نص عربي/u)
  })

  test('tables with their headings and spans, figures as they were pinned with their numbers, pictures with their words', async () => {
    const text = await html()
    expect(text).toMatch(/<caption dir="auto">Who wrote<\/caption><thead><tr><td dir="auto"><\/td><th scope="col" dir="auto" colspan="2">2017<\/th><\/tr><\/thead><tbody><tr><th scope="row" dir="auto">Africa<\/th><td dir="auto">4<\/td><td dir="auto" rowspan="2">x<\/td>/u)
    expect(text).toContain('aria-label="Bars of groups"')
    expect(text).toContain('Who &lt;came&gt;')
    expect(text).toContain(`src="${base}/documents/output/pictures/${sha256}.png" alt="A &quot;dot&quot;"`)
    expect(text).toContain('This figure is not kept here any more.')
  })
})

test('a block on a page of its own leads to the text for its notes and references', async () => {
  const text = await see(`${review}/paragraphs/2`)
  expect(text).toContain(`href="${review}#note-1"`)
  expect(text).toContain(`href="${review}#p1"`)
  expect(text).not.toContain('id="note-mark-1"')
})

test('the data has what a block is made of, and nothing more where it is plain', async () => {
  const data = (await app.json(page)) as { sections: { label: string; annex: boolean }[]; paragraphs: { body?: Body }[] }
  expect(data.sections.map(({ label }) => label)).toEqual(['', '1', '1.1', 'A'])
  expect(data.paragraphs[0]?.body).toBeUndefined()
  expect(data.paragraphs[4]?.body).toEqual({ kind: 'item', list: 'ordered', depth: 2, content: [words('below')] })
})

test('a picture is served where it stands, as what it is, and nowhere else', async () => {
  const address = `${base}/documents/output/pictures/${sha256}`
  for (const wrong of [`${address}.jpg`, `${base}/documents/output/pictures/${'0'.repeat(64)}.png`, `${base}/documents/other/pictures/${sha256}.png`, `${base}/documents/output/pictures/x.png`]) expect((await app.get(wrong)).status, wrong).toBe(404)
  const answer = await app.get(`${address}.png`)
  expect(answer.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await answer.arrayBuffer()).equals(PICTURE)).toBe(true)
})
