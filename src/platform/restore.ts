/** Puts a backup archive into an empty installation: all of it or nothing. */
import { Readable } from 'node:stream'
import pg from 'pg'
import { isRefusal, type Refusal } from '../shared/result.ts'
import { readArchive, verifyArchive, type ArchiveRefusal } from './backup-archive.ts'
import { storedFileOf, tableOf, type Manifest } from './backup-manifest.ts'
import { copyStatement, listTablesInOrder, PLAIN_VALUES } from './catalogue.ts'
import { copyIn } from './copy.ts'
import { listMigrations, MIGRATION_LOCK, MIGRATION_TABLE, readMigration, type Connections } from './database.ts'
import type { FileStore } from './files.ts'
import type { TarMember } from './tar.ts'

export interface Restored {
  readonly taken: string
  readonly rows: number
  readonly files: number
  /** Migrations that the archive did not have yet. */
  readonly migrated: readonly string[]
}

export interface RestoreRefusal extends Refusal<'newer' | 'not-empty' | 'does-not-fit'> {
  readonly problem: string
}

interface Target {
  readonly pool: Connections
  readonly files: FileStore
  /** The folder of the migrations. */
  readonly migrations: string
}

/**
 * Checks the whole archive, then makes the tables as they were when it was taken, fills them, brings them up to date and stores the
 * files, in one transaction that ends once the files are on disk. Refused where any table has a row.
 */
export async function restoreBackup(target: Target, path: string): Promise<Restored | RestoreRefusal | ArchiveRefusal> {
  const manifest = await verifyArchive(path)
  if ('refusal' in manifest) return manifest
  const known = await listMigrations(target.migrations)
  const unknown = manifest.migrations.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    return { refusal: 'newer', problem: `The backup was made by a newer Convoke: this one does not know ${unknown.join(', ')}. Restore it with that one, or a later one.` }
  }
  const client = await target.pool.connect()
  const added: string[] = []
  let isDone = false
  try {
    await client.query('begin')
    const restored = await fill(client, target, manifest, path, added)
    if (!isRefusal(restored)) {
      await client.query('commit')
      isDone = true
    }
    return restored
  } finally {
    if (!isDone) {
      await client.query('rollback').catch(() => undefined)
      for (const sha256 of added) await target.files.remove(sha256).catch(() => undefined)
    }
    client.release(!isDone)
  }
}

async function fill(client: pg.ClientBase, target: Target, manifest: Manifest, path: string, added: string[]): Promise<Restored | RestoreRefusal> {
  // A server that starts now waits here, and then finds the restored rows.
  await client.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK}); ${PLAIN_VALUES}`)
  const used = await findUsedTable(client)
  if (used !== undefined) {
    return { refusal: 'not-empty', problem: `This installation is not empty (${used} has rows). Restore into an empty one: name a new folder in CONVOKE_DATA, or a new database in DATABASE_URL.` }
  }
  await makeTables(client, target.migrations, manifest.migrations)
  const misfit = await findMisfit(client, manifest)
  if (misfit !== undefined) return { refusal: 'does-not-fit', problem: `The backup does not fit: ${misfit}. Restore it with the Convoke that made it.` }
  const members = readArchive(path)
  try {
    const rows = await fillTables(client, manifest, members)
    if (typeof rows !== 'number') return rows
    const files = await storeFiles(target.files, members, added)
    return { taken: manifest.taken, rows, files, migrated: await finish(client, target.migrations, manifest) }
  } finally {
    await members.return()
  }
}

/** Sequences go on from where they were, and later migrations are applied. Answers the names of those. */
async function finish(client: pg.ClientBase, folder: string, manifest: Manifest): Promise<string[]> {
  for (const { name, value } of manifest.sequences) {
    if (value !== null) await client.query('select setval(quote_ident($1)::regclass, $2::bigint)', [name, value])
  }
  const missing = (await listMigrations(folder)).filter((name) => !manifest.migrations.includes(name))
  for (const name of missing) {
    await client.query(await readMigration(folder, name))
    await client.query('insert into platform_migration (name) values ($1)', [name])
  }
  return missing
}

async function findUsedTable(client: pg.ClientBase): Promise<string | undefined> {
  for (const { name } of await listTablesInOrder(client)) {
    if (name === 'platform_migration') continue
    const { rows } = await client.query<{ used: boolean }>(`select exists (select from ${pg.escapeIdentifier(name)}) as used`)
    if (rows[0]?.used === true) return name
  }
  return undefined
}

/** Empty tables of whatever level give way to those of the archive's level; the rows of `platform_migration` come from the archive. */
async function makeTables(client: pg.ClientBase, folder: string, migrations: readonly string[]): Promise<void> {
  const tables = await listTablesInOrder(client)
  if (tables.length > 0) await client.query(`drop table ${tables.map(({ name }) => pg.escapeIdentifier(name)).join(', ')} cascade`)
  await client.query(MIGRATION_TABLE)
  for (const name of migrations) await client.query(await readMigration(folder, name))
}

/** What differs between the tables of the archive and those made here, as part of a sentence. */
async function findMisfit(client: pg.ClientBase, manifest: Manifest): Promise<string | undefined> {
  const made = new Map((await listTablesInOrder(client)).map((table) => [table.name, new Set(table.columns)]))
  for (const { name, columns } of manifest.tables) {
    const here = made.get(name)
    if (here === undefined) return `there is no table ${name} at its level`
    const differing = [...columns.filter((column) => !here.has(column)), ...[...here].filter((column) => !columns.includes(column))]
    if (differing.length > 0) return `the table ${name} differs in ${differing.join(', ')}`
  }
  const missing = [...made.keys()].find((name) => !manifest.tables.some((table) => table.name === name))
  return missing === undefined ? undefined : `it has no table ${missing}`
}

/** Fills table after table from the archive's first members. Leaves `members` at the first that is not of a table. */
async function fillTables(client: pg.ClientBase, manifest: Manifest, members: AsyncGenerator<TarMember, void>): Promise<number | RestoreRefusal> {
  let all = 0
  const parts = Map.groupBy(manifest.members, ({ name }) => tableOf(name))
  for (const table of manifest.tables) {
    let rows: number
    try {
      const count = parts.get(table.name)?.length ?? 0
      rows = count === 0 ? 0 : await copyIn(client, copyStatement(table, 'from stdin'), contents(members, table.name, count))
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error
      return { refusal: 'does-not-fit', problem: `The backup does not fit: the rows of ${table.name} were not taken (${error.message}).` }
    }
    if (rows !== table.rows) return { refusal: 'does-not-fit', problem: `The backup does not fit: ${table.name} has ${rows} rows and should have ${table.rows}.` }
    all += rows
  }
  return all
}

async function* contents(members: AsyncGenerator<TarMember, void>, table: string, count: number): AsyncGenerator<Buffer, void> {
  for (let part = 0; part < count; part++) {
    const next = await members.next()
    // Out of its place: the count of the rows will not be right.
    if (next.done === true || tableOf(next.value.name) !== table) return
    yield* next.value.content
  }
}

/** Stores what is left in the archive. `added` learns of each file that was not there before, so that it can be taken away again. */
async function storeFiles(files: FileStore, members: AsyncGenerator<TarMember, void>, added: string[]): Promise<number> {
  let count = 0
  for await (const member of members) {
    const sha256 = storedFileOf(member.name)
    if (sha256 === undefined) {
      for await (const chunk of member.content) void chunk
      continue
    }
    const isNew = !(await files.has(sha256))
    const stored = await files.store(Readable.from(member.content), member.size)
    // A file that was damaged before the backup comes under another name, which may have been there.
    if (isNew && stored?.sha256 === sha256) added.push(sha256)
    count += 1
  }
  return count
}
