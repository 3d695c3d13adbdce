import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/harness/postgres.ts'
import { buildForum } from '../forums/testing.ts'
import type { Db } from '../platform/database.ts'
import { findChain, verifyChain } from '../record/queries.ts'
import { listLinksOfCycle } from '../trace/queries.ts'
import { buildCitedChain, digestFolder, emptyFileStore, exportFolder, importFolder, NOW, samplePath } from './testing.ts'

async function imported(folder: string) {
  const db = await freshDatabase()
  const files = await emptyFileStore()
  const done = await importFolder(db, folder, files)
  if ('refusal' in done) throw new Error(JSON.stringify(done, null, 1))
  return { db, files, done }
}

describe.each(['bpf-cybersecurity', 'demonstration'])('the sample %s', (slug) => {
  test('is taken, written, taken elsewhere and written again in the same bytes, its record whole in both', async () => {
    const first = await imported(samplePath(slug))
    const written = await exportFolder(first.db, slug, first.files)
    const second = await imported(written)
    const again = await exportFolder(second.db, slug, second.files)
    const digests = await digestFolder(written)
    expect(Object.keys(digests).length).toBeGreaterThan(8)
    expect(await digestFolder(again)).toEqual(digests)
    for (const { db, done } of [first, second]) {
      const chain = await findChain(db, done.forumId)
      expect(chain === undefined ? undefined : (await verifyChain(db, chain)).ok).toBe(true)
    }
    expect(await readFile(join(written, 'forum.yaml'), 'utf8')).toContain(`slug: ${slug}\n`)
  })
})

test('what the findings of a version rested on when it was frozen travels with it', async () => {
  const db = await freshDatabase()
  const { cycle } = await buildForum(db, 'harbours', NOW)
  const { versionId } = await buildCitedChain(db, cycle, NOW)
  const written = await exportFolder(db, 'harbours', await emptyFileStore())
  const second = await imported(written)
  const frozen = async (from: Db) => (await listLinksOfCycle(from, cycle.id)).filter((link) => link.versionId === versionId).map((link) => [link.from, link.to])
  expect((await frozen(db)).filter(([from]) => from?.kind === 'finding')).toHaveLength(2)
  expect(await frozen(second.db)).toEqual(await frozen(db))
  expect(await digestFolder(await exportFolder(second.db, 'harbours', second.files))).toEqual(await digestFolder(written))
})
