import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { once } from 'node:events'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemClock } from '../../src/platform/clock.ts'
import { transact, type Db } from '../../src/platform/database.ts'
import { openFileStore } from '../../src/platform/files.ts'
import { newId } from '../../src/platform/new-id.ts'
import { findCallById } from '../../src/calls/queries.ts'
import { importMapSchema } from '../../src/contributions/import/schema.ts'
import { findForumById } from '../../src/forums/queries.ts'
import { checkImport } from '../../src/procedures/check-import.ts'
import { openImportTable } from '../../src/procedures/open-import-table.ts'
import { takeImport } from '../../src/procedures/take-import.ts'
import { writeWorkbook } from '../../src/platform/spreadsheet-stream.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { dateInZone } from '../../src/shared/time.ts'
import { DEFAULT_REGIONAL_GROUPS, DEFAULT_STAKEHOLDER_GROUPS } from '../../src/shared/vocabularies.ts'
import { seeded, timed, watchMemory, type Bench } from './measure.ts'

const [FEW, ROWS] = [10_000, 100_000]
const COLUMNS = ['ID', 'Contributor', 'Organisation', 'Capacity', 'Country', 'Stakeholder group', 'Regional group', 'Language', 'Received', 'Consent', 'Email', 'Answer 1', 'Answer 2']
const WORDS = 'we think that the security of the network rests on trust among those who build it and those who use it every day in every place of the world'.split(' ')

/** The same table ten times as long: how long that takes, and whether it takes more memory; then both again, and as a workbook. */
export const importBench: Bench = {
  title: 'Import of 100,000 rows',
  run: async ({ db }) => {
    const folder = mkdtempSync(join(tmpdir(), 'cvk-import-'))
    try {
      const [few, many] = [await measure(db, folder, FEW), await measure(db, folder, ROWS)]
      const again = await timed(() => run(db, few.callId, few.csv, folder))
      const book = join(folder, 'rows.xlsx')
      await writeBook(book)
      const asBook = await timed(() => run(db, few.callId, book, folder))
      if (few.taken !== FEW || many.taken !== ROWS || again.value !== 0 || asBook.value !== 0) throw new Error(`Taken: ${few.taken}, ${many.taken}, then ${again.value}, then ${asBook.value}`)
      return {
        figures: [
          { what: 'CSV of thirteen columns, two answers each, all taken', value: many.seconds, unit: 's', promised: 60 },
          { what: 'Of it processor time of this process', value: many.processor, unit: 's' },
          { what: 'Memory grown by, at most, while 10,000 rows were taken', value: few.grown, unit: 'MB' },
          { what: 'Memory grown by, at most, while 100,000 rows were taken', value: many.grown, unit: 'MB', promised: 400 },
          { what: '10,000 rows again: nothing taken', value: again.ms / 1000, unit: 's' },
          { what: 'The same as XLSX: nothing taken', value: asBook.ms / 1000, unit: 's' },
        ],
        remarks: [
          `Each commit on disk; checked, numbered and written by one process beside PostgreSQL. Of memory most is what was used and not yet cleared away; kept for each row are its key and a digest. Load of the machine while measured: ${loadavg()[0]?.toFixed(1) ?? ''}.`,
        ],
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function measure(db: Db, folder: string, count: number) {
  const [callId, csv] = [await makeCall(db), join(folder, `rows-${count}.csv`)]
  await writeCsv(csv, count)
  const [watch, used] = [watchMemory(), process.cpuUsage()]
  const { ms, value: taken } = await timed(() => run(db, callId, csv, folder))
  watch.stop()
  const { user, system } = process.cpuUsage(used)
  return { callId, csv, taken, seconds: ms / 1000, processor: (user + system) / 1_000_000, grown: watch.grown() }
}

async function run(db: Db, callId: string, path: string, folder: string): Promise<number> {
  const call = await findCallById(db, callId as never)
  const forum = call === undefined ? undefined : await findForumById(db, call.forumId)
  if (call === undefined || forum === undefined) throw new Error('The call is gone')
  const map = importMapSchema.parse({})
  const table = await openImportTable({ path, map, questions: call.questions, maySearch: false })
  if ('reason' in table) throw new Error(table.reason.code)
  const now = systemClock()
  const checked = await checkImport({ table, map, call, forum, documents: [], today: dateInZone(now, '+14:00'), importedOn: dateInZone(now, 'UTC') })
  try {
    return (await takeImport(db, SYSTEM, { call, checked, documents: [], files: await openFileStore(join(folder, 'files'), now), clock: systemClock })).taken
  } finally {
    await checked.close()
  }
}

async function makeCall(db: Db): Promise<string> {
  const [forumId, cycleId, callId] = [newId(), newId(), newId()]
  await transact(db, async (tx) => {
    await sql`insert into forums_forum (id, slug, title, mandate, is_demonstration, language, stakeholder_groups, regional_groups, created_at)
      values (${forumId}, ${`import-${forumId}`}, 'Bench', '', false, 'en', ${JSON.stringify(DEFAULT_STAKEHOLDER_GROUPS)}, ${JSON.stringify(DEFAULT_REGIONAL_GROUPS)}, now())`.execute(tx)
    await sql`insert into forums_cycle (id, forum_id, slug, title, focus) values (${cycleId}, ${forumId}, '2026', '2026', '')`.execute(tx)
    await sql`insert into calls_call (id, forum_id, cycle_id, slug, title, introduction, is_soft, is_open) values (${callId}, ${forumId}, ${cycleId}, 'call', '', '', true, true)`.execute(tx)
    for (const number of [1, 2]) await sql`insert into calls_question (id, call_id, number, text) values (${newId()}, ${callId}, ${number}, ${`Question ${number}?`})`.execute(tx)
  })
  return callId
}

async function* rows(count: number): AsyncGenerator<string[]> {
  yield COLUMNS
  const next = seeded(1)
  const text = (length: number): string => Array.from({ length }, () => WORDS[Math.floor(next() * WORDS.length)] ?? '').join(' ')
  for (let row = 0; row < count; row++) {
    const [group, region] = [DEFAULT_STAKEHOLDER_GROUPS[row % 6]?.key ?? '', DEFAULT_REGIONAL_GROUPS[row % 5]?.key ?? '']
    yield [`SUBMISSION-OF-THIS-YEAR-${row}`, `Person ${row}`, `Organisation ${row % 900}`, 'organisation', 'KE', group, region, 'en', `2026-0${1 + (row % 9)}-${10 + (row % 18)}`, 'yes', `p${row}@example.org`, `${text(60)}, number ${row}`, text(40)]
  }
}

async function writeCsv(path: string, count: number): Promise<void> {
  const file = createWriteStream(path)
  for await (const cells of rows(count)) if (!file.write(`${cells.map((cell) => `"${cell}"`).join(',')}\r\n`)) await once(file, 'drain')
  file.end()
  await once(file, 'finish')
}

async function writeBook(path: string): Promise<void> {
  const file = createWriteStream(path)
  for await (const part of writeWorkbook([{ name: 'Rows', rows: rows(FEW) }])) if (!file.write(part)) await once(file, 'drain')
  file.end()
  await once(file, 'finish')
}
