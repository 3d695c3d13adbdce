import { countCodePoints, sliceCodePoints } from '../../shared/text.ts'

/** Bars with their numbers: what stands below a label is one bar, in one part for each series. */
export interface Chart {
  readonly title: string
  /** What the parts of a bar are; one, with an empty name, where nothing is crossed. */
  readonly series: readonly string[]
  readonly bars: readonly { readonly label: string; readonly values: readonly number[] }[]
  readonly direction: 'ltr' | 'rtl'
  readonly language: string
}

const WIDTH = 640
const LABELS = 230
const BAR = 16
const STEP = 30
const LEGEND = 22
/** The voices of the pages, in their order, on white. */
const COLOURS = ['#0a5a6b', '#5a8f29', '#c77a14', '#7a4ea3', '#2f6fb7', '#8c8578', '#a3476b', '#c4beb2']
const FACE = "'Source Serif 4', 'Amiri', 'ZCOOL XiaoWei', Georgia, serif"

/** The chart as an SVG that stands by itself; drawn from the right where the text runs so. */
export function drawChart(chart: Chart): string {
  const { series, bars, direction } = chart
  const longest = Math.max(1, ...bars.map(({ values }) => sum(values)))
  const legend = series.length < 2 ? [] : placeLegend(series)
  const top = legend.length === 0 ? 0 : (Math.max(...legend.map(({ line }) => line)) + 1) * LEGEND + 8
  const height = top + bars.length * STEP + 4
  const scale = (WIDTH - LABELS - 56) / longest
  const flip = (x: number, width = 0): number => (direction === 'rtl' ? WIDTH - x - width : x)
  const anchor = direction === 'rtl' ? 'end' : 'start'
  const far = direction === 'rtl' ? 'start' : 'end'
  const marks = [
    ...legend.flatMap(({ name, x, line }, place) => [rect(flip(x, 12), line * LEGEND + 4, 12, 12, colour(place)), label(flip(x + 18), line * LEGEND + 15, anchor, name, direction)]),
    ...bars.flatMap(({ label: words, values }, place) => {
      const y = top + place * STEP
      let x = LABELS
      const parts = values.map((value, at) => {
        const width = value * scale
        const part = width === 0 ? '' : rect(flip(x, width), y + 3, width, BAR, colour(at))
        x += width
        return part
      })
      return [...nameLines(words).map((line, at, all) => label(flip(LABELS - 12), y + 16 + (at - (all.length - 1) / 2) * 14, far, line, direction, all.length > 1 ? 12 : undefined)), ...parts, label(flip(x + 8), y + 16, anchor, String(sum(values)), direction)]
    }),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="${FACE}" font-size="14" fill="#1d1c1a"><title>${escape(chart.title)}</title>${marks.join('')}</svg>`
}

/** The numbers of a chart as rows of a table; the first row and the first cell of each are headings. */
export function chartRows(chart: Chart, words: { readonly total: string }): string[][] {
  const { series, bars } = chart
  const isCrossed = series.length > 1
  const head = isCrossed ? [chart.title, ...series, words.total] : [chart.title, series[0] === undefined || series[0] === '' ? words.total : series[0]]
  return [head, ...bars.map(({ label: name, values }) => [name, ...values.map(String), ...(isCrossed ? [String(sum(values))] : [])])]
}

function placeLegend(series: readonly string[]): { name: string; x: number; line: number }[] {
  let [x, line] = [0, 0]
  return series.map((name) => {
    const width = 40 + 7.5 * countCodePoints(name)
    if (x > 0 && x + width > WIDTH) [x, line] = [0, line + 1]
    const placed = { name, x, line }
    x += width
    return placed
  })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function colour(place: number): string {
  return COLOURS[place % COLOURS.length] ?? '#0a5a6b'
}

/** Letters of a name in one line; in two smaller ones there is room for some more. */
const LINE = 27
const SMALLER = 32

/** A name in one line or two, cut short where it is longer than that; the table beside has it whole. */
function nameLines(text: string): string[] {
  if (countCodePoints(text) <= LINE) return [text]
  let [first, rest] = ['', '']
  for (const word of text.split(' ')) {
    const longer = first === '' ? word : `${first} ${word}`
    if (rest === '' && countCodePoints(longer) <= SMALLER) first = longer
    else rest = rest === '' ? word : `${rest} ${word}`
  }
  return [first, rest].filter((line) => line !== '').map((line) => (countCodePoints(line) <= SMALLER ? line : `${sliceCodePoints(line, 0, SMALLER - 1)}…`))
}

function rect(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${height}" fill="${fill}"/>`
}

function label(x: number, y: number, anchor: string, text: string, direction: 'ltr' | 'rtl', size?: number): string {
  // Where the direction is turned, start and end of a text are turned with it.
  const placed = direction === 'rtl' ? (anchor === 'start' ? 'end' : 'start') : anchor
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${placed}"${size === undefined ? '' : ` font-size="${size}"`}${direction === 'rtl' ? ' direction="rtl"' : ''}>${escape(text)}</text>`
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function escape(text: string): string {
  return text.replace(/[&<>"]/gu, (sign) => `&#${sign.codePointAt(0) ?? 0};`)
}
