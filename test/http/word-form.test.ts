import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { nameCutOff } from '../../src/calls/cut-offs/commands.ts'
import { findCall } from '../../src/calls/queries.ts'
import { oneOfEachKind } from '../../src/calls/questions/testing.ts'
import { buildCall } from '../../src/calls/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { unescapeHtml } from '../harness/forms.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const LEADERS = /⋯+/u

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const call = await buildCall(app.db, cycle, app.now, { questions: oneOfEachKind() })
  const page = `/${forum.slug}/2026/calls/main`
  return { forum, cycle, call, page, id: (number: number) => call.questions[number - 1]?.id ?? '' }
}

/** The text part of the form as it is downloaded. */
async function download(page: string, query = ''): Promise<{ parts: Record<string, Uint8Array>; xml: string }> {
  const response = await app.get(`${page}/form.docx${query}`)
  expect(response.headers.get('content-type')).toContain('wordprocessingml')
  const parts = unzipSync(new Uint8Array(await response.arrayBuffer()))
  return { parts, xml: strFromU8(parts['word/document.xml'] ?? new Uint8Array()) }
}

/** Writes into the control of a tag, as Word does. */
function fill(xml: string, tag: string, text: string): string {
  const start = xml.indexOf(`<w:tag w:val="${tag}"/>`)
  expect(start, tag).toBeGreaterThan(0)
  const end = xml.indexOf('</w:sdt>', start)
  return xml.slice(0, start) + xml.slice(start, end).replace(LEADERS, text).replace('<w:showingPlcHdr/>', '') + xml.slice(end)
}

function tick(xml: string, tag: string): string {
  const start = xml.indexOf(`<w:tag w:val="${tag}"/>`)
  expect(start, tag).toBeGreaterThan(0)
  const end = xml.indexOf('</w:sdt>', start)
  return xml.slice(0, start) + xml.slice(start, end).replace('<w14:checked w14:val="0"/>', '<w14:checked w14:val="1"/>').replace('☐', '☒') + xml.slice(end)
}

/** What a program leaves that knows no content controls. */
const withoutControls = (xml: string) => xml.replaceAll(/<w:sdtPr>[\s\S]*?<\/w:sdtPr>/gu, '').replaceAll(/<\/?w:sdt(?:Content)?>/gu, '').replaceAll(/<w:bookmark(?:Start|End)[^>]*>/gu, '')
const withoutTables = (xml: string) => xml.replaceAll(/<\/?w:(?:tbl|tr|tc)>/gu, '').replaceAll(/<w:(?:tblPr|tblGrid|trPr|tcPr)>[\s\S]*?<\/w:(?:tblPr|tblGrid|trPr|tcPr)>/gu, '')

function toFile(parts: Record<string, Uint8Array>, xml: string): File {
  return new File([zipSync({ ...parts, 'word/document.xml': strToU8(xml) })], 'filled.docx')
}

function filledForm(xml: string): string {
  let filled = fill(xml, 'q1', 'Boards.</w:t><w:br/><w:t>And chalk &amp; rope.')
  filled = fill(tick(filled, 'q2.o2'), 'q2', 'At low tide.')
  for (const tag of ['q3.o1', 'q3.o2', 'q4.o3', 'f.capacity.0', 'f.consent.0']) filled = tick(filled, tag)
  filled = fill(fill(filled, 'q5.p3', '1'), 'q5.p1', '2')
  return fill(fill(fill(filled, 'f.contributor', 'Ada Example'), 'f.country', 'Kenya'), 'f.mail', 'ada@example.org')
}

/** What stands in the web form that came up. */
function valuesOf(html: string, id: (number: number) => string) {
  const field = (name: string) => unescapeHtml(new RegExp(`<(?:input|textarea)[^>]*name="${name}"[^>]*?(?:value="([^"]*)"[^>]*>|>\\n?([^<]*)</textarea>)`, 'u').exec(html)?.slice(1).find((found) => found !== undefined) ?? '')
  const ticked = (name: string) => Array.from(html.matchAll(new RegExp(`name="${name}" value="([^"]*)" checked`, 'gu')), ([, value]) => value)
  return {
    first: field(`answer-${id(1)}`), words: field(`answer-${id(2)}`), one: ticked(`choice-${id(2)}`), several: ticked(`choice-${id(3)}`), rating: ticked(`choice-${id(4)}`),
    places: [1, 2, 3].map((option) => field(`place-${id(5)}-${option}`)), contributor: field('contributor'), mail: field('mail'), capacity: ticked('capacity'), consent: ticked('consent'),
    country: /<option value="([A-Z]{2})" selected/u.exec(html)?.[1],
  }
}

const EXPECTED = {
  first: 'Boards.\nAnd chalk & rope.', words: 'At low tide.', one: ['2'], several: ['1', '2'], rating: ['3'], places: ['2', '', '1'], contributor: 'Ada Example', mail: 'ada@example.org', capacity: ['individual'], consent: ['full'], country: 'KE',
}

describe('the Word form of a call', () => {
  test('prints what is asked, each question with its label, in the language of the reader', async () => {
    const { page } = await setUp()
    const { xml, parts } = await download(page)
    for (const text of ['Q1. What works?', 'Q5. What first?', 'Tick as many as you like.', 'At most 20 characters.', 'Neighbours']) expect(xml).toContain(text)
    expect(Object.keys(parts).filter((name) => /vba|embeddings|\.bin/u.test(name))).toEqual([])
    expect((await download(page, '?lang=fr')).xml).toContain('Cochez autant de cases que vous voulez.')
    expect((await app.get(`${page.replace('main', 'other')}/form.docx`)).status).toBe(404)
  })

  test('comes back as the web form with everything that was filled in, and nothing is sent', async () => {
    const { page, id, forum } = await setUp()
    const { parts, xml } = await download(page, '?lang=fr')
    const answer = await app.post(`${page}/word`, { form: toFile(parts, filledForm(xml)) })
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(valuesOf(html, id)).toEqual(EXPECTED)
    expect(html).toContain(`action="${page}/contribute"`)
    expect(await app.json(`/${forum.slug}/2026/contributions`)).toMatchObject({ total: 0 })
  })

  test('is known by labels and boxes when a program has thrown its controls away', async () => {
    const { page, id } = await setUp()
    const { parts, xml } = await download(page)
    const html = await (await app.post(`${page}/word`, { form: toFile(parts, withoutControls(filledForm(xml))) })).text()
    expect(valuesOf(html, id)).toEqual(EXPECTED)
  })

  test('and of one whose boxes are gone as well, the answers in words are read', async () => {
    const { page, id } = await setUp()
    const { parts, xml } = await download(page)
    const html = await (await app.post(`${page}/word`, { form: toFile(parts, withoutTables(withoutControls(filledForm(xml)))) })).text()
    expect(valuesOf(html, id)).toMatchObject({ first: EXPECTED.first, words: EXPECTED.words, one: ['2'], places: ['2', '', '1'] })
  })

  test('reads what was written below the control, in the box', async () => {
    const { page, id } = await setUp()
    const { parts, xml } = await download(page)
    const end = xml.indexOf('</w:tc>', xml.indexOf('<w:tag w:val="q1"/>'))
    const html = await (await app.post(`${page}/word`, { form: toFile(parts, `${xml.slice(0, end)}<w:p><w:r><w:t>Below.</w:t></w:r></w:p>${xml.slice(end)}`) })).text()
    expect(valuesOf(html, id).first).toBe('Below.')
  })

  test.skipIf(spawnSync('soffice', ['--version']).status !== 0)('survives being saved by LibreOffice (skipped where there is none)', async () => {
    const { page, id } = await setUp()
    const { parts, xml } = await download(page)
    const folder = await mkdtemp(join(tmpdir(), 'convoke-word-'))
    try {
      await writeFile(join(folder, 'filled.docx'), new Uint8Array(await toFile(parts, filledForm(xml)).arrayBuffer()))
      spawnSync('soffice', ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', 'docx', '--outdir', join(folder, 'saved'), join(folder, 'filled.docx')], { timeout: 60_000 })
      const saved = new File([await readFile(join(folder, 'saved', 'filled.docx'))], 'filled.docx')
      // LibreOffice 7.4 puts a line end that stands inside a control before it, and so do its Word files: every word is there, the line end is not.
      const inOneLine = (values: Readonly<Record<string, unknown>>) => ({ ...values, first: String(values['first']).replaceAll('\n', '') })
      expect(inOneLine(valuesOf(await (await app.post(`${page}/word`, { form: saved })).text(), id))).toEqual(inOneLine(EXPECTED))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }, 90_000)

  test('is entered at the desk in the same way', async () => {
    const { page, id, forum } = await setUp()
    const cookie = await app.signIn('facilitator', forum.id)
    const { parts, xml } = await download(page)
    const desk = `/desk/${forum.slug}/2026/contributions/new/main`
    expect((await app.get(`${desk}/word`)).status).toBe(403)
    expect((await app.get(`${desk}/word`, { cookie })).status).toBe(200)
    const html = await (await app.post(`${desk}/word`, { form: toFile(parts, filledForm(xml)) }, { cookie })).text()
    expect(valuesOf(html, id)).toMatchObject({ first: EXPECTED.first, several: ['1', '2'], mail: 'ada@example.org' })
    expect(html).toContain(`action="${desk}"`)
  })
})

describe('what is no filled form', () => {
  const refused = async (page: string, form: File | string) => {
    const answer = await app.post(`${page}/word`, { form })
    return { status: answer.status, html: await answer.text() }
  }

  test.each([
    ['no zip', () => new File(['not a zip at all'], 'form.docx'), 'This is not a Word file'],
    ['a zip without text', () => new File([zipSync({ 'a.txt': strToU8('a') })], 'form.docx'), 'This is not a Word file'],
    ['XML that declares entities', () => new File([zipSync({ 'word/document.xml': strToU8('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') })], 'form.docx'), 'This is not a Word file'],
    ['XML that does not close', () => new File([zipSync({ 'word/document.xml': strToU8('<w:document><w:p>') })], 'form.docx'), 'This is not a Word file'],
    ['a text part that inflates without end', () => new File([zipSync({ 'word/document.xml': new Uint8Array(21_000_000) })], 'form.docx'), 'too large for a filled form'],
    ['a Word file with nothing of ours in it', () => new File([zipSync({ 'word/document.xml': strToU8('<w:document><w:body><w:p><w:r><w:t>Dear all</w:t></w:r></w:p></w:body></w:document>') })], 'form.docx'), 'Nothing filled was found'],
  ])('%s is told in a sentence', async (_what, make, sentence) => {
    const { page } = await setUp()
    const { status, html } = await refused(page, make())
    expect(status).toBe(422)
    expect(html).toContain(sentence)
  })

  test('nothing chosen, an empty form, and the form of another call', async () => {
    const { page, cycle } = await setUp()
    expect((await refused(page, '')).html).toContain('Please fill this in')
    const { parts, xml } = await download(page)
    expect((await refused(page, toFile(parts, xml))).html).toContain('Nothing filled was found')
    await buildCall(app.db, cycle, app.now, { slug: 'second', questions: oneOfEachKind() })
    expect((await refused(page.replace('main', 'second'), toFile(parts, filledForm(xml)))).html).toContain('This is the form of another call.')
  })
})

describe('a cut-off', () => {
  test('labels the contributions that came by its day, on the call, in the list and in the overview', async () => {
    const { page, forum, cycle, call, id } = await setUp()
    await transact(app.db, (tx) => nameCutOff(tx, SYSTEM, { callId: call.id, slug: 'first-draft', title: 'First draft', on: '2026-11-02' as PlainDate, note: undefined }, app.now))
    const send = () => app.post(`${page}/contribute`, { formKey: crypto.randomUUID(), revision: '1', consent: 'without-name', [`choice-${id(4)}`]: '1' })
    expect((await send()).status).toBe(303)
    const before = app.now
    app.now = '2026-11-04T10:00:00.000Z' as typeof before
    try {
      expect((await send()).status).toBe(303)
      expect(await app.json(page)).toMatchObject({ contributions: 2, cutOffs: [{ cutOff: 'first-draft', on: '2026-11-02', contributions: 1 }] })
      expect(await app.json(`/${forum.slug}/2026/contributions?cutOff=first-draft`)).toMatchObject({ total: 1, contributions: [{ ref: '2026/C-1' }] })
      expect(await app.json(`/${forum.slug}/2026/overview?cutOff=first-draft`)).toMatchObject({ asOf: '2026-11-02', total: 1, cutOff: { slug: 'first-draft', title: 'First draft' } })
      expect(await app.json(`/${forum.slug}/2026/contributions?cutOff=none`)).toMatchObject({ total: 0 })
      expect((await app.get(`/${forum.slug}/2026/overview?cutOff=none`)).status).toBe(404)
    } finally {
      app.now = before
    }
    expect((await findCall(app.db, cycle.id, 'main'))?.cutOffs).toHaveLength(1)
  })
})
