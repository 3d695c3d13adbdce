import type { Node } from 'prosemirror-model'
import { type Step, Transform } from 'prosemirror-transform'
import { textSchema } from '../nodes/model.ts'
import { squareRows } from '../paste-tables/model.ts'
import { changedBlocks } from '../rebase/model.ts'
import { toBody } from '../tree/model.ts'

/**
 * Steps that make the rows of each changed table as wide as its widest one, by empty cells at their ends, and end cells that reach over
 * others or beyond the last row where those begin. Where one adds a column while another adds a row, the new row lacks a cell: what each
 * of them meant is kept, nothing is taken away. A table that would be wider than one may be stays as it is.
 */
export function squareTables(before: Node, after: Node): readonly Step[] {
  const changed = changedBlocks(before, after)
  const known = new Set(changed.before)
  const tr = new Transform(after)
  let pos = 0
  for (let at = 0; at < changed.start; at++) pos += after.child(at).nodeSize
  const tables: { readonly node: Node; readonly pos: number }[] = []
  for (const node of changed.after) {
    if (node.type === textSchema.nodes.table && !known.has(node)) tables.push({ node, pos })
    pos += node.nodeSize
  }
  // From the end, so that what is put into one does not move those before it.
  for (const table of tables.toReversed()) square(tr, table.node, table.pos)
  return tr.steps
}

function square(tr: Transform, table: Node, pos: number): void {
  const body = toBody(table)
  if (body.kind !== 'table') return
  const rows = body.rows.map((row) => row.map(({ content, isHeading = false, columns = 1, rows: deep = 1 }) => ({ content, isHeading, columns, rows: deep })))
  const squared = squareRows(rows)
  if (squared === undefined) return
  const grid = table.child(0)
  // Into the table and into its grid.
  let end = pos + 2 + grid.content.size
  for (let at = grid.childCount - 1; at >= 0; at--) {
    const [row, cells] = [grid.child(at), squared[at] ?? []]
    for (let missing = row.childCount; missing < cells.length; missing++) tr.insert(end - 1, textSchema.node('cell'))
    const start = end - row.nodeSize + 1
    row.forEach((cell, offset, index) => {
      const { columns = 1, rows: deep = 1 } = cells[index] ?? {}
      if (cell.attrs['colspan'] !== columns) tr.setNodeAttribute(start + offset, 'colspan', columns)
      if (cell.attrs['rowspan'] !== deep) tr.setNodeAttribute(start + offset, 'rowspan', deep)
    })
    end = start - 1
  }
}
