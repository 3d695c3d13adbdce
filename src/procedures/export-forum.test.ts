import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/harness/postgres.ts'
import { findChain, verifyChain } from '../record/queries.ts'
import { digestFolder, emptyFileStore, exportFolder, importFolder, samplePath } from './testing.ts'

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
