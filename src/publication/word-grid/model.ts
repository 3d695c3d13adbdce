import { layOutColumns } from '../columns/model.ts'
import type { PrintCell } from '../text/model.ts'

export interface Laid {
  readonly cell: PrintCell | undefined
  readonly columns: number
  readonly merge: 'start' | 'below' | undefined
}

/** Each row with a cell for every place: what reaches down from above has one that continues it. */
export function layOut(rows: readonly (readonly PrintCell[])[]): Laid[][] {
  const reaching = new Map<number, { left: number; columns: number }>()
  return rows.map((row, y) => {
    const line: Laid[] = []
    let x = 0
    const continueAbove = (): void => {
      for (let above = reaching.get(x); above !== undefined && above.left > 0; above = reaching.get(x)) {
        line.push({ cell: undefined, columns: above.columns, merge: 'below' })
        above.left -= 1
        x += above.columns
      }
    }
    for (const cell of row) {
      continueAbove()
      const down = Math.min(cell.rows, rows.length - y)
      line.push({ cell, columns: cell.columns, merge: down > 1 ? 'start' : undefined })
      if (down > 1) reaching.set(x, { left: down - 1, columns: cell.columns })
      x += cell.columns
    }
    continueAbove()
    return line
  })
}

export interface GridColumn {
  /** In twentieths of a point. */
  readonly width: number
  readonly isNumeric: boolean
}

/** The width between the margins, and what a letter and the space around a cell take of it, in twentieths of a point. */
const PAGE = 9070
const LETTER = 105
const AROUND = 240

/** The columns of a table: as wide as their words where these are few, the rest by their shares; alike where cells reach over several places. */
export function gridColumns(rows: readonly (readonly PrintCell[])[], count: number): GridColumn[] {
  const isPlain = rows.every((row) => row.length === count && row.every(({ columns, rows: down }) => columns === 1 && down === 1))
  if (!isPlain) return Array.from({ length: count }, () => ({ width: Math.floor(PAGE / count), isNumeric: false }))
  const words = rows.map((row) => row.map(wordsOfCell))
  const heads = rows.findIndex((row) => row.some(({ isHeading }) => !isHeading))
  const columns = layOutColumns(words, Math.max(0, heads))
  const longest = columns.map((_, at) => Math.max(1, ...words.map((row) => (row[at] ?? '').length)))
  const isNatural = columns.every(({ share }) => share === 0)
  if (isNatural) {
    const all = longest.reduce((sum, one) => sum + one, 0)
    return columns.map(({ isNumeric }, at) => ({ isNumeric, width: Math.floor((PAGE * (longest[at] ?? 1)) / all) }))
  }
  const fixed = columns.map(({ share }, at) => (share === 0 ? (longest[at] ?? 1) * LETTER + AROUND : 0))
  const left = Math.max(PAGE / 2, PAGE - fixed.reduce((sum, one) => sum + one, 0))
  const shares = columns.reduce((sum, { share }) => sum + share, 0)
  return columns.map(({ isNumeric, share }, at) => ({ isNumeric, width: Math.floor(share === 0 ? (fixed[at] ?? AROUND) : (left * share) / shares) }))
}

/** The words of a cell alone. */
export function wordsOfCell({ content }: PrintCell): string {
  return content.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('')
}
