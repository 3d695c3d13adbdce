import type { TableRow } from './delimited.ts'
import { unescapeCell, type SharedStrings } from './spreadsheet-strings.ts'
import { clockOf, dayOfSerial, type NumberKind } from './spreadsheet-styles.ts'
import { told, ToldProblem } from '../shared/told.ts'
import { attributeOf, createXmlScanner } from './xml-scanner.ts'

/** What the cells of a workbook are read with. */
export interface CellContext {
  readonly strings: SharedStrings
  readonly kinds: readonly NumberKind[]
  readonly since1904: boolean
}

/** What is said of a sheet beside its cells. */
export interface SheetFacts {
  readonly rows: number
  readonly hidden: readonly number[]
  /** Ranges of merged cells, as the spreadsheet names them. */
  readonly merged: readonly string[]
}

/** Columns of one sheet; a spreadsheet has room for 16,384, and no table of answers needs so many. */
const COLUMNS = 2000
const ROWS = 1_048_576
/** A formula whose result was not stored with it. */
export const NOT_CALCULATED = '#FORMULA?'

/** Looks through a sheet for what comes after its rows but has to be known before: merged cells; and for hidden rows. */
export async function inspectSheet(chunks: AsyncIterable<string>): Promise<SheetFacts> {
  const [hidden, merged]: [number[], string[]] = [[], []]
  let [rows, rest] = [0, '']
  for await (const chunk of chunks) {
    const text = rest + chunk
    let end = 0
    for (const match of text.matchAll(/<(?:[\w.-]+:)?(row|mergeCell)\s([^>]*)>/gu)) {
      const [whole, name, attributes = ''] = match
      end = match.index + whole.length
      if (name === 'mergeCell') merged.push(attributeOf(` ${attributes}`, 'ref') ?? '')
      else {
        rows++
        if (/\shidden\s*=\s*["'](?:1|true)["']/u.test(` ${attributes}`)) hidden.push(Number(attributeOf(` ${attributes}`, 'r') ?? rows))
      }
    }
    rest = text.slice(Math.max(end, text.length - 2000))
  }
  return { rows, hidden, merged: merged.filter((range) => range !== '').slice(0, 100_000) }
}

/** The rows of a sheet that has any cells in them, in order; what is merged downwards stands in each of its rows. */
export async function* readSheet(chunks: AsyncIterable<string>, context: CellContext, facts: SheetFacts): AsyncGenerator<TableRow> {
  const ready: TableRow[] = []
  const collect = collectRows(context, facts, (row) => ready.push(row))
  const scanner = createXmlScanner(collect)
  for await (const chunk of chunks) {
    scanner.write(chunk)
    yield* ready
    ready.length = 0
  }
}

/** The cell that is being read. */
interface Cell {
  column: number
  type: string
  style: number
  value: string
  hasFormula: boolean
}

function collectRows(context: CellContext, facts: SheetFacts, give: (row: TableRow) => void) {
  const hidden = new Set(facts.hidden)
  const repeat = repeatMerged(facts.merged)
  const cell: Cell = { column: -1, type: 'n', style: 0, value: '', hasFormula: false }
  let [row, cells, isValue, readings]: [number, string[], boolean, number] = [0, [], false, 0]
  const put = (): void => {
    const text = cell.value === '' && cell.hasFormula ? NOT_CALCULATED : textOf(cell, context)
    if (text === '') return
    while (cells.length < cell.column) cells.push('')
    cells[cell.column] = text
  }
  const begin: Readonly<Record<string, (attributes: string) => void>> = {
    c: (attributes) => beginCell(cell, attributes),
    v: () => void (isValue = readings === 0),
    t: () => void (isValue = readings === 0),
    f: () => void (cell.hasFormula = true),
    rPh: () => void readings++,
    row: (attributes) => {
      row = rowOf(attributes, row)
      cells = []
      cell.column = -1
    },
  }
  return {
    open: (name: string, attributes: string): void => begin[name]?.(attributes),
    text: (part: string): void => {
      if (isValue) cell.value += part
    },
    close: (name: string): void => {
      if (name === 'v' || name === 't') isValue = false
      else if (name === 'rPh') readings--
      else if (name === 'c') put()
      else if (name === 'row') {
        const whole = repeat(row, cells)
        if (whole.length > 0) give(hidden.has(row) ? { row, cells: whole, isHidden: true } : { row, cells: whole })
      }
    },
  }
}

function beginCell(cell: Cell, attributes: string): void {
  const place = attributeOf(attributes, 'r')
  cell.column = place === undefined ? cell.column + 1 : columnOf(place)
  if (cell.column >= COLUMNS) throw new ToldProblem(told('sheet-columns', { limit: COLUMNS }))
  cell.type = attributeOf(attributes, 't') ?? 'n'
  cell.style = Number(attributeOf(attributes, 's') ?? 0)
  cell.value = ''
  cell.hasFormula = false
}

function rowOf(attributes: string, before: number): number {
  const row = Number(attributeOf(attributes, 'r') ?? before + 1)
  if (!(row >= 1 && row <= ROWS)) throw new ToldProblem(told('sheet-rows', { limit: ROWS }))
  return row
}

/** Column A is 0. */
function columnOf(place: string): number {
  let column = 0
  for (let at = 0; at < place.length; at++) {
    const letter = place.charCodeAt(at) & ~32
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  return column - 1
}

function textOf({ type, style, value }: Cell, { strings, kinds, since1904 }: CellContext): string {
  switch (type) {
    case 's':
      return strings.at(Number(value)) ?? ''
    case 'n':
      return value === '' ? '' : writeNumber(value, kinds[style] ?? 'number', since1904)
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE'
    case 'd':
      return value.replace(/T00:00(?::00(?:\.0+)?)?$/u, '').replace('T', ' ')
    default:
      return unescapeCell(value)
  }
}

/** A whole number as its digits, as long as the spreadsheet still has all of them; a day as a day. */
function writeNumber(text: string, kind: NumberKind, since1904: boolean): string {
  const number = Number(text)
  if (!Number.isFinite(number)) return text
  if (kind === 'time') return number < 1 ? clockOf(number) : (dayOfSerial(number, since1904) ?? text)
  if (kind === 'date') return dayOfSerial(number, since1904) ?? text
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) return number.toExponential().toUpperCase()
  return String(number)
}

/** Fills what is merged downwards into the rows below. */
function repeatMerged(ranges: readonly string[]): (row: number, cells: string[]) => string[] {
  const starting = new Map<number, { column: number; last: number }[]>()
  for (const range of ranges) {
    const [, column = '', first, , last] = /^([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$/u.exec(range) ?? []
    if (first === undefined || last === undefined || first === last) continue
    starting.set(Number(first), [...(starting.get(Number(first)) ?? []), { column: columnOf(column), last: Number(last) }])
  }
  let running: { column: number; last: number; text: string }[] = []
  if (starting.size === 0) return (_row, cells) => cells
  return (row, cells) => {
    running = running.filter(({ last }) => last >= row)
    for (const { column, text } of running) {
      while (cells.length <= column) cells.push('')
      if (cells[column] === '') cells[column] = text
    }
    for (const { column, last } of starting.get(row) ?? []) running.push({ column, last, text: cells[column] ?? '' })
    return cells
  }
}
