import { stringify } from 'csv-stringify/sync'

/**
 * A table as CSV (RFC 4180, UTF-8 with a mark at its start, so that spreadsheets read every script). A text that a spreadsheet would
 * take for a formula gets an apostrophe before it, as spreadsheets themselves write it: nothing that somebody sent runs anywhere.
 */
export function writeCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\ufeff${stringify(rows.map((row) => row.map((cell) => (typeof cell === 'string' ? guardFormula(cell) : cell))), { record_delimiter: '\r\n' })}`
}

/** A text as it may stand in a cell of CSV. */
export function guardFormula(text: string): string {
  return /^[\s]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u.test(text) ? `'${text}` : text
}
