/** Writes everything an installation holds, as it stands at one instant, into one archive, beside a running server. */
import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { access, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import type { Refusal } from '../shared/result.ts'
import { toMilliseconds, type Instant } from '../shared/time.ts'
import { BACKUP_FORMAT, fileName, MANIFEST, partName, type Manifest } from './backup-manifest.ts'
import { copyStatement, listSequences, listTablesInOrder, PLAIN_VALUES, type TableShape } from './catalogue.ts'
import { CopyOut } from './copy.ts'
import type { Connections } from './database.ts'
import { syncToDisk, type FileStore, type StoredFile } from './files.ts'
import { TAR_END, tarHeader, tarPadding } from './tar.ts'

/** A table's rows are cut into members of about this size, so that one of them fits into memory. */
const PART_BYTES = 4 << 20

export interface BackedUp {
  readonly bytes: number
  readonly rows: number
  readonly files: number
  /** Stored files whose content is no longer what their name says. They are in the archive as they are. */
  readonly damaged: readonly string[]
}

export interface BackupRefusal extends Refusal<'nothing-here' | 'exists' | 'not-written'> {
  readonly problem: string
}

/**
 * Takes one snapshot of all tables, then all stored files, into `path`: a gzipped tar that only its owner can read. It appears under
 * that name once it is whole and on disk; until then, and after a kill, it is `path.partial-…`.
 */
export async function writeBackup(source: { readonly pool: Connections; readonly files: FileStore }, path: string, now: Instant): Promise<BackedUp | BackupRefusal> {
  if (await isThere(path)) return refuseExisting(path)
  const client = await source.pool.connect()
  const partial = `${path}.partial-${randomBytes(4).toString('hex')}`
  let isWhole = false
  try {
    await client.query(`begin isolation level repeatable read read only; ${PLAIN_VALUES}`)
    const { rows } = await client.query<{ here: boolean }>(`select to_regclass('platform_migration') is not null as here`)
    if (rows[0]?.here !== true) return { refusal: 'nothing-here', problem: 'There is nothing to back up: no Convoke has worked on this database yet.' }
    const counts = { rows: 0, files: 0, damaged: [] as string[] }
    await pipeline(archive(client, source.files, now, counts), createGzip({ level: 5 }), createWriteStream(partial, { flags: 'wx', mode: 0o600 }))
    await client.query('commit')
    await syncToDisk(partial)
    const { size } = await stat(partial)
    if (await isThere(path)) return refuseExisting(path)
    await rename(partial, path)
    isWhole = true
    await syncToDisk(dirname(path))
    return { bytes: size, ...counts }
  } catch (error) {
    if (!isFileFault(error)) throw error
    return { refusal: 'not-written', problem: `The backup could not be written: ${error.message}.` }
  } finally {
    if (!isWhole) await rm(partial, { force: true }).catch(() => undefined)
    client.release(!isWhole)
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function refuseExisting(path: string): BackupRefusal {
  return { refusal: 'exists', problem: `${path} is there already, and a backup never replaces another. Name another file.` }
}

/** An answer of the file system, such as a full disk: the operator's to mend, no fault of ours. */
export function isFileFault(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error
}

interface Counts {
  rows: number
  files: number
  readonly damaged: string[]
}

async function* archive(client: pg.ClientBase, files: FileStore, now: Instant, counts: Counts): AsyncGenerator<Buffer, void> {
  const seconds = Math.floor(toMilliseconds(now) / 1000)
  const members: Manifest['members'] = []
  const tables: Manifest['tables'] = []
  const { rows: migrations } = await client.query<{ name: string }>('select name from platform_migration order by name')
  for (const table of await listTablesInOrder(client)) {
    const rows = yield* tableMembers(client, table, seconds, members)
    tables.push({ name: table.name, columns: [...table.columns], rows })
    counts.rows += rows
  }
  const sequences = await listSequences(client)
  // After the snapshot, and a file is on disk before the row that names it: so every file of a row is among these.
  for await (const file of files.list()) {
    const digest = yield* fileMember(files, file, seconds, members)
    counts.files += 1
    if (digest !== file.sha256) counts.damaged.push(file.sha256)
  }
  const manifest: Manifest = { format: BACKUP_FORMAT, taken: now, migrations: migrations.map(({ name }) => name), tables, sequences, members }
  const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)
  yield Buffer.concat([tarHeader(MANIFEST, text.length, seconds), text, tarPadding(text.length), TAR_END])
}

/** A table's rows, in members that end where a row ends. Answers how many rows there were. */
async function* tableMembers(client: pg.ClientBase, table: TableShape, seconds: number, members: Manifest['members']): AsyncGenerator<Buffer, number> {
  const copy = client.query(new CopyOut(copyStatement(table, 'to stdout')))
  let part = 0
  let waiting: Buffer[] = []
  let size = 0
  const take = (): Buffer => {
    const content = Buffer.concat(waiting)
    const name = partName(table.name, ++part)
    members.push({ name, size, sha256: createHash('sha256').update(content).digest('hex') })
    const member = Buffer.concat([tarHeader(name, size, seconds), content, tarPadding(size)])
    waiting = []
    size = 0
    return member
  }
  for await (const chunk of copy as AsyncIterable<Buffer>) {
    waiting.push(chunk)
    size += chunk.length
    if (size >= PART_BYTES) yield take()
  }
  if (size > 0) yield take()
  return copy.rows
}

/** One stored file. Answers the SHA-256 of what was read. */
async function* fileMember(files: FileStore, file: StoredFile, seconds: number, members: Manifest['members']): AsyncGenerator<Buffer, string> {
  const hash = createHash('sha256')
  const name = fileName(file.sha256)
  let size = 0
  yield tarHeader(name, file.size, seconds)
  for await (const chunk of files.read(file.sha256) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    size += chunk.length
    yield chunk
  }
  if (size !== file.size) throw new Error(`The stored file ${file.sha256} changed its size while it was read`)
  yield tarPadding(size)
  const sha256 = hash.digest('hex')
  members.push({ name, size, sha256 })
  return sha256
}
