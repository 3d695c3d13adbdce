import type { Child } from 'hono/jsx'

/** The colours of a picture: those of the page it stands in, or for keeping and printing on white. */
export interface Palette {
  readonly ink: string
  readonly quiet: string
  readonly rule: string
  readonly accent: string
  readonly tint: string
  readonly warn: string
  readonly paper: string
  readonly heat: readonly string[]
  /** Voices 0 (of no group) to 7. */
  readonly voices: readonly string[]
}

/** Follows the page, light and dark. */
export const PAGE_PALETTE: Palette = {
  ink: 'var(--ink)', quiet: 'var(--ink-2)', rule: 'var(--rule)', accent: 'var(--accent)', tint: 'var(--accent-tint)', warn: 'var(--warn)', paper: 'var(--paper)',
  heat: [1, 2, 3, 4].map((place) => `var(--heat-${place})`),
  voices: [0, 1, 2, 3, 4, 5, 6, 7].map((place) => `var(--voice-${place})`),
}

/** The light colours, on white: each reads at 4.5 to 1 or more where it is text. */
export const WHITE_PALETTE: Palette = {
  ink: '#1d1c1a', quiet: '#5d5a54', rule: '#d9d4c9', accent: '#0a5a6b', tint: '#e2eef0', warn: '#9a3b12', paper: '#ffffff',
  heat: ['#dcecee', '#b9d9dd', '#8fc3ca', '#5fa6b1'],
  voices: ['#c4beb2', '#0a5a6b', '#5a8f29', '#c77a14', '#7a4ea3', '#2f6fb7', '#8c8578', '#a3476b'],
}

/** The face of the pages; what it has no letters for is drawn in another face, where the reader's machine has one. */
export const FACE = "'Source Serif 4', Georgia, 'Noto Serif', serif"

/** What can be drawn: so wide, so high, and the marks themselves. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly marks: Child
}

const MARGIN = 24
const TITLE = 22
const NOTE = 13

/** A whole picture to be kept: title above, drawing, and below where it comes from; readable on white by itself. */
export function Picture(props: { title: string; notes: readonly string[]; lang: string; drawing: Drawing }) {
  const { drawing } = props
  const width = drawing.width + 2 * MARGIN
  const title = wrapText(props.title, drawing.width, TITLE)
  const notes = props.notes.flatMap((note) => wrapText(note, drawing.width, NOTE))
  const top = MARGIN + title.length * (TITLE + 6) + 10
  const height = top + drawing.height + 18 + notes.length * (NOTE + 5) + MARGIN - 8
  return (
    <svg xmlns="http://www.w3.org/2000/svg" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" lang={props.lang} font-family={FACE} fill={WHITE_PALETTE.ink}>
      <title>{props.title}</title>
      <desc>{props.notes.join(' ')}</desc>
      <rect width={width} height={height} fill="#ffffff" />
      {title.map((line, place) => <text x={MARGIN} y={MARGIN + TITLE + place * (TITLE + 6)} font-size={TITLE}>{line}</text>)}
      <g transform={`translate(${MARGIN} ${top})`}>{drawing.marks}</g>
      {notes.map((line, place) => <text x={MARGIN} y={top + drawing.height + 18 + NOTE + place * (NOTE + 5)} font-size={NOTE} fill={WHITE_PALETTE.quiet}>{line}</text>)}
    </svg>
  )
}

/** About how wide a text is drawn, in the unit of its size: the face itself is not at hand where pictures are laid out. */
export function textWidth(text: string, size: number): number {
  let ems = 0
  for (const sign of text) ems += /\p{M}/u.test(sign) ? 0 : /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u.test(sign) ? 1 : /[\p{Lu}\p{Nd}%&@—]/u.test(sign) ? 0.6 : /[\s.,:;'’()|iljtf-]/u.test(sign) ? 0.3 : 0.5
  return ems * size
}

/** Lines of at most a width; a word that is wider stands on a line of its own. */
export function wrapText(text: string, width: number, size: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/u)) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** Round steps of an axis from 0 to a little above the most, four at most. */
export function axisSteps(most: number): number[] {
  const rough = Math.max(1, most) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough)
  return Array.from({ length: Math.ceil(Math.max(1, most) / step) + 1 }, (_, place) => place * step)
}
