import { expect, test } from 'vitest'
import { check } from '../../src/cli/check.ts'
import type { Installation } from '../../src/cli/installation.ts'
import { dataFolderPaths } from '../../src/platform/data-folder.ts'
import { openKysely } from '../../src/platform/database.ts'
import { emptyFileStore, importFolder, NOW, samplePath } from '../../src/procedures/testing.ts'
import { freshDatabaseUrl } from '../harness/postgres.ts'

/** One sample in an installation of its own, checked. */
async function checkSample(name: string) {
  const { db, pool } = openKysely({ connectionString: await freshDatabaseUrl() })
  const files = await emptyFileStore()
  const installation: Installation = { db, pool, files, clock: () => NOW, folder: dataFolderPaths(files.folder), migrations: '', close: () => db.destroy() }
  try {
    const imported = await importFolder(db, samplePath(name), files)
    expect(imported).not.toHaveProperty('refusal')
    return await check.run(installation, [name], {})
  } finally {
    await installation.close()
  }
}

test('the demonstration forum is in order', async () => {
  const outcome = await checkSample('demonstration')
  expect(outcome).toMatchObject({ exit: 0, result: { findings: [] } })
})

test('of the recorded forum the published figures that the rows contradict are found, and nothing serious', async () => {
  const outcome = await checkSample('bpf-cybersecurity')
  expect(outcome.exit).toBe(0)
  const source = '(Report of 11 October 2017, annex III).'
  expect(outcome.text.filter((line) => line.startsWith('published-figures: 2017'))).toEqual([
    `published-figures: 2017: regionalGroup WEOG as of 2017-10-11 was published as 4, and the rows give 5 ${source}`,
    `published-figures: 2017: The figures by regionalGroup as of 2017-10-11 come to 24 with the rows that have none, and there are 25 rows ${source}`,
  ])
  expect(outcome.result).toMatchObject({ findings: expect.not.arrayContaining([expect.objectContaining({ serious: true })]) })
})
