/**
 * Reads a zip by its directory, which is summed before anything is inflated. What is inflated is held to what the directory
 * promised of it, so that a directory that lies gains nothing.
 */
import { inflateRawSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { Refused } from './refused.ts'

interface Entry {
  readonly name: string
  readonly method: number
  readonly compressed: number
  readonly size: number
  readonly offset: number
  readonly isEncrypted: boolean
}

export interface Zip {
  readonly names: readonly string[]
  /** A part's bytes; undefined where there is none. */
  readonly read: (name: string) => Uint8Array | undefined
  /** Its bytes once inflated, as the directory promises and `read` holds it to. */
  readonly sizeOf: (name: string) => number
}

const MOST_PARTS = 10_000
const MOST_INFLATED = 200_000_000
/** Text compresses ten to thirty times; what grows more than this and is large is a trap. */
const MOST_RATIO = 200
const LARGE = 10_000_000

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_ENTRY = 0x04034b50

/** Refuses `broken`, `too-many-parts`, `inflates-too-much`, `encrypted`. */
export function openZip(bytes: Buffer): Zip {
  const entries = readDirectory(bytes)
  if (entries.some((entry) => entry.isEncrypted)) throw new Refused('encrypted')
  const inflated = entries.reduce((sum, entry) => sum + entry.size, 0)
  if (inflated > MOST_INFLATED || (inflated > LARGE && inflated > bytes.length * MOST_RATIO)) throw new Refused('inflates-too-much')
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  return {
    names: [...byName.keys()],
    sizeOf: (name) => byName.get(name)?.size ?? 0,
    read: (name) => {
      const entry = byName.get(name)
      return entry === undefined ? undefined : inflate(bytes, entry)
    },
  }
}

/** A zip of some parts alone, nothing compressed: what a library is given, so that it never sees the others. */
export function repack(zip: Zip, isWanted: (name: string) => boolean): Buffer {
  const parts = Object.fromEntries(zip.names.filter(isWanted).map((name) => [name, zip.read(name) ?? new Uint8Array()]))
  return Buffer.from(zipSync(parts, { level: 0 }))
}

function readDirectory(bytes: Buffer): Entry[] {
  const end = findEnd(bytes)
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  if (count > MOST_PARTS) throw new Refused('too-many-parts')
  const entries: Entry[] = []
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Refused('broken')
    const [nameLength, extraLength, commentLength] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)]
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/').replace(/^\/+/u, ''),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      compressed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + extraLength + commentLength
  }
  return entries
}

/** The end of the directory is searched from the file's end, where a comment of any length may follow it. */
function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 65_557); at--) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at
  }
  throw new Refused('broken')
}

function inflate(bytes: Buffer, { offset, method, compressed, size }: Entry): Uint8Array {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL_ENTRY) throw new Refused('broken')
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  const packed = bytes.subarray(start, start + compressed)
  if (packed.length < compressed) throw new Refused('broken')
  if (method === 0) return packed
  if (method !== 8) throw new Refused('broken')
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) })
  } catch {
    throw new Refused('broken')
  }
}
