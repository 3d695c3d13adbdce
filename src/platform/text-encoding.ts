import { createReadStream } from 'node:fs'
import { isDoublyEncoded, undoDoubleEncoding } from './double-encoding.ts'
import { guessEncodings, likeliest } from './encoding-guess.ts'
import { told, type Told } from '../shared/told.ts'

/** UTF-8 that was written as UTF-8 twice; no label of the Encoding Standard. */
export const UTF8_TWICE = 'utf-8-twice'

/** How a file of text is written. */
export interface Spelling {
  /** A label of the Encoding Standard, such as `windows-1251`, or `utf-8-twice`. */
  readonly encoding: string
  /** Whether it was guessed from what the words look like, and not told by the bytes or by a person. */
  readonly isGuess: boolean
}

/** Bytes above ASCII from which an encoding other than windows-1252 may be guessed: in fewer, many look alike. */
const ENOUGH = 24
const SAMPLE = 128 * 1024

export function isEncoding(label: string): boolean {
  if (label === UTF8_TWICE) return true
  try {
    return new TextDecoder(label).encoding !== 'replacement'
  } catch {
    return false
  }
}

/**
 * Finds out how a file is written by reading it through once: by the mark at its start; UTF-16 by where its zero bytes stand; UTF-8,
 * strictly, and whether it was encoded twice; else by what its words would look like. A file of which that cannot be told, an empty
 * one, and one with NUL bytes are problems. Where the encoding was said, only whether the file can be read so.
 */
export async function detectSpelling(path: string, said?: string): Promise<Spelling | { readonly problem: Told }> {
  if (said !== undefined) return (await canRead(path, said)) ? { encoding: said, isGuess: false } : { problem: told('cannot-read-as', { encoding: said }) }
  const look = createLook()
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (look.size === 0) {
      const marked = markOf(chunk)
      if (marked !== undefined) return marked
    }
    look.add(chunk)
  }
  if (look.size === 0) return { problem: told('file-empty') }
  if (look.zeros.even + look.zeros.odd > 0) return spellZeros(path, look.zeros, look.size)
  if (look.isUtf8()) return { encoding: isDoublyEncoded(look.sampleText()) ? UTF8_TWICE : 'utf-8', isGuess: false }
  if (look.hasMark) return { problem: told('cannot-read-as', { encoding: 'utf-8' }) }
  return guess(path, look.sample(), look.beyond)
}

async function guess(path: string, sample: Uint8Array, beyond: number): Promise<Spelling | { problem: Told }> {
  const guesses = guessEncodings(sample)
  const best = likeliest(guesses)
  const unknown = guesses[0] !== undefined && guesses[0].score > 0 ? told('encoding-unsure', { encoding: guesses[0].encoding }) : told('encoding-unknown')
  if (best === undefined || (best.encoding !== 'windows-1252' && beyond < ENOUGH)) return { problem: unknown }
  return (await canRead(path, best.encoding)) ? { encoding: best.encoding, isGuess: best.encoding !== 'windows-1252' } : { problem: unknown }
}

/** Gathers, chunk by chunk, what tells encodings apart. */
function createLook() {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  const kept: Buffer[] = []
  const look = { size: 0, beyond: 0, zeros: { even: 0, odd: 0 }, isWhole: true, kept: 0 }
  let rest = Buffer.alloc(0)
  let hasMark = false
  const add = (chunk: Buffer): void => {
    if (look.size === 0) hasMark = chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf
    if (chunk.includes(0)) for (let place = 0; place < chunk.length; place++) if (chunk[place] === 0) look.zeros[(look.size + place) % 2 === 0 ? 'even' : 'odd']++
    look.size += chunk.length
    const text = look.isWhole ? decodes(utf8, chunk) : undefined
    look.isWhole &&= text !== undefined
    // As many characters as bytes: all of them are of ASCII.
    const beyond = text?.length === chunk.length ? 0 : countBeyond(chunk)
    look.beyond += beyond
    if (look.kept > SAMPLE || (beyond === 0 && rest.length === 0)) return
    const lines = Buffer.concat([rest, chunk])
    const end = lines.lastIndexOf(10) + 1
    rest = lines.subarray(end).subarray(-SAMPLE)
    for (const line of splitLines(lines.subarray(0, end))) keep(line)
  }
  const keep = (line: Buffer): void => {
    if (look.kept > SAMPLE || countBeyond(line) === 0) return
    look.kept += line.length
    kept.push(line)
  }
  const sample = (): Uint8Array => {
    keep(rest)
    rest = Buffer.alloc(0)
    return Buffer.concat(kept)
  }
  return {
    get size() {
      return look.size
    },
    get beyond() {
      return look.beyond
    },
    get hasMark() {
      return hasMark
    },
    zeros: look.zeros,
    add,
    sample,
    sampleText: () => new TextDecoder().decode(sample()),
    isUtf8: () => look.isWhole && endsWhole(utf8),
  }
}

function* splitLines(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from)
    yield bytes.subarray(from, end < 0 ? bytes.length : end + 1)
    from = end < 0 ? bytes.length : end + 1
  }
}

function countBeyond(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) if (byte > 0x7f) count++
  return count
}

/** UTF-16 without a mark has its zero bytes all on one side; anywhere else they are no text. */
async function spellZeros(path: string, zeros: { even: number; odd: number }, size: number): Promise<Spelling | { problem: Told }> {
  const encoding = zeros.even === 0 ? 'utf-16le' : zeros.odd === 0 ? 'utf-16be' : undefined
  const isEnough = zeros.even + zeros.odd > size / 8 && size % 2 === 0
  if (encoding !== undefined && isEnough && (await canRead(path, encoding))) return { encoding, isGuess: true }
  return { problem: told('nul-bytes') }
}

function markOf(chunk: Buffer): Spelling | { problem: Told } | undefined {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return { encoding: 'utf-16le', isGuess: false }
  if (chunk[0] === 0xfe && chunk[1] === 0xff) return { encoding: 'utf-16be', isGuess: false }
  const start = chunk.subarray(0, 8).toString('latin1')
  if (start.startsWith('PK\u0003\u0004')) return { problem: told('packed') }
  if (start.startsWith('\u00d0\u00cf\u0011\u00e0')) return { problem: told('old-office') }
  return start.startsWith('%PDF') ? { problem: told('document') } : undefined
}

/** Whether the whole file can be read in an encoding, strictly. */
async function canRead(path: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding === UTF8_TWICE ? 'utf-8' : encoding, { fatal: true })
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) if (decodes(decoder, chunk) === undefined) return false
  return endsWhole(decoder)
}

function decodes(decoder: TextDecoder, chunk: Uint8Array): string | undefined {
  try {
    return decoder.decode(chunk, { stream: true })
  } catch {
    return undefined
  }
}

function endsWhole(decoder: TextDecoder): boolean {
  try {
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/** The text of a stream of bytes, part by part, without the mark at its start. */
export async function* decodeStream(bytes: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const isTwice = encoding === UTF8_TWICE
  const decoder = new TextDecoder(isTwice ? 'utf-8' : encoding)
  let rest = ''
  for await (const chunk of bytes) {
    const text = rest + decoder.decode(chunk, { stream: true })
    // A character encoded twice is a run of several: none is cut.
    const end = isTwice ? text.search(/[^\u0000-\u007f]{1,64}$/u) : -1
    rest = end < 0 ? '' : text.slice(end)
    const whole = end < 0 ? text : text.slice(0, end)
    if (whole !== '') yield isTwice ? undoDoubleEncoding(whole) : whole
  }
  const last = rest + decoder.decode()
  if (last !== '') yield isTwice ? undoDoubleEncoding(last) : last
}
