import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { Transform, type Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { told, ToldProblem, type Told } from '../shared/told.ts'

export interface ZipEntry {
  /** With `/` between its parts, none of which leads out of the archive. */
  readonly name: string
  /** As the archive's own list says; nothing longer is ever read. */
  readonly size: number
  readonly packed: number
  /** Its bytes; fails where they are damaged, or more or less than was said. */
  open(): Readable
}

export interface ZipLimits {
  readonly entries: number
  /** Of all entries together, unpacked. */
  readonly bytes: number
}

const LIST_LIMIT = 64 * 1024 * 1024
/** How much smaller than its content an entry may be, where that is large: what is packed tighter holds nothing but the same over and over. */
const RATIO = 300
const LARGE = 20 * 1024 * 1024

/** Opens an archive by its list of entries, which is read and summed before anything is unpacked. */
export async function openZip(path: string, limits: ZipLimits): Promise<{ readonly entries: readonly ZipEntry[] } | { readonly problem: Told }> {
  let file: FileHandle
  try {
    file = await open(path, 'r')
  } catch {
    return { problem: told('cannot-open') }
  }
  try {
    const found = readList(await readEnd(file), limits)
    if ('problem' in found) return found
    return { entries: found.listed.map((entry) => toEntry(path, entry)) }
  } catch (error) {
    if (error instanceof RangeError) return { problem: told('zip-damaged') }
    throw error
  } finally {
    await file.close()
  }
}

interface Listed {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/** The list at the end of the archive, with how many entries it is said to have. */
async function readEnd(file: FileHandle): Promise<{ list: Buffer; count: number; size: number } | undefined> {
  const { size } = await file.stat()
  const tail = Buffer.alloc(Math.min(size, 65_557))
  await file.read(tail, 0, tail.length, size - tail.length)
  const end = tail.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  if (end < 0) return undefined
  let [count, length, offset] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
  if (count === 0xffff || length === 0xffffffff || offset === 0xffffffff) {
    const locator = tail.lastIndexOf(Buffer.from('PK\u0006\u0007', 'latin1'))
    if (locator < 0) return undefined
    const large = Buffer.alloc(56)
    await file.read(large, 0, 56, Number(tail.readBigUInt64LE(locator + 8)))
    if (large.readUInt32LE(0) !== 0x06064b50) return undefined
    ;[count, length, offset] = [Number(large.readBigUInt64LE(32)), Number(large.readBigUInt64LE(40)), Number(large.readBigUInt64LE(48))]
  }
  if (length > LIST_LIMIT || offset + length > size) return undefined
  const list = Buffer.alloc(length)
  await file.read(list, 0, length, offset)
  return { list, count, size }
}

function readList(end: Awaited<ReturnType<typeof readEnd>>, limits: ZipLimits): { listed: Listed[] } | { problem: Told } {
  if (end === undefined) return { problem: told('zip-damaged') }
  const { list, count, size } = end
  if (count > limits.entries) return { problem: told('zip-too-many', { count, limit: limits.entries }) }
  const listed: Listed[] = []
  let total = 0
  for (let at = 0; at < list.length && listed.length < count; ) {
    if (list.readUInt32LE(at) !== 0x02014b50) return { problem: told('zip-damaged') }
    const [nameLength, extraLength, noteLength] = [list.readUInt16LE(at + 28), list.readUInt16LE(at + 30), list.readUInt16LE(at + 32)]
    const entry = readEntry(list, at, nameLength, extraLength)
    at += 46 + nameLength + extraLength + noteLength
    if (entry.offset >= size) return { problem: told('zip-damaged') }
    total += entry.size
    if (total > limits.bytes) return { problem: told('zip-too-large', { megabytes: Math.round(limits.bytes / 1_000_000) }) }
    if (entry.size > LARGE && entry.size > entry.packed * RATIO) return { problem: told('zip-bomb', { name: entry.name.slice(0, 80), times: Math.round(entry.size / Math.max(1, entry.packed)) }) }
    if (isSafe(entry.name)) listed.push(entry)
  }
  return { listed }
}

function readEntry(list: Buffer, at: number, nameLength: number, extraLength: number): Listed {
  const bytes = list.subarray(at + 46, at + 46 + nameLength)
  let [packed, size, offset] = [list.readUInt32LE(at + 20), list.readUInt32LE(at + 24), list.readUInt32LE(at + 42)]
  const extra = list.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
  for (let place = 0; place + 4 <= extra.length; place += 4 + extra.readUInt16LE(place + 2)) {
    if (extra.readUInt16LE(place) !== 1) continue
    let next = place + 4
    const take = (value: number): number => {
      if (value !== 0xffffffff) return value
      next += 8
      return Number(extra.readBigUInt64LE(next - 8))
    }
    ;[size, packed, offset] = [take(size), take(packed), take(offset)]
  }
  // An entry that is locked with a password cannot be read: as if it were packed in a way that nobody knows.
  const method = (list.readUInt16LE(at + 8) & 1) === 1 ? -1 : list.readUInt16LE(at + 10)
  return { name: decodeName(bytes).replaceAll('\\', '/'), method, crc: list.readUInt32LE(at + 16), packed, size, offset }
}

function decodeName(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** A file, below the archive's own top. */
function isSafe(name: string): boolean {
  return name !== '' && !name.endsWith('/') && !name.startsWith('/') && !name.includes('\u0000') && !/^[a-z]:/iu.test(name) && !name.split('/').includes('..')
}

function toEntry(path: string, { name, method, crc, packed, size, offset }: Listed): ZipEntry {
  return { name, size, packed, open: () => openEntry({ path, method, crc, packed, size, offset }) }
}

function openEntry(entry: Omit<Listed, 'name'> & { path: string }): Readable {
  const check = measured(entry.size, entry.crc)
  if (entry.method !== 0 && entry.method !== 8) {
    check.destroy(new ToldProblem(told('zip-locked')))
    return check
  }
  const fail = (error: Error): void => void check.destroy(error)
  void startOf(entry.path, entry.offset).then((start) => {
    if (entry.packed === 0) return check.end()
    const bytes = createReadStream(entry.path, { start, end: start + entry.packed - 1 })
    bytes.on('error', fail)
    check.on('close', () => bytes.destroy())
    if (entry.method === 0) return bytes.pipe(check)
    const inflate = createInflateRaw()
    inflate.on('error', fail)
    check.on('close', () => inflate.destroy())
    return bytes.pipe(inflate).pipe(check)
  }, fail)
  return check
}

/** Where an entry's bytes begin: after its own heading, which repeats the name. */
async function startOf(path: string, offset: number): Promise<number> {
  const file = await open(path, 'r')
  try {
    const heading = Buffer.alloc(30)
    await file.read(heading, 0, 30, offset)
    if (heading.readUInt32LE(0) !== 0x04034b50) throw new ToldProblem(told('zip-damaged'))
    return offset + 30 + heading.readUInt16LE(26) + heading.readUInt16LE(28)
  } finally {
    await file.close()
  }
}

/** Lets bytes through, as many as were promised, and fails at the first one more. */
function measured(size: number, crc: number): Transform {
  let [count, sum] = [0, 0]
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      count += chunk.length
      if (count > size) return done(new ToldProblem(told('zip-longer')))
      sum = crc32(chunk, sum)
      done(null, chunk)
    },
    flush(done) {
      done(count === size && sum === crc ? null : new ToldProblem(told('zip-damaged-entry')))
    },
  })
}
