import { open } from 'node:fs/promises'
import { told, type Told } from '../shared/told.ts'
import { DELIMITERS, problemOfRow, readDelimited, type Delimiter, type TableRow } from './delimited.ts'
import { openWorkbook, problemOfWorkbook, type Sheet, type Workbook } from './spreadsheet-reader.ts'
import type { SheetFacts } from './spreadsheet-sheet.ts'
import { detectSpelling, type Spelling } from './text-encoding.ts'

/** What was said of a file; what was not is found out. */
export interface SaidOfFile {
  readonly encoding?: string | undefined
  readonly delimiter?: Delimiter | undefined
  /** A sheet's name, or its place, the first being 1. */
  readonly sheet?: string | undefined
}

/** One way to read a file as rows: a text parted by one sign, or one sheet of a workbook. */
export interface Reading {
  readonly delimiter: Delimiter | null
  readonly sheet: string | null
  rows(limit?: number, onShare?: (share: number) => void): AsyncGenerator<TableRow>
  /** Of a sheet: its hidden rows and merged cells. */
  facts(): Promise<SheetFacts | null>
}

export interface TableFile {
  /** Null for a workbook, which says itself how it is written. */
  readonly spelling: Spelling | null
  readonly sheets: readonly Sheet[]
  /** All ways in which it may be meant, those said first; at least one. */
  readonly readings: readonly Reading[]
}

/** Sheets that are looked at for a table, where none was named. */
const SHEETS = 30

/** Opens a table, whatever it is written as: delimited text, or an XLSX workbook. */
export async function openTableFile(path: string, said: SaidOfFile): Promise<TableFile | { readonly problem: Told }> {
  const start = await readStart(path)
  if (start === undefined) return { problem: told('cannot-open') }
  if (start.bytes.toString('latin1') === 'PK\u0003\u0004') {
    const workbook = await openWorkbook(path)
    if (workbook !== undefined) return 'problem' in workbook ? workbook : ofWorkbook(workbook, said.sheet)
  }
  const spelling = await detectSpelling(path, said.encoding)
  if ('problem' in spelling) return spelling
  const delimiters = said.delimiter === undefined ? DELIMITERS : [said.delimiter]
  const { size } = start
  return { spelling, sheets: [], readings: delimiters.map((delimiter) => ofText(path, spelling.encoding, delimiter, size)) }
}

async function readStart(path: string): Promise<{ bytes: Buffer; size: number } | undefined> {
  try {
    const file = await open(path, 'r')
    try {
      const bytes = Buffer.alloc(4)
      await file.read(bytes, 0, 4, 0)
      return { bytes, size: (await file.stat()).size }
    } finally {
      await file.close()
    }
  } catch {
    return undefined
  }
}

function ofText(path: string, encoding: string, delimiter: Delimiter, size: number): Reading {
  return {
    delimiter,
    sheet: null,
    rows: (limit, onShare) => readDelimited(path, encoding, delimiter, limit, onShare === undefined ? undefined : (bytes) => onShare(bytes / size)),
    facts: async () => null,
  }
}

function ofWorkbook(workbook: Workbook, said: string | undefined): TableFile | { problem: Told } {
  const places = workbook.sheets.map((sheet, place) => ({ ...sheet, place }))
  const chosen = said === undefined ? places.filter(({ isHidden }) => !isHidden).slice(0, SHEETS) : places.filter(({ name, place }) => name === said || String(place + 1) === said).slice(0, 1)
  if (chosen.length === 0) return { problem: said === undefined ? told('no-sheet') : told('no-such-sheet', { sheet: said, sheets: places.map(({ name }) => name).join(', ').slice(0, 500) }) }
  return {
    spelling: null,
    sheets: workbook.sheets,
    readings: chosen.map(({ name, place }) => ({
      delimiter: null,
      sheet: name,
      rows: async function* (limit, onShare) {
        let count = 0
        for await (const row of workbook.rows(place, onShare)) {
          yield row
          if (++count === limit) return
        }
      },
      facts: () => workbook.inspect(place),
    })),
  }
}

/** What is wrong with a table that could not be read to its end, and from which row on; undefined for any other error. */
export function problemOfTable(error: unknown): { readonly row: number; readonly reason: Told } | undefined {
  const ofRow = problemOfRow(error)
  if (ofRow !== undefined) return ofRow
  const reason = problemOfWorkbook(error)
  return reason === undefined ? undefined : { row: 0, reason }
}
