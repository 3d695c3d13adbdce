import { execFileSync, spawnSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EpubCheck } from '@likecoin/epubcheck-ts'
import { strFromU8, unzipSync } from 'fflate'
import mammoth from 'mammoth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countWaitingTerms } from '../../src/contributions/terms/reactions.ts'
import { readDocument } from '../../src/platform/extraction/read-document.ts'
import { importFolder, samplePath } from '../../src/procedures/testing.ts'
import { wordsOfPieces } from '../../src/shared/styled-text.ts'
import { testApplication } from '../harness/application.ts'

/** The demonstration's edition in every format, each opened by a program that is not ours. What is looked for stands in the sample. */
const NUMBERS = Array.from({ length: 49 }, (_, at) => at + 1)
const HEADINGS = ['About this report', 'What works', 'What weighs on small harbours', 'Who decides', 'What a harbour can take up', 'Questions for a year on the quay', 'In their own words']
const ANNEXES = ['Contributors', 'Participants in meetings', 'Overview of contributions', 'Most frequent words', 'Comments and responses', 'Commenters who are not satisfied', 'References']
const CELL = 'Growers and fishers set flags together, standing on the sand'
const ITEM = 'Which berth stays free for whoever comes back in distress?'
const NOTE = 'On one page, signed by both sides and read again over a coffee.'
const ALTERNATIVE = 'Bars for the stakeholder groups of the seventeen contributions, parted by regional group'
const ERRATUM = 'The register counts the days on which a harbour was closed.'
const OBJECTION = 'La ley no se acomoda a cada puerto.'
const ARABIC = 'ونترك دائمًا مكانًا واحدًا فارغًا'

const app = await testApplication()
const folder = mkdtempSync(join(tmpdir(), 'convoke-edition-'))
const opened = new Map<string, Uint8Array>()
const has = (program: string): boolean => spawnSync('/bin/sh', ['-c', `command -v ${program}`]).status === 0

beforeAll(async () => {
  expect(await importFolder(app.db, samplePath('demonstration'), app.services.files)).not.toHaveProperty('refusal')
  await countWaitingTerms(app.db)
  for (const format of ['html', 'pdf', 'docx', 'epub', 'md', 'json']) {
    const answer = await app.get(`/demonstration/2026/editions/1/edition.${format}`)
    expect(answer.status, format).toBe(200)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    opened.set(format, bytes)
    writeFileSync(join(folder, `edition.${format}`), bytes)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function textOf(format: string): string {
  return new TextDecoder().decode(opened.get(format))
}

/** One line of words, without the marks by which a program says their direction. */
function flat(text: string): string {
  return text.replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').replaceAll(/\s+/gu, ' ')
}

/** The words of markup as a reader has them. */
function wordsOf(markup: string): string {
  return flat(markup.replaceAll(/<style[\s\S]*?<\/style>|<[^>]*>/gu, ' ').replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
}

function expectAll(text: string, pieces: readonly string[]): void {
  for (const piece of pieces) expect(text).toContain(piece)
}

test('the page that stands alone has every number, heading, table, list, note, figure and annex, each as what it is', () => {
  const html = textOf('html')
  for (const number of NUMBERS) expect(html, `¶ ${number}`).toContain(`id="p${number}"`)
  for (const heading of HEADINGS) expect(html).toMatch(new RegExp(`<h2>(<span class="label">[^<]+</span> )?${heading}</h2>`, 'u'))
  for (const annex of ANNEXES) expect(html).toMatch(new RegExp(`<h2><span class="label">Annex [A-I]</span> ${annex}</h2>`, 'u'))
  expectAll(html, [`<td>${CELL}</td>`, 'role="doc-noteref">1</a>', 'role="doc-footnote"', 'href="#p10">¶\u00a010</a>', ERRATUM])
  expect(html).toMatch(/<blockquote><p>ونترك/u)
  expect(html).toMatch(new RegExp(`(aria-label|<title>|alt=")[^<]*${ALTERNATIVE}`, 'u'))
  expectAll(wordsOf(html), [ITEM, NOTE, OBJECTION])
  // Nothing is fetched and nothing runs.
  expect(html).not.toMatch(/<script|<link rel="stylesheet"|src="http/u)
})

test.runIf(has('pdftotext') && has('pdfinfo'))('the PDF has them for pdftotext, and their tags for pdfinfo (skipped without them)', () => {
  const path = join(folder, 'edition.pdf')
  const quiet: ExecFileSyncOptionsWithStringEncoding = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }
  const text = flat(execFileSync('pdftotext', [path, '-'], quiet))
  for (const number of NUMBERS) expect(text).toMatch(new RegExp(`¶ ?${number}(?![0-9])`, 'u'))
  expectAll(text, [...HEADINGS, ...ANNEXES, ITEM, NOTE, OBJECTION.slice(0, 12), ERRATUM.slice(0, 40), 'Table 1', 'Figure 1'])
  expect(text).toMatch(/\p{sc=Arabic}{4,}/u)
  const structure = execFileSync('pdfinfo', ['-struct', path], quiet)
  const count = (tag: string): number => structure.match(new RegExp(`^ *${tag}\\b`, 'gmu'))?.length ?? 0
  expect(count('H1')).toBeGreaterThanOrEqual(HEADINGS.length + ANNEXES.length)
  expect({ notes: count('Note'), quotations: count('Quote'), figures: count('Figure') }).toEqual({ notes: 4, quotations: 4, figures: 4 })
  for (const tag of ['TOC', 'THead', 'TH', 'TD', 'L', 'LI', 'Lbl', 'LBody', 'Caption']) expect(count(tag), tag).toBeGreaterThan(0)
  const bytes = new TextDecoder('latin1').decode(opened.get('pdf'))
  expectAll(bytes, [ALTERNATIVE.slice(0, 30), '<pdfuaid:part>1</pdfuaid:part>', '/Outlines'])
  expect(execFileSync('pdfinfo', [path], quiet)).toMatch(/Title: +Sharing the quay[\s\S]*Tagged: +yes/u)
})

test('the Word file has them for mammoth: headings, lists, real notes, the picture with its words', async () => {
  const { value, messages } = await mammoth.convertToHtml({ path: join(folder, 'edition.docx') }, { styleMap: ["r[style-name='Paragraph Number'] => span.number"] })
  const words = wordsOf(value)
  for (const number of NUMBERS) expect(words).toMatch(new RegExp(`¶ ${number}(?![0-9])`, 'u'))
  for (const heading of [...HEADINGS, ...ANNEXES]) expect(value).toMatch(new RegExp(`<h1>.*${heading}</h1>`, 'u'))
  expectAll(words, [CELL, ITEM, NOTE, OBJECTION, ERRATUM, ARABIC])
  expect(value.match(/<li id="footnote-/gu)).toHaveLength(4)
  expect(value).toMatch(new RegExp(`<img alt="${ALTERNATIVE}`, 'u'))
  expect(value).toMatch(/<thead><tr><th>.*Where/u)
  expect(value).toMatch(/<ol><li>.*Can everyone see(.|\n)*<ul><li>.*By name/u)
  expect(messages.filter(({ type }) => type === 'error')).toEqual([])
})

test.runIf(has('soffice'))('LibreOffice opens the Word file and writes it as its own: nothing of it is lost, and we read what it wrote (skipped without it)', async () => {
  execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${tmpdir()}/convoke-office`, '--convert-to', 'odt', '--outdir', folder, join(folder, 'edition.docx')], { stdio: 'ignore', timeout: 90_000 })
  const content = strFromU8(unzipSync(new Uint8Array(readFileSync(join(folder, 'edition.odt'))))['content.xml'] ?? new Uint8Array())
  expect(content.match(/<text:note /gu)).toHaveLength(4)
  expect(content.match(/<text:h /gu)?.length).toBeGreaterThanOrEqual(HEADINGS.length + ANNEXES.length)
  expect(content).toMatch(new RegExp(`<svg:(title|desc)>${ALTERNATIVE}`, 'u'))
  expect(content).toContain('<text:list ')
  const words = wordsOf(content.replaceAll('<text:s/>', ' ').replaceAll('<text:tab/>', ' ').replaceAll('&apos;', "'"))
  for (const number of NUMBERS) expect(words).toMatch(new RegExp(`¶ ${number}(?![0-9])`, 'u'))
  expectAll(words.replaceAll(/ (?=[?.,])/gu, ''), [CELL, ITEM, NOTE, OBJECTION, ERRATUM, ARABIC, ...ANNEXES])
  const read = await readDocument(readFileSync(join(folder, 'edition.odt')), 'edition.odt', true)
  if (read.outcome !== 'extracted' || read.styled === undefined) throw new Error('The OpenDocument file is not read')
  const { blocks, notes } = read.styled
  const said = (kind: string): string[] => blocks.filter((block) => block.kind === kind).map(({ content }) => wordsOfPieces(content))
  for (const heading of HEADINGS) expect(said('heading').join('\n')).toContain(heading)
  expect(said('item').join('\n')).toContain(ITEM)
  expect(blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flat().map(({ content }) => wordsOfPieces(content)) : []))).toContain(CELL)
  expect(Object.values(notes).map(wordsOfPieces).join('\n')).toContain(NOTE)
  expect(blocks.map(({ content }) => wordsOfPieces(content)).join('\n')).toContain(ARABIC)
}, 120_000)

test('the book passes its checker without an error or a warning, and has them all', async () => {
  const { messages } = await EpubCheck.validate(opened.get('epub') ?? new Uint8Array())
  expect(messages.filter(({ severity }) => severity === 'fatal' || severity === 'error' || severity === 'warning').map(({ id, message }) => `${id} ${message}`)).toEqual([])
  const markup = Object.entries(unzipSync(opened.get('epub') ?? new Uint8Array())).filter(([name]) => name.endsWith('.xhtml')).map(([, bytes]) => strFromU8(bytes)).join('\n')
  for (const number of NUMBERS) expect(markup).toContain(`id="p${number}"`)
  expectAll(markup, [ALTERNATIVE, 'epub:type="footnote"', `<td>${CELL}</td>`])
  expectAll(wordsOf(markup), [...HEADINGS, ...ANNEXES, ITEM, NOTE, OBJECTION, ERRATUM, ARABIC])
})

test('Markdown and data have them too', () => {
  const markdown = textOf('md')
  expectAll(flat(markdown), [...HEADINGS, ...ANNEXES, CELL, ITEM, NOTE, ERRATUM, OBJECTION, ARABIC])
  for (const number of NUMBERS) expect(markdown).toMatch(new RegExp(`¶(\u00a0| )${number}(?![0-9])`, 'u'))
  expect(markdown).toMatch(/^\[\^4\]: /mu)
  const data = JSON.parse(textOf('json')) as { sections: { paragraphs: { number: number; kind: string; alternative?: string; rows?: unknown[] }[] }[]; notes: unknown[]; annexes: { title: string }[] }
  const paragraphs = data.sections.flatMap((section) => section.paragraphs)
  expect(paragraphs.map(({ number }) => number)).toEqual(NUMBERS)
  expect(paragraphs.filter(({ kind }) => kind === 'item')).toHaveLength(8)
  expect(paragraphs.find(({ kind }) => kind === 'figure')?.alternative).toContain(ALTERNATIVE)
  expect(paragraphs.find(({ kind }) => kind === 'table')?.rows).toHaveLength(4)
  expect(data.notes).toHaveLength(4)
  expect(data.annexes.map(({ title }) => title)).toEqual(ANNEXES)
})

test('the page of the edition has the annexes of its documents, in their order and with their letters', async () => {
  const html = await (await app.get('/demonstration/2026/editions/1')).text()
  const place = (text: string): number => html.indexOf(text, html.indexOf('id="annexes"'))
  const places = ANNEXES.map((annex, at) => place(`Annex ${'CDEFGHI'[at] ?? ''}</span> ${annex}</h3>`))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(Math.min(...places)).toBeGreaterThan(0)
  expectAll(html, [OBJECTION, 'class="word-cloud"', '<td>17</td>', 'id="objections"'].slice(0, 2))
  const french = await (await app.get('/demonstration/2026/editions/1/fr')).text()
  expect(french).toMatch(/<h3 id="objections" lang="fr">/u)
})

test('whoever writes on sees the pinned figure, and is led to it from the side', async () => {
  const cookie = await app.signIn('secretariat', null)
  const writing = '/desk/demonstration/2026/documents/sharing-the-quay/edit'
  const html = (await (await app.get(writing, { cookie })).text()).replaceAll('&quot;', '"')
  const [, shown = ''] = /"address":"([^"]+)"/u.exec(html) ?? []
  expect((await app.get(shown)).headers.get('content-type')).toContain('image/svg+xml')
  const { items } = (await (await app.get(`${writing}/sources?kind=figures`, { cookie })).json()) as { items: { href: string }[] }
  expect(items).toHaveLength(1)
  for (const { href } of items) expect((await app.get(href)).status).toBe(200)
})
