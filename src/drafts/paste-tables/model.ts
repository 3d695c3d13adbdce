import { type Cell, type Inline, TABLE_COLUMNS, TABLE_ROWS } from '../blocks/model.ts'
import type { PasteNode } from '../paste-nodes/model.ts'

/** A table as it was pasted; `caption` is the element that holds its caption. */
export interface PastedTable {
  readonly rows: readonly (readonly { readonly node: PasteNode; readonly isHeading: boolean; readonly columns: number; readonly rows: number }[])[]
  readonly caption: PasteNode | undefined
}

/** The rows of a table, those of tables inside its cells not among them. */
export function readTable(table: PasteNode): PastedTable {
  const rows: PastedTable['rows'][number][] = []
  let caption: PasteNode | undefined
  const take = (node: PasteNode, isHead: boolean): void => {
    for (const child of node.children) {
      if (child.name === 'caption') caption ??= child
      else if (child.name === 'thead' || child.name === 'tbody' || child.name === 'tfoot') take(child, child.name === 'thead')
      else if (child.name === 'tr') {
        const cells = child.children.filter(({ name }) => name === 'td' || name === 'th')
        if (cells.length > 0) rows.push(cells.map((cell) => ({ node: cell, isHeading: isHead || cell.name === 'th', columns: readSpan(cell, 'colspan'), rows: readSpan(cell, 'rowspan') })))
      }
    }
  }
  take(table, false)
  return { rows, caption }
}

function readSpan(cell: PasteNode, name: string): number {
  const span = Number(cell.attribute(name) ?? '1')
  return Number.isInteger(span) && span >= 1 && span <= 1_000 ? span : 1
}

/** A cell with its words, as it was written: it may reach beyond its table. */
export interface LooseCell {
  readonly content: readonly Inline[]
  readonly isHeading: boolean
  readonly columns: number
  readonly rows: number
}

/**
 * Makes the rows of a body of what was written: every row of the same width, no cell over another or beyond the last row, none empty.
 * Undefined where it is wider or longer than a table may be.
 */
export function squareRows(loose: readonly (readonly LooseCell[])[]): Cell[][] | undefined {
  if (loose.length === 0 || loose.length > TABLE_ROWS) return undefined
  /** How many more rows are taken from above, by column. */
  let taken: number[] = []
  const placed = loose.map((row, at) => {
    const cells: { cell: LooseCell; columns: number; rows: number }[] = []
    const next = taken.map((left) => Math.max(0, left - 1))
    let column = 0
    for (const cell of row) {
      while ((taken[column] ?? 0) > 0) column += 1
      let columns = 1
      while (columns < Math.min(cell.columns, TABLE_COLUMNS) && (taken[column + columns] ?? 0) === 0) columns += 1
      const rows = Math.min(cell.rows, loose.length - at)
      for (let each = column; each < column + columns; each++) next[each] = rows - 1
      cells.push({ cell, columns, rows })
      column += columns
    }
    const width = Math.max(column, ...[...taken.keys()].filter((each) => (taken[each] ?? 0) > 0).map((each) => each + 1), 0)
    taken = Array.from(next, (left: number | undefined) => left ?? 0)
    return { cells, width, filled: cells.reduce((sum, { columns }) => sum + columns, 0) }
  })
  const width = Math.max(...placed.map((row) => row.width))
  if (width > TABLE_COLUMNS) return undefined
  return pad(placed.map(({ cells }) => cells), width)
}

/** Rows filled up with empty cells to the same width; what a cell from above takes counts as there. */
function pad(rows: readonly (readonly { cell: LooseCell; columns: number; rows: number }[])[], width: number): Cell[][] | undefined {
  const taken = new Map<number, number>()
  const squared = rows.map((row, at) => {
    const here = taken.get(at) ?? 0
    const own = row.reduce((sum, { columns }) => sum + columns, 0)
    for (const { columns, rows: deep } of row) for (let below = 1; below < deep; below++) taken.set(at + below, (taken.get(at + below) ?? 0) + columns)
    const missing = Math.max(0, width - here - own)
    const cells = row.map(({ cell, columns, rows: deep }): Cell => ({ content: cell.content, ...(cell.isHeading ? { isHeading: true } : {}), ...(columns > 1 ? { columns } : {}), ...(deep > 1 ? { rows: deep } : {}) }))
    return [...cells, ...Array.from({ length: missing }, (): Cell => ({ content: [] }))]
  })
  // A row that cells from above take whole has none of its own, and no body holds that.
  return squared.some((row) => row.length === 0) ? undefined : squared
}
