import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { openCallSchema, type CallToOpen } from '../calls/schema.ts'
import { buildCall } from '../calls/testing.ts'
import { listAnswersAsSent, listAttachments, listContributions } from '../contributions/queries.ts'
import { buildForum } from '../forums/testing.ts'
import { newId } from '../platform/new-id.ts'
import { openFileStore } from '../platform/files.ts'
import { findChain, listEntriesOf, verifyChain } from '../record/queries.ts'
import type { Instant } from '../shared/time.ts'
import { importFile } from './import-contributions.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const folder = mkdtempSync(join(tmpdir(), 'convoke-import-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const installation = { db, files: await openFileStore(join(folder, 'store'), now), clock: () => now }
const shared = join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const oneQuestion: CallToOpen['questions'] = openCallSchema.shape.questions.parse([{ text: 'What do you say?' }])

async function setUp(over: Partial<CallToOpen> = {}) {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now, over)
  const run = async (file: string, options: Record<string, string | boolean> = {}) => {
    const { exit, result, text } = await importFile(installation, [`${forum.slug}/2026/main`, file], options)
    return { exit, text, ...(result as { read: number; taken: number; refused: { row: number; field: string | null; reason: string }[] }) }
  }
  const list = () => listContributions(db, cycle.id, {}, { offset: 0, limit: 1000 })
  return { forum, cycle, call, run, list }
}

let written = 0
function write(content: string | Uint8Array, name = `file-${++written}.csv`): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const header = 'Contributor,Stakeholder group,Regional group,Received,Answer 1\n'

describe('what is refused', () => {
  test('a call that is not there, and a place that is none', async () => {
    const { run } = await setUp()
    expect((await importFile(installation, ['a/b/c', 'x.csv'], {})).exit).toBe(1)
    expect((await importFile(installation, ['a/b', 'x.csv'], {})).exit).toBe(2)
    expect(await run(join(folder, 'missing.csv'))).toMatchObject({ exit: 1, read: 0, taken: 0 })
  })

  test.each([
    ['an empty file', '', 'The file is empty'],
    ['a packed file', 'PK\u0003\u0004xxxx', 'archive is damaged'],
    ['NUL bytes', `${header}Ada,,,,text\u0000\n`, 'NUL bytes'],
    ['bytes of no encoding', new Uint8Array([65, 0x81, 0x8d, 10]), 'neither UTF-8 nor windows-1252'],
    ['Russian of Windows', Buffer.concat([Buffer.from(header), Buffer.from([0xc8, 0xe2, 0xe0, 0xed, 0x2c, 0x2c, 0x2c, 0x2c, 0xce, 0xf2, 0xe2, 0xe5, 0xf2, 0x0a])]), 'encoding: windows-1251'],
    ['no header', 'Ada,Civil Society,AFG\nBo,Government,APG\n', 'No header was found'],
    ['a quote that is never closed', `${header}Ada,,,,"text\nmore\n`, 'none closes it'],
    ['a header alone', header, 'no rows below it'],
  ])('%s', async (_name, content, reason) => {
    const { run, list } = await setUp()
    const outcome = await run(write(content))
    expect(outcome).toMatchObject({ exit: 1, taken: 0 })
    expect(outcome.refused.map((each) => each.reason).join()).toContain(reason)
    expect(await list()).toEqual([])
  })

  test('each cell that cannot be read, by row and field; and then all of the file', async () => {
    const { run, list } = await setUp()
    const file = write(`Some export\n${header}Ada,NGO,AFG,2026-10-01,"two\nlines"\nBo,Government,Mars,6/5/2026,text\n\nCy,IGO,none,2026-12-01,text\nDi,IGO,none,2026-10-01,\nEd,IGO,none,2026-10-01,text,more\n`)
    const outcome = await run(file)
    expect(outcome).toMatchObject({ exit: 1, read: 5, taken: 0 })
    expect(outcome.refused.map(({ row, field }) => [row, field])).toEqual([[3, 'stakeholderGroup'], [4, 'received'], [4, 'regionalGroup'], [6, 'received'], [7, null], [8, null]])
    expect(await list()).toEqual([])
  })

  test('what a spreadsheet left of a key, and a key met twice', async () => {
    const { run } = await setUp()
    const outcome = await run(write('ID,Answer 1\n1.23457E+12,a\n#NAME?,b\nx,c\nx,d\n'))
    expect(outcome.refused.map(({ row, field }) => [row, field])).toEqual([[2, 'key'], [3, 'key'], [5, 'key']])
  })

  test('a map that names what is not there, or is none', async () => {
    const { run } = await setUp()
    const file = write(`${header}Ada,,,,text\n`)
    const refusal = async (map: string) => (await run(file, { map: write(map, 'map.yaml') })).refused[0]?.reason
    expect(await refusal('columns: {contributor: Nobody}')).toContain('a column “Nobody”')
    expect(await refusal('columns: {answer9: Contributor}')).toContain('a field “answer9”')
    expect(await refusal('colums: {}')).toContain('cannot be read')
    expect(await refusal('columns: [')).toContain('cannot be read')
    expect(await refusal('key: Number')).toContain('takes its key')
    expect(await refusal('join: {file: none.csv, on: Contributor}')).toContain('cannot be read')
  })
})

describe('what is taken', () => {
  test('with --partial, the rows without a mistake', async () => {
    const { run, list } = await setUp()
    expect(await run(write(`${header}Ada,NGO,AFG,2026-10-01,text\nBo,Government,WEOG,2026-10-01,text\n`), { partial: true })).toMatchObject({ exit: 1, read: 2, taken: 1 })
    expect((await list()).map(({ contributor, number }) => [contributor, number])).toEqual([['Bo', 1]])
  })

  test('the same file twice takes nothing twice and says so; equal rows are kept apart', async () => {
    const { run, list, call } = await setUp()
    const file = write(`${header}Ada,,,,the same\nAda,,,,the same\n`)
    expect(await run(file)).toMatchObject({ exit: 0, read: 2, taken: 2, refused: [] })
    const again = await run(file)
    expect(again).toMatchObject({ exit: 0, read: 2, taken: 0, refused: [] })
    expect(again.text.at(-1)).toContain('2 here already')
    expect(await list()).toHaveLength(2)
    expect((await listEntriesOf(db, call.id)).filter(({ act }) => act === 'contributions-imported')).toHaveLength(1)
  })

  test.each([
    ['semicolons and a mark', `\ufeff${header.replaceAll(',', ';')}Zoë;;;;"a;b"\n`],
    ['tabs', `${header.replaceAll(',', '\t')}Zoë\t\t\t\ta;b\n`],
    ['windows-1252', Buffer.from(`${header}Zoë,,,,a;b\n`, 'latin1')],
    ['UTF-16', Buffer.from(`\ufeff${header}Zoë,,,,a;b\n`, 'utf16le')],
    ['the line ends of Windows', `${header}Zoë,,,,a;b`.replaceAll('\n', '\r\n')],
  ])('a file with %s', async (_name, content) => {
    const { run, list } = await setUp()
    expect(await run(write(content))).toMatchObject({ exit: 0, taken: 1 })
    const [only] = await list()
    expect(only?.contributor).toBe('Zoë')
    expect((await listAnswersAsSent(db, only?.id ?? newId())).map(({ text }) => text)).toEqual(['a;b'])
  })

  test.each([
    ['windows-1251', [0xc8, 0xe2, 0xe0, 0xed], 'Иван'],
    ['gbk', [0xcd, 0xf5, 0xd0, 0xa1, 0xc3, 0xf7], '王小明'],
    ['windows-1256', [0xe3, 0xcd, 0xe3, 0xcf], 'محمد'],
  ])('a file in %s, when the map says so, and not otherwise', async (encoding, bytes, name) => {
    const { run, list } = await setUp()
    const file = write(Buffer.concat([Buffer.from(header), Buffer.from(bytes), Buffer.from(',,,,text\n')]))
    expect(await run(file)).toMatchObject({ exit: 1, taken: 0 })
    expect(await run(file, { map: write('encoding: gb-nothing\n', 'no-encoding.yaml') })).toMatchObject({ exit: 1, taken: 0 })
    expect(await run(file, { map: write('encoding: utf-8\n', 'wrong.yaml') })).toMatchObject({ exit: 1, taken: 0 })
    expect(await run(file, { map: write(`encoding: ${encoding}\n`, `${encoding}.yaml`) })).toMatchObject({ exit: 0, taken: 1 })
    expect((await list()).map(({ contributor }) => contributor)).toEqual([name])
  })

  test('a late row is marked, and one entry in the record holds a digest', async () => {
    const { run, list, forum } = await setUp({ deadline: '2026-10-15' as CallToOpen['deadline'] })
    await run(write(`${header}Ada,,,2026-10-15,text\nBo,,,2026-10-16,text\nCy,,,2026-10-16T11:59:00Z,text\n`))
    expect((await list()).map(({ isLate }) => isLate)).toEqual([false, true, false])
    const chain = await findChain(db, forum.id)
    expect(chain === undefined ? undefined : (await verifyChain(db, chain)).ok).toBe(true)
  })
})

describe('the examples of docs/reference/import.md', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'reference', 'import.md'), 'utf8')
  const [plain = '', mapped = ''] = [...text.matchAll(/```csv\n([\s\S]*?)```/gu)].map((match) => match[1] ?? '')
  const map = /```yaml\n([\s\S]*?)```/u.exec(text)?.[1] ?? ''

  test('without a map', async () => {
    const { run, list } = await setUp()
    expect(await run(write(plain))).toMatchObject({ exit: 0, read: 2, taken: 2, refused: [] })
    expect(await list()).toMatchObject([
      { contributor: 'Ada Example', organisation: 'Example Society', stakeholderGroup: 'Civil Society', regionalGroup: 'AFG', capacity: 'organisation', country: 'KE', language: 'en', receivedBy: '2026-10-01', consent: 'full', channel: 'import' },
      { contributor: 'Bo Sample', organisation: null, stakeholderGroup: 'Private Sector', regionalGroup: 'none', capacity: 'individual', country: null, language: 'fr' },
    ])
  })

  test('with the map, with a document', async () => {
    const { run, list } = await setUp({ questions: oneQuestion })
    write('%PDF-1.4 scan', 'D-1_1.pdf')
    expect(await run(write(mapped), { map: write(map, 'import.yaml'), documents: folder })).toMatchObject({ exit: 0, read: 2, taken: 2, refused: [] })
    const taken = await list()
    expect(taken).toMatchObject([
      { contributor: 'Ada Example', organisation: 'NGO', stakeholderGroup: 'Multistakeholder', channel: 'mail', receivedBy: '2026-10-01' },
      { contributor: 'Bo Sample', organisation: null, receivedBy: '2026-10-02' },
    ])
    expect((await listAttachments(db, taken.map(({ id }) => id))).map(({ name, mediaType }) => [name, mediaType])).toEqual([['D-1_1.pdf', 'application/pdf']])
  })
})

describe.skipIf(!existsSync(shared))('real files', () => {
  test('a docket with lines before its header, joined to its comments, with its attachments', async () => {
    const { run, list, cycle } = await setUp({ questions: oneQuestion })
    const map = write(
      [
        'key: Document ID', 'dates: month/day/year', `join: {file: ${JSON.stringify(join('.', 'comments.csv'))}, on: Document ID}`,
        'columns: {contributor: [Submitter First Name, Submitter Last Name], organisation: Organization, received: Received Date, answer1: Text Comment}', 'documents: "{Document ID}_1.pdf"',
      ].join('\n'),
      'docket.yaml',
    )
    write(readFileSync(join(shared, 'docket', 'comments.csv')), 'comments.csv')
    const outcome = await run(join(shared, 'docket', 'docket.csv'), { map, documents: join(shared, 'docket', 'attachments'), partial: true })
    expect(outcome.read).toBe(200)
    expect(outcome.refused.map(({ reason }) => reason)).toEqual(outcome.refused.map(() => 'This row has no text, and no document came with it.'))
    expect(outcome.taken + outcome.refused.length).toBe(200)
    expect(outcome.refused.length).toBeLessThanOrEqual(1)
    expect(await listAttachments(db, (await list()).map(({ id }) => id))).toHaveLength(10)
    expect((await listContributions(db, cycle.id, {}, { offset: 0, limit: 1 }))[0]).toMatchObject({ contributor: 'Thomas Sartain', organisation: null, receivedBy: '2018-06-05' })
  })

  test('the same docket with its attachments in a zip, joined by the ids in their names alone', async () => {
    const { run, list } = await setUp({ questions: oneQuestion })
    const attachments = join(shared, 'docket', 'attachments')
    const zip = write(zipSync(Object.fromEntries(readdirSync(attachments).map((name) => [`scans/${name}`, readFileSync(join(attachments, name))]))), 'attachments.zip')
    write(readFileSync(join(shared, 'docket', 'comments.csv')), 'comments.csv')
    const map = write('key: Document ID\ncolumns: {contributor: [Submitter First Name, Submitter Last Name], answer1: Text Comment}\njoin: {file: comments.csv, on: Document ID}\n', 'by-id.yaml')
    const outcome = await run(join(shared, 'docket', 'docket.csv'), { map, documents: zip, partial: true })
    expect(outcome.text.join('\n')).toContain('10 of 10 documents joined to 10 rows')
    expect(outcome).toMatchObject({ read: 200, taken: 199 })
    expect(outcome.refused.map(({ reason }) => reason)).toEqual(['This row has no text, and no document came with it.'])
    expect((await listAttachments(db, (await list()).map(({ id }) => id))).map(({ name }) => name)).toEqual(expect.arrayContaining(readdirSync(attachments)))
  })

  test.each([['USDA-2020-0009-0001.csv', 795, 108], ['EPA-HQ-OPP-2017-0433-0001.csv', 196, 2]])('form letters %s, some of whose ids a spreadsheet has damaged', async (name, rows, damaged) => {
    const { run, list } = await setUp({ questions: oneQuestion })
    const keyed = await run(join(shared, 'form-letters', name), { map: write('key: name\ncolumns: {answer1: text}', `${name}.yaml`) })
    expect(keyed).toMatchObject({ exit: 1, read: rows, taken: 0 })
    expect(keyed.refused.filter(({ reason }) => reason.includes('what a spreadsheet made of it'))).toHaveLength(damaged)
    expect(keyed.refused).toHaveLength(damaged)
    const mixed = await setUp({ questions: oneQuestion })
    const told = await mixed.run(join(shared, 'form-letters', name), { map: write('key: name\ncolumns: {answer1: text}', `${name}.yaml`), damaged: 'words' })
    expect(told).toMatchObject({ exit: 0, read: rows, taken: rows, refused: [] })
    const byWords = await run(join(shared, 'form-letters', name), { map: write('ignore: name', `words-${name}.yaml`) })
    expect(byWords).toMatchObject({ exit: 0, read: rows, taken: rows, refused: [] })
    expect((await list())[0]?.contributor).toBeNull()
  })

  test('the contributors of 2017 without any text, where nothing is asked', async () => {
    const { run, list } = await setUp({ questions: [] })
    expect(await run(join(shared, 'igf-facts', '2017_annex3.tsv'), { map: write('constants: {receivedBy: 2017-10-11, channel: import}', 'annex.yaml') })).toMatchObject({ exit: 0, read: 25, taken: 25 })
    const taken = await list()
    expect(taken.filter(({ regionalGroup }) => regionalGroup === 'none')).toHaveLength(2)
    expect(taken.filter(({ capacity }) => capacity === 'organisation')).toHaveLength(19)
    expect(new Set(taken.map(({ receivedBy }) => receivedBy))).toEqual(new Set(['2017-10-11']))
  })

  test.each(['austria-climate.5twd2jsnkf.2022-08-08', 'london.youth.policing', 'vtaiwan.uberx'])('statements of %s', async (name) => {
    const { run } = await setUp({ questions: oneQuestion })
    const outcome = await run(join(shared, 'rolling-statements', name, 'comments.csv'), { map: write('key: comment-id\ncolumns: {received: timestamp, answer1: comment-body}\nconstants: {consent: without-name}', `${name}.yaml`) })
    expect(outcome.refused).toEqual([])
    expect(outcome.taken).toBe(outcome.read)
    expect(outcome.taken).toBeGreaterThan(20)
  })
})
