import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { transact, type Db } from '../platform/database.ts'
import { openFileStore, type FileStore } from '../platform/files.ts'
import { SYSTEM } from '../record/model.ts'
import { instantFromMilliseconds, type Instant } from '../shared/time.ts'
import { exportForum } from './export-forum.ts'
import { importForum } from './import-forum.ts'

export const NOW: Instant = instantFromMilliseconds(1_795_000_000_000)

export function samplePath(name: string): string {
  return join(import.meta.dirname, '..', '..', 'samples', name)
}

export function emptyFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'convoke-folder-'))
}

export async function emptyFileStore(): Promise<FileStore> {
  return openFileStore(join(await emptyFolder(), 'files'), NOW)
}

export function importFolder(db: Db, folder: string, files: FileStore) {
  return transact(db, (tx) => importForum(tx, SYSTEM, { folder, files }, NOW))
}

/** Exports into a new folder and answers its path. */
export async function exportFolder(db: Db, slug: string, files: FileStore, isPublic = false): Promise<string> {
  const folder = join(await emptyFolder(), 'forum')
  const done = await exportForum(db, { slug, folder, files, isPublic })
  if ('refusal' in done) throw new Error(done.refusal)
  return folder
}

/** SHA-256 of every file, by path: what two folders are compared by. */
export async function digestFolder(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const digests: [string, string][] = []
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name)
    digests.push([path.slice(folder.length + 1), createHash('sha256').update(await readFile(path)).digest('hex')])
  }
  return Object.fromEntries(digests.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A folder of files given by their paths. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await emptyFolder()
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return folder
}

/** A copy of a sample, to be changed. */
export async function copySample(name: string): Promise<string> {
  const folder = await emptyFolder()
  await cp(samplePath(name), folder, { recursive: true })
  return folder
}
