import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import readXlsx from 'read-excel-file/node'
import { afterAll, describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { importFile } from '../../src/cli/import-contributions.ts'
import { withdrawContribution } from '../../src/contributions/commands.ts'
import { listAnswersAsSent, listContributions } from '../../src/contributions/queries.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { PUBLIC } from '../../src/record/model.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const folder = mkdtempSync(join(tmpdir(), 'convoke-downloads-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const office = ['soffice', 'libreoffice'].find((name) => {
  try {
    execFileSync('which', [name], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

/** Texts that a spreadsheet would run, or that are hard on a table. */
const HARD = ['=HYPERLINK("http://evil.example";"x")', '+1', '-2, "quoted"', '@sum', "'=already guarded", 'a;b\nnew line', 'نص عربي', `long ${'x'.repeat(70_000)} end`, '_x0041_ & <b>']

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const call = await buildCall(app.db, cycle, app.now)
  const [first] = call.questions
  if (first === undefined) throw new Error('A call without questions')
  for (const text of HARD) await buildContribution(app.db, call, app.now, { answers: [{ questionId: first.id, text }], mail: 'ada@hidden.example' })
  await buildContribution(app.db, call, app.now, { contributor: 'Zoë Nameless', consent: 'without-name', attachments: [{ name: 'a; b.pdf', mediaType: 'application/pdf', size: 3, sha256: 'a'.repeat(64) }] })
  await buildContribution(app.db, call, app.now, { contributor: 'Yan Silent', organisation: 'Silent Ltd', consent: 'not-at-all' })
  const gone = await buildContribution(app.db, call, app.now, { contributor: 'Xi Gone' })
  await transact(app.db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId: gone.contributionId, cycleId: cycle.id }, app.now))
  const cookie = await app.signIn('secretariat', forum.id)
  const at = (ending: string, isFull = false) => app.get(`${isFull ? '/desk' : ''}/${forum.slug}/2026/${ending}`, isFull ? { cookie } : {})
  const rows = async (ending: string, isFull = false) => parse<Record<string, string>>(await (await at(ending, isFull)).text(), { columns: true })
  return { forum, cycle, call, at, rows }
}

const world = await setUp()
const hidden = ['ada@hidden.example', 'Zoë Nameless', 'Yan Silent', 'Silent Ltd', 'Xi Gone']

describe('everything as tables', () => {
  test('of a cycle that is not there is not found; the desk’s are closed to the public', async () => {
    const { forum } = world
    for (const ending of ['contributions.csv', 'contributors.csv', 'attachments.csv', 'contributions.xlsx', 'contributions.ndjson']) {
      expect((await app.get(`/${forum.slug}/1999/${ending}`)).status).toBe(404)
      expect((await app.get(`/${forum.slug}/2026/${ending}?call=none`)).status).toBe(404)
      expect((await app.get(`/desk/${forum.slug}/2026/${ending}`)).status).toBe(403)
    }
  })

  test('shows anyone what the pages show, and the desk all', async () => {
    const { at, rows } = world
    for (const ending of ['contributions.csv', 'contributors.csv', 'attachments.csv', 'contributions.ndjson']) {
      const text = await (await at(ending)).text()
      for (const word of hidden) expect(text, `${ending} shows ${word}`).not.toContain(word)
    }
    const full = await (await at('contributions.csv', true)).text()
    for (const word of hidden) expect(full).toContain(word)
    const open = await rows('contributions.csv')
    expect(open).toHaveLength(HARD.length + 3)
    expect(open[HARD.length]).toMatchObject({ ID: `2026/C-${HARD.length + 1}`, Contributor: '', Files: 'a_ b.pdf' })
    expect(Object.entries(open[HARD.length + 1] ?? {}).filter(([name]) => name.startsWith('Answer')).map(([, text]) => text)).toEqual(['', ''])
    expect(await rows('contributors.csv', true)).toHaveLength(4)
    expect((await rows('attachments.csv'))[0]).toMatchObject({ File: 'a; b.pdf', Bytes: '3', Address: expect.stringContaining('/contributions/C-10/files/1/') as string })
    const lines = (await (await at('contributions.ndjson')).text()).trim().split('\n').map((line) => JSON.parse(line) as { ref: string; answers: { text: string }[] })
    expect(lines[0]).toMatchObject({ ref: '2026/C-1', answers: [{ number: 1, text: HARD[0] }] })
    expect(await (await at('contributions')).text()).toContain('contributions.xlsx')
  })

  test('guards what a spreadsheet would run', async () => {
    const { rows } = world
    const answers = (await rows('contributions.csv')).map((row) => Object.entries(row).find(([name]) => name.startsWith('Answer 1'))?.[1])
    expect(answers.slice(0, 5)).toEqual([`'${HARD[0] ?? ''}`, "'+1", `'${HARD[2] ?? ''}`, "'@sum", "''=already guarded"])
  })

  test.each([['CSV', 'contributions.csv'], ['XLSX', 'contributions.xlsx']])('written as %s is read again word for word', async (_name, ending) => {
    const { at } = world
    const path = join(folder, ending)
    writeFileSync(path, Buffer.from(await (await at(ending, true)).arrayBuffer()))
    const { forum, cycle } = await app.seedForum()
    await buildCall(app.db, cycle, app.now)
    const { exit, result } = await importFile({ db: app.db, files: app.services.files, clock: () => app.now }, [`${forum.slug}/2026/main`, path], { partial: true })
    expect([exit, result.taken, result.refused.map(({ reason }) => reason)]).toEqual([0, HARD.length + 3, []])
    const again = await listContributions(app.db, cycle.id, {}, { offset: 0, limit: 100 })
    const texts = await Promise.all(again.map(async ({ id }) => (await listAnswersAsSent(app.db, id))[0]?.text))
    HARD.forEach((text, place) => expect(texts[place] === text, `${place}: ${String(texts[place]).slice(0, 80)}`).toBe(true))
  })

  test('as a workbook is read by another reader', async () => {
    const { at } = world
    const bytes = Buffer.from(await (await at('contributions.xlsx')).arrayBuffer())
    const path = join(folder, 'other.xlsx')
    writeFileSync(path, bytes)
    const sheets = await readXlsx(path)
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['Contributions', 'Contributors', 'Attachments'])
    expect(sheets[0]?.data[1]?.[0]).toBe('2026/C-1')
    const header = sheets[0]?.data[0] ?? []
    const first = header.findIndex((name) => String(name).startsWith('Answer 1'))
    expect(header.filter((name) => String(name).includes('part'))).toHaveLength(2)
    expect(sheets[0]?.data[1]?.[first]).toBe(HARD[0])
  })

  test.skipIf(office === undefined)(`as a workbook is opened by LibreOffice${office === undefined ? ', which is not on this machine' : ''}`, async () => {
    const path = join(folder, 'office.xlsx')
    writeFileSync(path, Buffer.from(await (await world.at('contributions.xlsx')).arrayBuffer()))
    execFileSync(office ?? '', ['--headless', '--convert-to', 'csv', '--outdir', folder, path], { stdio: 'ignore' })
    expect(parse(readFileSync(join(folder, 'office.csv'), 'utf8'), { columns: true })).toHaveLength(HARD.length + 3)
  })
})
