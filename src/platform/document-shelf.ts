import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { told, type Told } from '../shared/told.ts'
import { openZip } from './zip-reader.ts'

/** One file of a folder or an archive; `path` is its place in it, with `/`. */
export interface ShelfFile {
  readonly path: string
  readonly size: number
  open(): Readable
}

const LIMITS = { entries: 100_000, bytes: 20_000_000_000 }

/** The files of a folder and of the folders in it, or of a zip archive, by their places. Links and hidden files are left out. */
export async function openShelf(path: string): Promise<{ readonly files: readonly ShelfFile[] } | { readonly problem: Told }> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return { problem: told('no-documents', { path }) }
  if (!found.isDirectory()) {
    const zip = await openZip(path, LIMITS)
    if ('problem' in zip) return zip
    return { files: sorted(zip.entries.filter(({ name }) => !isHidden(name)).map((entry) => ({ path: entry.name, size: entry.size, open: () => entry.open() }))) }
  }
  const files: ShelfFile[] = []
  for await (const file of walk(path, '')) {
    files.push(file)
    if (files.length > LIMITS.entries) return { problem: told('zip-too-many', { count: files.length, limit: LIMITS.entries }) }
  }
  return { files: sorted(files) }
}

function sorted(files: ShelfFile[]): ShelfFile[] {
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** What a system writes beside the files of people: `.DS_Store`, `__MACOSX/…`. */
function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX')
}

async function* walk(folder: string, below: string): AsyncGenerator<ShelfFile> {
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory()) yield* walk(folder, path)
    else if (entry.isFile()) yield { path, size: (await stat(join(folder, path))).size, open: () => createReadStream(join(folder, path)) }
  }
}
