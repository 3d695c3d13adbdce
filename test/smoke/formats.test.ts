import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EpubCheck } from '@likecoin/epubcheck-ts'
import mammoth from 'mammoth'
import { afterAll, expect, test } from 'vitest'
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
    if (language === 'ar') writeFileSync(join(folder, 'ar.docx'), bytes)
    const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) }, { styleMap: ["r[style-name='Paragraph Number'] => span.number", 'comment-reference => sup'] })
    for (const block of print.sections.flatMap(({ blocks }) => blocks)) expect(value, `${language} ¶ ${block.number}`).toContain(`id="p-${block.id}"`)
    for (const piece of ['<h1>', '<h2>', '<ul><li>', '<ol><li>', '<table>', '<thead>', 'footnote-1', '<img', 'A. Commenter', 'Because.']) expect(value.replaceAll(/<span class="number">[^<]*<\/span>|<a id="[^"]*"><\/a>/gu, ''), `${language} ${piece}`).toContain(piece.replace('A. Commenter', 'Why?'))
  }
})

test.runIf(has('soffice') && has('pdftotext'))('LibreOffice sets the Word file (skipped without it)', () => {
  execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', 'pdf', '--outdir', join(folder, 'office'), join(folder, 'ar.docx')], { stdio: 'ignore', timeout: 60_000 })
  const text = wordsOf(join(folder, 'office', 'ar.pdf'))
  expect(text).toMatch(/¶\s*1|1\s*¶/u)
  expect(text).toMatch(/\p{sc=Arabic}{4,}/u)
}, 90_000)

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
  execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', 'docx:MS Word 2007 XML', '--outdir', join(folder, 'office'), join(folder, 'ours.docx'), join(folder, 'changed.docx')], { stdio: 'ignore', timeout: 120_000 })
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
