import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

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
  readonly folder: string
}

/** Opens the store in a folder of the data folder. Half-received files of an earlier run are removed. */
export async function openFileStore(folder: string): Promise<FileStore> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true })
  for (const name of await readdir(incoming)) await rm(join(incoming, name), { force: true })
  const place = (sha256: string): string => join(folder, sha256.slice(0, 2), checked(sha256))
  return {
    folder,
    store: (stream, limit) => receive(stream, limit, join(incoming, randomUUID()), place),
    has: (sha256) => stat(place(sha256)).then(() => true, () => false),
    read: (sha256) => createReadStream(place(sha256)),
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

async function syncToDisk(path: string): Promise<void> {
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
