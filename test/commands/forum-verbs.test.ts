import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exportForumVerb } from '../../src/cli/export-forum.ts'
import { importForumVerb } from '../../src/cli/import-forum.ts'
import type { Installation } from '../../src/cli/installation.ts'
import { dataFolderPaths } from '../../src/platform/data-folder.ts'
import { openKysely } from '../../src/platform/database.ts'
import { copySample, digestFolder, emptyFileStore, emptyFolder, NOW, samplePath } from '../../src/procedures/testing.ts'
import { freshDatabaseUrl } from '../harness/postgres.ts'

async function installation(): Promise<Installation> {
  const { db, pool } = openKysely({ connectionString: await freshDatabaseUrl() })
  const files = await emptyFileStore()
  return { db, pool, files, clock: () => NOW, folder: dataFolderPaths(files.folder), migrations: '', close: () => db.destroy() }
}

test('a forum goes from a folder into an installation and out again, and every refusal is a sentence', async () => {
  const [one, parent] = [await installation(), await emptyFolder()]
  const broken = await copySample('demonstration')
  await writeFile(join(broken, 'cycles/2026/calls.yaml'), '- slug: x y\n')
  expect(await importForumVerb.run(one, [broken], {})).toMatchObject({
    exit: 1,
    result: { taken: 0, refused: expect.arrayContaining([{ row: 'cycles/2026/calls.yaml', field: '[1].title', reason: 'is missing.' }]) },
    text: expect.arrayContaining(['cycles/2026/calls.yaml [1].title is missing.']),
  })
  expect(await exportForumVerb.run(one, ['demonstration', join(parent, 'out')], {})).toMatchObject({ exit: 1, text: ['There is no forum "demonstration" here.'] })
  expect(await importForumVerb.run(one, [samplePath('demonstration')], {})).toMatchObject({ exit: 0, result: { forum: 'demonstration', contributions: 24, refused: [] } })
  expect(await importForumVerb.run(one, [samplePath('demonstration')], {})).toMatchObject({ exit: 1, result: { refused: [{ field: 'slug' }] } })
  expect(await exportForumVerb.run(one, ['demonstration', join(parent, 'out')], {})).toMatchObject({ exit: 0, result: { refused: [] } })
  expect(await exportForumVerb.run(one, ['demonstration', join(parent, 'out')], {})).toMatchObject({ exit: 1, result: { refused: [{ field: 'folder' }] } })
  expect(await exportForumVerb.run(one, ['demonstration', join(parent, 'open')], { public: true })).toMatchObject({ exit: 0 })
  expect(await digestFolder(join(parent, 'open'))).not.toEqual(await digestFolder(join(parent, 'out')))
  await one.close()
})
