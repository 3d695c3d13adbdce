import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Writes a folder beside its place and moves it there when it is whole: a folder of that name is never half of one. */
export interface FolderWriter {
  /** Takes a text, its pieces as they come, or bytes that are opened when they are wanted. A file of no pieces is not made, and is false. */
  write(file: string, content: Content): Promise<boolean>
  finish(): Promise<void>
  /** Leaves nothing behind. */
  abandon(): Promise<void>
}

type Content = string | AsyncIterable<string> | (() => Readable)

/** Undefined when something is already there: a folder that is not empty, or a file. */
export async function createFolder(path: string): Promise<FolderWriter | undefined> {
  const there = await stat(path).catch(() => undefined)
  if (there !== undefined && (!there.isDirectory() || (await readdir(path)).length > 0)) return undefined
  const growing = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  await mkdir(growing, { recursive: true })
  const folders = new Set([growing])
  return {
    write: async (file, content) => {
      const place = join(growing, file)
      await mkdir(dirname(place), { recursive: true })
      folders.add(dirname(place))
      const pieces = await openContent(content)
      if (pieces === undefined) return false
      await pipeline(pieces, createWriteStream(place, { flags: 'wx' }))
      await syncToDisk(place)
      return true
    },
    finish: async () => {
      for (const folder of folders) await syncToDisk(folder)
      await rename(growing, path)
      await syncToDisk(dirname(path))
    },
    abandon: () => rm(growing, { recursive: true, force: true }),
  }
}

async function openContent(content: Content): Promise<Readable | undefined> {
  if (typeof content === 'string') return Readable.from([content])
  // Opened only now, so that a fault of it is met by whoever writes.
  if (typeof content === 'function') return content()
  const pieces = content[Symbol.asyncIterator]()
  const first = await pieces.next()
  if (first.done === true) return undefined
  return Readable.from(rest(first.value, pieces))
}

async function* rest(first: string, pieces: AsyncIterator<string>): AsyncGenerator<string> {
  yield first
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value
}

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
