/** Lines and paragraphs of a PDF's text layer, which knows neither: only pieces of text at places. */

/** A piece of text as pdf.js gives it; `x` and `y` of its start in points, `y` growing upwards. */
export interface Piece {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly size: number
  readonly isRightToLeft: boolean
  readonly endsLine: boolean
}

export interface Line {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly right: number
  readonly size: number
}

/** Pieces as lines, in the order of the text layer: columns come as whoever made the file put them. */
export function toLines(pieces: readonly Piece[]): Line[] {
  const lines: Line[] = []
  let line: Piece[] = []
  const flush = () => {
    const made = toLine(line)
    if (made !== undefined) lines.push(made)
    line = []
  }
  for (const piece of pieces) {
    const last = line.at(-1)
    if (last !== undefined && !isSameLine(last, piece)) flush()
    if (piece.text !== '') line.push(piece)
    if (piece.endsLine) flush()
  }
  flush()
  return lines
}

/** On the same line: nearly the same height, and not far behind what stands there already, which is where a next column begins. */
function isSameLine(last: Piece, next: Piece): boolean {
  const size = Math.max(last.size, next.size, 1)
  if (Math.abs(last.y - next.y) > size * 0.6) return false
  const gap = next.x >= last.x ? next.x - (last.x + last.width) : last.x - (next.x + next.width)
  return gap < size * 12
}

function toLine(pieces: readonly Piece[]): Line | undefined {
  const visible = pieces.filter((piece) => piece.text.trim() !== '')
  const [first] = visible
  if (first === undefined) return undefined
  // A line written from right to left comes in the order it is read in, or in the order of its places; the second is turned round.
  const isRightToLeft = visible.filter((piece) => piece.isRightToLeft).length * 2 > visible.length
  const last = visible.at(-1) ?? first
  const ordered = isRightToLeft && visible.length > 1 && last.x > first.x ? visible.toSorted((a, b) => b.x - a.x) : isRightToLeft ? visible : pieces
  let text = ''
  let before: Piece | undefined
  for (const piece of ordered) {
    if (before !== undefined && needsSpace(before, piece, text)) text += ' '
    text += piece.text
    if (piece.text.trim() !== '') before = piece
  }
  const left = Math.min(...visible.map((piece) => piece.x))
  const right = Math.max(...visible.map((piece) => piece.x + piece.width))
  const size = Math.max(...visible.map((piece) => piece.size))
  return { text: text.replace(/\s+/gu, ' ').trim(), x: left, y: first.y, right, size }
}

function needsSpace(before: Piece, piece: Piece, text: string): boolean {
  if (/\s$/u.test(text) || /^\s/u.test(piece.text)) return false
  const gap = piece.x >= before.x ? piece.x - (before.x + before.width) : before.x - (piece.x + piece.width)
  return gap > Math.max(before.size, piece.size) * 0.2
}

/** Lines that stand at the top or the foot of half of the pages, three at least: running titles and page numbers. */
export function findRunningLines(pages: readonly (readonly Line[])[], bodySize: number): ReadonlySet<Line> {
  const needed = Math.max(3, Math.ceil(pages.filter((lines) => lines.length > 0).length * 0.5))
  const seen = new Map<string, Line[]>()
  for (const [index, lines] of pages.entries()) {
    // A running title is never set larger than the text; a heading at the top of a page is.
    const byHeight = lines.toSorted((a, b) => b.y - a.y)
    const outer = [...new Set([...byHeight.slice(0, 2), ...byHeight.slice(-2)])].filter((line) => line.size <= bodySize * 1.1)
    for (const line of outer) for (const key of keysOf(line, index)) seen.set(key, [...(seen.get(key) ?? []), line])
  }
  return new Set([...seen.values()].filter((lines) => lines.length >= needed).flat())
}

/** The same words at about the same height; their numbers are the same on every page, or go with the pages. */
function keysOf(line: Line, index: number): readonly string[] {
  const height = Math.round(line.y / 12)
  const words = line.text.replace(/^[ivxlc]+$/iu, '#')
  return [`${height} ${words}`, `${height} + ${words.replace(/[0-9]{1,5}/gu, (number) => `#${Number(number) - index}`)}`]
}

export interface Paragraph {
  readonly kind: 'heading' | 'paragraph' | 'item'
  readonly level: number | null
  readonly text: string
}

const MARK = /^(?:[•‣▪◦●○■□\uf0b7\uf0a7·–—-]|\(?[0-9]{1,3}[.)]|\(?\p{Ll}\))\s+/u
const ENDED = /[.!?:;。．！？؟۔।…"”»)\]]$/u

/** Lines of a page as paragraphs. `bodySize` is the size most of the document is set in, `hyphenated` its words with a hyphen in them. */
export function toParagraphs(lines: readonly Line[], bodySize: number, hyphenated: ReadonlySet<string>): Paragraph[] {
  const pitch = usualPitch(lines)
  const right = Math.max(0, ...lines.map((line) => line.right))
  const groups: Line[][] = []
  for (const line of lines) {
    const last = groups.at(-1)?.at(-1)
    if (last === undefined || beginsParagraph(last, line, pitch, right)) groups.push([line])
    else groups.at(-1)?.push(line)
  }
  return groups.map((group) => toParagraph(group, bodySize, hyphenated)).filter(({ text }) => text !== '')
}

function beginsParagraph(last: Line, line: Line, pitch: number, right: number): boolean {
  if (Math.abs(last.size - line.size) > Math.max(last.size, line.size) * 0.12) return true
  if (MARK.test(line.text)) return true
  const drop = last.y - line.y
  // The next column: what was not finished goes on there.
  if (drop < -last.size) return ENDED.test(last.text)
  // What is set larger than the rest is led further apart.
  if (drop > Math.max(pitch * 1.35 + 0.5, line.size * 1.4)) return true
  const isIndented = line.x > last.x + line.size * 0.8 && line.x < last.x + line.size * 5
  const isShort = last.right < right - last.size * 6
  return ENDED.test(last.text) && (isIndented || isShort)
}

/** The distance between two lines that is the most usual on the page. */
function usualPitch(lines: readonly Line[]): number {
  const drops = lines.slice(1).map((line, index) => Math.round(((lines[index]?.y ?? line.y) - line.y) * 2) / 2).filter((drop) => drop > 2 && drop < 60)
  const counts = Map.groupBy(drops, (drop) => drop)
  const [most] = [...counts.entries()].toSorted((a, b) => b[1].length - a[1].length || a[0] - b[0])
  return most?.[0] ?? 14
}

function toParagraph(lines: readonly Line[], bodySize: number, hyphenated: ReadonlySet<string>): Paragraph {
  const text = lines.map((line) => line.text).reduce((before, next) => joinLines(before, next, hyphenated))
  const size = lines[0]?.size ?? bodySize
  if (size > bodySize * 1.15 && text.length <= 200 && /\p{L}/u.test(text)) return { kind: 'heading', level: size > bodySize * 1.8 ? 1 : size > bodySize * 1.35 ? 2 : 3, text: clean(text) }
  const bullet = /^[•‣▪◦●○■□\uf0b7\uf0a7·]\s+/u
  if (MARK.test(text) && !/^[–—-]\s/u.test(text)) return { kind: 'item', level: 1, text: clean(text.replace(bullet, '')) }
  return { kind: 'paragraph', level: null, text: clean(text) }
}

const COMBINING: Readonly<Record<string, string>> = { '¨': '\u0308', '´': '\u0301', 'ˆ': '\u0302', '˜': '\u0303', 'ˇ': '\u030c', '¸': '\u0327' }

/** Letters as they are written, not as they were drawn: ligatures and Arabic shapes taken apart, accents put on the letters they were printed over. */
function clean(text: string): string {
  return text
    .replace(/\u00ad/gu, '')
    .replace(/[\ufb00-\ufb4f\ufb50-\ufdff\ufe70-\ufefc]+/gu, (shapes) => shapes.normalize('NFKC'))
    .replace(/([¨´ˆ˜ˇ¸])(\p{L})/gu, (_, accent: string, letter: string) => `${letter === 'ı' ? 'i' : letter}${COMBINING[accent] ?? ''}`.normalize('NFC'))
    .replace(/\s+/gu, ' ')
    .trim()
}

/** A word parted at a line's end is made whole; its hyphen stays where the document writes the word with it elsewhere. */
export function joinLines(before: string, next: string, hyphenated: ReadonlySet<string>): string {
  const parted = /(\p{L}[\p{L}\p{M}]*)([-\u2010\u00ad])$/u.exec(before)
  const going = /^\p{Ll}[\p{L}\p{M}]*/u.exec(next)
  if (parted === null || going === null) {
    const isCompound = /\p{L}-$/u.test(before) && /^\p{Lu}/u.test(next)
    return isCompound || needsNoSpace(before, next) ? before + next : `${before} ${next}`
  }
  const isCompound = parted[2] !== '\u00ad' && hyphenated.has(`${parted[1]}-${going[0]}`.toLowerCase())
  return isCompound ? before + next : before.slice(0, -1) + next
}

/** Scripts without spaces between their words have none at a line's end either. */
function needsNoSpace(before: string, next: string): boolean {
  const script = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\u3000-\u303f\uff00-\uffef]/u
  return script.test(before.at(-1) ?? '') && script.test(next.at(0) ?? '')
}
