import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EpubCheck } from '@likecoin/epubcheck-ts'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import mammoth from 'mammoth'
import { afterAll, expect, test } from 'vitest'
import { textOf } from '../../src/drafts/blocks/model.ts'
import { readContents } from '../../src/drafts/contents/schema.ts'
import { flatten, type FrozenText, type WorkingText } from '../../src/drafts/model.ts'
import { matchReturned } from '../../src/drafts/returning/model.ts'
import { settleReturn } from '../../src/drafts/return-settling/model.ts'
import { readDocument } from '../../src/platform/extraction/read-document.ts'
import { newId } from '../../src/platform/new-id.ts'
import { drawPng } from '../../src/platform/picture.ts'
import { readRemarks } from '../../src/platform/remarks/read-remarks.ts'
import { commented, deleted, formatted, inserted, makeCommented, markInserted, movedFrom, movedTo, paragraph, run } from '../../src/platform/remarks/testing.ts'
import { createTypesetter } from '../../src/platform/typesetter.ts'
import { drawChart } from '../../src/publication/charts/model.ts'
import { writeEpub } from '../../src/publication/epub/export.ts'
import { writePdf } from '../../src/publication/pdf/export.ts'
import { buildPrint, inventedText, PNG } from '../../src/publication/testing.ts'
import { writeWord } from '../../src/publication/word/export.ts'
import { settleFile } from '../../src/review/exchange/model.ts'
import type { Id } from '../../src/shared/ids.ts'

const LANGUAGES = ['en', 'fr', 'es', 'ru', 'zh', 'ar'] as const
const folder = mkdtempSync(join(tmpdir(), 'convoke-formats-'))
const typesetter = createTypesetter()
afterAll(async () => {
  await typesetter.stop()
  rmSync(folder, { recursive: true, force: true })
})
const has = (program: string): boolean => spawnSync('/bin/sh', ['-c', `command -v ${program}`]).status === 0
const sha256 = createHash('sha256').update(PNG).digest('hex')
const pictureOf = (): Uint8Array => new Uint8Array(PNG)

/** The words of a PDF as another program reads them, without the marks by which it says their direction. */
function wordsOf(path: string): string {
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
}

function printIn(language: string) {
  return buildPrint(language, inventedText(language, { sha256 }))
}

async function pdfOf(language: string): Promise<string> {
  const pdf = await writePdf(typesetter, printIn(language), pictureOf)
  if (pdf.outcome !== 'made') throw new Error(pdf.problem)
  expect(pdf.missing, language).toEqual([])
  const path = join(folder, `${language}.pdf`)
  writeFileSync(path, pdf.bytes)
  return path
}

test.runIf(has('pdftotext') && has('pdfinfo'))('a PDF is read by others: its words in order with their numbers, its tags, language, title and bookmarks, in six languages (skipped without pdftotext)', async () => {
  for (const language of LANGUAGES) {
    const path = await pdfOf(language)
    const text = wordsOf(path)
    for (const number of [1, 5, 9, 10]) expect(text, `${language} ¶ ${number}`).toMatch(new RegExp(`¶\\s*${number}|${number}\\s*¶`, 'u'))
    const info = execFileSync('pdfinfo', [path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    expect(info).toMatch(/Tagged:\s+yes/u)
    const structure = execFileSync('pdfinfo', ['-struct', path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    for (const tag of ['H1', 'Table', 'TH', 'Figure', 'Note', 'L ', 'LI']) expect(structure, `${language} ${tag}`).toContain(tag.trim())
    const bytes = execFileSync('cat', [path], { encoding: 'latin1' })
    expect(bytes).toContain(`<pdfuaid:part>1</pdfuaid:part>`)
    expect(bytes).toMatch(new RegExp(`/Lang\\s*\\(${language}`, 'u'))
    expect(bytes).toContain('/Outlines')
  }
})

test('a picture that is none is named by its paragraph, and so is nothing else', async () => {
  const failed = await writePdf(typesetter, printIn('en'), () => new Uint8Array([1, 2, 3]))
  expect(failed).toMatchObject({ outcome: 'failed', reason: 'refused', paragraph: 8 })
})

test('letters that no face has are named, and the rest is set all the same; signs of other formats are text', async () => {
  const text = inventedText('en')
  const hostile = '#import "@preview/x:1.0.0" $x$ <script>alert(1)</script> \\ ]] {{ **a** ` & ; हि 🙂'
  const [section] = text
  const odd = text.map((each) => (each === section ? { ...each, paragraphs: each.paragraphs.map((paragraph, at) => (at === 0 ? { ...paragraph, text: hostile, body: undefined } : paragraph)) } : each))
  const pdf = await writePdf(typesetter, buildPrint('en', odd), pictureOf)
  if (pdf.outcome !== 'made') throw new Error(pdf.problem)
  expect(pdf.missing.join('')).toContain('🙂')
  if (!has('pdftotext')) return
  const path = join(folder, 'odd.pdf')
  writeFileSync(path, pdf.bytes)
  expect(wordsOf(path).replaceAll(/\s+/gu, ' ')).toContain('#import "@preview/x:1.0.0" $x$ <script>alert(1)</script>')
})

test('an EPUB has no error and no warning for its checker, in six languages', async () => {
  for (const language of LANGUAGES) {
    const result = await EpubCheck.validate(writeEpub(printIn(language), pictureOf))
    expect(result.messages.filter(({ severity }) => severity === 'fatal' || severity === 'error' || severity === 'warning').map(({ id, message }) => `${id} ${message}`), language).toEqual([])
  }
}, 60_000)

test('a Word file is read by others: headings, lists, notes, tables, and each paragraph by its lasting mark', async () => {
  for (const language of LANGUAGES) {
    const print = printIn(language)
    const [first] = print.sections.flatMap(({ blocks }) => blocks)
    const comments = [{ ref: 'R-1', author: 'A. Commenter', date: '2026-09-02' as never, text: 'Why?', language, paragraphIds: [first?.id ?? ('' as Id<'paragraph'>)], answer: 'Because.' }]
    const charts = new Map<unknown, Uint8Array>()
    for (const part of print.annexes.flatMap(({ parts }) => parts)) if (part.kind === 'chart') charts.set(part.chart, await drawPng(drawChart(part.chart)))
    const bytes = writeWord({ ...print, kind: 'review-copy', comments }, { file: pictureOf, chart: (chart) => charts.get(chart) })
    const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) }, { styleMap: ["r[style-name='Paragraph Number'] => span.number", 'comment-reference => sup'] })
    for (const block of print.sections.flatMap(({ blocks }) => blocks)) expect(value, `${language} ¶ ${block.number}`).toContain(`id="p-${block.id}"`)
    for (const piece of ['<h1>', '<h2>', '<ul><li>', '<ol><li>', '<table>', '<thead>', 'footnote-1', '<img', 'A. Commenter', 'Because.']) expect(value.replaceAll(/<span class="number">[^<]*<\/span>|<a id="[^"]*"><\/a>/gu, ''), `${language} ${piece}`).toContain(piece.replace('A. Commenter', 'Why?'))
  }
})

/** Our Word file of a text as it comes back: what was read of it, held against the text. */
async function comeBack(language: string, text: FrozenText, bytes: Uint8Array, choices: ReadonlyMap<Id, 'gone'> = new Map()) {
  const read = await readDocument(Buffer.from(bytes), 'back.docx', true)
  if (read.outcome !== 'extracted' || read.styled === undefined) throw new Error('The file is not read')
  const sections = readContents(read.styled, 'Title', newId)
  const base = flatten(text).map(({ id, number, text: words, body }) => ({ id, number, text: body === undefined ? words : textOf(body), body }))
  const returned = matchReturned(base, sections, language)
  const working: WorkingText = text.map((section) => ({ ...section, revision: 1, paragraphs: section.paragraphs.map((paragraph) => ({ ...paragraph, sectionId: section.id, revision: 1, text: paragraph.body === undefined ? paragraph.text : textOf(paragraph.body) })) }))
  const settled = settleReturn({ base, working, sections, returned, choices, taken: new Set(), language, newId })
  return { base, returned, settled, after: settled.sections.flatMap(({ blocks }) => blocks) }
}

function wordFile(language: string, text: FrozenText): Uint8Array<ArrayBuffer> {
  return writeWord({ ...buildPrint(language, text), kind: 'review-copy', annexes: [] }, { file: pictureOf, chart: () => undefined })
}

test('our own Word file, edited outside, comes back with every identity: changed words are changed, what is doubtful is asked, the rest is as it was', async () => {
  for (const language of ['en', 'ar', 'zh'] as const) {
    const text = inventedText(language, { sha256 })
    const [first, second, , , , sixth] = flatten(text)
    const parts = unzipSync(wordFile(language, text))
    const xml = strFromU8(parts['word/document.xml'] ?? new Uint8Array())
    const paragraphs = [...xml.matchAll(/<w:p>(?:(?!<\/w:p>).)*<\/w:p>/gsu)].map(([paragraph]) => paragraph)
    const of = (id: string | undefined): string => paragraphs.find((paragraph) => paragraph.includes(`"p-${id ?? ''}"`)) ?? ''
    // A word is put into the first paragraph, the quotation is taken out, the second goes to the end of the text.
    const edited = of(first?.id).replace(/(<w:t xml:space="preserve">)(?=\p{L})/u, '$1Zebra ')
    const last = of(flatten(text).at(-2)?.id)
    parts['word/document.xml'] = strToU8(xml.replace(of(first?.id), edited).replace(of(sixth?.id), '').replace(of(second?.id), '').replace(last, `${last}${of(second?.id)}`))
    const { base, returned, settled, after } = await comeBack(language, text, zipSync(parts), new Map([[sixth?.id as Id, 'gone' as const]]))
    // What was taken out says what others say, too: a person is asked, and about nothing else.
    expect([...returned.fates].filter(([, { kind }]) => kind !== 'carried').map(([id, { kind }]) => [id, kind]), language).toEqual([[sixth?.id, 'doubtful']])
    expect(settled.conflicts, language).toEqual([])
    const ids = after.map(({ id }) => id)
    expect(ids, language).toEqual([...base.map(({ id }) => id).filter((id) => id !== second?.id && id !== sixth?.id).slice(0, -1), second?.id, base.at(-1)?.id])
    expect(JSON.stringify(after[0]?.body), language).toContain('Zebra')
    for (const { id, body } of after.slice(1)) expect(body, `${language} ${id}`).toEqual(base.find((part) => part.id === id)?.body)
  }
})

const inventedRound = inventedText('ar', { sha256 })

const TOLD = 'The harbour was built by those who fish from it, and they still decide when the gate is opened.'

test.runIf(has('soffice'))('a review copy and a file with changes go through LibreOffice: every comment and answer is known again, every change is there (skipped without it)', async () => {
  const text = inventedText('ar')
  const print = buildPrint('ar', text)
  const blocks = print.sections.flatMap((section) => section.blocks)
  const comments = blocks.map(({ id }, at) => ({ ref: `R-${at + 1}`, author: at % 2 === 0 ? 'A. Commenter' : null, date: '2026-09-02' as never, text: at % 3 === 0 ? 'Why?\n→ Better so.' : `لماذا ${at}`, language: 'ar', paragraphIds: [id], answer: at % 4 === 3 ? null : `Noted: thanks ${at}.`, ...(at === 5 ? { replyTo: 'R-5' } : {}) }))
  writeFileSync(join(folder, 'ours.docx'), writeWord({ ...print, kind: 'review-copy', comments }, { file: () => undefined, chart: () => undefined }))
  const body = [
    paragraph(commented([0, 1], run(TOLD))),
    paragraph(`${run('Light is paid for by the ')}${deleted('town')}${inserted('region')}${run(', which has asked for three years.')}`),
    paragraph(inserted('New words here.'), markInserted()),
    paragraph(`${run('Crews who wait need ')}${inserted('warm ', 'Björn')}${run('shelter.')}`),
    paragraph(`${movedFrom('m1', 'Every year ')}${run('the quay is measured anew.')}`),
    paragraph(`${formatted('Bold')}${run(' and plain, ')}${movedTo('m1', 'Every year ')}${deleted('gone', 'Björn')}`),
  ]
  writeFileSync(join(folder, 'changed.docx'), makeCommented(body.join(''), [{ id: 0, author: 'Ama', words: 'Who?', isDone: true }, { id: 1, author: 'Björn', words: 'They.', answers: 0, isDone: true }]))
  // Started once for all that LibreOffice is to write in this file.
  writeFileSync(join(folder, 'round.docx'), wordFile('ar', inventedRound))
  execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', 'docx:MS Word 2007 XML', '--outdir', join(folder, 'office'), join(folder, 'ours.docx'), join(folder, 'changed.docx'), join(folder, 'round.docx')], { stdio: 'ignore', timeout: 120_000 })
  const read = async (path: string) => {
    const made = await readRemarks(readFileSync(join(folder, path)))
    if (made.outcome === 'refused') throw new Error(made.reason)
    return made
  }
  const known = comments.map(({ text: printed, answer }, at) => ({ number: at + 1, text: '', proposal: null, printed, answer }))
  const told: string[] = []
  for (const path of ['ours.docx', 'office/ours.docx']) {
    const file = await read(path)
    const settled = settleFile({ file, text, language: 'ar', known, takenBefore: new Map() })
    told.push(`${path}: ${settled.filter(({ standing }) => standing.kind === 'known').length} of ${comments.length + comments.filter(({ answer }) => answer !== null).length} known; named: ${file.named.map(({ code, count }) => `${code} ${count}`).join(', ') || 'nothing'}`)
    expect(settled.map(({ standing, remark }) => (standing.kind === 'known' ? [] : [remark.words])).flat(), path).toEqual([])
    expect(settled.filter(({ standing }) => standing.kind === 'known' && standing.as === 'comment').length, path).toBe(comments.length)
    for (const { where, remark } of settled) if (where.kind === 'paragraphs') expect(blocks.findIndex(({ id }) => id === where.ids[0]), remark.words).toBe(comments.findIndex(({ answer, text: said, ref }) => remark.words === answer || remark.words === `${ref}: ${said}` || (remark.author === ref && remark.words === said)))
  }
  const said = async (path: string) => (await read(path)).remarks.map(({ kind, author, date, words, was, becomes, isResolved, places }) => ({ kind, author, date, words, was, becomes, isResolved, places }))
  const [before, after] = [await said('changed.docx'), await said('office/changed.docx')]
  told.push(`office/changed.docx: ${after.length} of ${before.length} remarks; named: ${(await read('office/changed.docx')).named.map(({ code, count }) => `${code} ${count}`).join(', ') || 'nothing'}`)
  process.stdout.write(`${told.join('\n')}\n`)
  expect(after).toEqual(before)
}, 150_000)

test.runIf(has('soffice'))('what LibreOffice makes of our Word file keeps every identity of it, in Arabic (skipped without it)', async () => {
  const { base, returned, after } = await comeBack('ar', inventedRound, new Uint8Array(readFileSync(join(folder, 'office', 'round.docx'))))
  expect([...returned.fates.values()].map((fate) => (fate.kind === 'carried' ? fate.method : fate.kind))).toEqual(base.map(() => 'identity'))
  expect(after.map(({ id }) => id)).toEqual(base.map(({ id }) => id))
  expect(after.map(({ body }) => body.kind)).toEqual(base.map(({ body }) => body?.kind))
  expect(after.map(({ body }) => textOf(body))).toEqual(base.map(({ text: words }) => words))
})
