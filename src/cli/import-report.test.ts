import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { buildForum } from '../forums/testing.ts'
import { findMeeting } from '../meetings/queries.ts'
import { buildMeeting } from '../meetings/testing.ts'
import { openFileStore } from '../platform/files.ts'
import type { Instant } from '../shared/time.ts'
import { checkReports } from './checks/reports.ts'
import { importFile } from './import-report.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
const folder = mkdtempSync(join(tmpdir(), 'convoke-report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const installation = { db, clock: () => now }

test('what is not here is refused; a report is kept with the meeting of its day, and the check of the forum says what the import said', async () => {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const file = join(folder, 'report.txt')
  writeFileSync(file, '1. The fifth meeting was held on Tuesday 11 October 2017.\n2. It ended.\n')
  expect(await importFile(installation, ['none', file], {})).toMatchObject({ exit: 1, result: { refused: [{ field: 'forum' }] } })
  expect(await importFile(installation, [forum.slug, join(folder, 'missing.txt')], {})).toMatchObject({ exit: 1, result: { refused: [{ field: 'file' }] } })
  await buildMeeting(db, forum.id, 'fifth', now, { cycleIds: [cycle.id] })
  const kept = await importFile(installation, [forum.slug, file], {})
  expect(kept).toMatchObject({ exit: 0, result: { read: 1, taken: 1, refused: [], meeting: 'fifth', paragraphs: 2, findings: [{ kind: 'weekday', paragraph: 1 }] } })
  expect(kept.text).toContain('  ¶ 1: "Tuesday 11 October 2017": It is a Wednesday: Wednesday 11 October 2017.')
  expect((await findMeeting(db, forum.id, 'fifth'))?.paragraphs).toHaveLength(2)
  const files = await openFileStore(join(folder, 'store'), now)
  expect(await checkReports.run({ db, files, forum, cycles: [cycle] })).toEqual({ checked: 2, findings: [{ subject: 'meeting fifth, ¶ 1', sentence: '"Tuesday 11 October 2017": It is a Wednesday: Wednesday 11 October 2017.', serious: false }] })
})
