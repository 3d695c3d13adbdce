import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { toMilliseconds, type Instant } from '../shared/time.ts'

export interface StoredFile {
  readonly sha256: string
  readonly size: number
}

/** Files by their content's SHA-256. What `store` has answered is on disk, whatever happens next. */
export interface FileStore {
  /** Takes a stream of at most `limit` bytes; undefined, with nothing kept, when it is longer. */
  store(stream: Readable, limit: number): Promise<StoredFile | undefined>
  has(sha256: string): Promise<boolean>
  read(sha256: string): Readable
  /** Where it stands on this machine, for a process that is given a file and not a stream. */
  path(sha256: string): string
  /** All that is stored, in the order of the names, each with the size it has on disk. */
  list(): AsyncGenerator<StoredFile>
  remove(sha256: string): Promise<void>
  readonly folder: string
}

const HALF_RECEIVED_FOR_MS = 24 * 3_600_000

/**
 * Opens the store in a folder of the data folder. What was half received a day before `now` is removed; younger ones may be on
 * their way into a server that works beside us.
 */
export async function openFileStore(folder: string, now: Instant): Promise<FileStore> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true })
  for (const name of await readdir(incoming)) await removeIfOld(join(incoming, name), toMilliseconds(now) - HALF_RECEIVED_FOR_MS)
  const place = (sha256: string): string => join(folder, sha256.slice(0, 2), checked(sha256))
  return {
    folder,
    store: (stream, limit) => receive(stream, limit, join(incoming, randomUUID()), place),
    has: (sha256) => stat(place(sha256)).then(() => true, () => false),
    read: (sha256) => createReadStream(place(sha256)),
    path: place,
    list: () => listStored(folder),
    remove: (sha256) => rm(place(sha256), { force: true }),
  }
}

async function removeIfOld(path: string, before: number): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found !== undefined && found.mtimeMs < before) await rm(path, { force: true })
}

async function* listStored(folder: string): AsyncGenerator<StoredFile> {
  for (const group of (await readdir(folder)).filter((name) => /^[0-9a-f]{2}$/u.test(name)).sort()) {
    for (const sha256 of (await readdir(join(folder, group))).filter((name) => /^[0-9a-f]{64}$/u.test(name)).sort()) {
      yield { sha256, size: (await stat(join(folder, group, sha256))).size }
    }
  }
}

async function receive(stream: Readable, limit: number, path: string, place: (sha256: string) => string): Promise<StoredFile | undefined> {
  const hash = createHash('sha256')
  let size = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      hash.update(chunk)
      // What is over the limit is read to its end and thrown away, so that the form around it still arrives.
      done(null, size > limit ? undefined : chunk)
    },
  })
  await pipeline(stream, measure, createWriteStream(path, { mode: 0o600 }))
  if (size > limit) {
    await rm(path, { force: true })
    return undefined
  }
  await syncToDisk(path)
  const sha256 = hash.digest('hex')
  await mkdir(dirname(place(sha256)), { recursive: true })
  await rename(path, place(sha256))
  await syncToDisk(dirname(place(sha256)))
  return { sha256, size }
}

/** Returns once the disk has the file, or the names in the folder. */
export async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function checked(sha256: string): string {
  if (!/^[0-9a-f]{64}$/u.test(sha256)) throw new Error('Not the name of a stored file')
  return sha256
}
