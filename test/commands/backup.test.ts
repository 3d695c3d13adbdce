import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { freshDatabaseUrl, uniqueSlug } from '../harness/postgres.ts'
import { buildForum } from '../../src/forums/testing.ts'
import { buildLogin } from '../../src/people/testing.ts'
import { dataFolderPaths } from '../../src/platform/data-folder.ts'
import { listTablesInOrder } from '../../src/platform/catalogue.ts'
import { migrate, openKysely } from '../../src/platform/database.ts'
import { openFileStore } from '../../src/platform/files.ts'
import { parseInstant, type Instant } from '../../src/shared/time.ts'
import { backup } from '../../src/cli/backup.ts'
import { fillEveryTable } from '../harness/every-table.ts'
import type { Installation } from '../../src/cli/installation.ts'
import { restore } from '../../src/cli/restore.ts'
import { verifyRecord } from '../../src/cli/verify-record.ts'

const now = parseInstant('2026-11-02T10:00:00.000Z') as Instant
const folder = mkdtempSync(join(tmpdir(), 'convoke-backup-'))
const migrations = join(import.meta.dirname, '..', '..', 'migrations')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** An installation on an empty database of its own. */
async function installation(): Promise<Installation> {
  const { db, pool } = openKysely({ connectionString: await freshDatabaseUrl() })
  await db.deleteFrom('platform_setting').execute()
  const paths = dataFolderPaths(join(folder, uniqueSlug('data')))
  const close = () => db.destroy()
  afterAll(close)
  return { db, pool, files: await openFileStore(paths.files, now), clock: () => now, folder: paths, migrations, close }
}

async function withForum(): Promise<Installation> {
  const made = await installation()
  const { forum } = await buildForum(made.db, uniqueSlug(), now)
  await buildLogin(made.db, 'secretariat', forum.id, now)
  return made
}

const place = () => join(folder, `${uniqueSlug('archive')}.tar.gz`)
const store = (made: Installation, content: string | Buffer) => made.files.store(Readable.from([Buffer.from(content)]), 1e9)

async function backedUp(made: Installation): Promise<string> {
  const path = place()
  expect(await backup.run(made, [path], {})).toMatchObject({ exit: 0 })
  return path
}

/** Every row of every table, as text. */
async function content({ pool }: Installation): Promise<Record<string, string[]>> {
  const client = await pool.connect()
  try {
    const all: Record<string, string[]> = {}
    for (const { name } of await listTablesInOrder(client)) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from "${name}" t order by 1`)
      all[name] = rows.map(({ row }) => row)
    }
    return all
  } finally {
    client.release()
  }
}

async function stored({ files }: Installation): Promise<string[]> {
  const names: string[] = []
  for await (const { sha256 } of files.list()) names.push(sha256)
  return names
}

async function relationsLeft({ pool }: Installation): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from pg_class where relnamespace = current_schema()::regnamespace')
  return rows[0]?.count ?? -1
}

async function expectRefused(target: Installation, path: string, reason: object): Promise<void> {
  const before = [await content(target), await stored(target)]
  const outcome = await restore.run(target, [path], {})
  expect(outcome).toMatchObject({ exit: 1, result: { refused: [reason] } })
  expect(outcome.text).toHaveLength(1)
  expect([await content(target), await stored(target)]).toEqual(before)
}

describe('refusals', () => {
  test('a backup replaces no file, and needs a folder and an installation', async () => {
    const made = await withForum()
    const path = await backedUp(made)
    const before = readFileSync(path)
    expect(await backup.run(made, [path], {})).toMatchObject({ exit: 1, result: { refused: [{ reason: 'exists' }] } })
    expect(readFileSync(path)).toEqual(before)
    const nowhere = await backup.run(made, [join(folder, 'no', 'such', 'folder.tar.gz')], {})
    expect(nowhere).toMatchObject({ exit: 1, result: { refused: [{ reason: 'not-written' }] } })
    await made.pool.query('drop table platform_migration')
    expect(await backup.run(made, [place()], {})).toMatchObject({ exit: 1, result: { refused: [{ reason: 'nothing-here' }] } })
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([])
  })

  test('nothing is restored over rows', async () => {
    const path = await backedUp(await withForum())
    await expectRefused(await withForum(), path, { reason: 'not-empty' })
  })

  test('a file that is no backup, or is not there', async () => {
    const target = await installation()
    const path = place()
    writeFileSync(path, 'not an archive')
    await expectRefused(target, path, { reason: 'not-a-backup' })
    await expectRefused(target, place(), { reason: 'not-a-backup' })
  })

  test('a truncated archive, wherever it ends', async () => {
    const made = await withForum()
    await store(made, Buffer.from(Array.from({ length: 200_000 }, (_, place) => (place * 7919) % 251)))
    const path = await backedUp(made)
    const target = await installation()
    for (const share of [0.3, 0.6, 0.99]) {
      const cut = place()
      copyFileSync(path, cut)
      truncateSync(cut, Math.floor(statSync(path).size * share))
      await expectRefused(target, cut, { reason: 'damaged' })
    }
  })

  test('a tampered archive, naming the member', async () => {
    const made = await withForum()
    const path = await backedUp(made)
    const tampered = place()
    const plain = gunzipSync(readFileSync(path))
    const at = plain.indexOf('To try things out.')
    plain.write('To try other stuff', at)
    writeFileSync(tampered, gzipSync(plain))
    await expectRefused(await installation(), tampered, { reason: 'damaged', row: 'tables/forums_forum/00001.copy' })
  })

  test('a damaged stored file in the archive, naming it; rows that follow the end', async () => {
    const made = await withForum()
    const kept = await store(made, 'a paper that came by letter')
    const path = await backedUp(made)
    const plain = gunzipSync(readFileSync(path))
    const longer = place()
    writeFileSync(longer, gzipSync(Buffer.concat([plain, Buffer.from('more')])))
    await expectRefused(await installation(), longer, { reason: 'damaged' })
    const tampered = place()
    plain.write('A', plain.indexOf('a paper that came by letter'))
    writeFileSync(tampered, gzipSync(plain))
    await expectRefused(await installation(), tampered, { reason: 'damaged', row: `files/${kept?.sha256 ?? ''}` })
  })

  test('an archive whose rows contradict each other leaves nothing behind', async () => {
    const made = await withForum()
    const kept = await store(made, 'kept')
    await made.pool.query('alter table forums_cycle drop constraint forums_cycle_forum_id_fkey')
    await made.pool.query('delete from forums_forum')
    const target = await installation()
    await expectRefused(target, await backedUp(made), { reason: 'does-not-fit' })
    expect(await target.files.has(kept?.sha256 ?? '')).toBe(false)
  })

  test('an archive of a newer Convoke', async () => {
    const path = await backedUp(await withForum())
    const older = join(folder, uniqueSlug('migrations'))
    mkdirSync(older)
    for (const name of readdirSync(migrations).sort().slice(0, -1)) copyFileSync(join(migrations, name), join(older, name))
    await expectRefused({ ...(await installation()), migrations: older }, path, { reason: 'newer' })
  })
})

test('a row in every table, and every file, come back as they were', async () => {
  const made = await installation()
  const tables = await fillEveryTable(made.pool)
  const kept = await store(made, Buffer.alloc(300_000, 'file '))
  const before = await content(made)
  expect(Object.values(before).filter((rows) => rows.length === 0)).toEqual([])
  const path = await backedUp(made)
  expect(statSync(path).mode & 0o777).toBe(0o600)

  const target = await installation()
  const outcome = await restore.run(target, [path], {})
  expect(outcome.result).toMatchObject({ files: 1, migrated: [] })
  expect(await content(target)).toEqual(before)
  expect(Object.keys(before)).toHaveLength(tables)
  const back = createHash('sha256')
  for await (const chunk of target.files.read(kept?.sha256 ?? '')) back.update(chunk as Buffer)
  expect(back.digest('hex')).toBe(kept?.sha256)
})

test('the record is whole after a restore, and a login still holds', async () => {
  const made = await withForum()
  const target = await installation()
  expect(await restore.run(target, [await backedUp(made)], {})).toMatchObject({ exit: 0, result: { brokenRecords: 0 } })
  expect(await verifyRecord.run(target, [], {})).toMatchObject({ exit: 0 })
  const logins = await target.pool.query<{ count: number }>('select count(*) as count from people_login')
  expect(logins.rows[0]?.count).toBe(1)
})

test('a broken record is restored as it was, and said', async () => {
  const made = await withForum()
  await made.pool.query(`update record_entry set act = 'something-else' where sequence = 1`)
  expect(await restore.run(await installation(), [await backedUp(made)], {})).toMatchObject({ exit: 1, result: { brokenRecords: 2, refused: [] } })
})

test('an archive of an older level is brought up to date, also over the empty tables of a later one', async () => {
  const older = join(folder, uniqueSlug('migrations'))
  mkdirSync(older)
  const all = readdirSync(migrations).sort()
  for (const name of all.slice(0, -1)) copyFileSync(join(migrations, name), join(older, name))
  const made = await installation()
  await made.pool.query('drop schema public cascade; create schema public')
  await migrate(made.db, older)
  await made.pool.query(`insert into platform_setting values ('secret', 'kept')`)
  const target = await installation()
  const outcome = await restore.run(target, [await backedUp(made)], {})
  expect(outcome).toMatchObject({ exit: 0, result: { rows: all.length, migrated: all.slice(-1) } })
  expect(await migrate(target.db, migrations)).toEqual([])
  expect((await content(target))['platform_setting']).toEqual(['(secret,kept)'])
})

test('dropping all tables leaves nothing that the migrations made: a restore starts from there', async () => {
  const made = await installation()
  const { rows } = await made.pool.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = current_schema()`)
  await made.pool.query(`drop table ${rows.map(({ name }) => name).join(', ')} cascade`)
  expect(await relationsLeft(made)).toBe(0)
  const others = await made.pool.query(
    'select oid from pg_proc where pronamespace = current_schema()::regnamespace union all select oid from pg_type where typnamespace = current_schema()::regnamespace',
  )
  expect(others.rows).toEqual([])
})
