import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'

export type Delimiter = ',' | ';' | '\t'

/** How a file of rows is written. */
export interface Spelling {
  /** A label of the Encoding Standard, such as `windows-1251`. */
  readonly encoding: string
}

/** One row as a spreadsheet numbers it: lines within quotes belong to their row, empty rows count. */
export interface DelimitedRow {
  readonly row: number
  readonly cells: readonly string[]
}

const UNKNOWN_ENCODING = 'The file is neither UTF-8 nor windows-1252 text. Export it again as “CSV UTF-8”, or say in the map how it is written, such as “encoding: windows-1251”.'

/** Characters of one row, all cells together; a quote that is never closed runs into this. */
const ROW_LIMIT = 2_000_000

/**
 * Finds out how a file is written by reading it through once: UTF-8, with or without a mark at its start; UTF-16 with one; else
 * windows-1252, where every byte is a character of it and the words look like words of it. A file of none of these, an empty one, or
 * one with NUL bytes is a problem. Where the encoding was said, only whether the file can be read so is found out.
 */
export async function detectSpelling(path: string, said?: string): Promise<Spelling | { readonly problem: string }> {
  if (said !== undefined) return (await canRead(path, said)) ? { encoding: said } : { problem: `The file cannot be read as ${said}, which the map says it is.` }
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  const runs = countRuns()
  let isUtf8 = true
  let isWindows = true
  let size = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (size === 0) {
      const marked = markOf(chunk)
      if (marked !== undefined) return marked
    }
    size += chunk.length
    if (chunk.includes(0)) return { problem: 'The file has NUL bytes in it: it is not a table of text. Export it again as CSV.' }
    isUtf8 &&= decodes(utf8, chunk)
    runs.add(chunk)
    isWindows &&= !chunk.some((byte) => byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d || (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13))
    if (!isUtf8 && !isWindows) return { problem: UNKNOWN_ENCODING }
  }
  if (size === 0) return { problem: 'The file is empty.' }
  if (isUtf8 && endsWhole(utf8)) return { encoding: 'utf-8' }
  if (runs.long > runs.all * LONG_RUNS) return { problem: UNKNOWN_ENCODING }
  return { encoding: 'windows-1252' }
}

async function canRead(path: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) if (!decodes(decoder, chunk)) return false
  return endsWhole(decoder)
}

/** The share of a file's bytes above ASCII that may stand in rows of four and more. */
const LONG_RUNS = 0.25

/**
 * Counts the bytes above ASCII, and those of them that stand four or more in a row. In the languages of windows-1252 letters with
 * marks stand alone or in pairs; in Cyrillic, Greek, Arabic or Chinese whole words are made of such bytes, and read as windows-1252
 * they would be taken for what they are not.
 */
function countRuns(): { readonly all: number; readonly long: number; add(chunk: Buffer): void } {
  let [all, long, run] = [0, 0, 0]
  return {
    get all() {
      return all
    },
    get long() {
      return long
    },
    add: (chunk) => {
      for (const byte of chunk) {
        run = byte < 0x80 ? 0 : run + 1
        if (run === 0) continue
        all++
        if (run === 4) long += 4
        else if (run > 4) long++
      }
    },
  }
}

function markOf(chunk: Buffer): Spelling | { problem: string } | undefined {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return { encoding: 'utf-16le' }
  if (chunk[0] === 0xfe && chunk[1] === 0xff) return { encoding: 'utf-16be' }
  const start = chunk.subarray(0, 8).toString('latin1')
  if (start.startsWith('PK\u0003\u0004')) return { problem: 'This is a spreadsheet or another packed file, not CSV. Open it and save it as “CSV UTF-8”.' }
  return start.startsWith('%PDF') || start.startsWith('\u00d0\u00cf\u0011\u00e0') ? { problem: 'This is a document, not a table of text. Open it and save it as “CSV UTF-8”.' } : undefined
}

function decodes(decoder: TextDecoder, chunk: Buffer): boolean {
  try {
    decoder.decode(chunk, { stream: true })
    return true
  } catch {
    return false
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

/** The rows of a file, as they are read (RFC 4180). Throws what `problemOfRow` can tell when the quotes do not match. */
export async function* readDelimited(path: string, spelling: Spelling, delimiter: Delimiter, limit?: number): AsyncGenerator<DelimitedRow> {
  const file = createReadStream(path)
  const parser = parse({ delimiter, relax_column_count: true, relax_quotes: true, max_record_size: ROW_LIMIT, ...(limit === undefined ? {} : { to: limit }) })
  const text = Readable.from(decode(file, spelling))
  text.on('error', (error) => parser.destroy(error))
  text.pipe(parser)
  let row = 0
  try {
    for await (const cells of parser as AsyncIterable<string[]>) yield { row: ++row, cells }
  } finally {
    text.destroy()
    file.destroy()
  }
}

async function* decode(file: AsyncIterable<Buffer>, { encoding }: Spelling): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of file) {
    const text = decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

/** What is wrong with a file whose rows could not be read to the end; undefined for any other error. */
export function problemOfRow(error: unknown): { readonly row: number; readonly reason: string } | undefined {
  if (!(error instanceof CsvError)) return undefined
  const records = Number((error as CsvError & { records?: number }).records ?? 0)
  const reason =
    error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
      ? 'A quotation mark opens a cell here and none closes it.'
      : 'The quotation marks of this row do not match.'
  return { row: records + 1, reason }
}
