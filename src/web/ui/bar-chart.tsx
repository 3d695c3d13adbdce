import { textWidth, WHITE_PALETTE, wrapText, type Drawing, type Palette } from './picture.tsx'

export interface Bar {
  readonly label: string
  readonly count: number
  /** The number as it is written at the bar's end. */
  readonly written: string
  /** Its voice, 0 to 7. */
  readonly voice: number
  /** How much was aimed at: a line across the bar. */
  readonly aim?: number | undefined
}

const SIZE = 15
const BAR = 18

/** Bars, one below the other, each with its label before it and its number after it. */
export function drawBars(bars: readonly Bar[], options: { width: number; palette?: Palette }): Drawing {
  const { width, palette = WHITE_PALETTE } = options
  const labelWidth = Math.min(width * 0.42, Math.max(60, ...bars.map((bar) => textWidth(bar.label, SIZE) + 14)))
  const numberWidth = Math.max(24, ...bars.map((bar) => textWidth(bar.written, SIZE) + 12))
  const room = width - labelWidth - numberWidth
  const most = Math.max(1, ...bars.map((bar) => Math.max(bar.count, bar.aim ?? 0)))
  const rows = bars.map((bar) => ({ bar, lines: wrapText(bar.label, labelWidth - 12, SIZE) }))
  const heights = rows.map(({ lines }) => Math.max(BAR, lines.length * (SIZE + 3)) + 10)
  const tops = heights.map((_, place) => heights.slice(0, place).reduce((sum, height) => sum + height, 0))
  const height = heights.reduce((sum, each) => sum + each, 0)
  const marks = rows.map(({ bar, lines }, place) => {
    const top = tops[place] ?? 0
    const long = (room * bar.count) / most
    const aim = bar.aim === undefined ? undefined : labelWidth + (room * bar.aim) / most
    return (
      <g transform={`translate(0 ${top})`} font-size={SIZE} fill={palette.ink}>
        {lines.map((line, row) => <text x={0} y={SIZE - 1 + row * (SIZE + 3)}>{line}</text>)}
        {bar.count === 0 ? null : <rect x={labelWidth} y={1} width={long.toFixed(1)} height={BAR} rx={2} fill={palette.voices[bar.voice] ?? palette.accent} />}
        {aim === undefined ? null : <line x1={aim.toFixed(1)} x2={aim.toFixed(1)} y1={-3} y2={BAR + 5} stroke={palette.warn} stroke-width={2} stroke-dasharray="3 2" />}
        <text x={(labelWidth + Math.max(long, aim === undefined ? 0 : aim - labelWidth) + 8).toFixed(1)} y={SIZE}>{bar.written}</text>
      </g>
    )
  })
  return { width, height, marks }
}
