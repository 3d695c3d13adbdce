import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync, type Zippable } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import writeXlsx from 'write-excel-file/node'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { openCallSchema, type CallToOpen } from '../calls/schema.ts'
import { buildCall } from '../calls/testing.ts'
import { listAnswersAsSent, listAttachments, listContributions } from '../contributions/queries.ts'
import { buildForum } from '../forums/testing.ts'
import { openFileStore } from '../platform/files.ts'
import { findChain, listEntriesOf, verifyChain } from '../record/queries.ts'
import type { Instant } from '../shared/time.ts'
import { importFile } from './import-contributions.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const folder = mkdtempSync(join(tmpdir(), 'convoke-shapes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const installation = { db, files: await openFileStore(join(folder, 'store'), now), clock: () => now }
const oneQuestion: CallToOpen['questions'] = openCallSchema.shape.questions.parse([{ text: 'What do you say?' }])

async function setUp() {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now, { questions: oneQuestion })
  const run = async (content: string | Uint8Array, options: Record<string, string | boolean> = {}, name = 'file.csv') => {
    writeFileSync(join(folder, name), content)
    const { exit, result, text } = await importFile(installation, [`${forum.slug}/2026/main`, join(folder, name)], options)
    return { exit, text: text.join('\n'), ...(result as { read: number; taken: number; known?: number; differing?: number[]; refused: { row: number; field: string | null; reason: string }[] }) }
  }
  const list = () => listContributions(db, cycle.id, {}, { offset: 0, limit: 1000 })
  const texts = async () => Promise.all((await list()).map(async ({ id, contributor }) => [contributor, (await listAnswersAsSent(db, id)).map(({ text }) => text).join('|')]))
  return { forum, cycle, call, run, list, texts }
}

const SHEET = (rows: string, after = '') => `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData>${after}</worksheet>`
const CELL = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`

/** A workbook of parts as they are given. */
function workbook(sheets: Readonly<Record<string, string>>, others: Zippable = {}): Uint8Array {
  const names = Object.keys(sheets)
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  return zipSync({
    'xl/workbook.xml': strToU8(`<workbook xmlns:r="${relation}"><sheets>${names.map((name, place) => `<sheet name="${name}" r:id="r${place}"/>`).join('')}</sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': strToU8(`<Relationships>${names.map((_, place) => `<Relationship Id="r${place}" Type="${relation}/worksheet" Target="worksheets/s${place}.xml"/>`).join('')}</Relationships>`),
    ...Object.fromEntries(names.map((name, place) => [`xl/worksheets/s${place}.xml`, strToU8(sheets[name] ?? '')])),
    ...others,
  })
}

const ROWS = `<row r="1">${CELL('A1', 'Name')}${CELL('B1', 'Text')}</row><row r="2">${CELL('A2', 'Ada')}${CELL('B2', 'patience')}</row>`

describe('hostile files end in a sentence, and nothing is taken', () => {
  const declared = Buffer.from(workbook({ One: SHEET(ROWS) }))
  const directory = declared.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'))
  const longer = Buffer.from(declared)
  longer.writeUInt32LE(longer.readUInt32LE(directory + 24) - 1, directory + 24)
  const huge = Buffer.from(declared)
  huge.writeUInt32LE(2_100_000_000, directory + 24)
  const locked = Buffer.from(declared)
  locked.writeUInt16LE(locked.readUInt16LE(directory + 8) | 1, directory + 8)
  const utf16 = Buffer.from('\ufeffName,Text\nAda,text\u0000\n', 'utf16le')
  test.each<[string, string | Uint8Array, string]>([
    ['a zip bomb', workbook({ One: SHEET(ROWS) }, { 'xl/bomb.xml': new Uint8Array(30_000_000) }), 'times smaller than it is'],
    ['an archive that says it is larger than anything', huge, 'more than 2,000 MB'],
    ['an archive that is longer than it says', longer, 'longer than the archive says'],
    ['a locked archive', locked, 'locked'],
    ['half an archive', declared.subarray(0, declared.length - 30), 'archive is damaged'],
    ['a packed file without a spreadsheet', zipSync({ 'hello.txt': strToU8('hello') }), 'without a spreadsheet'],
    ['a document type in the XML', workbook({ One: `<!DOCTYPE x [<!ENTITY a "aaaa">]>${SHEET(ROWS)}` }), 'declares a document type'],
    ['rows where there are none', workbook({ One: SHEET(`${ROWS}<row r="99999999"><c r="A99999999"><v>1</v></c></row>`) }), 'rows beyond 1,048,576'],
    ['columns without end', workbook({ One: SHEET(`<row r="1">${CELL('XFD1', 'Text')}</row>`) }), 'more than 2,000 columns'],
    ['a tag without end', workbook({ One: `<worksheet><sheetData><row ${'x'.repeat(5_000_000)}` }), 'longer than anything'],
    ['no sheet', workbook({}), 'no sheet of cells'],
    ['an old Office document', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'of the old kind, or one that is locked'],
    ['a PDF', '%PDF-1.7 …', 'a document, not a table'],
    ['NUL in a cell', 'Name,Text\nAda,a\u0000b\n', 'NUL bytes'],
    ['NUL in UTF-16', utf16, 'invisible control characters'],
    ['a quotation mark that never ends', `Name,Text\nAda,"text${'\nx,y'.repeat(50)}`, 'none closes it'],
    ['a row wider than the header', 'Name,Text\nAda,a,b,c\n', 'more cells than the header'],
    ['a mark of UTF-8 before something else', new Uint8Array([0xef, 0xbb, 0xbf, ...strToU8('Name,Text\nAda,caf'), 0xe9]), 'cannot be read as utf-8'],
    ['a text longer than any', `Name,Text\nAda,${'x'.repeat(100_001)}\n`, '100,001 characters long'],
    ['a formula whose result is not stored', workbook({ One: SHEET(`${ROWS}<row r="3"><c r="A3"><f>1+1</f></c>${CELL('B3', 'x')}</row>`) }), 'formula that went wrong'],
  ])('%s', async (_name, content, sentence) => {
    const { run, list } = await setUp()
    const outcome = await run(content)
    expect(outcome.refused.map(({ reason }) => reason).join('\n')).toContain(sentence)
    expect(outcome).toMatchObject({ exit: 1, taken: 0 })
    expect(await list()).toEqual([])
  })
})

describe('files of any shape', () => {
  const russian = 'Name;Text\nИван Петров;Мы считаем, что доверие важнее всего остального в сети\n'
  const toBytes = (text: string, of: (point: number) => number) => Uint8Array.from(Array.from(text, (character) => (character < '\u0080' ? character.charCodeAt(0) : of(character.codePointAt(0) ?? 0))))
  test.each<[string, Uint8Array, string, string]>([
    ['windows-1251', toBytes(russian, (point) => point - 0x410 + 0xc0), 'Иван Петров', 'read as windows-1251: that is what its words look like'],
    ['UTF-16 without a mark', Buffer.from('Name,Text\nZoë,text\n', 'utf16le'), 'Zoë', 'read as utf-16le'],
    ['UTF-8, encoded twice', Buffer.from(Buffer.from('Name,Text\nZoë,déjà été\n').toString('latin1')), 'Zoë', 'written as UTF-8 twice'],
  ])('%s is recognised and named', async (_name, bytes, name, note) => {
    const { run, list } = await setUp()
    const outcome = await run(bytes)
    expect(outcome).toMatchObject({ exit: 0, taken: 1 })
    expect(outcome.text).toContain(note)
    expect((await list())[0]?.contributor).toBe(name)
  })

  test('a table broken over pages, with what a printer and a word processor leave in it', async () => {
    const { run, texts } = await setUp()
    const content = 'Annex III;;\nno;contributor;text\n1;Ada;"<p>a &amp; b</p>"\n;;\nPage 1 of 2;;\nAnnex III;;\nno;contributor;text\n<u>2;Bo;<script>alert(1)</script>c<br>d</u>\n3;Total;<ada@example.org> x < y\nTotal;3;\n'
    const outcome = await run(content)
    expect(outcome).toMatchObject({ exit: 0, read: 3, taken: 3 })
    expect(await texts()).toEqual([['Ada', 'a & b'], ['Bo', 'c\nd'], ['Total', '<ada@example.org> x < y']])
    for (const note of ['HTML was taken out of 3 cells (p & u script br)', 'One row repeats the header and was left: 7', '2 lines between pages were left: rows 5, 6', 'sums at the end was left: 10']) expect(outcome.text).toContain(note)
  })

  test('a workbook: merged and hidden rows, days as numbers, large numbers, several sheets, an earlier calendar', async () => {
    const { run, list, texts } = await setUp()
    const cells = `<row r="3">${CELL('A3', 'ID')}${CELL('B3', 'Name')}${CELL('C3', 'Received')}${CELL('D3', 'Text')}</row>
      <row r="4"><c r="A4"><v>9.00006484081234E+14</v></c>${CELL('B4', 'Ada')}<c r="C4" s="1"><v>43256.5868</v></c>${CELL('D4', 'one_x000A_two')}</row>
      <row r="6" hidden="1"><c r="A6"><v>7</v></c><c r="C6" s="1"><v>43256</v></c><c r="D6" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>`
    const styles = { 'xl/styles.xml': strToU8('<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>') }
    const outcome = await run(workbook({ Notes: SHEET(`<row r="1">${CELL('A1', 'hello')}</row>`), Data: SHEET(cells, '<mergeCells><mergeCell ref="B4:B6"/></mergeCells>') }, styles), {}, 'book.xlsx')
    expect(outcome).toMatchObject({ exit: 0, read: 2, taken: 2 })
    expect((await list()).map(({ contributor, receivedBy }) => [contributor, receivedBy])).toEqual([['Ada', '2018-06-05'], ['Ada', '2018-06-05']])
    expect((await texts()).map(([, text]) => text)).toEqual(['one\ntwo', 'ab'])
    for (const note of ['The sheet “Data” was read. The others: Notes', 'One row is hidden', '(B4:B6)', 'The header is row 3']) expect(outcome.text).toContain(note)
    expect((await run(workbook({ A: SHEET(ROWS) }), { sheet: 'B' }, 'book.xlsx')).refused[0]?.reason).toContain('Its sheets: A')
  })

  test('dates that could be meant in two ways are asked for, and told by one that cannot', async () => {
    const { run, list } = await setUp()
    const rows = 'Name,Received,Text\nAda,03/04/2026,a\nBo,05/06/2026,b\n'
    expect((await run(rows)).refused.map(({ reason }) => reason.slice(0, 42))).toEqual(['“03/04/2026” may be meant in two ways, and', '“05/06/2026” may be meant in two ways, and'])
    expect(await run(`${rows}Cy,25/06/2026,c\nDi,5 juin 2026,d\nEd,"June 5, 2026",e\nFi,46178,f\n`)).toMatchObject({ exit: 0, taken: 6 })
    expect((await list()).map(({ receivedBy }) => receivedBy)).toEqual(['2026-04-03', '2026-06-05', '2026-06-25', '2026-06-05', '2026-06-05', '2026-06-05'])
  })

  test('ids that are met twice, and ids that a spreadsheet rounded', async () => {
    const { run, list } = await setUp()
    const rows = 'ID,Name,Text\na,Ada,x\na,Ada,x\nb,Bo,y\nb,Bo,z\n9.00006E+14,Cy,q\n'
    const first = await run(rows, { partial: true })
    expect(first).toMatchObject({ read: 5, taken: 2 })
    expect(first.refused.map(({ row }) => row)).toEqual([5, 6])
    expect(first.text).toContain('One row says what an earlier one with the same key said, and was left: 3')
    expect(await run(rows, { repeated: 'each', damaged: 'words' })).toMatchObject({ exit: 0, taken: 2, known: 2 })
    expect(await list()).toHaveLength(4)
    mkdirSync(join(folder, 'ids'), { recursive: true })
    writeFileSync(join(folder, 'ids', '900006484081234.txt'), 'the document')
    const whole = await run('ID,Name,Text\n9.00006E+14,Di,w\n', { documents: join(folder, 'ids') })
    expect(whole).toMatchObject({ exit: 0, taken: 1 })
    expect(whole.text).toContain('2: 900006484081234')
  })
})

describe('imported again', () => {
  const rows = [['ID', 'Name', 'Received', 'Text'], ['a', 'Ada', '25/06/2026', 'one, "two"'], ['b', 'Bo', '26/06/2026', 'three'], ['c', 'Cy', '27/06/2026', 'four']]
  const toCsv = (some: readonly (readonly string[])[]) => some.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')

  test.each([['with ids', 0], ['told apart by their words', 1]])('%s: in another order, as a workbook, with new rows, nothing is taken twice', async (_name, from) => {
    const { run, list, call, forum } = await setUp()
    const own = rows.map((cells) => cells.slice(from))
    expect(await run(toCsv(own))).toMatchObject({ exit: 0, taken: 3 })
    const [header = [], ...others] = own
    expect(await run(toCsv([header, ...others.toReversed()]))).toMatchObject({ exit: 0, taken: 0, known: 3, differing: [] })
    const book = writeXlsx([header, ...others].map((cells) => cells.map((value) => ({ value, type: String })))).toBuffer()
    expect(await run(await book, {}, 'again.xlsx')).toMatchObject({ exit: 0, taken: 0, known: 3, differing: [] })
    expect(await run(toCsv([...own, ['d', 'Di', '28/06/2026', 'five'].slice(from)]))).toMatchObject({ exit: 0, taken: 1, known: 3 })
    expect((await list()).map(({ number }) => number)).toEqual([1, 2, 3, 4])
    expect((await listEntriesOf(db, call.id)).filter(({ act }) => act === 'contributions-imported')).toHaveLength(2)
    const chain = await findChain(db, forum.id)
    expect(chain === undefined ? undefined : (await verifyChain(db, chain)).ok).toBe(true)
  })

  test('a row that says something else is named, and left as it was taken', async () => {
    const { run, texts } = await setUp()
    await run(toCsv(rows))
    const changed = await run(toCsv(rows).replace('three', 'something else'))
    expect(changed).toMatchObject({ exit: 0, taken: 0, known: 3, differing: [3] })
    expect(changed.text).toContain('differs from what was taken before under its key')
    expect(await texts()).toContainEqual(['Bo', 'three'])
  })

  test('a map that worked is written down, remembered, and reads the next file', async () => {
    const { run, list } = await setUp()
    const map = join(folder, 'saved.yaml')
    writeFileSync(join(folder, 'map.yaml'), 'columns: {contributor: Who, answer1: Says}\nvalues: {stakeholderGroup: {"Gov\'t": Government}}\n')
    expect(await run('Who,Says,Stakeholder\nAda,one,Gov\'t\n', { map: join(folder, 'map.yaml'), 'save-map': map })).toMatchObject({ exit: 0, taken: 1 })
    expect(await run('Who,Says,Stakeholder\nBo,two,Gov\'t\n', { map })).toMatchObject({ exit: 0, taken: 1 })
    expect(await run('Says,Stakeholder,Who\nthree,Gov\'t,Cy\n', { remembered: true })).toMatchObject({ exit: 0, taken: 1 })
    expect(await run('Says,Other\nthree,x\n', { remembered: true })).toMatchObject({ exit: 1 })
    expect((await list()).map(({ contributor, stakeholderGroup }) => [contributor, stakeholderGroup])).toEqual([['Ada', 'Government'], ['Bo', 'Government'], ['Cy', 'Government']])
  })
})

test('documents are joined from a zip by id, by name and by link, in any folder and case; what is left over is named', async () => {
  const { run, list } = await setUp()
  const zip = join(folder, 'documents.zip')
  writeFileSync(zip, zipSync({ 'a/D-1_1.PDF': strToU8('one'), 'D-10.txt': strToU8('ten'), 'deep/er/Letter.docx': strToU8('letter'), 'D-1 and D-2.pdf': strToU8('both'), 'stray.txt': strToU8('stray'), '__MACOSX/x': strToU8(''), '../escape-D-2.txt': strToU8('out') }))
  const content = 'ID,Name,Attachments,Text\nD-1,Ada,,\nD-10,Bo,https://example.org/files/letter.DOCX?x=1,text\nD-2,Cy,missing.pdf,text\n'
  const outcome = await run(content, { documents: zip })
  expect(outcome).toMatchObject({ exit: 0, read: 3, taken: 3 })
  const files = await listAttachments(db, (await list()).map(({ id }) => id))
  expect(files.map(({ name }) => name).toSorted()).toEqual(['D-10.txt', 'D-1_1.PDF', 'Letter.docx'])
  for (const note of ['3 of 5 documents joined to 2 rows', 'missing.pdf (4)', 'it was left: D-1 and D-2.pdf', 'belongs to no row: stray.txt']) expect(outcome.text).toContain(note)
  expect((await run(content, { documents: join(folder, 'nowhere') })).refused[0]?.reason).toContain('no folder or archive')
})
