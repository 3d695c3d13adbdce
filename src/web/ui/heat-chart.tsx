import { textWidth, WHITE_PALETTE, wrapText, type Drawing, type Palette } from './picture.tsx'

export interface HeatTable {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** A row of counts for each row. */
  readonly counts: readonly (readonly number[])[]
  readonly write: (count: number) => string
}

const SIZE = 14
const ROW = 30

/** A table of counts, darker where there are more. */
export function drawHeat(table: HeatTable, width: number, palette: Palette = WHITE_PALETTE): Drawing {
  const labelWidth = Math.min(width * 0.34, Math.max(60, ...table.rows.map((row) => textWidth(row, SIZE) + 14)))
  const cell = (width - labelWidth) / Math.max(1, table.columns.length)
  const heads = table.columns.map((column) => wrapText(column, cell - 8, SIZE - 2))
  const head = Math.max(1, ...heads.map((lines) => lines.length)) * SIZE + 12
  const most = Math.max(1, ...table.counts.flat())
  const marks = (
    <g font-size={SIZE} fill={palette.ink}>
      {heads.map((lines, column) =>
        lines.map((line, place) => <text x={labelWidth + (column + 0.5) * cell} y={SIZE - 2 + place * SIZE} text-anchor="middle" font-size={SIZE - 2} fill={palette.quiet}>{line}</text>),
      )}
      {table.rows.map((row, place) => (
        <g transform={`translate(0 ${head + place * ROW})`}>
          <line x1={0} x2={width} y1={0} y2={0} stroke={palette.rule} />
          <text x={0} y={20}>{row}</text>
          {(table.counts[place] ?? []).map((count, column) => {
            const x = labelWidth + column * cell
            const heat = count === 0 ? undefined : palette.heat[Math.ceil((4 * count) / most) - 1]
            return (
              <g>
                {heat === undefined ? null : <rect x={(x + cell / 2 - 20).toFixed(1)} y={4} width={40} height={ROW - 8} rx={3} fill={heat} />}
                <text x={(x + cell / 2).toFixed(1)} y={20} text-anchor="middle" fill={count === 0 ? palette.quiet : palette.ink}>{count === 0 ? '·' : table.write(count)}</text>
              </g>
            )
          })}
        </g>
      ))}
    </g>
  )
  return { width, height: head + table.rows.length * ROW, marks }
}
