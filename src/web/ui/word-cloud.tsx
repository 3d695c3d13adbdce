import { textWidth, WHITE_PALETTE, type Drawing } from './picture.tsx'

export interface CloudWord {
  readonly word: string
  readonly count: number
}

const SMALLEST = 15
const LARGEST = 52

/** How large a word is, from 0 to 1: by the root of its count, so that the area of a word, and not its height alone, grows with it. */
export function cloudScale(words: readonly CloudWord[]): (count: number) => number {
  const roots = words.map(({ count }) => Math.sqrt(count))
  const [least, most] = [Math.min(...roots), Math.max(...roots)]
  return (count) => (most === least ? 0.5 : (Math.sqrt(count) - least) / (most - least))
}

/** Words in the order given, line after line, larger where they stand more often, each with its count. */
export function drawCloud(words: readonly CloudWord[], width: number): Drawing {
  const scale = cloudScale(words)
  const placed: { word: CloudWord; size: number; x: number; line: number }[] = []
  const heights: number[] = []
  let x = 0
  for (const word of words) {
    const size = Math.round(SMALLEST + (LARGEST - SMALLEST) * scale(word.count))
    const wide = textWidth(word.word, size) + textWidth(` (${word.count})`, 12) + 18
    if (heights.length === 0 || (x > 0 && x + wide > width)) {
      heights.push(0)
      x = 0
    }
    const line = heights.length - 1
    heights[line] = Math.max(heights[line] ?? 0, size)
    placed.push({ word, size, x, line })
    x += wide
  }
  const baseline = (line: number): number => heights.slice(0, line + 1).reduce((sum, height) => sum + height * 1.25, 0)
  const marks = placed.map(({ word, size, x: at, line }) => (
    <text x={at.toFixed(1)} y={(baseline(line) - size * 0.2).toFixed(1)} font-size={size} fill={scale(word.count) > 0.45 ? WHITE_PALETTE.accent : WHITE_PALETTE.ink}>
      {word.word}
      <tspan font-size={12} dx={4} fill={WHITE_PALETTE.quiet}>({word.count})</tspan>
    </text>
  ))
  return { width, height: Math.ceil(baseline(heights.length - 1)), marks }
}
