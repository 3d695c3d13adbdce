import writeXlsxFile, { type Cell, type Sheet } from 'write-excel-file/node'

export interface SheetToWrite {
  readonly name: string
  /** The first row is its head. */
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** Widths of columns, in characters: wide enough for what stands in them, and no wider than a page. */
const WIDTH = { least: 8, most: 60 }

/**
 * A workbook with these sheets. Texts are written as texts, so that nothing in them is a formula, whatever they begin with. What a
 * spreadsheet cannot hold, control characters, is left out.
 */
export async function writeWorkbook(sheets: readonly SheetToWrite[]): Promise<Uint8Array<ArrayBuffer>> {
  const written = await writeXlsxFile(sheets.map(({ name, rows }): Sheet<never> => ({ sheet: name, data: rows.map((row, index) => row.map((cell) => toCell(cell, index === 0))), columns: widthsOf(rows), stickyRowsCount: 1 }))).toBuffer()
  return new Uint8Array(written)
}

function toCell(value: string | number | null, isHead: boolean): Cell {
  if (value === null || value === '') return null
  if (typeof value === 'number') return { value, type: Number }
  return { value: value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, ''), type: String, alignVertical: 'top', wrap: value.includes('\n') || value.length > WIDTH.most, ...(isHead ? { fontWeight: 'bold' } : {}) }
}

function widthsOf(rows: SheetToWrite['rows']): { width: number }[] {
  const widths: number[] = []
  for (const row of rows.slice(0, 200)) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? WIDTH.least, Math.min(WIDTH.most, String(cell ?? '').length + 2))
  }
  return widths.map((width) => ({ width }))
}
