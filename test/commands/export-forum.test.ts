import { listInbox } from '../../src/contributions/handling/queries.ts'
import { listCycles } from '../../src/forums/queries.ts'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../harness/postgres.ts'
import { findChain, verifyChain } from '../../src/record/queries.ts'
import { listLinksOfCycle } from '../../src/trace/queries.ts'
import { buildForum } from '../../src/forums/testing.ts'
import type { Db } from '../../src/platform/database.ts'
import { exportForum } from '../../src/procedures/export-forum.ts'
import { buildCitedChain, digestFolder, emptyFileStore, emptyFolder, exportFolder, importFolder, NOW, samplePath } from '../../src/procedures/testing.ts'

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

test('the inbox of the demonstration has three that nobody has read yet: the others were read by its people', async () => {
  const { db, done } = await imported(samplePath('demonstration'))
  const [cycle] = await listCycles(db, done.forumId)
  const waiting = await listInbox(db, cycle?.id ?? done.forumId, { reason: 'unread' }, { people: [], organisations: [] }, { offset: 0, limit: 30 })
  expect(waiting.map(({ contribution }) => contribution.number)).toEqual([17, 22, 23])
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

test('a version written by hand keeps what its findings rest on when it is taken', async () => {
  const { db } = await imported(samplePath('demonstration'))
  const grounds = async (isFrozen: boolean) =>
    (await sql`select v.number, l.from_id, l.to_id from drafts_version v join trace_link cites on cites.version_id = v.id and cites.to_kind = 'finding'
      join trace_link l on l.from_id = cites.to_id and l.version_id is not distinct from ${isFrozen ? sql`v.id` : sql`null`} group by 1, 2, 3 order by 1, 2, 3`.execute(db)).rows
  expect((await grounds(true)).length).toBeGreaterThan(80)
  expect(await grounds(true)).toEqual(await grounds(false))
})

describe('an export', () => {
  test('of a forum that is not there, or over something that is there, is refused and leaves nothing', async () => {
    const { db, files } = await imported(samplePath('demonstration'))
    const parent = await emptyFolder()
    expect(await exportForum(db, { slug: 'no-such-forum', folder: join(parent, 'out'), files, isPublic: false })).toEqual({ refusal: 'forum-not-found' })
    await mkdir(join(parent, 'full'))
    await writeFile(join(parent, 'full', 'kept'), 'x')
    expect(await exportForum(db, { slug: 'demonstration', folder: join(parent, 'full'), files, isPublic: false })).toEqual({ refusal: 'folder-not-empty' })
    // An attached file is missing from this store: the export breaks in its middle.
    await expect(exportForum(db, { slug: 'demonstration', folder: join(parent, 'out'), files: await emptyFileStore(), isPublic: false })).rejects.toThrow(/ENOENT/u)
    expect(await readdir(parent)).toEqual(['full'])
    const done = await exportForum(db, { slug: 'demonstration', folder: join(parent, 'out'), files, isPublic: false })
    const written = (await readdir(join(parent, 'out'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    expect(done).toMatchObject({ files: written.length })
    await mkdir(join(parent, 'empty'))
    expect(await exportForum(db, { slug: 'demonstration', folder: join(parent, 'empty'), files, isPublic: true })).toMatchObject({ folder: join(parent, 'empty') })
  })

  test('whose link starts at nothing it shows is a fault: nothing is lost without a word', async () => {
    const { db, files } = await imported(samplePath('demonstration'))
    await sql`update trace_link set from_id = gen_random_uuid() where id = (select id from trace_link where relation = 'changed' limit 1)`.execute(db)
    await expect(exportFolder(db, 'demonstration', files)).rejects.toThrow(/1 links of demonstration start at nothing/u)
  })
})

describe('a public export', () => {
  const SECRETS = [/@[a-z-]+\.example/u, /T!de&9pm/u, /Dunja/u, /Ölmark/u, /auctioned/u, /meant for another draft/u, /Bram Oosterzijl\n {2}stakeholderGroup: Technical Community\n {2}regionalGroup: WEOG\n {2}channel: web/u]

  test('has no address, no passcode, no name and no word that was not to be published; the whole one has them', async () => {
    const { db, files } = await imported(samplePath('demonstration'))
    const [whole, open] = [await textOf(await exportFolder(db, 'demonstration', files)), await textOf(await exportFolder(db, 'demonstration', files, true))]
    expect(SECRETS.filter((secret) => !secret.test(whole))).toEqual([])
    expect(SECRETS.filter((secret) => secret.test(open))).toEqual([])
    expect(open).toContain('public: true')
    // What was agreed to is there, and who withdrew or kept the name back is still counted.
    expect(open).toContain('We keep a slate board')
    // Whom the forum invited is its own affair, and what waits for its list's moderator: the one invitation and the one post are not there.
    expect(open.match(/^- id: /gmu)?.length).toBe((whole.match(/^- id: /gmu)?.length ?? 0) - 2)
    expect(open).not.toContain('Your guild repairs boats')
  })

  test('can be taken elsewhere and written again in the same bytes', async () => {
    const { db, files } = await imported(samplePath('demonstration'))
    const written = await exportFolder(db, 'demonstration', files, true)
    const second = await imported(written)
    expect(await digestFolder(await exportFolder(second.db, 'demonstration', second.files, true))).toEqual(await digestFolder(written))
  })
})

async function textOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const texts = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')))
  return texts.join('\n')
}
