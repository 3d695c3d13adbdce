import { asciiDigits, readFigures } from '../../shared/written-numbers.ts'
import { textOf, type Body, type Cell } from '../blocks/model.ts'
import { noticeOf, type Notice, type Words } from '../notices/model.ts'

type Table = Extract<Body, { kind: 'table' }>

export interface PlacedCell {
  readonly text: string
  /** Where it begins in the words of its table, in UTF-16 units. */
  readonly start: number
  readonly isWide: boolean
}

/** The cells of a table with their places in its words, row by row. */
export function listCells(table: Table): PlacedCell[][] {
  let at = 0
  return table.rows.map((row) =>
    row.map((cell): PlacedCell => {
      const text = wordsOfCell(cell)
      const placed = { text, start: at, isWide: (cell.columns ?? 1) > 1 || (cell.rows ?? 1) > 1 }
      // One sign parts it from what follows: a tab within a row, a line feed at its end.
      at += text.length + 1
      return placed
    }),
  )
}

function wordsOfCell(cell: Cell): string {
  return textOf({ kind: 'paragraph', content: cell.content })
}

/** What the last row or column is called where it is the sum of the others. */
const TOTAL = /^(?:grand |sub-?)?(?:total|totals|sum|altogether|all|totaux|ensemble|total général|totales|suma|итого|всего|сумма|合计|总计|总数|小计|合計|المجموع|الإجمالي|المجموع الكلي|gesamt|summe|totale|toplam|σ|∑)\s*[:：]?$/iu
const SUBTOTAL = /^(?:sub-?\s*total|sous-total|подытог|промежуточный итог|小计|المجموع الفرعي|zwischensumme)/iu

/**
 * Totals of a table that its own parts contradict, down its columns and along its rows. Tables with merged cells, columns with anything
 * but whole numbers, and shares are left alone; a total that is the sum of the subtotals, or of what stands since the last one, is right.
 */
export function checkSums(all: readonly Words[]): Notice[] {
  return all.flatMap((words) => {
    if (words.body?.kind !== 'table') return []
    const cells = listCells(words.body)
    if (cells.length < 3 || cells.flat().some(({ isWide }) => isWide)) return []
    const down = checkRows(words, cells)
    return [...down, ...checkRows(words, turn(cells)).filter(({ from }) => !down.some((notice) => notice.from === from))]
  })
}

function turn(cells: readonly (readonly PlacedCell[])[]): PlacedCell[][] {
  const width = Math.max(...cells.map((row) => row.length))
  if (cells.some((row) => row.length !== width)) return []
  return Array.from({ length: width }, (_, at) => cells.flatMap((row) => row[at] ?? []))
}

function checkRows(words: Words, rows: readonly (readonly PlacedCell[])[]): Notice[] {
  const at = rows.findIndex((row) => TOTAL.test((row[0]?.text ?? '').trim()))
  const total = rows[at]
  // What follows a total is shares or remarks, or a table of its own.
  if (total === undefined || at < 3) return []
  const above = rows.slice(0, at)
  return total.flatMap((cell, column) => {
    const stated = column === 0 ? undefined : readWhole(cell.text)
    if (stated === undefined) return []
    const parts = partsOf(above, column)
    if (parts === undefined || parts.numbers.length < 2 || parts.sums.includes(stated)) return []
    return [noticeOf(words, { kind: 'total', stated, sum: parts.sums[0] ?? 0 }, cell.start, cell.start + cell.text.length)]
  })
}

/** The numbers above a total, and what it may come to; undefined where not all are whole numbers. The first row may be a heading, a year in it too. */
function partsOf(above: readonly (readonly PlacedCell[])[], column: number): { numbers: number[]; sums: number[] } | undefined {
  const cells = above.map((row) => ({ isSubtotal: SUBTOTAL.test((row[0]?.text ?? '').trim()), text: row[column]?.text.trim() ?? '', label: row[0]?.text.trim() ?? '' }))
  const body = cells.slice(1)
  const numbers: number[] = []
  let [open, subtotals] = [0, 0]
  for (const { isSubtotal, text } of body) {
    const number = text === '' || /^[-–—]+$/u.test(text) ? 0 : readWhole(text)
    if (number === undefined) return undefined
    numbers.push(number)
    if (isSubtotal) {
      subtotals += number
      open = 0
    } else open += number
  }
  const plain = body.reduce((sum, { isSubtotal }, place) => sum + (isSubtotal ? 0 : (numbers[place] ?? 0)), 0)
  const heading = readWhole(cells[0]?.text ?? '')
  const sums = [plain, subtotals + open, open]
  // A first row of numbers without a name for it may be a heading of years, or a part: either may be meant.
  return { numbers, sums: heading === undefined ? sums : [...sums, plain + heading] }
}

function readWhole(text: string): number | undefined {
  const plain = asciiDigits(text).trim()
  return /[%٪]/u.test(plain) ? undefined : readFigures(plain)
}
