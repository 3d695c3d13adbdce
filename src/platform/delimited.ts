import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { told, type Told } from '../shared/told.ts'
import { decodeStream } from './text-encoding.ts'

export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** One row as a spreadsheet numbers it: lines within quotes belong to their row, empty rows count. */
export interface TableRow {
  readonly row: number
  readonly cells: readonly string[]
  /** Whether the spreadsheet hides it. */
  readonly isHidden?: boolean
}

/** Characters of one row, all cells together; a quote that is never closed runs into this. */
const ROW_LIMIT = 2_000_000

/** The rows of a file, as they are read (RFC 4180). Throws what `problemOfRow` can tell when the quotes do not match. */
export async function* readDelimited(path: string, encoding: string, delimiter: Delimiter, limit?: number, onBytes?: (bytes: number) => void): AsyncGenerator<TableRow> {
  const file = createReadStream(path)
  const parser = parse({ delimiter, relax_column_count: true, relax_quotes: true, max_record_size: ROW_LIMIT, ...(limit === undefined ? {} : { to: limit }) })
  const text = Readable.from(decodeStream(file, encoding))
  text.on('error', (error) => parser.destroy(error))
  text.pipe(parser)
  let row = 0
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      yield { row: ++row, cells }
      if (row % 500 === 0) onBytes?.(file.bytesRead)
    }
  } finally {
    text.destroy()
    file.destroy()
  }
}

/** What is wrong with a file whose rows could not be read to the end; undefined for any other error. */
export function problemOfRow(error: unknown): { readonly row: number; readonly reason: Told } | undefined {
  if (!(error instanceof CsvError)) return undefined
  const records = Number((error as CsvError & { records?: number }).records ?? 0)
  const reason =
    error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
      ? told('quote-not-closed')
      : told('quotes-do-not-match')
  return { row: records + 1, reason }
}

/** Rows as RFC 4180 writes them, some at a time. */
export async function* writeDelimited(rows: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  let text = ''
  for await (const cells of rows) {
    text += `${cells.map(quoteCell).join(',')}\r\n`
    if (text.length < 60_000) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

function quoteCell(cell: string): string {
  return /[",\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
