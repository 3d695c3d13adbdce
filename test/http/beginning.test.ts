import { Document, FootnoteReferenceRun, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx'
import { describe, expect, test } from 'vitest'
import { loadWorkingText, findDocument } from '../../src/drafts/queries.ts'
import { buildSetDocument } from '../../src/drafts/testing.ts'
import { flatten } from '../../src/drafts/model.ts'
import { loadFrozenText } from '../../src/drafts/versions/queries.ts'
import { openCycle } from '../../src/forums/commands.ts'
import { findCycle } from '../../src/forums/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { newId } from '../../src/platform/new-id.ts'
import { transact } from '../../src/platform/database.ts'
import { buildCitedChain, buildFrozenVersion } from '../../src/procedures/testing.ts'
import { writeFinding } from '../../src/procedures/write-finding.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { listFindings, listPassages } from '../../src/synthesis/queries.ts'
import { listLinksFrom } from '../../src/trace/queries.ts'
import type { Id } from '../../src/shared/ids.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const base = `/${forum.slug}/${cycle.slug}`
  const editor = await app.signIn('editor', forum.id)
  const start = (fields: Record<string, string | Blob>) => app.post(`/desk${base}/documents`, { title: 'Paper', slug: 'paper', kind: 'background-paper', language: 'en', begin: 'nothing', ...fields }, { cookie: editor })
  const text = async (slug = 'paper') => {
    const document = await findDocument(app.db, cycle.id, slug)
    return document === undefined ? [] : loadWorkingText(app.db, document.id)
  }
  const outline = async (slug = 'paper') => (await text(slug)).map(({ title, level, isAnnex, paragraphs }) => [`${'#'.repeat(level)}${isAnnex ? ' annex' : ''} ${title}`, ...paragraphs.map((each) => each.text)])
  return { forum, cycle, base, editor, start, text, outline }
}

async function wordFile(): Promise<Blob> {
  const run = (text: string) => new TextRun(text)
  const document = new Document({
    footnotes: { 1: { children: [new Paragraph('A note.')] } },
    numbering: { config: [{ reference: 'numbers', levels: [{ level: 0, format: 'decimal', text: '%1.' }] }] },
    sections: [
      {
        children: [
          new Paragraph({ heading: HeadingLevel.TITLE, children: [run('Paper')] }),
          new Paragraph({ heading: HeadingLevel.HEADING_1, children: [run('1. Why')] }),
          new Paragraph({ children: [run('Because '), new TextRun({ text: 'harbours', bold: true }), new FootnoteReferenceRun(1), run('.')] }),
          new Paragraph({ heading: HeadingLevel.HEADING_2, children: [run('1.1 How')] }),
          new Paragraph({ numbering: { reference: 'numbers', level: 0 }, children: [run('first')] }),
          new Paragraph({ bullet: { level: 1 }, children: [run('below')] }),
          new Table({ rows: [new TableRow({ tableHeader: true, children: [new TableCell({ children: [new Paragraph('Year')] }), new TableCell({ children: [new Paragraph('Count')] })] }), new TableRow({ children: [new TableCell({ children: [new Paragraph('2017')] }), new TableCell({ children: [new Paragraph('25')] })] })] }),
          new Paragraph({ heading: HeadingLevel.HEADING_1, children: [run('Annex: People')] }),
        ],
      },
    ],
  })
  return new Blob([Uint8Array.from(await Packer.toBuffer(document))])
}

describe('a document begins', () => {
  test('with nothing that is not there, and what was typed is kept', async () => {
    const { start, outline } = await setUp()
    for (const [begin, field] of [[`document:${newId()}`, 'begin'], ['breakdown:theme', 'begin'], ['poem', 'begin'], ['file', 'file']] as const) {
      const answer = await start({ begin, title: 'Kept title' })
      expect(answer.status, begin).toBe(422)
      const html = await answer.text()
      expect(html, begin).toContain(`id="error-${field}"`)
      expect(html).toContain('Kept title')
    }
    for (const file of [new Blob(['PK\u0003\u0004 no zip']), new Blob(['   \n'])]) expect((await start({ begin: 'file', file })).status).toBe(422)
    expect(await outline()).toEqual([])
  })

  test('with a Word file: headings by level, list items, tables, notes and marks', async () => {
    const { start, outline, text } = await setUp()
    expect((await start({ begin: 'file', file: await wordFile() })).status).toBe(303)
    expect(await outline()).toEqual([['# Why', 'Because harbours.'], ['## How', 'first', 'below', 'Year\tCount\n2017\t25'], ['# annex People']])
    const [first, item, below, table] = (await text()).flatMap(({ paragraphs }) => paragraphs.map(({ body }) => body))
    expect(first?.content.map((piece) => (piece.kind === 'footnote' ? piece.content : piece))).toEqual([{ kind: 'text', text: 'Because ' }, { kind: 'text', text: 'harbours', marks: ['strong'] }, [{ kind: 'text', text: 'A note.' }], { kind: 'text', text: '.' }])
    expect([item, below].map((body) => (body?.kind === 'item' ? [body.list, body.depth] : body?.kind))).toEqual([['ordered', 1], ['bullet', 2]])
    expect(table?.kind === 'table' ? table.rows[0]?.map(({ isHeading }) => isHeading) : table).toEqual([true, true])
  })

  test('with the breakdown: one paragraph for each finding, resting on it, what stands against it beside it', async () => {
    const { start, outline, text, cycle, forum } = await setUp()
    await buildCitedChain(app.db, cycle, app.now)
    const [agreed] = await listFindings(app.db, cycle.id)
    const scope = { forumId: forum.id, cycleId: cycle.id, questionId: null, passageIds: (await listPassages(app.db, cycle.id)).map(({ id }) => id) }
    for (const [kind, statement, againstId] of [['concern', 'A concern.', null], ['minority', 'One does not.', agreed?.id ?? null]] as const) {
      const written = await transact(app.db, (tx) => writeFinding(tx, SYSTEM, { ...scope, kind, statement, againstId }, app.now))
      if ('refusal' in written) throw new Error(written.refusal)
    }
    expect((await start({ begin: 'breakdown:question', slug: 'by-question' })).status).toBe(303)
    expect(await outline('by-question')).toEqual([['# ', 'Both answer.', 'One does not.', 'A concern.']])
    const paragraphs = (await text('by-question')).flatMap((section) => section.paragraphs)
    const links = await listLinksFrom(app.db, paragraphs.map(({ id }) => id), 'rests-on')
    expect(paragraphs.map(({ id }) => links.filter((link) => link.from.id === id).map(({ to }) => to.kind))).toEqual([['finding'], ['finding'], ['finding']])
    expect((await start({ begin: 'breakdown:theme', slug: 'by-theme' })).status).toBe(303)
  })

  test('with a public version of another cycle: its words, and nothing of what they rested on there; not with one of another forum', async () => {
    const { forum, base, editor } = await setUp()
    const opened = await transact(app.db, (tx) => openCycle(tx, SYSTEM, { forumId: forum.id, slug: '2025', title: 'Cycle 2025', focus: 'Before', note: null }, app.now))
    const earlier = await findCycle(app.db, forum.id, '2025')
    if ('refusal' in opened || earlier === undefined) throw new Error('The cycle is not opened')
    const { versionId } = await buildCitedChain(app.db, earlier, app.now)
    const start = (begin: string, slug: string, at = base) => app.post(`/desk${at}/documents`, { title: 'Again', slug, kind: 'background-paper', language: 'en', begin }, { cookie: editor })
    expect(await (await app.get(`/desk${base}/documents`, { cookie: editor })).text()).toContain(`value="version:${versionId}"`)
    expect((await start(`version:${versionId}`, 'again')).status).toBe(303)
    const { cycle } = await app.seedForum()
    const strange = await buildCitedChain(app.db, cycle, app.now)
    expect((await start(`version:${strange.versionId}`, 'strange')).status).toBe(422)
    const begun = await app.db.selectFrom('drafts_document').select('id').where('slug', '=', 'again').where('forum_id', '=', forum.id).executeTakeFirstOrThrow()
    const [before, after] = [flatten(await loadFrozenText(app.db, versionId)), flatten(await loadWorkingText(app.db, begun.id as Id<'document'>))]
    expect(after.map(({ text }) => text)).toEqual(before.map(({ text }) => text))
    expect(await listLinksFrom(app.db, after.map(({ id }) => id), 'rests-on')).toEqual([])
  })

  test('with another text, as it stands or as a version: identities are its own, references follow, citations are carried', async () => {
    const { start, text, cycle, base, editor } = await setUp()
    const { documentId, versionId, paragraphIds } = await buildCitedChain(app.db, cycle, app.now)
    for (const [begin, slug] of [[`document:${documentId}`, 'one'], [`version:${versionId}`, 'two']] as const) {
      expect((await start({ begin, slug })).status, begin).toBe(303)
      const paragraphs = (await text(slug)).flatMap((section) => section.paragraphs)
      expect(paragraphs.map((each) => [each.text, each.isOwnVoice])).toEqual([['Everybody answers.', false], ['We thank them.', true]])
      expect(paragraphs.some(({ id }) => paragraphIds.includes(id))).toBe(false)
      expect((await listLinksFrom(app.db, paragraphs.map(({ id }) => id), 'rests-on')).map(({ to }) => to.kind)).toEqual(['finding'])
    }
    const [target, pointing] = [newId<'paragraph'>(), newId<'paragraph'>()]
    const section = { title: 'T', level: 2, isAnnex: true, blocks: [{ id: target, body: { kind: 'paragraph' as const, content: [{ kind: 'text' as const, text: 'a' }] } }, { id: pointing, body: { kind: 'paragraph' as const, content: [{ kind: 'reference' as const, to: target }] } }] }
    const built = await buildSetDocument(app.db, cycle, [section], app.now, { slug: 'source' })
    expect((await start({ begin: `document:${built.documentId}`, slug: 'three' })).status).toBe(303)
    const [first, second] = (await text('three')).flatMap(({ paragraphs }) => paragraphs)
    expect(second?.body?.content).toEqual([{ kind: 'reference', to: first?.id }])
    expect(await (await app.get(`/desk${base}/documents/three`, { cookie: editor })).text()).toContain('Annex A')
  })
})

describe('outlines', () => {
  test('are not chosen without a reason, nor twice, nor by whoever does not write', async () => {
    const { base, editor, start, forum, text } = await setUp()
    await start({ slug: 'first', kind: 'outline', title: 'First outline' })
    await start({ slug: 'second', kind: 'outline', title: 'Second outline', begin: 'file', file: new Blob(['# One\n\nWords.\n\n# Two\n\nMore.\n']) })
    const page = `/desk${base}/outlines`
    expect((await app.get(page, { cookie: await app.signIn('member', forum.id) })).status).toBe(403)
    const html = await (await app.get(page, { cookie: editor })).text()
    for (const words of ['First outline', 'Second outline', 'Words.', 'Nothing is written in it yet.']) expect(html).toContain(words)
    const id = /value="([0-9a-f-]{36})"[^>]*\/?><span>Second outline/u.exec(html)?.[1] ?? ''
    const choose = (fields: Record<string, string>) => app.post(page, { outline: id, reason: 'It is shorter.', title: 'Output', slug: 'output', ...fields }, { cookie: editor })
    for (const [field, fields] of [['reason', { reason: ' ' }], ['outline', { outline: newId() }], ['slug', { slug: 'second' }]] as const) {
      const wrong = await choose(fields)
      expect(wrong.status, field).toBe(422)
      expect(await wrong.text()).toContain(`id="error-${field}"`)
    }
    expect((await choose({})).headers.get('location')).toBe(`/desk${base}/documents/output`)
    expect((await text('output')).map(({ title, paragraphs }) => [title, ...paragraphs.map((each) => each.text)])).toEqual([['One', 'Words.'], ['Two', 'More.']])
    expect((await choose({ slug: 'again' })).status).toBe(422)
    expect(await (await app.get(page, { cookie: editor })).text()).toContain('It is shorter.')
  })
})

test('slides are one page for each section, for slides alone', async () => {
  const { base, editor, start } = await setUp()
  for (const [slug, kind] of [['talk', 'slides'], ['paper', 'draft-output']] as const) {
    await start({ slug, kind, title: 'A talk', begin: 'file', file: new Blob(['# One\n\nWords.\n\n# Two\n\nMore.\n']) })
    await app.post(`/desk${base}/documents/${slug}/freeze`, { title: 'As given', note: 'First.', formKey: newId() }, { cookie: editor })
  }
  expect((await app.get(`${base}/documents/paper/versions/1/slides`)).status).toBe(404)
  const html = await (await app.get(`${base}/documents/talk/versions/1/slides`)).text()
  expect([...html.matchAll(/<section class="slide" id="(slide-\d)"/gu)].map((match) => match[1])).toEqual(['slide-1', 'slide-2', 'slide-3'])
  expect(html).toContain('href="#slide-3"')
  expect(((await app.json(`${base}/documents/talk/versions/1/slides`)) as { slides: { title: string }[] }).slides.map(({ title }) => title)).toEqual(['One', 'Two'])
  expect(await (await app.get(`${base}/documents/talk/versions/1`)).text()).toContain('/versions/1/slides')
})

test('key messages say in which meeting or session they were agreed: one of their cycle', async () => {
  const { forum, cycle, base, start } = await setUp()
  const meeting = await buildMeeting(app.db, forum.id, 'session', app.now, { cycleIds: [cycle.id] })
  const elsewhere = await buildMeeting(app.db, forum.id, 'other', app.now)
  for (const agreedIn of [elsewhere.id, 'nowhere']) {
    const refused = await start({ kind: 'key-messages', agreedIn })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('value="Paper"')
  }
  const message = new File(['Networks protect by default.\n'], 'messages.txt')
  expect((await start({ kind: 'key-messages', agreedIn: meeting.id, begin: 'file', file: message })).status).toBe(303)
  const document = await findDocument(app.db, cycle.id, 'paper')
  if (document === undefined) throw new Error('The document that was started is not there')
  await buildFrozenVersion(app.db, document.id, app.now)
  expect(await app.json(`${base}/documents/paper`)).toMatchObject({ kind: 'key-messages', agreedIn: 'session' })
  expect(await (await app.get(`${base}/documents/paper`)).text()).toContain(`Agreed in <a href="/${forum.slug}/meetings/session">`)
})
