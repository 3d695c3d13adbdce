import { axisSteps, textWidth, type Drawing, type Palette } from './picture.tsx'

/** One step of time with what came in it. `at` and `until` are days counted from any one day. */
export interface TimeStep {
  readonly at: number
  readonly until: number
  readonly count: number
  readonly cumulative: number
}

/** A day with a name: a line through the chart with its label at the top. */
export interface TimeMark {
  readonly at: number
  readonly label: string
  readonly isStrong: boolean
}

export interface TimeChart {
  readonly steps: readonly TimeStep[]
  readonly marks: readonly TimeMark[]
  /** The days from and up to which it is drawn. */
  readonly from: number
  readonly until: number
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
  readonly titles: { readonly cumulative: string; readonly each: string }
  readonly write: (count: number) => string
}

const SIZE = 13
const LABEL = 20
const CUMULATIVE = 170
const EACH = 90

/** Two panels over one line of time: all that had come, as a line; what came in each step, as bars. Days with a name go through both. */
export function drawTime(chart: TimeChart, options: { width: number; palette: Palette; isMirrored?: boolean }): Drawing {
  const { width, palette, isMirrored = false } = options
  const most = Math.max(1, ...chart.steps.map((step) => step.cumulative))
  const each = Math.max(1, ...chart.steps.map((step) => step.count))
  const side = Math.max(24, textWidth(chart.write(axisSteps(most).at(-1) ?? most), SIZE) + 10)
  const labels = chart.marks.length * LABEL + 8
  const [top, second] = [labels + 22, labels + 22 + CUMULATIVE + 44]
  const foot = second + EACH
  const span = Math.max(1, chart.until - chart.from)
  const plain = (at: number): number => side + ((width - side - 6) * (at - chart.from)) / span
  const x = (at: number): number => Math.round(10 * (isMirrored ? width - plain(at) : plain(at))) / 10
  const frame: Frame = { chart, palette, width, side, x, isMirrored }
  const marks = (
    <g font-size={SIZE} fill={palette.ink}>
      <Axis frame={frame} top={top} height={CUMULATIVE} most={most} />
      <Axis frame={frame} top={second} height={EACH} most={each} />
      <Steps frame={frame} top={top} second={second} most={most} each={each} />
      {chart.marks.map((mark, place) => <MarkLine frame={frame} mark={mark} y={place * LABEL} foot={foot} />)}
      {chart.marks.map((mark, place) => <MarkLabel frame={frame} mark={mark} y={place * LABEL} />)}
      <PanelTitle frame={frame} y={top - 9} title={chart.titles.cumulative} />
      <PanelTitle frame={frame} y={second - 9} title={chart.titles.each} />
      {chart.ticks.map((tick, place) => (
        <g>
          <line x1={x(tick.at)} x2={x(tick.at)} y1={foot} y2={foot + 5} stroke={palette.quiet} />
          <text x={x(tick.at)} y={foot + 19} text-anchor={tickAnchor(place, chart.ticks.length, isMirrored)} fill={palette.quiet} font-size={SIZE - 1}>{tick.label}</text>
        </g>
      ))}
    </g>
  )
  return { width, height: foot + 26, marks }
}

interface Frame {
  readonly chart: TimeChart
  readonly palette: Palette
  readonly width: number
  readonly side: number
  readonly x: (at: number) => number
  readonly isMirrored: boolean
}

function Axis(props: { frame: Frame; top: number; height: number; most: number }) {
  const { frame, top, height } = props
  const { palette, width, side, isMirrored, chart } = frame
  const steps = axisSteps(props.most)
  const highest = steps.at(-1) ?? 1
  return (
    <g>
      {steps.map((step) => {
        const y = top + height - (height * step) / highest
        return (
          <g>
            <line x1={isMirrored ? 6 : side} x2={isMirrored ? width - side : width - 6} y1={y} y2={y} stroke={palette.rule} />
            <text x={isMirrored ? width - side + 6 : side - 6} y={y + 4} text-anchor={isMirrored ? 'start' : 'end'} fill={palette.quiet} font-size={SIZE - 1}>{chart.write(step)}</text>
          </g>
        )
      })}
    </g>
  )
}

function Steps(props: { frame: Frame; top: number; second: number; most: number; each: number }) {
  const { frame, top, second } = props
  const { chart, palette, x } = frame
  const [highest, highestEach] = [axisSteps(props.most).at(-1) ?? 1, axisSteps(props.each).at(-1) ?? 1]
  const y = (count: number): number => Math.round(10 * (top + CUMULATIVE - (CUMULATIVE * count) / highest)) / 10
  const first = chart.steps[0]
  const path = chart.steps.map((step) => `L${x(step.until)} ${y(step.cumulative)}`).join('')
  const last = chart.steps.at(-1)
  return (
    <g>
      {first === undefined || last === undefined ? null : (
        <>
          <path d={`M${x(first.at)} ${y(0)}${path}L${x(last.until)} ${y(0)}Z`} fill={palette.tint} />
          <path d={`M${x(first.at)} ${y(0)}${path}`} fill="none" stroke={palette.accent} stroke-width={2} stroke-linejoin="round" />
        </>
      )}
      {chart.steps.map((step) => {
        if (step.count === 0) return null
        const [a, b] = [x(step.at), x(step.until)]
        const height = (EACH * step.count) / highestEach
        const wide = Math.max(1.5, Math.abs(b - a) - 1)
        return <rect x={Math.min(a, b).toFixed(1)} y={(second + EACH - height).toFixed(1)} width={wide.toFixed(1)} height={height.toFixed(1)} fill={palette.accent} />
      })}
    </g>
  )
}

/** What keeps a text readable where a line passes behind it. */
function halo(palette: Palette) {
  return { stroke: palette.paper, 'stroke-width': 4, 'stroke-linejoin': 'round' as const, 'paint-order': 'stroke' }
}

function tickAnchor(place: number, all: number, isMirrored: boolean): 'start' | 'middle' | 'end' {
  if (place > 0 && place < all - 1) return 'middle'
  return (place === 0) === isMirrored ? 'end' : 'start'
}

function PanelTitle(props: { frame: Frame; y: number; title: string }) {
  const { palette, width, isMirrored } = props.frame
  return <text x={isMirrored ? width : 0} y={props.y} text-anchor={isMirrored ? 'end' : 'start'} fill={palette.quiet} {...halo(palette)}>{props.title}</text>
}

function MarkLine(props: { frame: Frame; mark: TimeMark; y: number; foot: number }) {
  const { mark, y, frame } = props
  const at = frame.x(mark.at)
  return <line x1={at} x2={at} y1={y + 2} y2={props.foot} stroke={mark.isStrong ? frame.palette.warn : frame.palette.quiet} stroke-width={mark.isStrong ? 1.5 : 1} stroke-dasharray={mark.isStrong ? undefined : '3 3'} />
}

/** The label stands on the side where there is room for it. */
function MarkLabel(props: { frame: Frame; mark: TimeMark; y: number }) {
  const { mark, y } = props
  const { palette, width, x } = props.frame
  const at = x(mark.at)
  const isLeft = at + 6 + textWidth(mark.label, SIZE) > width
  return <text x={isLeft ? at - 6 : at + 6} y={y + SIZE} text-anchor={isLeft ? 'end' : 'start'} fill={mark.isStrong ? palette.warn : palette.quiet} {...halo(palette)}>{mark.label}</text>
}
