import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { oneOfEachKind } from '../../src/calls/questions/testing.ts'
import { buildCall } from '../../src/calls/testing.ts'
import { importFile } from '../../src/cli/import-contributions.ts'
import { countChoices } from '../../src/contributions/choices/queries.ts'
import { buildForum } from '../../src/forums/testing.ts'
import { openFileStore } from '../../src/platform/files.ts'
import type { Instant } from '../../src/shared/time.ts'
import { testDatabase, uniqueSlug } from '../harness/postgres.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const folder = mkdtempSync(join(tmpdir(), 'convoke-import-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const installation = { db, files: await openFileStore(join(folder, 'store'), now), clock: () => now }

test('a table brings choices as well: a cell that names no option refuses its row, and taken again nothing changes', async () => {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now, { questions: oneOfEachKind() })
  const file = join(folder, 'survey.csv')
  writeFileSync(file, ['Contributor,Answer 1,Answer 2,Answer 3,Answer 4,Answer 5', 'Ada,Boards.,night,Crews; Nobody,2,Rest > Light', 'Bo,,Evening,,,', 'Cy,,Noon,,,'].join('\n'))
  const run = async (options = {}) => (await importFile(installation, [`${forum.slug}/2026/main`, file], options)).result as unknown
  expect(await run()).toMatchObject({ taken: 0, refused: [{ row: 4, field: 'answer2' }] })
  expect(await run({ partial: true })).toMatchObject({ taken: 2 })
  expect(await run({ partial: true })).toMatchObject({ taken: 0 })
  const { counts } = await countChoices(db, call.id)
  const numberOf = (id: string) => call.questions.find((question) => question.id === id)?.number
  expect(counts.map(({ questionId, option, place, count }) => [numberOf(questionId), option, place, count].join(' ')).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['2 1  1', '2 2  1', '3 1  1', '3 3  1', '4 2  1', '5 1 2 1', '5 3 1 1'])
})
